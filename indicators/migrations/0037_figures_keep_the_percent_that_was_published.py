from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0036_sentences_say_how_exact_they_are"),
    ]

    operations = [
        migrations.AddField(
            model_name="figurenote",
            name="stated_percent",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="percent of the target stated there"
            ),
        ),
        migrations.AddIndex(
            model_name="figurenote",
            index=models.Index(
                condition=models.Q(("stated_percent__isnull", False)),
                fields=["figure"],
                name="stated_percents_by_figure",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurenote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stated_percent__isnull", True),
                    models.Q(("stated_percent__gte", 0), ("stated_percent__lt", Decimal("100000"))),
                    _connector="OR",
                ),
                name="a_stated_percent_is_a_number_in_range",
            ),
        ),
    ]
