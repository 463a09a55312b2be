import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0034_orders_make_books"),
        ("programmes", "0014_groups_say_whether_they_compare"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reporttext",
            name="told",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="ReportSentence",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=2000, verbose_name="sentence")),
                ("written_from", models.TextField()),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_sentences",
                        to="programmes.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "period", "indicator"), name="one_own_sentence_per_unit_period_and_indicator"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="an_own_sentence_says_something"
                    ),
                ],
            },
        ),
    ]
