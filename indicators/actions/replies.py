"""Telling people what became of what they asked. Nobody is told of their own act."""

from coquang import dates
from indicators.models import Correction, Figure, Remark, Reply
from programmes.models import Person


def tell_of_decision(correction: Correction) -> None:
    if correction.decided_by_id != correction.asked_by_id:
        Reply.objects.create(
            person_id=correction.asked_by_id, figure_id=correction.figure_id, correction=correction, at=dates.now()
        )


def tell_of_answer(question: Remark, answer: Remark) -> None:
    if answer.by_id != question.by_id:
        Reply.objects.create(person_id=question.by_id, figure_id=question.figure_id, answer=answer, at=dates.now())


def see_decisions(figure: Figure, *, by: Person) -> None:
    """The person has opened the page on which the decisions about a figure stand; reading is no act to be recorded."""
    Reply.objects.unseen().filter(person=by, figure=figure, answer__isnull=True).update(seen_at=dates.now())


def see_answers(figure: Figure, *, by: Person) -> None:
    """The person has opened the page on which the answers about a figure stand."""
    Reply.objects.unseen().filter(person=by, figure=figure, correction__isnull=True).update(seen_at=dates.now())
