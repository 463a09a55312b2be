"""The hash of everything a unit's results of a period are read from: the same hash, the same part of a book.

Asked of the database for all units at once, row for row, because composing what will be printed takes longer than
everything else a book made again needs. Whole rows go into it: a column nobody thought of makes a part anew, and none
keeps an old one.
"""

import hashlib
import json
from collections.abc import Collection

from django.conf import settings
from django.db import connection

from coquang import dates
from coquang.papers import foot
from coquang.periods import Period
from indicators import windows

# To be raised when the words or the layout of a part change.
FORM = 2

OF_UNITS = """
with sheets as (
    select * from indicators_sheet where unit_id = any(%(units)s) and year in (%(year)s, %(year)s - 1)
), targets as (
    select * from indicators_target where unit_id = any(%(units)s) and year = %(year)s
), told as (
    select r.unit_id, r::text as line from indicators_reportedindicator r where r.unit_id = any(%(units)s)
    union all
    select t.unit_id, t::text from targets t
    union all
    select t.unit_id, v::text from targets t join indicators_targetrevision v on v.target_id = t.id
    union all
    select s.unit_id, s.year || s.state || e::text from sheets s join indicators_figure e on e.sheet_id = s.id
    union all
    select s.unit_id, a::text from sheets s join indicators_figure e on e.sheet_id = s.id
      join indicators_figurerevision a on a.figure_id = e.id where s.state <> 'approved'
    union all
    select s.unit_id, p::text from sheets s join indicators_priorfigure p on p.sheet_id = s.id
)
select u.id, u.name || coalesce((select md5(string_agg(line, '|' order by line)) from told where unit_id = u.id), '')
  from programmes_unit u where u.id = any(%(units)s)
"""
SHARED = """
select (select md5(string_agg(i::text, '|' order by i.id)) from indicators_indicator i)
    || (select md5(string_agg(f::text, '|' order by f.id)) from indicators_field f)
"""


def sources(unit_ids: Collection[int], period: Period) -> dict[int, str]:
    """A hash for each of the units."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED)
        (shared,) = cursor.fetchone() or ("",)
        cursor.execute(OF_UNITS, {"units": list(unit_ids), "year": period.year})
        told = dict(cursor.fetchall())
    today = dates.today()
    over = [windows.cut_off(period.year, quarter) < today for quarter in (1, 2, 3, 4)]
    common = [FORM, period.code, shared, over, settings.DEMO, foot()]
    return {unit: _hash([*common, line]) for unit, line in told.items()}


def _hash(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
