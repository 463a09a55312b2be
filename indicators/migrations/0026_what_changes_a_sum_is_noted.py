"""Whoever changes what a sum is made of leaves a row in the outbox, a row a unit and quarter of each statement.

Only appended, never looked for first: two writers of one unit do not wait for each other. The function is the
migrating role's, and each statement is looked at once however many rows it wrote.
"""

from django.db import migrations

# Figures are written most: of theirs it is only asked which sheets they stand on, not which of them changed.
OF_SHEETS = """
create function {table}_dirties_its_branches() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    sheets int[];
begin
    if tg_op = 'INSERT' then
        sheets := array(select distinct sheet_id from fresh);
    elsif tg_op = 'DELETE' then
        sheets := array(select distinct sheet_id from former);
    else
        sheets := array(select sheet_id from fresh union select sheet_id from former);
    end if;
    insert into indicators_dirtybranch (at, of_figures, unit_id, year, quarter)
    select statement_timestamp(), true, s.unit_id, s.year, s.quarter
      from indicators_sheet s where s.id = any(sheets);
    return null;
end $$;
"""

# Of the rest only what a sum depends on is noted: what is noted of a row `r`, what it is joined to, those columns.
OF_ROWS = """
create function {table}_dirties_its_branches() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        insert into indicators_dirtybranch (at, of_figures, unit_id, year, quarter)
        select distinct statement_timestamp(), false, {noted} from fresh r {joined};
    elsif tg_op = 'DELETE' then
        insert into indicators_dirtybranch (at, of_figures, unit_id, year, quarter)
        select distinct statement_timestamp(), false, {noted} from former r {joined};
    else
        insert into indicators_dirtybranch (at, of_figures, unit_id, year, quarter)
        select distinct statement_timestamp(), false, {noted}
          from (select n.* from fresh n join former o on o.id = n.id where {changed}
                union all
                select o.* from fresh n join former o on o.id = n.id where {changed}) r {joined};
    end if;
    return null;
end $$;
"""
ALL = "null::int, null::int, null::int", ""
OF_REVISION = (
    "s.unit_id, s.year, s.quarter",
    "join indicators_figure f on f.id = r.figure_id join indicators_sheet s on s.id = f.sheet_id",
)
NOTED = {
    "indicators_figurerevision": (*OF_REVISION, ("value", "denominator", "is_provisional", "revision")),
    "indicators_sheet": ("r.unit_id, r.year, r.quarter", "", ("state", "first_submitted_at", "was_due_at")),
    "indicators_target": (
        *("r.unit_id, r.year, null::int", ""),
        ("unit_id", "year", "indicator_id", "is_main", "form", "value", "upper"),
    ),
    "indicators_reportedindicator": (
        *("r.unit_id, null::int, null::int", ""),
        ("unit_id", "indicator_id", "from_year", "to_year"),
    ),
    "indicators_indicator": (*ALL, ("kind", "due_quarter")),
    "programmes_place": (*ALL, ("tree_id", "unit_id", "parent_id", "path")),
    "programmes_tree": (*ALL, ("valid_from", "valid_to")),
}
OF_FIGURES = ("indicators_figure", "indicators_priorfigure")

TRIGGERS = """
create trigger {table}_dirties_on_insert after insert on {table} referencing new table as fresh
    for each statement execute function {table}_dirties_its_branches();
create trigger {table}_dirties_on_update after update on {table} referencing old table as former new table as fresh
    for each statement execute function {table}_dirties_its_branches();
create trigger {table}_dirties_on_delete after delete on {table} referencing old table as former
    for each statement execute function {table}_dirties_its_branches();
"""


def noting(table: str) -> str:
    if table in OF_FIGURES:
        return (OF_SHEETS + TRIGGERS).format(table=table)
    noted, joined, columns = NOTED[table]
    old, new = (", ".join(f"{alias}.{name}" for name in columns) for alias in ("o", "n"))
    changed = f"({old}) is distinct from ({new})"
    return (OF_ROWS + TRIGGERS).format(table=table, noted=noted, joined=joined, changed=changed)


def undone(table: str) -> str:
    return f"""
drop trigger {table}_dirties_on_insert on {table};
drop trigger {table}_dirties_on_update on {table};
drop trigger {table}_dirties_on_delete on {table};
drop function {table}_dirties_its_branches();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0025_sums_are_kept_rolled_up"),
        ("programmes", "0001_units_people_and_appointments"),
    ]
    operations = [migrations.RunSQL(noting(table), undone(table)) for table in (*OF_FIGURES, *NOTED)]
