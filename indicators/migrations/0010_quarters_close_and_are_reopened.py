"""Deadlines gain the day a period closes; sheets whether they were late and provisional; extensions, reopenings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The day of an instant is that of Việt Nam, whatever the session's time zone.
CLOSING = """
alter table indicators_deadline add constraint a_period_does_not_close_before_it_is_due
    check (closes_on is null or closes_on >= (due_at at time zone 'Asia/Ho_Chi_Minh')::date)
"""
CLOSING_UNDONE = "alter table indicators_deadline drop constraint a_period_does_not_close_before_it_is_due"

# What was sent before is judged by the deadline as it stands today: nothing better is known.
SENT_BEFORE = """
update indicators_sheet s
   set first_submitted_at = s.submitted_at,
       was_due_at = (select d.due_at from indicators_deadline d
                       join indicators_period p on p.id = d.period_id
                       join programmes_unit u on u.id = s.unit_id and u.level = d.level
                      where p.regime = 'state' and p.kind = 'quarter' and p.year = s.year and p.number = s.quarter)
 where s.submitted_at is not null
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0009_papers_of_a_closed_sheet_stand"),
        ("programmes", "0001_units_people_and_appointments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="closes_on",
            field=models.DateField(null=True, verbose_name="closes at the end of"),
        ),
        migrations.AddField(
            model_name="deadline",
            name="moved_from",
            field=models.DateField(null=True, verbose_name="moved from"),
        ),
        migrations.AddField(
            model_name="sheet",
            name="first_submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sheet",
            name="is_provisional",
            field=models.BooleanField(default=False, verbose_name="provisional"),
        ),
        migrations.AddField(
            model_name="sheet",
            name="was_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                ("until", models.DateField(verbose_name="to the end of")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["unit", "year", "quarter"], name="extensions_by_unit_and_quarter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quarter__range", (1, 4))), name="an_extension_is_of_a_quarter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2099)),
                        name="an_extension_has_a_real_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_extension_has_its_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveSmallIntegerField(verbose_name="revision")),
                ("is_official", models.BooleanField(default=False)),
                ("until", models.DateField(null=True, verbose_name="to the end of")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("reopened_at", models.DateTimeField()),
                (
                    "reopened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reopenings", to="indicators.sheet"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "revision"), name="a_revision_is_opened_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_official", True)),
                        fields=("sheet",),
                        name="official_figures_are_opened_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gt", 1)), name="a_reopening_makes_a_later_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_reopening_has_its_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_official", True), ("until__isnull", False), _connector="OR"),
                        name="a_reopening_has_its_end",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CLOSING, CLOSING_UNDONE),
        migrations.RunSQL(SENT_BEFORE, migrations.RunSQL.noop),
    ]
