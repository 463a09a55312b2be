"""Adding branches up anew: a unit's own figures and what stands of the units right below it, never a difference.

The functions are the migrating role's: sums are written by these alone. What they say is what `indicators.readings`
says figure by figure, and a test holds them together.
"""

from django.db import migrations

READINGS = ("approved", "approved_alone", "submitted", "submitted_alone")
ENDS = ("count", "value", "denominator", "base_count", "base", "form", "target", "upper", "is_marked", "is_provisional")
COLUMNS = [
    *("unit_id", "year", "quarter", "indicator_id", "expected", "form", "target", "upper"),
    *(f"{reading}_{end}" for reading in READINGS for end in ENDS),
]


def of_cells(basis: str) -> str:
    """What is asked of the cells of one indicator: through the quarter, in its closing one, and a year before."""
    value, denominator, provisional = f"{basis}_value", f"{basis}_denominator", f"{basis}_provisional"
    now, then = "c.year = the_year", "c.year < the_year"
    closing = "c.quarter = r.closing"
    return f"""
        count({value}) filter (where {now}) as {basis}_known,
        count({denominator}) filter (where {now}) as {basis}_known_below,
        sum({value}) filter (where {now}) as {basis}_sum,
        sum({denominator}) filter (where {now}) as {basis}_sum_below,
        max({value}) filter (where {now} and {closing}) as {basis}_last,
        max({denominator}) filter (where {now} and {closing}) as {basis}_last_below,
        bool_or({provisional}) filter (where {now}) as {basis}_provisional,
        bool_or({provisional}) filter (where {now} and {closing}) as {basis}_last_provisional,
        bool_or(c.is_marked) filter (where {now} and {closing} and {value} is not null) as {basis}_marked,
        count({value}) filter (where {then}) as {basis}_before_known,
        sum({value}) filter (where {then}) as {basis}_before_sum,
        max({value}) filter (where {then} and {closing}) as {basis}_before_last"""


def of_unit(reading: str) -> str:
    """One unit's part in a reading: nothing of it where it has no figure."""
    basis, alone = reading.removesuffix("_alone"), reading.endswith("_alone")
    if alone:
        there = f"({basis}_last is not null and is_due_now)"
        value, below = f"{basis}_last", f"{basis}_last_below"
        base = f"coalesce({basis}_before_last, {basis}_typed_alone)"
        provisional = f"{basis}_last_provisional"
    else:
        there = f"""(case when not adds_up then {basis}_last is not null
                 when kind = 'flow' then coalesce({basis}_known = the_quarter, false)
                 else coalesce({basis}_known = the_quarter and {basis}_known_below = the_quarter, false) end)"""
        value = f"case when adds_up then {basis}_sum else {basis}_last end"
        below = f"""case when not adds_up then {basis}_last_below
                 when kind <> 'flow' then {basis}_sum_below end"""
        base = f"""coalesce(case when not adds_up then {basis}_before_last
                 when {basis}_before_known = the_quarter then {basis}_before_sum end, {basis}_typed)"""
        provisional = f"case when adds_up then {basis}_provisional else {basis}_last_provisional end"
    has_base = f"{there} and not is_ratio and {base} is not null"
    return f"""
        {there}::int, case when {there} then {value} end, case when {there} then {below} end,
        ({has_base})::int, case when {has_base} then {base} end,
        case when {there} then form end, case when {there} then target end, case when {there} then upper end,
        {there} and coalesce({basis}_marked, false), {there} and coalesce({provisional}, false)"""


def together(reading: str) -> str:
    """Several units' parts in a reading. Targets go together when every unit that counts has one of the same form."""
    begins, among = (f"{reading}_", f"filter (where {reading}_count > 0)") if reading else ("", "")
    form, target, upper = f"{begins}form", f"{begins}target", f"{begins}upper"
    joint = f"""count(*) {among} = count({form}) and min({form}) = max({form})
             and (not i.is_ratio or min({target}) = max({target}) and min({upper}) is not distinct from max({upper}))"""
    aim = f"""case when {joint} then min({form}) end,
        case when {joint} then case when i.is_ratio then min({target}) else sum({target}) end end,
        case when {joint} then case when i.is_ratio then min({upper}) else sum({upper}) end end"""
    if not reading:
        return aim
    return f"""
        sum({reading}_count)::smallint, sum({reading}_value), sum({reading}_denominator),
        sum({reading}_base_count)::smallint, sum({reading}_base), {aim},
        bool_or({reading}_is_marked), bool_or({reading}_is_provisional)"""


# A sheet says its figures in two ways: approved ones, or all that were sent up. One that is being revised says what
# was approved before.
READ = """
    case when s.state in ({states}) then f.value else e.value end as {basis}_value,
    case when s.state in ({states}) then case when f.value is not null then f.denominator end
         else case when e.value is not null then e.denominator end end as {basis}_denominator,
    case when s.state in ({states}) then f.is_provisional else e.is_provisional end as {basis}_provisional"""
STATES = {"approved": "'approved'", "submitted": "'submitted', 'vetted', 'approved'"}

# Last year's values as they were typed beside a unit's sheets, for units with nothing else of that year.
TYPED = """
    case when not {known} and s.state in ({states}) then p.value end as {basis}_value,
    case when not {known} and s.state in ({states}) then p.denominator is null end as {basis}_is_plain"""
KNOWN = """
    exists (select from indicators_sheet b join indicators_figure f on f.sheet_id = b.id
              left join indicators_figurerevision e on e.figure_id = f.id and e.revision = f.revision - 1
             where b.unit_id = s.unit_id and b.year = the_year - 1 and (b.state in ({states}) or e.id is not null))"""


def of_typed(basis: str) -> str:
    value, plain = f"t.{basis}_value", f"t.{basis}_is_plain"
    now, before = "t.quarter = the_quarter", "t.quarter = the_quarter - 1"
    return f"""
        max({value}) filter (where t.quarter = r.closing) as {basis}_typed,
        case when not r.adds_up or the_quarter = 1 then max({value}) filter (where t.quarter = r.closing)
             when bool_or({plain}) filter (where {now}) = bool_or({plain}) filter (where {before})
             then max({value}) filter (where {now}) - max({value}) filter (where {before})
             end as {basis}_typed_alone"""


def typed_beside(basis: str) -> str:
    states = STATES[basis]
    return TYPED.format(basis=basis, states=states, known=KNOWN.format(states=states))


def read_of(basis: str) -> str:
    return READ.format(basis=basis, states=STATES[basis])


OWN = f"""
    reporting as (
        select distinct r.unit_id, r.indicator_id, i.kind, i.kind like 'ratio%' as is_ratio,
               i.due_quarter is null and i.kind in ('flow', 'ratio_of_flows') as adds_up,
               i.due_quarter is null or i.due_quarter = the_quarter as is_due_now,
               case when i.due_quarter is null then the_quarter
                    when i.due_quarter <= the_quarter then i.due_quarter end as closing
          from indicators_reportedindicator r join indicators_indicator i on i.id = r.indicator_id
         where r.unit_id = any(the_units) and r.from_year <= the_year
           and (r.to_year is null or r.to_year >= the_year)
    ), cells as materialized (
        select s.unit_id, s.year, s.quarter, f.indicator_id, f.provenance in (3, 4) as is_marked,
               {read_of("approved")}, {read_of("submitted")}
          from indicators_sheet s join indicators_figure f on f.sheet_id = s.id
          left join indicators_figurerevision e on e.figure_id = f.id and e.revision = f.revision - 1
         where s.unit_id = any(the_units) and s.year in (the_year - 1, the_year) and s.quarter <= the_quarter
           and (s.state <> 'draft' or e.id is not null)
    ), read as (
        select r.unit_id, r.indicator_id, {of_cells("approved")}, {of_cells("submitted")}
          from reporting r join cells c on c.unit_id = r.unit_id and c.indicator_id = r.indicator_id
         group by r.unit_id, r.indicator_id
    ), beside as materialized (
        select s.unit_id, s.quarter, p.indicator_id,
               {typed_beside("approved")}, {typed_beside("submitted")}
          from indicators_priorfigure p join indicators_sheet s on s.id = p.sheet_id
         where s.unit_id = any(the_units) and s.year = the_year and s.quarter <= the_quarter
    ), typed as (
        select r.unit_id, r.indicator_id, {of_typed("approved")}, {of_typed("submitted")}
          from reporting r join beside t on t.unit_id = r.unit_id and t.indicator_id = r.indicator_id
         group by r.unit_id, r.indicator_id, r.adds_up
    ), facts as (
        select j.*, g.form, g.value as target, g.upper
          from (reporting left join read using (unit_id, indicator_id)
                          left join typed using (unit_id, indicator_id)) j
          left join indicators_target g on g.unit_id = j.unit_id and g.indicator_id = j.indicator_id
                                       and g.year = the_year and g.is_main and g.unit_id = any(the_units)
    ),"""
OWN_PARTS = f"""
        select f.unit_id, the_year, the_quarter, f.indicator_id, 1, f.form, f.target, f.upper,
               {", ".join(map(of_unit, READINGS))}
          from facts f
        union all"""


def adding_up(own: str, own_parts: str) -> str:
    """Writes the sums of the_units, and tells which came out otherwise than they stood."""
    return f"""
    with {own} parts ({", ".join(COLUMNS)}) as ({own_parts}
        select p.parent_id, {", ".join(f"r.{column}" for column in COLUMNS[1:])}
          from programmes_place p
          join indicators_rollup r on r.unit_id = p.unit_id and r.year = the_year and r.quarter = the_quarter
         where p.tree_id = the_tree and p.parent_id = any(the_units)
           and r.unit_id = any(array(select b.unit_id from programmes_place b
                                      where b.tree_id = the_tree and b.parent_id = any(the_units)))
    ), sums ({", ".join(COLUMNS)}) as (
        select p.unit_id, the_year, the_quarter, p.indicator_id, sum(p.expected)::smallint,
               {together("")}, {", ".join(map(together, READINGS))}
          from parts p
          join (select id, kind like 'ratio%' as is_ratio from indicators_indicator) i on i.id = p.indicator_id
         group by p.unit_id, p.indicator_id, i.is_ratio
    ), gone as (
        delete from indicators_rollup r
         where r.unit_id = any(the_units) and r.year = the_year and r.quarter = the_quarter
           and not exists (select from sums n where n.unit_id = r.unit_id and n.indicator_id = r.indicator_id)
        returning r.unit_id, r.indicator_id
    ), kept as (
        insert into indicators_rollup as r ({", ".join(COLUMNS)})
        select * from sums order by unit_id, indicator_id
        on conflict (unit_id, year, quarter, indicator_id) do update
           set ({", ".join(COLUMNS[4:])}) = ({", ".join(f"excluded.{column}" for column in COLUMNS[4:])})
         where ({", ".join(f"r.{column}" for column in COLUMNS[4:])})
               is distinct from ({", ".join(f"excluded.{column}" for column in COLUMNS[4:])})
        returning r.unit_id, r.indicator_id
    )
    select * from gone union all select * from kept"""


# Most units above wards report nothing themselves: the shorter statement is theirs.
ADD_UP = f"""
create function add_up(the_year int, the_quarter int, the_tree int, the_units int[])
    returns table (changed_unit int, changed_indicator smallint)
    language plpgsql security definer set search_path = public, pg_temp
    set work_mem = '64MB' set jit = off as $$
begin
    if exists (select from indicators_reportedindicator r where r.unit_id = any(the_units)) then
        return query {adding_up(OWN, OWN_PARTS)};
    else
        return query {adding_up("", "")};
    end if;
end $$;
"""

# A unit counts among those that report from its first reported indicator on.
TALLY = """
create function tally_up(the_year int, the_quarter int, the_tree int, the_units int[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    with parts as (
        select u.id as unit_id, 1 as units,
               coalesce((s.state <> 'draft')::int, 0) as submitted,
               coalesce((s.state = 'approved')::int, 0) as approved,
               coalesce((s.first_submitted_at > s.was_due_at)::int, 0) as late,
               (select count(*) from indicators_sheet b
                 where b.unit_id = u.id and b.year = the_year and b.quarter <= the_quarter
                   and b.state <> 'approved' and b.revision > 1
                   and exists (select from indicators_figure f join indicators_figurerevision e
                                   on e.figure_id = f.id and e.revision = f.revision - 1
                                where f.sheet_id = b.id)) as reopened
          from unnest(the_units) u(id)
          left join indicators_sheet s on s.unit_id = u.id and s.year = the_year and s.quarter = the_quarter
         where exists (select from indicators_reportedindicator r where r.unit_id = u.id and r.from_year <= the_year)
        union all
        select p.parent_id, t.units, t.submitted, t.approved, t.late, t.reopened
          from programmes_place p
          join indicators_tally t on t.unit_id = p.unit_id and t.year = the_year and t.quarter = the_quarter
         where p.tree_id = the_tree and p.parent_id = any(the_units)
    )
    insert into indicators_tally (unit_id, year, quarter, units, submitted, approved, late, reopened, as_of)
    select u.id, the_year, the_quarter, coalesce(sum(units), 0), coalesce(sum(submitted), 0),
           coalesce(sum(approved), 0), coalesce(sum(late), 0), coalesce(sum(reopened), 0), clock_timestamp()
      from unnest(the_units) u(id) left join parts on parts.unit_id = u.id
     group by u.id order by u.id
    on conflict (unit_id, year, quarter) do update
       set (units, submitted, approved, late, reopened, as_of)
         = (excluded.units, excluded.submitted, excluded.approved, excluded.late, excluded.reopened, excluded.as_of);
end $$;
"""

# From the deepest level up, so that each sum finds what stands below it new. A unit without a place stands alone.
ROLL_UP = """
create function roll_up(the_year int, the_quarter int, touched int[])
    returns table (changed_unit int, changed_indicator smallint)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    the_day date := make_date(the_year, 3 * the_quarter, case when the_quarter in (2, 3) then 30 else 31 end);
    the_tree int := (select t.id from programmes_tree t
                      where t.valid_from <= the_day and (t.valid_to is null or t.valid_to > the_day)
                      order by t.valid_from desc limit 1);
    level int[];
begin
    for level in
        select array_agg(distinct line.unit order by line.unit)
          from unnest(touched) own(id)
          left join programmes_place p on p.tree_id = the_tree and p.unit_id = own.id
         cross join lateral unnest(coalesce(string_to_array(p.path, '.')::int[], array[own.id]))
               with ordinality line(unit, depth)
         group by line.depth order by line.depth desc
    loop
        return query select * from add_up(the_year, the_quarter, the_tree, level);
        perform tally_up(the_year, the_quarter, the_tree, level);
    end loop;
end $$;
"""

# What is taken is what is seen: ids are not committed in the order they were given. A figure typed into a sheet that
# was never sent up is in no sum: its row is taken, and nothing follows from it.
TAKE = """
create function take_dirty_branches(at_most int) returns table (unit int, year smallint, quarter smallint)
    language sql security definer set search_path = public, pg_temp as $$
    with taken as (
        delete from indicators_dirtybranch
         where id in (select d.id from indicators_dirtybranch d order by d.id limit at_most)
        returning unit_id, year, quarter, of_figures
    )
    select distinct t.unit_id, t.year, t.quarter from taken t
     where not (t.of_figures and exists (select from indicators_sheet s
                                          where s.unit_id = t.unit_id and s.year = t.year and s.quarter = t.quarter
                                            and s.state = 'draft' and s.revision = 1))
$$;
"""
UNDONE = """
drop function take_dirty_branches(int);
drop function roll_up(int, int, int[]);
drop function tally_up(int, int, int, int[]);
drop function add_up(int, int, int, int[]);
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0026_what_changes_a_sum_is_noted")]
    operations = [migrations.RunSQL([ADD_UP, TALLY, ROLL_UP, TAKE], UNDONE)]
