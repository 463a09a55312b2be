"""Of a quarter that is closed the four readings of a sum agree in nearly all, and are added up once.

Most of what adding up a nation's quarter took were eighty sums and comparisons for each of its rows. Each row now says
whether it is settled: approved and sent figures are the same, and its joint targets are those of all that report. Of
settled rows the sums of the approved readings, and one joint target, say all.
"""

from importlib import import_module

from django.db import migrations, models

anew = import_module("indicators.migrations.0027_branches_are_added_up_anew")

AIM = ("form", "target", "upper")
SUMS = ("count", "value", "denominator", "base_count", "base")
MARKS = ("is_marked", "is_provisional")
APPROVED = ("approved", "approved_alone")
COLUMNS = [*anew.COLUMNS, "is_settled"]


def row(reading: str, ends: tuple[str, ...]) -> str:
    begins = f"{reading}_" if reading else ""
    return f"({', '.join(f'n.{begins}{end}' for end in ends)})"


def the_same(one: str, other: str, ends: tuple[str, ...]) -> str:
    return f"{row(one, ends)} is not distinct from {row(other, ends)}"


SETTLED = f"""(n.approved_count > 0 and {the_same("", "approved", AIM)}
        and (n.approved_alone_count = 0 or {the_same("approved_alone", "approved", AIM)})
        and {the_same("approved", "submitted", anew.ENDS)}
        and {the_same("approved_alone", "submitted_alone", anew.ENDS)})"""


def summed(reading: str) -> str:
    sums = [f"sum(p.{reading}_{end}){'::smallint' if 'count' in end else ''} as {reading}_{end}" for end in SUMS]
    return ", ".join(sums + [f"bool_or(p.{reading}_{end}) as {reading}_{end}" for end in MARKS])


SUMMED = ", ".join(f"g.{reading}_{end}" for reading in APPROVED for end in (*SUMS, *MARKS))


def known(reading: str) -> str:
    """The columns of a reading, in order, of settled parts: its targets are those of all, where it has a figure."""
    of = reading.replace("submitted", "approved")
    return ", ".join(
        f"case when n.{of}_count > 0 then n.{end} end" if end in AIM else f"n.{of}_{end}" for end in anew.ENDS
    )


# What stands right below one unit: few enough rows to be grouped where they lie, unit by unit. All at once they were
# sorted on disk, and a plan made for units it had not seen took twice as long.
BELOW = """
          from programmes_place h
          join indicators_rollup p on p.unit_id = h.unit_id and p.year = the_year and p.quarter = the_quarter
         where h.tree_id = the_tree and h.parent_id = """
RATIOS = "(select id, kind like 'ratio%' as is_ratio from indicators_indicator)"

# Where all targets are plain values, and all parts of a rate have both its numbers, there is less to compare still.
OF_PARTS = f"""
    with added as (
        select u.id as unit_id, i.is_ratio, q.* from unnest(the_units) u(id) cross join lateral (
            select p.indicator_id, sum(p.expected)::smallint as expected, {", ".join(map(summed, APPROVED))},
                   count(*) as parts, count(p.form) as aimed, coalesce(bool_and(p.form = 'value'), true) as is_plain,
                   sum(p.target) as target, count(p.approved_denominator) as rated,
                   min(p.target) filter (where p.approved_denominator is not null) as least,
                   max(p.target) filter (where p.approved_denominator is not null) as most, bool_and(p.is_settled)
                   and (sum(p.approved_alone_count) = 0 or min(p.approved_alone_count) > 0) as is_settled
            {BELOW} u.id group by p.indicator_id) q
          join {RATIOS} i on i.id = q.indicator_id
    ), grouped as (
        select g.*, g.is_settled and g.is_plain and (not g.is_ratio or g.rated = g.parts) as is_short,
               g.aimed = g.parts and (not g.is_ratio or g.least = g.most) as is_joint
          from added g
    ), settled as (
        select g.unit_id, g.indicator_id, g.expected, {SUMMED},
               case when g.is_joint then 'value' end as form, null::numeric as upper,
               case when g.is_joint then case when g.is_ratio then g.least else g.target end end as target
          from grouped g where g.is_short
    ), others as (
        select u.unit_id, q.*
          from (select unit_id, array_agg(indicator_id) as those from grouped where not is_short group by unit_id) u
         cross join lateral (
            select p.indicator_id, sum(p.expected)::smallint, {anew.together("")},
                   {", ".join(map(anew.together, anew.READINGS))}
            {BELOW.replace(" where ", f" join {RATIOS} i on i.id = p.indicator_id where ")} u.unit_id
               and p.indicator_id = any(u.those)
             group by p.indicator_id, i.is_ratio) q ({", ".join(anew.COLUMNS[3:])})
    ), sums ({", ".join(COLUMNS)}) as (
        select n.unit_id, the_year, the_quarter, n.indicator_id, n.expected, n.form, n.target, n.upper,
               {", ".join(map(known, anew.READINGS))}, true
          from settled n
        union all
        select n.unit_id, the_year, the_quarter, {", ".join(f"n.{name}" for name in anew.COLUMNS[3:])}, {SETTLED}
          from others n
    )"""


def of_own(added: str) -> str:
    """What units report themselves, with what stands below them: added up as before."""
    return f"""
    {added}, sums ({", ".join(COLUMNS)}) as (select n.*, {SETTLED} from added n)"""


OF_OWN = of_own(anew.adding_up(anew.OWN, anew.OWN_PARTS).partition(", gone as (")[0].replace("), sums (", "), added ("))


def written(sums: str) -> str:
    """Writes the sums of the_units, and tells which came out otherwise than they stood."""
    told = COLUMNS[4:]
    return f"""{sums}, gone as (
        delete from indicators_rollup r
         where r.unit_id = any(the_units) and r.year = the_year and r.quarter = the_quarter
           and not exists (select from sums n where n.unit_id = r.unit_id and n.indicator_id = r.indicator_id)
        returning r.unit_id, r.indicator_id
    ), kept as (
        insert into indicators_rollup as r ({", ".join(COLUMNS)})
        select * from sums order by unit_id, indicator_id
        on conflict (unit_id, year, quarter, indicator_id) do update
           set ({", ".join(told)}) = ({", ".join(f"excluded.{column}" for column in told)})
         where ({", ".join(f"r.{column}" for column in told)})
               is distinct from ({", ".join(f"excluded.{column}" for column in told)})
        returning r.unit_id, r.indicator_id
    )
    select * from gone union all select * from kept"""


ADD_UP = f"""
create or replace function add_up(the_year int, the_quarter int, the_tree int, the_units int[])
    returns table (changed_unit int, changed_indicator smallint)
    language plpgsql security definer set search_path = public, pg_temp
    set work_mem = '64MB' set jit = off as $$
begin
    if exists (select from indicators_reportedindicator r where r.unit_id = any(the_units)) then
        return query {written(OF_OWN)};
    else
        return query {written(OF_PARTS)};
    end if;
end $$;
"""
# Rows that stand are not settled until they are added up anew, which the folding worker does when it is told of all.
ALL_ANEW = """
insert into indicators_dirtybranch (at, of_figures)
select now(), false where exists (select from indicators_rollup);
"""
AS_BEFORE = anew.ADD_UP.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0038_history_is_written_once_a_statement")]
    operations = [
        migrations.AddField("rollup", "is_settled", models.BooleanField(default=False)),
        migrations.RunSQL([ADD_UP, ALL_ANEW], AS_BEFORE),
    ]
