"""The rules on an indicator's figures as its page lists them, and the reasons given for one figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import numbers
from indicators import rules
from indicators.measures import in_column
from indicators.models import Answer, Figure, Indicator, Rule
from indicators.questions import Question, questions, said_by, told

Kind = Rule.Kind


@dataclass(frozen=True)
class Held:
    """One line of the list: a rule as it holds in a stretch of years, or its usual limit."""

    kind: str
    name: str
    says: str
    years: str
    is_hard: bool
    is_off: bool
    is_usual: bool


def rules_of(indicator: Indicator) -> list[Held]:
    """Every kind of rule with its stretches, the newest first; a soft one begins with its usual limit."""
    rows: dict[str, list[Rule]] = {}
    for rule in Rule.objects.filter(indicator=indicator).select_related("other").order_by("kind", "-from_year"):
        rows.setdefault(rule.kind, []).append(rule)
    found: list[Held] = []
    for kind in Kind:
        found += [_held(rule, indicator) for rule in rows.get(kind, [])]
        if kind in rules.SOFT and kind not in rows:
            says = _limit_words(kind, Rule(kind=kind))
            found.append(Held(kind, str(kind.label), says, "", is_hard=False, is_off=False, is_usual=True))
    return found


def _held(rule: Rule, indicator: Indicator) -> Held:
    years = _("from %d") % rule.from_year
    if rule.to_year is not None:
        years = _("%(first)d to %(last)d") % {"first": rule.from_year, "last": rule.to_year}
    says = "" if rule.is_off else _says(rule, indicator)
    return Held(
        kind=rule.kind,
        name=str(rule.get_kind_display()),
        says=says,
        years=years,
        is_hard=rule.kind in rules.HARD,
        is_off=rule.is_off,
        is_usual=False,
    )


def _says(rule: Rule, indicator: Indicator) -> str:
    if rule.kind == Kind.PART_OF_WHOLE:
        return rule.other.named(get_language() or "vi") if rule.other else ""
    if rule.kind != Kind.RANGE:
        return _limit_words(rule.kind, rule)
    if rule.low is None or rule.high is None:
        end = rule.low if rule.high is None else rule.high
        return ("≥ " if rule.high is None else "≤ ") + (told(indicator, end) if end is not None else "")
    return f"{in_column(indicator, rule.low, get_language() or 'vi')}–{told(indicator, rule.high)}"


def _limit_words(kind: str, rule: Rule) -> str:
    """“trên 130%”, “từ 3 chữ số”, “quá 3 lần”, “z quá 3,5”."""
    limit = numbers.written(rule.limit, language=get_language() or "vi")
    words = {
        Kind.OVER_TARGET: _("above %s%%"),
        Kind.AS_LAST_YEAR: _("from %s digits on"),
        Kind.JUMP: _("more than %s times"),
        Kind.FAR_OFF: _("more than %s%%"),
    }
    return words.get(Kind(kind), _("modified z above %s")) % limit


@dataclass(frozen=True)
class Reason:
    """A sentence once given for a figure, about the value it had then."""

    text: str
    about: str
    said: str
    stands: bool


def reasons_of(figure: Figure) -> list[Reason]:
    """All that was said about a figure, the latest first."""
    given = Answer.objects.filter(figure=figure).select_related("by").order_by("-pk")
    return [_reason(answer, figure) for answer in given]


def _reason(answer: Answer, figure: Figure) -> Reason:
    language = get_language() or "vi"
    about = told(figure.indicator, answer.about_value)
    if figure.indicator.is_ratio:
        parts = (answer.about_value, answer.about_denominator)
        about = "/".join(numbers.written(part, language=language) for part in parts)
    stands = (answer.about_value, answer.about_denominator) == (figure.value, figure.denominator)
    return Reason(answer.text, about, said_by(str(answer.by), answer.at), stands)


def question_about(figure: Figure) -> Question | None:
    """What is asked about one figure, if anything."""
    return next((question for question in questions(figure.sheet) if question.figure_id == figure.pk), None)


def reasons_needed(asked: Sequence[Question]) -> str:
    """“02 chỉ tiêu cần nêu lý do”; empty when no question is open."""
    count = sum(question.is_open for question in asked)
    shown = numbers.padded(count, get_language() or "vi")
    return ngettext("%(n)s figure needs a reason", "%(n)s figures need a reason", count) % {"n": shown} if count else ""
