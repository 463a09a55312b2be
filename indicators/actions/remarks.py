"""Speaking about a figure: a comment, a question to whoever provided it, the answer; and keeping an eye on it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions.replies import tell_of_answer
from indicators.models import Figure, FollowUp, Remark, Responsibility, Sheet
from indicators.permissions import may_answer, may_ask_back, may_pass_on_an_answer, may_remark
from programmes.models import Body, Person
from programmes.permissions import Role, capacity, preferred

Kind = Remark.Kind


@dataclass(frozen=True)
class Told:
    """By which channel an answer came, and from whom, by post."""

    channel: str
    informant: str


@transaction.atomic
def comment(figure: Figure, text: str, *, by: Person) -> Remark:
    if not may_remark(by, figure.sheet):
        raise PermissionDenied
    held = capacity(by, figure.sheet.unit_id, set(Role))
    said = Remark.objects.create(figure=figure, kind=Kind.COMMENT, text=text, by=by, capacity=held, at=dates.now())
    record(figure, "figure.commented", by=by, capacity=held, remark=said.pk)
    return said


@transaction.atomic
def ask_back(figure: Figure, text: str, *, by: Person) -> Remark:
    """Put a question about one row to the body that provides it today, else to the post that is on record."""
    if not may_ask_back(by, figure.sheet):
        raise PermissionDenied
    body, post = provider_of(figure)
    if not post:
        raise Refused(
            _("Nobody is on record as the provider of this figure. Name who provides it in the catalogue first.")
        )
    held = capacity(by, figure.sheet.unit_id, {Role.ENTER, Role.VET, Role.APPROVE})
    asked = Remark.objects.create(
        figure=figure,
        kind=Kind.QUESTION,
        text=text,
        by=by,
        capacity=held,
        at=dates.now(),
        asked_of=body,
        asked_post=post,
    )
    record(figure, "figure.asked_back", by=by, capacity=held, remark=asked.pk, body=body.pk if body else None)
    return asked


def provider_of(figure: Figure) -> tuple[Body | None, str]:
    """Who provides a figure today: the body, if one is on record, and the words for it."""
    current = Responsibility.objects.current(dates.today()).select_related("providing_body")
    held = current.filter(unit=figure.sheet.unit_id, indicator=figure.indicator_id).first()
    if held is None:
        return None, ""
    return held.providing_body, held.provider_post or (held.providing_body.name if held.providing_body else "")


@transaction.atomic
def answer(question: Remark, text: str, *, by: Person, told: Told | None = None) -> Remark:
    """Bring the answer back beside the figure: written by those asked, or told to who enters the sheet."""
    # What was said is never written again, so the sheet is held in its stead: two answers at once become one.
    Sheet.objects.select_for_update().get(figures=question.figure_id)
    if not (may_pass_on_an_answer(by, question) if told else may_answer(by, question)):
        raise PermissionDenied
    if Remark.objects.filter(answers=question).exists():
        raise Refused(_("This question has been answered already."))
    held = _answering_as(by, question) if told is None else capacity(by, question.figure.sheet.unit_id, {Role.ENTER})
    said = Remark.objects.create(
        figure=question.figure,
        kind=Kind.ANSWER,
        text=text,
        by=by,
        capacity=held,
        at=dates.now(),
        answers=question,
        channel=told.channel if told else "",
        informant=told.informant if told else "",
    )
    facts = {"question": question.pk, "remark": said.pk, "channel": said.channel}
    record(question.figure, "figure.answered", by=by, capacity=held, **facts)
    tell_of_answer(question, said)
    return said


def _answering_as(person: Person, question: Remark) -> str:
    held = [a for a in person.appointments_on(dates.today()) if a.body_id == question.asked_of_id]
    acting = preferred(person, held)
    return acting.words if acting else ""


@transaction.atomic
def follow(figure: Figure, *, by: Person) -> None:
    """Keep an eye on a figure from now on."""
    _followed, is_new = FollowUp.objects.get_or_create(person=by, figure=figure, defaults={"since": dates.now()})
    if is_new:
        record(figure, "figure.followed", by=by)


@transaction.atomic
def leave(figure: Figure, *, by: Person) -> None:
    """Keep no eye on it any more."""
    gone, _by_model = FollowUp.objects.filter(person=by, figure=figure).delete()
    if gone:
        record(figure, "figure.left", by=by)
