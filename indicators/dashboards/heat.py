"""Units against indicators, below a board: which need a hand, and how far each unit's sheet has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import numbers
from coquang.addresses import address
from coquang.periods import Period
from indicators import arithmetic
from indicators.measures import in_line, reached
from indicators.models import Indicator, Sheet
from indicators.results import Result, closing_quarter
from indicators.words import marks, result_words
from programmes.models import Unit
from programmes.models.units import short_name

NEEDS_A_HAND = (arithmetic.MISSED, arithmetic.AT_RISK)


@dataclass(frozen=True)
class HeatCell:
    text: str
    standing: str
    word: str
    url: str
    value: Decimal | None = None
    """The percent of the target, or the result where there is none; for a workbook."""
    is_percent: bool = False


class SeenUnit(NamedTuple):
    """What a row of many says of its unit, under the names a unit has for them."""

    pk: int
    code: str
    name: str
    name_sort: str
    kind: str

    @classmethod
    def of(cls, unit: Unit) -> Self:
        return cls(unit.pk, unit.code, unit.name, unit.name_sort, unit.kind)

    @property
    def short_name(self) -> str:
        return short_name(self.name, self.kind)


@dataclass(frozen=True)
class HeatRow:
    """One ward: how many indicators need a hand, its percents, and how far its sheet has come."""

    unit: SeenUnit
    url: str
    needing: int
    cells: tuple[HeatCell, ...]
    sheet_state: str
    sheet_word: str
    sheet_url: str
    group: str = ""
    """The named group of like units it stands in."""


class Common:
    """What all rows of a board share, looked up once: who reads it in which words, and where its sheets stand."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.language = get_language() or "vi"
        self.words = result_words()
        self.sheets: dict[tuple[str, int], str] = {}

    def figure(self, unit: Unit, result: Result) -> str:
        quarter, cell = closing_quarter(result.indicator, self.period.through), result.closing_cell
        # A sheet opened again is a draft: those above do not see it.
        if quarter is None or cell is None or cell.state == Sheet.State.DRAFT:
            return ""
        key = (unit.code, quarter)
        if key not in self.sheets:
            of_quarter = Period(self.period.year, "quarter", quarter)
            self.sheets[key] = address("indicators:sheet", unit.code, of_quarter)
        return f"{self.sheets[key]}{result.indicator.code}/"


def heat_rows(
    units: Sequence[Unit],
    by_indicator: dict[int, list[Result]],
    heads: Sequence[Indicator],
    sheets: dict[int, Sheet],
    common: Common,
) -> Iterable[HeatRow]:
    found = {(r.reported.unit_id, r.indicator.pk): r for held in by_indicator.values() for r in held}
    for unit in units:
        results = [found.get((unit.pk, indicator.pk)) for indicator in heads]
        sheet = sheets.get(unit.pk)
        state = sheet.state if sheet else ""
        yield HeatRow(
            unit=SeenUnit.of(unit),
            url=address("indicators:board", unit.code, common.period),
            needing=sum(result is not None and result.standing in NEEDS_A_HAND for result in results),
            cells=tuple(_heat_cell(unit, result, common) for result in results),
            sheet_state=state,
            sheet_word=", ".join([str(sheet.get_state_display()), *marks(sheet)]) if sheet else _("not opened"),
            sheet_url=_sheet_url(unit, sheet),
        )


def _sheet_url(unit: Unit, sheet: Sheet | None) -> str:
    """A sheet is open to those above once it was sent up."""
    if sheet is None or sheet.is_open:
        return ""
    return address("indicators:sheet", unit.code, Period(sheet.year, "quarter", sheet.quarter))


def _heat_cell(unit: Unit, result: Result | None, common: Common) -> HeatCell:
    if result is None:
        return heat_cell(None, None, None, arithmetic.NO_FIGURE)
    url = common.figure(unit, result) if result.result is not None else ""
    return heat_cell(result.indicator, result.result, result.completion, result.standing, url)


def heat_cell(
    indicator: Indicator | None, result: Decimal | None, completion: Decimal | None, standing: str, url: str = ""
) -> HeatCell:
    if indicator is None or result is None:
        return HeatCell(numbers.MISSING, standing, result_words()[standing], "")
    language = get_language() or "vi"
    if completion is not None:
        text = reached(completion, language).removesuffix("%")
        return HeatCell(text, standing, result_words()[standing], url, completion, is_percent=True)
    return HeatCell(in_line(indicator, result, language), standing, result_words()[standing], url, result)
