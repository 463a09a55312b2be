"""What the soft rules ask about a sheet, and what was answered: one query whatever the number of rows.

A figure is asked about once: all that is unusual about it stands in one question, one sentence answers it, and the
answer stands as long as the figure has the value it was about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates, numbers
from coquang.instances import read, untold
from indicators import arithmetic, rules
from indicators.arithmetic import HUNDRED, Quantity
from indicators.grounds_to_ask import INDICATOR, Known, Said, answers_of, facts_of, known_of, limits_of, of_sheet
from indicators.measures import column_unit, in_column, percent, reached
from indicators.models import Indicator, Rule, Sheet

Kind = Rule.Kind


class Question(NamedTuple):
    """What is unusual about a figure, and the sentence that answers it; an open one has no answer yet."""

    indicator_id: int
    code: str
    name: str
    figure_id: int
    kind: str
    sentence: str
    answer: str = ""
    answered: str = ""
    typed: str = ""

    @property
    def is_open(self) -> bool:
        return not self.answer


class Case(NamedTuple):
    """One figure and all it is held against."""

    sheet: Sheet
    indicator: Indicator
    quantity: Quantity
    value: Decimal
    known: Known
    limits: Mapping[str, Decimal]

    def number(self, quantity: Quantity | None) -> Decimal | None:
        return arithmetic.number(self.indicator.kind, quantity)

    @property
    def year_before(self) -> Quantity | None:
        return self.known.own.get((self.sheet.year - 1, self.sheet.quarter))

    @property
    def history(self) -> tuple[Decimal, ...]:
        """The unit's own earlier values."""
        here, due = (self.sheet.year, self.sheet.quarter), self.indicator.due_quarter
        return self.known.history(self.indicator.kind, here, due)

    def is_small(self, other: Decimal) -> bool:
        """Whether both numbers are so small that any change of them is a large one."""
        if self.indicator.is_ratio:
            return (self.quantity.denominator or Decimal(0)) < rules.SMALL
        return max(self.value, other) < rules.SMALL

    def told(self, value: Decimal) -> str:
        return told(self.indicator, value)


def told(indicator: Indicator, value: Decimal) -> str:
    """A number as its column shows it, with the unit of the column: “4,2 tỷ đồng”, “47,1%”."""
    language = get_language() or "vi"
    unit = column_unit(indicator, language)
    shown = in_column(indicator, value, language)
    return f"{shown}%" if unit == "%" else f"{shown} {unit}"


def _between(indicator: Indicator, low: Decimal, high: Decimal) -> dict[str, str]:
    return {"low": in_column(indicator, low, get_language() or "vi"), "high": told(indicator, high)}


# --- what each soft rule says of a figure; nothing when there is nothing to ask ---------------------


def over_target(case: Case, limit: Decimal) -> str:
    """The year so far reaches far more than its target; a target not to be passed is no such matter."""
    aim, sheet = case.known.aim, case.sheet
    if aim is None or arithmetic.is_ceiling(aim, case.indicator.direction):
        return ""
    of_year = {quarter: case.known.own.get((sheet.year, quarter)) for quarter in range(1, sheet.quarter + 1)}
    due = case.indicator.due_quarter
    result = case.number(arithmetic.cumulated(case.indicator.kind, of_year, sheet.quarter, due_quarter=due))
    completion = arithmetic.completion(result, aim)
    if completion is None or completion <= limit:
        return ""
    return _("Reaches %s of the year's target.") % reached(completion, get_language() or "vi")


def as_last_year(case: Case, limit: Decimal) -> str:
    """The same number as a year ago, written with enough digits that it is no accident."""
    if case.quantity != case.year_before or rules.digits(case.quantity.value) < limit:
        return ""
    period = dates.quarter_name(case.sheet.year - 1, case.sheet.quarter, get_language() or "vi")
    facts = {"value": case.told(case.value), "period": period}
    return _("Exactly the figure of %(period)s, to the last digit (%(value)s).") % facts


def jump(case: Case, limit: Decimal) -> str:
    """A level against the quarter before; what follows the seasons against the same quarter a year ago."""
    sheet = case.sheet
    year, quarter = sheet.year - 1, sheet.quarter
    if case.indicator.kind in {arithmetic.LEVEL, arithmetic.RATIO_OF_LEVELS} and case.indicator.due_quarter is None:
        year, quarter = (sheet.year, sheet.quarter - 1) if sheet.quarter > 1 else (sheet.year - 1, 4)
    before = case.number(case.known.own.get((year, quarter)))
    if before is None or case.is_small(before) or not rules.is_jump(case.value, before, limit):
        return ""
    facts = {
        "times": numbers.written(limit, language=get_language() or "vi"),
        "period": dates.quarter_name(year, quarter, get_language() or "vi"),
        "value": case.told(before),
    }
    if case.value > before:
        return _("More than %(times)s times the figure of %(period)s (%(value)s).") % facts
    return _("Less than one part in %(times)s of the figure of %(period)s (%(value)s).") % facts


def outlier(case: Case, limit: Decimal) -> str:
    """Far from what the unit itself has reported, by the modified z of at least eight earlier values."""
    history = case.history
    if len(history) < rules.EARLIER_AT_LEAST or not rules.is_outlier(case.value, history, limit):
        return ""
    usual = rules.usual_range(history, threshold=limit)
    if usual is None or case.is_small(rules.median(history)):
        return ""
    facts = {"n": len(history), **_between(case.indicator, *usual)}
    if case.indicator.due_quarter is not None:
        return _("Far from what the %(n)d years before had (usually from %(low)s to %(high)s).") % facts
    if case.value > usual[1]:
        return _("Far above the %(n)d quarters before (usually from %(low)s to %(high)s).") % facts
    return _("Far below the %(n)d quarters before (usually from %(low)s to %(high)s).") % facts


def like_wards(case: Case, limit: Decimal) -> str:
    """Far from the units under the same superior that have sent this quarter up, five of them at least.

    Where the unit has a target of its own, what is compared is the share of each unit's target; units without one
    are left out. Otherwise, and for rates, the numbers themselves are compared.
    """
    aim = case.known.aim
    share = None if case.indicator.is_ratio else arithmetic.completion(case.value, aim)
    if share is None or aim is None:
        own, like = case.value, [case.number(quantity) for quantity, _aim in case.known.like]
    else:
        own = share
        like = [arithmetic.completion(case.number(quantity), other) for quantity, other in case.known.like]
    values = [value for value in like if value is not None]
    if len(values) < rules.LIKE_AT_LEAST or not rules.is_outlier(own, values, limit):
        return ""
    usual = rules.usual_range(values, threshold=limit, at_least=rules.LIKE_AT_LEAST)
    if usual is None:
        return ""
    expected = rules.median(values)
    if case.is_small(expected if share is None or aim is None else expected * aim.value / HUNDRED):
        return ""
    if share is None:
        facts = {"n": len(values), **_between(case.indicator, *usual)}
        return _("Far from what %(n)d like units have this quarter (usually from %(low)s to %(high)s).") % facts
    low, high = (percent(end, get_language() or "vi") for end in usual)
    facts = {"n": len(values), "own": percent(share, get_language() or "vi"), "low": low, "high": high}
    return _("%(own)s of the year's target, where %(n)d like units usually have from %(low)s to %(high)s.") % facts


def far_off(case: Case, limit: Decimal) -> str:
    """An official figure far from the provisional one it replaces."""
    before = case.number(case.known.provisional[0]) if case.known.provisional else None
    if before is None or not rules.is_far_off(case.value, before, limit):
        return ""
    facts = {"limit": numbers.written(limit, language=get_language() or "vi"), "value": case.told(before)}
    return _("More than %(limit)s%% from the provisional figure (%(value)s).") % facts


# In this order a figure is asked about; the first that speaks names the question. Another kind is another line.
ASKED: tuple[tuple[str, Callable[[Case, Decimal], str]], ...] = (
    (Kind.FAR_OFF, far_off),
    (Kind.OVER_TARGET, over_target),
    (Kind.AS_LAST_YEAR, as_last_year),
    (Kind.JUMP, jump),
    (Kind.OUTLIER, outlier),
    (Kind.LIKE_WARDS, like_wards),
)
NOTHING_KNOWN = Known()
# More than this about one figure is no longer read.
SENTENCES_AT_MOST = 2


def questions(sheet: Sheet) -> list[Question]:
    """What is asked about a sheet's figures, answered or not, at most one question a figure, in the sheet's order.

    An answered one stays to be read, even when what it was asked for has since become usual. A sheet that has been
    sent up is asked nothing more.
    """
    told: list[str | None] = []
    due: list[tuple[int, Indicator]] = []
    for indicator, pk, *documents in read(of_sheet(), facts_of(sheet), INDICATOR):
        told = told or documents
        due.append((pk, indicator))
    return questions_about(sheet, due, told) if due else []


def questions_about(sheet: Sheet, due: Iterable[tuple[int, Indicator]], told: Sequence[str | None]) -> list[Question]:
    """The same of figures that are known by their keys and fall due, from the answers to DOCUMENTS."""
    grounds, limits, given = told
    known = known_of(grounds, sheet.unit_id) if grounds else {}
    standing, answers = limits_of(untold(limits) or ()), answers_of(untold(given) or ())
    found: list[Question] = []
    for figure_id, indicator in due:
        answer = answers.get(figure_id)
        if answer is None and not sheet.is_open:
            continue
        kind, sentences = _asked(sheet, indicator, known.get(indicator.pk, NOTHING_KNOWN), standing[indicator.pk])
        if answer is not None:
            found.append(_question(figure_id, indicator, kind or answer.kind, sentences, answer))
        elif kind:
            found.append(_question(figure_id, indicator, kind, [*sentences, _("Say why in one sentence.")], None))
    return found


def _question(figure_id: int, indicator: Indicator, kind: str, sentences: list[str], answer: Said | None) -> Question:
    language = get_language() or "vi"
    return Question(
        indicator_id=indicator.pk,
        code=indicator.code,
        name=indicator.named(language),
        figure_id=figure_id,
        kind=kind,
        sentence=" ".join(sentences),
        answer=answer.text if answer else "",
        answered=said_by(answer.by, answer.at) if answer else "",
    )


def said_by(by: str, at: datetime) -> str:
    """Who answered and when: “Cán bộ Văn phòng, 14:03 15/3/2023”."""
    here = timezone.localtime(at)
    return f"{by}, {dates.clock(here)} {dates.short(here.date())}"


def _asked(sheet: Sheet, indicator: Indicator, known: Known, standing: Mapping[str, Decimal]) -> tuple[str, list[str]]:
    """The kind that names the question, and its sentences."""
    quantity = known.own.get((sheet.year, sheet.quarter))
    value = arithmetic.number(indicator.kind, quantity)
    if quantity is None or value is None:
        return "", []
    case = Case(sheet, indicator, quantity, value, known, standing)
    said = list(_speaking(case))
    return (said[0][0], [sentence for _kind, sentence in said[:SENTENCES_AT_MOST]]) if said else ("", [])


def _speaking(case: Case) -> Iterator[tuple[str, str]]:
    for kind, ask in ASKED:
        limit = case.limits.get(kind)
        if limit is not None and (sentence := ask(case, limit)):
            yield kind, sentence
