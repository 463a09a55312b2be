"""A row of a vetted sheet may go back alone; only such rows may then be typed, and the database knows which."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# One statement, one look, however many rows. A row that went back alone may be typed, its figure
# never taken away.
ROWS_BACK = """
create or replace function figures_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if exists (
        select from touched join indicators_sheet s on s.id = touched.sheet_id
         where s.state <> 'draft'
           and not (s.state = 'vetted' and (tg_op <> 'DELETE' or tg_table_name = 'indicators_priorfigure')
                    and exists (
                    select from indicators_rowreturn r
                     where r.sheet_id = touched.sheet_id and r.indicator_id = touched.indicator_id
                       and r.answered_at is null and r.settled_at is null))
    ) then
        raise exception 'the figures of a sheet that was sent up do not change' using errcode = 'check_violation';
    end if;
    return null;
end $$;
"""
ALL_STAND = """
create or replace function figures_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if exists (select from touched join indicators_sheet s on s.id = touched.sheet_id where s.state <> 'draft') then
        raise exception 'the figures of a sheet that was sent up do not change' using errcode = 'check_violation';
    end if;
    return null;
end $$;
"""


def a_person(**facts: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **facts
    )


def a_number() -> models.DecimalField:
    return models.DecimalField(decimal_places=4, max_digits=20, null=True)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0011_routes_hold_for_years_and_stay_with_what_was_sent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "RowReturn",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("value", a_number()),
                ("denominator", a_number()),
                ("returned_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="row_returns", to="indicators.sheet"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                ("returned_by", a_person()),
                ("answered_by", a_person(null=True)),
                ("settled_by", a_person(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["sheet", "indicator"],
                        condition=Q(settled_at__isnull=True),
                        name="a_row_goes_back_once_at_a_time",
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="a_row_goes_back_with_its_reason"),
                    models.CheckConstraint(
                        condition=Q(settled_by__isnull=True)
                        | Q(answered_by__isnull=True)
                        | ~Q(settled_by=F("answered_by")),
                        name="nobody_settles_a_row_they_sent",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ROWS_BACK, ALL_STAND),
    ]
