"""What a figure weighs in the database (W9)."""

from collections.abc import Iterator

from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome
from tests.running import Portal

# 157 units, 16 quarters, 40 indicators: 100,480 figures. Their sheets stay drafts, as figures of others stand.
UNITS = """
insert into programmes_unit (code, name, kind, parent_code, level, known_from, name_sort, name_search)
select 'do-' || n, 'Đơn vị đo ' || n, 'Phường', '', 3, '2021-01-01', 'do ' || n, 'do ' || n
  from generate_series(1, 157) n
"""
SHEETS = """
insert into indicators_sheet (unit_id, year, quarter, state, revision, return_reason, is_provisional, one_hand)
select u.id, y, q, 'draft', 1, '', false, false
  from programmes_unit u, generate_series(2021, 2024) y, generate_series(1, 4) q
 where u.code like 'do-%'
"""
FIGURES = """
insert into indicators_figure (sheet_id, indicator_id, provenance, revision, version, is_provisional, value)
select s.id, i.id, 0, 1, 1, false, (s.id * 7919 + i.id * 104729) % 10000000
  from indicators_sheet s join programmes_unit u on u.id = s.unit_id
 cross join (select id from indicators_indicator order by id limit 40) i
 where u.code like 'do-%' order by s.id, i.id
"""
CORRECTED = """
update indicators_figure set value = value + 1, version = version + 1
 where id % 5 = 0 and sheet_id in (select s.id from indicators_sheet s join programmes_unit u on u.id = s.unit_id
                                    where u.code like 'do-%')
"""
WEIGHT = "select pg_total_relation_size('indicators_figure')::float / count(*) from indicators_figure"


def figures(portal: Portal) -> Iterator[Outcome]:
    """Loaded by the owner, a fifth corrected once, vacuumed; history stands in a table of its own."""
    with place.the_owner(portal.loaded) as line:
        for statement in (UNITS, SHEETS, FIGURES, CORRECTED):
            line.execute(statement.encode())
        line.execute("vacuum analyze indicators_figure")
        found = line.execute(WEIGHT).fetchone()
    assert found is not None
    yield Outcome(goals.BYTES, float(found[0]))
