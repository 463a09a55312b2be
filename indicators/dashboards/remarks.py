"""What is said about figures: the talk beside one, the questions put to a person's bodies, what they keep an eye on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from indicators import arithmetic, permissions
from indicators.arithmetic import Quantity
from indicators.bodies_beside import AskedBack
from indicators.measures import column_unit, in_cell, in_column
from indicators.models import Figure, FollowUp, Indicator, Remark, Sheet
from programmes.models import Person


@dataclass(frozen=True)
class Talk:
    """A comment, or a question with its answer, and in which ways this person may answer it."""

    remark: Remark
    answer: Remark | None
    may_answer: bool
    may_pass_on: bool

    @property
    def is_open(self) -> bool:
        return self.remark.kind == Remark.Kind.QUESTION and self.answer is None


@dataclass(frozen=True)
class Watched:
    """One figure a person keeps an eye on, as their list shows it."""

    figure: Figure
    name: str
    value: str


def said_beside(asked: Iterable[AskedBack], indicators: Mapping[int, Indicator]) -> dict[int, str]:
    """What the sheet tells of each figure that was asked back, by the figures' keys: that no answer has come, else
    what the cell that was asked last said of the figure."""
    told: dict[int, str] = {}
    for question in asked:
        if told.get(question.figure_id) != _("asked back, no answer yet"):
            told[question.figure_id] = _beside(question, indicators[question.indicator_id])
    return told


def _beside(question: AskedBack, indicator: Indicator) -> str:
    language, who = get_language() or "vi", {"who": question.asked_post}
    if not question.is_answered:
        return _("asked back, no answer yet")
    if question.is_right is None:
        return ""
    if not question.is_right:
        right = in_cell(indicator, question.right_value, question.right_denominator, language)
        return _("%(who)s: not right, it should be %(figure)s") % {**who, "figure": right}
    if (question.present, question.present_denominator) == (question.value, question.denominator):
        return _("%(who)s: right") % who
    then = in_cell(indicator, question.value, question.denominator, language)
    return _("%(who)s called %(figure)s right, before it was changed") % {**who, "figure": then}


def talk_about(figure: Figure, person: Person) -> Sequence[Talk]:
    """All that was said of a figure, the latest first; an answer stands with its question."""
    said = figure.remarks.exclude(kind=Remark.Kind.ANSWER).select_related("by", "asked_of", "answer__by")
    return [_talk(remark, figure, person) for remark in said.order_by("-pk")]


def _talk(remark: Remark, figure: Figure, person: Person) -> Talk:
    remark.figure = figure
    given = getattr(remark, "answer", None)
    is_open = remark.kind == Remark.Kind.QUESTION and given is None
    return Talk(
        remark=remark,
        answer=given,
        may_answer=is_open and permissions.may_answer(person, remark),
        may_pass_on=is_open and permissions.may_pass_on_an_answer(person, remark),
    )


def questions_put_to(person: Person) -> list[Remark]:
    """The open questions to bodies in which the person holds an appointment today, the oldest first.

    Of sheets the person sees: a question about another unit's draft is answered through who asked it.
    """
    bodies = {held.body_id for held in person.appointments_on(dates.today()) if held.body_id}
    if not bodies:
        return []
    asked = Remark.objects.open().filter(asked_of__in=bodies)
    seen = asked.filter(figure__sheet__in=Sheet.objects.visible_to(person))
    return list(seen.select_related("by", "asked_of", "figure__sheet__unit", "figure__indicator").order_by("pk"))


def watched_by(person: Person) -> list[Watched]:
    """The figures a person keeps an eye on, of the sheets they may see today; the latest flagged first."""
    language = get_language() or "vi"
    seen = FollowUp.objects.filter(person=person, figure__sheet__in=Sheet.objects.visible_to(person))
    followed = seen.select_related("figure__sheet__unit", "figure__indicator")
    return [_watched(each.figure, language) for each in followed]


def _watched(figure: Figure, language: str) -> Watched:
    indicator = figure.indicator
    own = (
        arithmetic.number(indicator.kind, Quantity(figure.value, figure.denominator))
        if figure.value is not None
        else None
    )
    unit = column_unit(indicator, language)
    return Watched(figure, indicator.named(language), f"{in_column(indicator, own, language)} {unit}")
