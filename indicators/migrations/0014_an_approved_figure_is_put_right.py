"""One approved figure may be put right: exactly to what an agreed correction says, with what it was kept beside it."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A closed figure moves where its row went back alone, or to exactly what an agreed correction says, as the revision
# it makes, once what the figure was is kept. Last year's values have no revisions and get a function of their own.
PUT_RIGHT = """
create or replace function figures_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if exists (
        select from touched join indicators_sheet s on s.id = touched.sheet_id
         where s.state <> 'draft'
           and not (s.state = 'vetted' and tg_op <> 'DELETE' and exists (
                    select from indicators_rowreturn r
                     where r.sheet_id = touched.sheet_id and r.indicator_id = touched.indicator_id
                       and r.answered_at is null and r.settled_at is null))
           and not (tg_op = 'UPDATE' and exists (
                    select from indicators_correction c
                      join indicators_figurerevision e on e.figure_id = c.figure_id and e.revision = c.revision - 1
                     where c.figure_id = touched.id and c.decision = 'agreed' and c.revision = touched.revision
                       and (s.state = 'approved' or c.follows_id is not null)
                       and (c.value, c.denominator, c.typed)
                           is not distinct from (touched.value, touched.denominator, touched.typed)))
    ) then
        raise exception 'the figures of a sheet that was sent up do not change' using errcode = 'check_violation';
    end if;
    return null;
end $$;

create function prior_figures_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if exists (
        select from touched join indicators_sheet s on s.id = touched.sheet_id
         where s.state <> 'draft'
           and not (s.state = 'vetted' and exists (
                    select from indicators_rowreturn r
                     where r.sheet_id = touched.sheet_id and r.indicator_id = touched.indicator_id
                       and r.answered_at is null and r.settled_at is null))
    ) then
        raise exception 'the figures of a sheet that was sent up do not change' using errcode = 'check_violation';
    end if;
    return null;
end $$;
drop trigger prior_figures_stand_on_insert on indicators_priorfigure;
drop trigger prior_figures_stand_on_update on indicators_priorfigure;
drop trigger prior_figures_stand_on_delete on indicators_priorfigure;
create trigger prior_figures_stand_on_insert after insert on indicators_priorfigure referencing new table as touched
    for each statement execute function prior_figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_update after update on indicators_priorfigure referencing new table as touched
    for each statement execute function prior_figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_delete after delete on indicators_priorfigure referencing old table as touched
    for each statement execute function prior_figures_of_a_closed_sheet_stand();
"""
NOT_PUT_RIGHT = """
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
drop trigger prior_figures_stand_on_insert on indicators_priorfigure;
drop trigger prior_figures_stand_on_update on indicators_priorfigure;
drop trigger prior_figures_stand_on_delete on indicators_priorfigure;
create trigger prior_figures_stand_on_insert after insert on indicators_priorfigure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_update after update on indicators_priorfigure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_delete after delete on indicators_priorfigure referencing old table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
drop function prior_figures_of_a_closed_sheet_stand();
"""

# What was decided is history.
DECIDED = """
create function decided_corrections_stand() returns trigger language plpgsql as $$
begin
    if old.decision <> 'asked' then
        raise exception 'a decided correction does not change' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger decided_corrections_stand before update on indicators_correction
    for each row execute function decided_corrections_stand();
"""
DECIDED_UNDONE = """
drop trigger decided_corrections_stand on indicators_correction;
drop function decided_corrections_stand();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0013_each_sending_is_kept_as_it_was"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveSmallIntegerField(null=True)),
                ("old_value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("old_denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("old_typed", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("typed", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("evidence", models.CharField(max_length=1000, verbose_name="evidence")),
                ("asked_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("agreed", "agreed"),
                            ("declined", "not agreed"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("decision_reason", models.CharField(blank=True, max_length=1000, verbose_name="reason")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="indicators.figure"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="indicators.correction",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "asked")),
                        fields=("figure",),
                        name="one_correction_of_a_figure_is_asked_at_a_time",
                    ),
                    models.UniqueConstraint(fields=("figure", "revision"), name="one_correction_makes_a_revision"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            models.Q(("value__gte", 0), ("value__lt", Decimal("10000000000000000"))),
                            _connector="OR",
                        ),
                        name="a_corrected_figure_is_a_number_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "asked")),
                            models.Q(
                                models.Q(("decision", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_correction_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "agreed"), ("revision__isnull", False)),
                            models.Q(models.Q(("decision", "agreed"), _negated=True), ("revision__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_agreed_correction_makes_a_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ["agreed", "declined"]), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_a_correction_they_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_correction_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "declined"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_declined_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PUT_RIGHT, NOT_PUT_RIGHT),
        migrations.RunSQL(DECIDED, DECIDED_UNDONE),
    ]
