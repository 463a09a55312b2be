"""Sentences as officials write them: “Thu thuế công thương nghiệp: 14,5/17,1 tỷ đồng (đạt 84,8% chỉ tiêu năm) …”.

Every number in a sentence comes from the same result as the table beside it; the percent always from exact values.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coquang import dates, money, numbers
from coquang.periods import Period
from indicators import arithmetic
from indicators.measures import column_unit, in_column, in_line, percent, reached, target_in
from indicators.models import Indicator, Target, TargetRevision
from indicators.results import Result


def short_form(result: Result, language: str, *, is_exact: bool = False) -> str:
    """“14,5/17,1 tỷ đồng (84,8%)”: the form a row of any table carries; exact where one figure is looked at."""
    indicator = result.indicator
    if result.result is None:
        return numbers.MISSING
    text = (in_column if is_exact else in_line)(indicator, result.result, language)
    if result.target is not None and not indicator.is_ratio and result.target.form == arithmetic.VALUE:
        text += "/" + target_in(indicator, result.target, language, how="column" if is_exact else "line")
    text = _with_unit(text, column_unit(indicator, language))
    if result.is_provisional:
        text = _("provisionally %s") % text
    return f"{text} ({reached(result.completion, language)})" if result.completion is not None else text


def sentence(result: Result, period: Period, language: str, *, discrete: bool = False) -> str:
    """One indicator told in one clause, without its final stop."""
    indicator = result.indicator
    name = _beginning(indicator, language)
    if result.result is None:
        elsewhen = discrete and not indicator.is_due_in(period.through)
        told = _not_due(indicator) if elsewhen or not result.is_due else _("no approved figure yet")
        return _("%(name)s: %(told)s") % {"name": name, "told": told}
    told = _against_target(result, language)
    if result.is_provisional:
        told = _("provisionally %s") % told
    grown = "" if discrete and indicator.due_quarter else _growth(result, period, language)
    return _("%(name)s: %(told)s") % {"name": name, "told": told} + grown


def figure_told(result: Result, language: str) -> str:
    """The figure inside its sentence: “14,5/17,1 tỷ đồng”, “26/20 thanh niên”, a rate or a limit's result alone."""
    indicator, target = result.indicator, result.target
    is_paired = target is not None and not indicator.is_ratio and target.form == arithmetic.VALUE
    if target is None or not (is_paired or _is_kept_count(result)):
        return amount_told(indicator, result.result, language)
    if _is_exact(indicator):
        pair = (money.written_dong(value, language, "đ") for value in (result.result, target.value))
        return "/".join(pair)
    aim = in_line(indicator, target.value, language)
    return _with_unit(f"{in_line(indicator, result.result, language)}/{aim}", column_unit(indicator, language))


def _is_exact(indicator: Indicator) -> bool:
    return indicator.sentence_is_exact and indicator.measured == Indicator.Measured.MONEY


def amount_told(indicator: Indicator, value: Decimal | None, language: str) -> str:
    """One number with its unit; money as its indicator says, to the đồng or in its scale."""
    if _is_exact(indicator):
        return money.written_dong(value, language)
    return _with_unit(in_line(indicator, value, language), column_unit(indicator, language))


def _is_kept_count(result: Result) -> bool:
    """Whether a count stayed within its limit to the end of the year."""
    target = result.target
    return (
        target is not None
        and result.standing == arithmetic.MET
        and not result.indicator.is_ratio
        and target.value > 0
        and target.form != arithmetic.LESS_THAN
        and arithmetic.is_ceiling(target.aim, result.indicator.direction)
    )


def base_name(period: Period) -> str:
    """What growth is measured against, by name: last year, or the same period of it."""
    told = {"year": period.year - 1}
    return _("%(year)d") % told if period.kind == "year" else _("the same period of %(year)d") % told


def stretch(period: Period, language: str, *, discrete: bool = False) -> str:
    """What a page or paper covers: a quarter's is the year up to its end, unless it is of the quarter alone."""
    name = period.name(language)
    if period.kind != "quarter" or period.number == 1 or discrete:
        return name
    return _("the year up to %(quarter)s") % {"quarter": name}


def target_base(target: Target) -> str:
    return target.base_printed or str(target.get_base_display())


def lowered(result: Result, language: str) -> str:
    """What stands beside a result whose target was made easier late in the year; empty when it was not."""
    return "; ".join(lowering(result.indicator, revision, language) for revision in result.lowerings)


def lowering(indicator: Indicator, revision: TargetRevision, language: str) -> str:
    """“chỉ tiêu điều chỉnh giảm ngày 1/10/2022, trước là 17,1 tỷ đồng”; of a limit, that it was loosened."""
    before = Target(form=revision.form, value=revision.value, upper=revision.upper)
    told = {
        "day": dates.short(revision.revised_on),
        "before": _with_unit(_aim(indicator, before, language), column_unit(indicator, language)),
    }
    if arithmetic.is_ceiling(before.aim, indicator.direction):
        return _("limit loosened on %(day)s, before it was %(before)s") % told
    return _("target lowered on %(day)s, before it was %(before)s") % told


def _beginning(indicator: Indicator, language: str) -> str:
    own = indicator.sentence_en if language == "en" else indicator.sentence_vi
    return own or indicator.named(language)


def _with_unit(number: str, unit: str) -> str:
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def _aim(indicator: Indicator, target: Target, language: str) -> str:
    return target_in(indicator, target, language, how="line")


def _aim_told(indicator: Indicator, target: Target, language: str) -> str:
    """A target without the sign of its form, which the sentence puts in words."""
    if target.upper is None:
        return amount_told(indicator, target.value, language)
    return _with_unit(_aim(indicator, target, language), column_unit(indicator, language))


def _not_due(indicator: Indicator) -> str:
    return _("falls due in quarter %s") % dates.roman(indicator.due_quarter or 4)


def _against_target(result: Result, language: str) -> str:
    indicator, target = result.indicator, result.target
    figure = figure_told(result, language)
    if target is None or result.result is None:
        return figure
    if arithmetic.is_ceiling(target.aim, indicator.direction):
        return _against_limit(result, result.result, target, language)
    if indicator.is_ratio or target.form != arithmetic.VALUE:
        aim = _aim_told(indicator, target, language)
        if target.form == arithmetic.AT_LEAST:
            return _("%(result)s (target: %(aim)s or more)") % {"result": figure, "aim": aim}
        return _("%(result)s (target: %(aim)s)") % {"result": figure, "aim": aim}
    if result.completion is None:
        return figure
    others = [item for item in result.other_targets if item.form == arithmetic.VALUE and item.value > 0]
    if indicator.due_quarter is None and others:
        return _several(result, result.result, [target, *others], figure, language)
    return _reached(result, result.completion, figure, language)


def _reached(result: Result, completion: Decimal, pair: str, language: str) -> str:
    """“(đạt 84,8% chỉ tiêu năm)”; beyond its one value “, đạt tỷ lệ 130% (vượt 30%)”, never “vượt 130%”."""
    told = {"pair": pair, "percent": reached(completion, language)}
    is_once = result.indicator.due_quarter is not None
    over = percent(completion - arithmetic.HUNDRED, language)
    if completion > arithmetic.HUNDRED and over != "0%":
        told |= {"over": over}
        if is_once:
            return _("%(pair)s, a rate of %(percent)s (%(over)s over)") % told
        return _("%(pair)s, reaching %(percent)s of the year's target (%(over)s over)") % told
    if is_once:
        return pgettext("once a year", "%(pair)s (%(percent)s)") % told
    return pgettext("of the year's target", "%(pair)s (%(percent)s)") % told


def _several(result: Result, value: Decimal, targets: list[Target], pair: str, language: str) -> str:
    """“đạt 97,7% chỉ tiêu quận giao, 95,2% nghị quyết Đảng ủy phường”."""
    told = [
        pgettext("percent and base of a target", "%(percent)s %(base)s")
        % {"percent": reached(arithmetic.completion(value, item.aim), language), "base": target_base(item)}
        for item in targets
    ]
    return _("%(pair)s (reaching %(all)s)") % {"pair": pair, "all": ", ".join(told)}


def _against_limit(result: Result, value: Decimal, target: Target, language: str) -> str:
    indicator = result.indicator
    alone = amount_told(indicator, value, language)
    if target.value == 0:
        kept = arithmetic.is_within(value, target.aim)
        return _("none, as targeted") if kept else _("%(result)s (target: none at all)") % {"result": alone}
    if _is_kept_count(result):
        return _("%(pair)s, the target is kept") % {"pair": figure_told(result, language)}
    told = {"result": alone, "aim": _aim_told(indicator, target, language)}
    if target.form == arithmetic.LESS_THAN:
        return _("%(result)s (target: below %(aim)s)") % told
    return _("%(result)s (target: no more than %(aim)s)") % told


# Below this, a count's growth is told in units: “tăng 30 hộ”, not “tăng 600%”.
SMALL_BASE = Decimal(100)


def _growth(result: Result, period: Period, language: str) -> str:
    """“, tăng 13,8% so với năm 2021”; nothing where there is no base, nor for what happens once a year."""
    if result.indicator.due_quarter is not None or result.result is None or result.base is None:
        return ""
    by = _difference(result, result.result, result.base, language)
    if by is None:
        return ""
    told = {"base": base_name(period), "by": by}
    if by.rstrip("%").split(" ")[0] == "0":
        return _(", as in %(base)s") % told
    return (_(", up %(by)s on %(base)s") if result.result > result.base else _(", down %(by)s on %(base)s")) % told


def _difference(result: Result, now: Decimal, then: Decimal, language: str) -> str | None:
    """How far two values are apart, as their kind is told; None over a base of zero."""
    indicator = result.indicator
    if indicator.is_ratio:
        points = numbers.written(abs(now - then), decimals=indicator.decimals, language=language)
        return _("%(by)s points") % {"by": points}
    if indicator.measured == Indicator.Measured.COUNT and then < SMALL_BASE:
        by = in_line(indicator, abs(now - then), language)
        return by if language == "en" else _with_unit(by, column_unit(indicator, language))
    return None if result.change.percent is None else percent(abs(result.change.percent), language)
