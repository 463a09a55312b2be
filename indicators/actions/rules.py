"""Rules on figures: what refuses a figure, what asks for a reason, the reason given, and the rules themselves."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import dates, limits, names, numbers
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.lines import lines_of
from indicators.models import Answer, Figure, Indicator, Rule, Sheet
from indicators.permissions import may_enter_rows, may_keep
from indicators.questions import Question, questions, told
from programmes.models import Person
from programmes.permissions import Role, capacity

Kind = Rule.Kind
# “Có.” and “???” answer nothing.
LETTERS_AT_LEAST = 5
NAMED_AT_MOST = 3


# --- hard rules -----------------------------------------------------------------------------------


def hard_refusals(
    ruled: Iterable[Rule], figures: Mapping[int, Figure], *, touched: Collection[int] | None = None
) -> dict[int, str]:
    """A sentence for each figure that breaks a hard rule of its year, by indicator id; of a kind the last one holds.

    With `touched`, the indicators just typed, only what they bring about is refused, at the one that was typed.
    """
    standing = {(rule.indicator_id, rule.kind): rule for rule in ruled}
    found: dict[int, str] = {}
    for rule in standing.values():
        if rule.is_off:
            continue
        at, sentence = (_part if rule.kind == Kind.PART_OF_WHOLE else _range)(rule, figures, touched)
        if sentence and _is_touched(figures[at], touched):
            found.setdefault(at, sentence)
    return found


def _is_touched(figure: Figure, touched: Collection[int] | None) -> bool:
    """Whether a figure was typed, or a part of it follows one that was."""
    if touched is None:
        return True
    indicator = figure.indicator
    return not {figure.indicator_id, indicator.numerator_id, indicator.denominator_id}.isdisjoint(touched)


def _part(rule: Rule, figures: Mapping[int, Figure], touched: Collection[int] | None) -> tuple[int, str]:
    """A part greater than its whole: told at the part, or at the whole when that alone was typed."""
    part, whole = figures[rule.indicator_id], figures.get(rule.other_id or 0)
    if whole is None or part.value is None or whole.value is None or part.value <= whole.value:
        return rule.indicator_id, ""
    language = get_language() or "vi"
    if _is_touched(part, touched):
        facts = {"name": whole.indicator.named(language), "value": told(whole.indicator, whole.value)}
        return rule.indicator_id, _("Greater than “%(name)s” (%(value)s), of which it is a part.") % facts
    facts = {"name": part.indicator.named(language), "value": told(part.indicator, part.value)}
    return whole.indicator_id, _("Less than “%(name)s” (%(value)s), which is a part of it.") % facts


def _range(rule: Rule, figures: Mapping[int, Figure], _touched: Collection[int] | None) -> tuple[int, str]:
    figure = figures[rule.indicator_id]
    quantity = None if figure.value is None else arithmetic.Quantity(figure.value, figure.denominator)
    value = arithmetic.number(figure.indicator.kind, quantity)
    sentence = ""
    if value is not None and rule.high is not None and value > rule.high:
        facts = {"value": told(figure.indicator, value), "high": told(figure.indicator, rule.high)}
        sentence = _("%(value)s is above %(high)s, the most this indicator can be.") % facts
    elif value is not None and rule.low is not None and value < rule.low:
        facts = {"value": told(figure.indicator, value), "low": told(figure.indicator, rule.low)}
        sentence = _("%(value)s is below %(low)s, the least this indicator can be.") % facts
    return rule.indicator_id, sentence


# --- soft rules: questions and answers ------------------------------------------------------------


def reason_of(text: str) -> str:
    """A reason as it is kept; Refused when it says nothing, cannot be printed or is a novel."""
    if len(text) > limits.SENTENCE:
        raise Refused(_("A reason is at most %d characters long; say it more briefly.") % limits.SENTENCE)
    try:
        said = names.tidy(text)
    except names.NotText as refusal:
        raise Refused(refusal.sentence(get_language() or "vi")) from refusal
    if sum(letter.isalpha() for letter in said) < LETTERS_AT_LEAST:
        raise Refused(_("Say in one sentence why the figure is right."))
    return said


def answer(sheet: Sheet, indicator: Indicator, text: str, *, by: Person) -> Answer:
    """Say why a figure that was asked about is right; a later sentence stands in place of an earlier one."""
    given = answer_all(sheet, {indicator.pk: text}, by=by)
    if not given:
        raise Refused(_("Nothing is asked about this figure as it stands now."))
    return given[0]


@transaction.atomic
def answer_all(sheet: Sheet, texts: Mapping[int, str], *, by: Person) -> list[Answer]:
    """Keep the sentences given, by indicator id; one for a figure that is not asked about any more is let go."""
    if not texts:
        return []
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_enter_rows(by, sheet, texts):
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted; its reasons no longer change."))
    said = {pk: reason_of(text) for pk, text in texts.items()}
    asked = (
        {question.figure_id: question for question in questions(sheet) if question.indicator_id in said} if said else {}
    )
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    given = []
    for figure in Figure.objects.filter(pk__in=asked).order_by("pk"):
        question = asked[figure.pk]
        if question.answer == said[question.indicator_id]:
            continue
        kept = _answer(figure, question, said[question.indicator_id], by=by, held=held)
        record(figure, "figure.explained", by=by, capacity=held, rule=question.kind)
        given.append(kept)
    return given


def _answer(figure: Figure, question: Question, text: str, *, by: Person, held: str) -> Answer:
    assert figure.value is not None  # noqa: S101 - only a figure with a value is asked about
    return Answer.objects.create(
        figure=figure,
        kind=question.kind,
        about_value=figure.value,
        about_denominator=figure.denominator,
        text=text,
        by=by,
        capacity=held,
        at=dates.now(),
    )


def answers_of(sheet_ids: Iterable[int]) -> dict[int, int]:
    """How many figures of each sheet have a reason that stands; sheets without one are left out."""
    counted = Answer.objects.standing().filter(figure__sheet__in=sheet_ids).order_by()
    found = counted.values_list("figure__sheet").annotate(count=Count("figure", distinct=True))
    return dict(found)


def owed(sheet: Sheet) -> list[Question]:
    """The questions that no sentence has answered yet."""
    return [question for question in questions(sheet) if question.is_open]


def what_is_owed(asked: Collection[Question]) -> str:
    """“02 chỉ tiêu cần nêu lý do: …” for a sentence on why a sheet does not go up; empty when nothing is owed."""
    if not asked:
        return ""
    named = [question.name for question in list(asked)[:NAMED_AT_MOST]]
    more = ["…"] if len(asked) > NAMED_AT_MOST else []
    facts = {"n": numbers.padded(len(asked), get_language() or "vi"), "names": "; ".join([*named, *more])}
    return (
        ngettext("%(n)s figure needs a reason: %(names)s.", "%(n)s figures need a reason: %(names)s.", len(asked))
        % facts
    )


def settle(sheet: Sheet) -> None:
    """Refused while a figure breaks a hard rule or a question is unanswered."""
    lines = lines_of(sheet)
    figures = {pk: line.figure for pk, line in lines.held.items()}
    for indicator_id, sentence in hard_refusals(lines.ruled, figures).items():
        raise Refused(f"{figures[indicator_id].indicator.name}: {sentence}")
    if sentence := what_is_owed(owed(sheet)):
        raise Refused(sentence)


# --- the rules themselves -------------------------------------------------------------------------


def faults(rule: Rule) -> dict[str, str]:
    """What is wrong with a rule as it would be kept: a sentence by the name of each field at fault."""
    found: dict[str, str] = {}
    if rule.to_year is not None and rule.to_year < rule.from_year:
        found["to_year"] = _("The last year is not before the first.")
    if rule.is_off:
        return found
    if rule.kind == Kind.PART_OF_WHOLE:
        if sentence := _whole_fault(rule.indicator, rule.other):
            found["other"] = sentence
    elif rule.kind == Kind.RANGE:
        if rule.low is None and rule.high is None:
            found["low"] = _("A range has at least one end: type the least or the most.")
        elif rule.low is not None and rule.high is not None and rule.low >= rule.high:
            found["high"] = _("The most is greater than the least.")
    elif rule.threshold is not None and rule.threshold <= 0:
        found["threshold"] = _("A limit is greater than 0.")
    return found


def _whole_fault(part: Indicator, whole: Indicator | None) -> str:
    """Only what is counted in the same measure and adds up the same way can be weighed."""
    if whole is None:
        return _("Choose the indicator of which this one is a part.")
    if whole.pk == part.pk:
        return _("The whole is another indicator.")
    if part.is_ratio or whole.is_ratio:
        return _("A rate is no part of anything; give it a range instead.")
    if (part.measured, part.measure_vi, part.kind) != (whole.measured, whole.measure_vi, whole.kind):
        return _("Part and whole have the same measure and make a year the same way.")
    if whole.due_quarter not in (None, part.due_quarter):
        return _("That indicator has a figure in another quarter only.")
    if whole.owner_id not in (None, part.owner_id):
        return _("That indicator is another unit's own.")
    return ""


@transaction.atomic
def keep(rule: Rule, *, by: Person) -> Rule:
    """Write a rule from its year on; one of the same kind from the same year gives way to it."""
    indicator = Indicator.objects.select_for_update(of=("self",)).select_related("owner").get(pk=rule.indicator_id)
    if not may_keep(by, indicator):
        raise PermissionDenied
    if found := faults(rule):
        raise Refused(next(iter(found.values())))
    known = Rule.objects.filter(indicator=indicator, kind=rule.kind, from_year=rule.from_year).first()
    rule.pk = known.pk if known else None
    rule.save()
    record(
        indicator,
        "indicator.ruled",
        by=by,
        capacity=capacity(by, indicator.owner_id, {Role.ADMINISTER}),
        rule=rule.kind,
        from_year=rule.from_year,
        before=_facts(known) if known else {},
        now=_facts(rule),
    )
    return rule


def _facts(rule: Rule) -> dict[str, str]:
    """What a rule says, for the journal."""
    told_facts: dict[str, Decimal | int | None] = {
        "to_year": rule.to_year,
        "whole": rule.other_id,
        "low": rule.low,
        "high": rule.high,
        "limit": rule.threshold,
    }
    said = {name: str(value) for name, value in told_facts.items() if value is not None}
    return {**said, "is_off": "yes"} if rule.is_off else said
