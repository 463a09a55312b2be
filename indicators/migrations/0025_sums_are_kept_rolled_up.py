"""The outbox of changed branches, and the roll-ups that one worker keeps."""

import django.db.models.deletion
from django.db import migrations, models

READINGS = ("approved", "approved_alone", "submitted", "submitted_alone")


def a_sum() -> models.DecimalField:
    return models.DecimalField(decimal_places=4, max_digits=28, null=True)


def a_link(to: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


def of_a_reading() -> dict[str, models.Field]:
    return {
        "count": models.SmallIntegerField(),
        "value": a_sum(),
        "denominator": a_sum(),
        "base_count": models.SmallIntegerField(),
        "base": a_sum(),
        "form": models.CharField(max_length=10, null=True),
        "target": a_sum(),
        "upper": a_sum(),
        "is_marked": models.BooleanField(),
        "is_provisional": models.BooleanField(),
    }


# Rows written again and again find room on their own page. What is taken from the outbox is cleared away soon.
ROOM = """
alter table indicators_rollup set (fillfactor = 70);
alter table indicators_tally set (fillfactor = 70);
alter table indicators_dirtybranch set
    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1);
"""
ROOM_UNDONE = """
alter table indicators_dirtybranch reset
    (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold);
alter table indicators_tally reset (fillfactor);
alter table indicators_rollup reset (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0024_bodies_say_they_are_done"),
        ("programmes", "0003_rights_are_handed_over_for_a_while"),
    ]
    operations = [
        migrations.CreateModel(
            "DirtyBranch",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("quarter", models.PositiveSmallIntegerField(null=True)),
                ("unit", a_link("programmes.unit", null=True)),
                ("of_figures", models.BooleanField(default=False)),
            ],
            {"verbose_name_plural": "dirty branches"},
        ),
        migrations.CreateModel(
            "RollUp",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        *("unit", "year", "quarter", "indicator"),
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("unit", a_link("programmes.unit")),
                ("year", models.SmallIntegerField()),
                ("quarter", models.SmallIntegerField()),
                ("indicator", a_link("indicators.indicator")),
                ("expected", models.SmallIntegerField()),
                ("form", models.CharField(max_length=10, null=True)),
                ("target", a_sum()),
                ("upper", a_sum()),
                *((f"{reading}_{name}", column) for reading in READINGS for name, column in of_a_reading().items()),
            ],
        ),
        migrations.CreateModel(
            "Tally",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "year", "quarter", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", a_link("programmes.unit")),
                ("year", models.SmallIntegerField()),
                ("quarter", models.SmallIntegerField()),
                ("units", models.SmallIntegerField()),
                ("submitted", models.SmallIntegerField()),
                ("approved", models.SmallIntegerField()),
                ("late", models.SmallIntegerField()),
                ("reopened", models.SmallIntegerField()),
                ("as_of", models.DateTimeField()),
            ],
            {
                "verbose_name_plural": "tallies",
                "indexes": [models.Index(fields=["year"], name="tallies_by_year")],
            },
        ),
        migrations.RunSQL(ROOM, ROOM_UNDONE),
    ]
