"""What is said about figures: the talk beside one, the questions put to a person's bodies, what they keep an eye on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from indicators import arithmetic, permissions
from indicators.arithmetic import Quantity
from indicators.measures import column_unit, in_cell, in_column
from indicators.models import Figure, FollowUp, Remark, Sheet
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


def said_beside(sheet_id: int) -> dict[int, str]:
    """What the sheet tells of each figure that was asked back, by the figures' keys: that no answer has come, else
    what the cell that was asked last said of the figure."""
    asked = Remark.objects.questions().filter(figure__sheet=sheet_id).select_related("answer", "figure__indicator")
    told: dict[int, str] = {}
    for question in asked.order_by("pk"):
        if told.get(question.figure_id) != _("asked back, no answer yet"):
            told[question.figure_id] = _beside(question)
    return told


def _beside(question: Remark) -> str:
    given, figure, language = getattr(question, "answer", None), question.figure, get_language() or "vi"
    if given is None:
        return _("asked back, no answer yet")
    if given.is_right is None:
        return ""
    who = {"who": question.asked_post}
    if not given.is_right:
        right = in_cell(figure.indicator, given.value, given.denominator, language)
        return _("%(who)s: not right, it should be %(figure)s") % {**who, "figure": right}
    present = figure.typed if figure.typed is not None else figure.value
    if (present, figure.denominator) == (question.value, question.denominator):
        return _("%(who)s: right") % who
    then = in_cell(figure.indicator, question.value, question.denominator, language)
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
