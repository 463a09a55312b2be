"""A cell is asked whether a figure is right: the question holds the figure, the answer says right, or what is."""

from django.db import migrations, models
from django.db.models import Q


def a_number() -> models.DecimalField:
    return models.DecimalField(decimal_places=4, max_digits=20, null=True)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0022_signed_sheets_are_kept")]
    operations = [
        migrations.AddField("remark", "value", a_number()),
        migrations.AddField("remark", "denominator", a_number()),
        migrations.AddField("remark", "is_right", models.BooleanField(null=True)),
        migrations.AddField("remark", "told_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "remark",
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | ~Q(channel=""), name="only_what_was_told_has_its_hour"
            ),
        ),
        migrations.AddConstraint(
            "remark",
            models.CheckConstraint(
                condition=Q(kind="question", is_right__isnull=True)
                | Q(kind="answer", is_right=False)
                | Q(value__isnull=True, denominator__isnull=True),
                name="a_figure_stands_in_a_question_or_in_what_is_not_right",
            ),
        ),
        migrations.AddConstraint(
            "remark",
            models.CheckConstraint(
                condition=Q(is_right__isnull=True) | Q(kind="answer"), name="only_an_answer_says_right_or_not"
            ),
        ),
    ]
