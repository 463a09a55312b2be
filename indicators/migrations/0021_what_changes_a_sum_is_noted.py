"""Whoever changes what a sum is made of leaves a row in the outbox, a row a unit and quarter of each statement.

Only appended, never looked for first: two writers of one unit do not wait for each other. The function is the
migrating role's, and each statement is looked at once however many rows it wrote.
"""

from django.db import migrations

# What is noted, and under which alias `r` the rows are; one that says nothing of unit, year or quarter means all.
OF_SHEET = "s.unit_id, s.year, s.quarter", "join indicators_sheet s on s.id = r.sheet_id"
OF_REVISION = (
    "s.unit_id, s.year, s.quarter",
    "join indicators_figure f on f.id = r.figure_id join indicators_sheet s on s.id = f.sheet_id",
)
ALL = "null::int, null::int, null::int", ""

# table: (what is noted of its rows, the columns a sum depends on)
NOTED = {
    "indicators_figure": (OF_SHEET, "value, denominator, provenance, is_provisional, revision"),
    "indicators_figurerevision": (OF_REVISION, "value, denominator, is_provisional, revision"),
    "indicators_priorfigure": (OF_SHEET, "value, denominator"),
    "indicators_sheet": (
        ("r.unit_id, r.year, r.quarter", ""),
        "state, first_submitted_at, was_due_at",
    ),
    "indicators_target": (
        ("r.unit_id, r.year, null::int", ""),
        "unit_id, year, indicator_id, is_main, form, value, upper",
    ),
    "indicators_reportedindicator": (
        ("r.unit_id, null::int, null::int", ""),
        "unit_id, indicator_id, from_year, to_year",
    ),
    "indicators_indicator": (ALL, "kind, due_quarter"),
    "programmes_place": (ALL, "tree_id, unit_id, parent_id, path"),
    "programmes_tree": (ALL, "valid_from, valid_to"),
}

OF_FIGURES = {"indicators_figure", "indicators_priorfigure"}


def row(alias: str, columns: str) -> str:
    return "({})".format(", ".join(f"{alias}.{name}" for name in columns.split(", ")))


def noting(table: str) -> str:
    (noted, joined), columns = NOTED[table]
    into = f"""insert into indicators_dirtybranch (at, of_figures, unit_id, year, quarter)
            select distinct statement_timestamp(), {table in OF_FIGURES}, {noted}"""
    return f"""
create function {table}_dirties_its_branches() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        {into} from fresh r {joined};
    elsif tg_op = 'DELETE' then
        {into} from former r {joined};
    else
        {into}
          from (select n.* from fresh n join former o on o.id = n.id
                 where {row("o", columns)} is distinct from {row("n", columns)}
                union all
                select o.* from fresh n join former o on o.id = n.id
                 where {row("o", columns)} is distinct from {row("n", columns)}) r {joined};
    end if;
    return null;
end $$;
create trigger {table}_dirties_on_insert after insert on {table} referencing new table as fresh
    for each statement execute function {table}_dirties_its_branches();
create trigger {table}_dirties_on_update after update on {table} referencing old table as former new table as fresh
    for each statement execute function {table}_dirties_its_branches();
create trigger {table}_dirties_on_delete after delete on {table} referencing old table as former
    for each statement execute function {table}_dirties_its_branches();
"""


def undone(table: str) -> str:
    return f"""
drop trigger {table}_dirties_on_insert on {table};
drop trigger {table}_dirties_on_update on {table};
drop trigger {table}_dirties_on_delete on {table};
drop function {table}_dirties_its_branches();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0020_sums_are_kept_rolled_up"),
        ("programmes", "0001_units_people_and_appointments"),
    ]
    operations = [migrations.RunSQL(noting(table), undone(table)) for table in NOTED]
