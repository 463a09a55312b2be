"""Speaking about a figure: a comment, a question to whoever provided it, the answer; and keeping an eye on it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions.replies import tell_of_answer
from indicators.measures import in_cell
from indicators.models import Figure, FollowUp, Remark, Responsibility, Sheet
from indicators.permissions import may_answer, may_ask_back, may_pass_on_an_answer, may_remark
from programmes.models import Body, Person
from programmes.permissions import Role, capacity, preferred

Kind = Remark.Kind


@dataclass(frozen=True)
class Told:
    """By which channel an answer came, from whom, by post, and when, if that is known."""

    channel: str
    informant: str
    at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a figure that was to be confirmed is right, and when it is not, what is."""

    is_right: bool
    value: Decimal | None = None
    denominator: Decimal | None = None


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
    """Put a question about one row to the body that provides it today, else to the post that is on record.

    A Party cell is asked whether the figure is right, so the question holds the figure as it stands.
    """
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
        **(_as_it_stands(figure) if body and body.kind == Body.Kind.PARTY_CELL else {}),
    )
    record(figure, "figure.asked_back", by=by, capacity=held, remark=asked.pk, body=body.pk if body else None)
    return asked


def _as_it_stands(figure: Figure) -> dict[str, Decimal | None]:
    present = figure.typed if figure.typed is not None else figure.value
    return {"value": present, "denominator": figure.denominator if present is not None else None}


def provider_of(figure: Figure) -> tuple[Body | None, str]:
    """Who provides a figure today: the body, if one is on record, and the words for it."""
    current = Responsibility.objects.current(dates.today()).select_related("providing_body")
    held = current.filter(unit=figure.sheet.unit_id, indicator=figure.indicator_id).first()
    if held is None:
        return None, ""
    return held.providing_body, held.provider_post or (held.providing_body.name if held.providing_body else "")


@transaction.atomic
def answer(
    question: Remark, text: str, *, by: Person, told: Told | None = None, verdict: Verdict | None = None
) -> Remark:
    """Bring the answer back beside the figure: written by those asked, or told to who enters the sheet.

    A verdict is said in words before the text, which may then be empty. The figure itself is its clerk's to mend.
    """
    # What was said is never written again, so the sheet is held in its stead: two answers at once become one.
    Sheet.objects.select_for_update().get(figures=question.figure_id)
    if not (may_pass_on_an_answer(by, question) if told else may_answer(by, question)):
        raise PermissionDenied
    if Remark.objects.filter(answers=question).exists():
        raise Refused(_("This question has been answered already."))
    if verdict and verdict.is_right and question.value is None:
        raise Refused(_("There was no figure yet to call right; say what it is."))
    held = _answering_as(by, question) if told is None else capacity(by, question.figure.sheet.unit_id, {Role.ENTER})
    said = Remark.objects.create(
        figure=question.figure,
        kind=Kind.ANSWER,
        text=" ".join(filter(None, (_verdict_words(question, verdict) if verdict else "", text))),
        by=by,
        capacity=held,
        at=dates.now(),
        answers=question,
        channel=told.channel if told else "",
        informant=told.informant if told else "",
        told_at=told.at if told else None,
        is_right=verdict.is_right if verdict else None,
        value=verdict.value if verdict else None,
        denominator=verdict.denominator if verdict else None,
    )
    facts = {"question": question.pk, "remark": said.pk, "channel": said.channel}
    record(question.figure, "figure.answered", by=by, capacity=held, **facts)
    tell_of_answer(question, said)
    return said


def _verdict_words(question: Remark, verdict: Verdict) -> str:
    indicator, language = question.figure.indicator, get_language() or "vi"
    if verdict.is_right:
        return _("Right: %s.") % in_cell(indicator, question.value, question.denominator, language)
    return _("Not right; it should be %s.") % in_cell(indicator, verdict.value, verdict.denominator, language)


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
