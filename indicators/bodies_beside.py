"""Who provides the rows of a sheet and what they were asked: read by hand, as documents beside the sheet's figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from coquang import dates
from indicators.models import Sheet


class Provided(NamedTuple):
    """The body that provides a row today, and when it said that its part of the sheet, as it is now, is all in."""

    body_id: int
    name: str
    said_at: datetime | None


class AskedBack(NamedTuple):
    """A question about a figure with what was answered, beside the figure as it is now."""

    figure_id: int
    indicator_id: int
    asked_post: str
    value: Decimal | None
    denominator: Decimal | None
    is_answered: bool
    is_right: bool | None
    right_value: Decimal | None
    right_denominator: Decimal | None
    present: Decimal | None
    present_denominator: Decimal | None


PROVIDED = """
select json_agg(json_build_array(i.code, b.id, b.name, d.said_at))
  from indicators_responsibility r
  join indicators_indicator i on i.id = r.indicator_id
  join programmes_body b on b.id = r.providing_body_id
  left join (select body_id, max(at) as said_at from indicators_bodydone
              where sheet_id = %(sheet)s and at > coalesce(%(returned_at)s::timestamptz, '-infinity')
              group by body_id) d on d.body_id = b.id
 where r.unit_id = %(unit)s and r.valid_from <= %(today)s and (r.valid_to is null or r.valid_to > %(today)s)
"""
# The figures of a sheet that a cell provides today and has not been asked about as they now stand.
UNCONFIRMED = """
select e.id
  from indicators_sheet s
  join indicators_responsibility r on r.unit_id = s.unit_id
   and r.valid_from <= %(today)s and (r.valid_to is null or r.valid_to > %(today)s)
  join programmes_body b on b.id = r.providing_body_id and b.kind = 'party_cell'
  join indicators_figure e on e.sheet_id = s.id and e.indicator_id = r.indicator_id and e.value is not null
 where s.id = %(sheet)s
   and not exists (select from indicators_remark q
                    where q.figure_id = e.id and q.kind = 'question'
                      and (q.value = coalesce(e.typed, e.value)
                           and (q.denominator is null or q.denominator = e.denominator)
                           or not exists (select from indicators_remark a where a.answers_id = q.id)))
"""
TO_CELLS = f"select to_json(count(*)) from ({UNCONFIRMED}) u"
ASKED_BACK = """
select json_agg(json_build_array(e.id, e.indicator_id, q.asked_post, q.value, q.denominator, a.id is not null,
                                 a.is_right, a.value, a.denominator, coalesce(e.typed, e.value), e.denominator)
                order by q.id)
  from indicators_figure e
  join indicators_remark q on q.figure_id = e.id and q.kind = 'question'
  left join indicators_remark a on a.answers_id = q.id
 where e.sheet_id = %(sheet)s
"""
DOCUMENTS = (PROVIDED, TO_CELLS, ASKED_BACK)


def facts_of(sheet: Sheet) -> dict[str, Any]:
    """What DOCUMENTS are asked with."""
    return {
        "sheet": sheet.pk,
        "unit": sheet.unit_id,
        "returned_at": sheet.returned_at,
        "today": dates.today(),
    }


def unconfirmed(sheet: Sheet) -> list[int]:
    """The keys of the figures that cells provide and have not been asked about as they now stand."""
    with connection.cursor() as cursor:
        cursor.execute(UNCONFIRMED, facts_of(sheet))
        return [pk for (pk,) in cursor.fetchall()]


def provided_of(rows: Iterable[Sequence[Any]]) -> Mapping[str, Provided]:
    """Who provides each row, by the code of its indicator."""
    return {
        code: Provided(body_id, name, datetime.fromisoformat(at) if at else None) for code, body_id, name, at in rows
    }


def asked_back_of(rows: Iterable[Sequence[Any]]) -> list[AskedBack]:
    """In the order they were asked."""
    return [AskedBack(*row) for row in rows]
