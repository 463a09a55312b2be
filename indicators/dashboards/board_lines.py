"""The rows of a board: one indicator of a unit, or of several together, in the strings that are shown.

A sum adds results and targets of the same units, those whose figure is shown; how many that are stands beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import charts, numbers
from coquang.addresses import address
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Quantity
from indicators.dashboards.heat import Common
from indicators.measures import column_unit, growth, in_column, in_line, reached, target_in
from indicators.models import Indicator, Sheet, Target
from indicators.published import stated_beside
from indicators.results import Result, falls_due, judged
from indicators.sentences import lowered, target_base
from indicators.words import result_words
from programmes.models import Unit

BULLET_END = Decimal(charts.END)

APPROVED = (Sheet.State.APPROVED,)
SENT = (Sheet.State.SUBMITTED, Sheet.State.VETTED, Sheet.State.APPROVED)


class Exact(NamedTuple):
    """The numbers behind a line's strings, for a workbook."""

    result: Decimal | None
    target: Decimal | None
    completion: Decimal | None
    change: Change
    base: Decimal | None


class Line(NamedTuple):
    """One indicator on a board, in the strings that are shown."""

    indicator: Indicator
    code: str
    name: str
    result: str
    target: str
    unit: str
    percent: str
    bullet: Decimal | None
    expected: int | None
    growth: str
    base: str
    complete: str
    is_incomplete: bool
    standing: str
    word: str
    field: str
    url: str
    is_marked: bool
    exact: Exact
    page: str
    """Where its years, and the units below, stand beside each other."""
    lowered: str = ""
    others: str = ""
    """The targets beside the main one, each with how much of it is reached."""
    stated: str = ""
    """The percent that was published with the figure, where it is not the one worked out here."""
    sent: str = ""
    """What is said when the figure is not approved yet, or how many of a sum are not."""
    is_broken: bool = False
    is_base_typed: bool = False
    is_provisional: bool = False


@dataclass(frozen=True)
class Joint:
    """Several units' figures of one indicator together."""

    indicator: Indicator
    quantity: Quantity | None
    aim: Aim | None
    change: Change
    base: Decimal | None
    present: int
    expected: int
    is_marked: bool
    is_provisional: bool
    unapproved: int = 0
    is_broken: bool = False


def reader_language() -> str:
    return get_language() or "vi"


def line_of(
    unit: Unit,
    period: Period,
    result: Result,
    common: Common,
    states: Sequence[str],
    stated: Decimal | None = None,
) -> Line:
    indicator, language, standing = result.indicator, common.language, result.standing
    number, completion, change, target = result.result, result.completion, result.change, result.target
    return Line(
        indicator=indicator,
        code=indicator.code,
        name=indicator.named(language),
        result=in_line(indicator, number, language),
        target=target_in(indicator, target, language, how="line"),
        unit=column_unit(indicator, language),
        percent=reached(completion, language),
        bullet=_bullet(completion),
        expected=expected_share_by_now(indicator, period) if completion is not None else None,
        growth=growth(change, language),
        base=in_column(indicator, result.base, language),
        complete="",
        is_incomplete=False,
        standing=standing,
        word=common.words[standing],
        field=indicator.field.named(language),
        url=common.figure(unit, result),
        is_marked=result.is_marked,
        exact=Exact(number, target.value if target else None, completion, change, result.base),
        page=indicator_url(unit, period, indicator),
        lowered=lowered(result, language),
        others=_others(result, language),
        stated=stated_beside(stated, completion, language),
        sent=_("not approved yet") if _is_sent(result, states) else "",
        is_broken=result.is_broken,
        is_base_typed=result.is_base_typed,
        is_provisional=result.is_provisional,
    )


def _others(result: Result, language: str) -> str:
    """“Nghị quyết Đảng ủy: 17,5 (82,9%)”: the targets beside the main one."""
    if not result.other_targets:
        return ""
    told = []
    for target in result.other_targets:
        percent = reached(arithmetic.completion(result.result, target.aim), language)
        value = target_in(result.indicator, target, language, how="line")
        told.append(f"{target_base(target)}: {value}" + (f" ({percent})" if percent != numbers.MISSING else ""))
    return "; ".join(told)


def _bullet(completion: Decimal | None) -> Decimal | None:
    return None if completion is None else min(numbers.rounded(completion, 1), BULLET_END)


def expected_share_by_now(indicator: Indicator, period: Period) -> int | None:
    """How much of the year's target, in percent, should be there by the end of a period, of what adds up."""
    return (
        None
        if indicator.due_quarter or indicator.kind != arithmetic.FLOW
        else indicator.expected_share[period.through - 1]
    )


def sum_line(held: Sequence[Result], unit: Unit, period: Period, states: Sequence[str]) -> Line:
    indicator = held[0].indicator
    present = [result for result in held if result.quantity is not None]
    joint = Joint(
        indicator=indicator,
        quantity=total(result.quantity for result in present),
        aim=joint_aim(indicator, [item.target for item in present or held]),
        change=_joint_change(indicator, present),
        base=_joint_base(indicator, present),
        present=len(present),
        expected=len(held),
        is_marked=any(item.is_marked for item in present),
        is_provisional=any(item.is_provisional for item in present),
        unapproved=sum(_is_sent(item, states) for item in present),
        is_broken=any(item.is_broken for item in held),
    )
    return joint_line(joint, unit, period)


def joint_line(joint: Joint, unit: Unit, period: Period) -> Line:
    indicator, language = joint.indicator, reader_language()
    result = arithmetic.number(indicator.kind, joint.quantity)
    aim = joint.aim
    completion = arithmetic.completion(result, aim)
    is_due = falls_due(indicator, period.year, period.through)
    standing = judged(indicator, aim, result, period.through, is_due=is_due)
    return Line(
        indicator=indicator,
        code=indicator.code,
        name=indicator.named(language),
        result=in_line(indicator, result, language, padded=False),
        target=target_in(indicator, aim, language, how="line", padded=False),
        unit=column_unit(indicator, language),
        percent=reached(completion, language),
        bullet=_bullet(completion),
        expected=expected_share_by_now(indicator, period) if completion is not None else None,
        growth=growth(joint.change, language),
        base=in_column(indicator, joint.base, language),
        complete=f"{joint.present}/{joint.expected}",
        is_incomplete=joint.present < joint.expected,
        standing=standing,
        word=result_words()[standing],
        field=indicator.field.named(language),
        url=indicator_url(unit, period, indicator),
        is_marked=joint.is_marked,
        exact=Exact(result, aim.value if aim else None, completion, joint.change, joint.base),
        page=indicator_url(unit, period, indicator),
        sent=_not_approved(joint.unapproved),
        is_broken=joint.is_broken,
        is_provisional=joint.is_provisional,
    )


def heat_heads(unit: Unit, period: Period, heads: Iterable[Indicator]) -> tuple[tuple[str, str], ...]:
    return tuple((head.named(reader_language()), indicator_url(unit, period, head)) for head in heads)


def indicator_url(unit: Unit, period: Period, indicator: Indicator) -> str:
    """The page of one indicator of a unit; a named group has none."""
    return f"{_board_of(unit.code, period)}{indicator.code}/" if unit.code else ""


def _board_of(unit_code: str, period: Period) -> str:
    """The beginning all of a board's indicators share."""
    return address("indicators:board-indicator", unit_code, period, "X").removesuffix("X/")


def _is_sent(result: Result, states: Sequence[str]) -> bool:
    """Whether what is shown is not approved: of a revision that was sent, approved figures are the former ones."""
    cell = result.closing_cell
    return cell is not None and cell.state in states and cell.state != Sheet.State.APPROVED


def _not_approved(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d not approved yet", "%(n)d not approved yet", count) % {"n": count}


def total(quantities: Iterable[Quantity | None]) -> Quantity | None:
    """Several units' quantities together; of ratios the numerators and the denominators apart."""
    known = [quantity for quantity in quantities if quantity is not None]
    if not known:
        return None
    value = sum((quantity.value for quantity in known), Decimal(0))
    denominators = [quantity.denominator for quantity in known if quantity.denominator is not None]
    return Quantity(value, sum(denominators, Decimal(0)) if denominators else None)


def joint_aim(indicator: Indicator, targets: Sequence[Target | None]) -> Aim | None:
    """The target of several units: their sum; of a ratio the one they share; none when one of them has none."""
    known = [target for target in targets if target is not None]
    if not known or len(known) < len(targets) or len({target.form for target in known}) > 1:
        return None
    if indicator.is_ratio:
        return known[0].aim if len({target.aim for target in known}) == 1 else None
    uppers = [target.upper for target in known if target.upper is not None]
    value = sum((target.value for target in known), Decimal(0))
    return Aim(known[0].form, value, sum(uppers, Decimal(0)) if uppers else None)


def _joint_change(indicator: Indicator, present: Sequence[Result]) -> Change:
    """Growth of the units that have both years; of a ratio none, for its parts of last year are not at hand."""
    then = _joint_base(indicator, present)
    if then is None:
        return Change()
    now = sum((item.result for item in present if item.result is not None), Decimal(0))
    return arithmetic.change(indicator.kind, now, then)


def _joint_base(indicator: Indicator, present: Sequence[Result]) -> Decimal | None:
    both = [item for item in present if item.base is not None and item.result is not None]
    if indicator.is_ratio or not both or len(both) < len(present):
        return None
    return sum((item.base for item in both if item.base is not None), Decimal(0))
