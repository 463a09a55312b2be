"""A route of approval holds from a year on and may name a body for all other fields; a sheet keeps the one it went."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_quarters_close_and_are_reopened")]
    operations = [
        migrations.AddField("sheet", "route", models.JSONField(null=True)),
        migrations.AddField(
            "approvalroute", "from_year", models.PositiveSmallIntegerField(default=2000, verbose_name="from year")
        ),
        migrations.AddField(
            "approvalroute", "to_year", models.PositiveSmallIntegerField(null=True, verbose_name="to year")
        ),
        migrations.AlterField(
            "approvalroute",
            "field",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="indicators.field",
            ),
        ),
        migrations.RemoveConstraint("approvalroute", "one_route_a_field_and_body"),
        migrations.AddConstraint(
            "approvalroute",
            models.UniqueConstraint(
                fields=["unit", "field", "body", "from_year"],
                nulls_distinct=False,
                name="one_route_a_field_body_and_first_year",
            ),
        ),
        migrations.AddConstraint(
            "approvalroute",
            models.CheckConstraint(
                condition=Q(to_year__isnull=True) | Q(to_year__gte=F("from_year")),
                name="a_route_holds_a_year_at_least",
            ),
        ),
    ]
