"""From the last word to the signature: prepared, comments of those present asked and answered, signed and closed."""

from datetime import date, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.meetings import locked
from programmes.actions.minutes import State, begun
from programmes.dashboards.meetings import unheard
from programmes.models import Attendance, Meeting, Minutes, MinutesComment, Person
from programmes.permissions_of_meetings import commenting_as, signing_as, writing_as


@transaction.atomic
def prepare(meeting: Meeting, *, ended_at: time | None, by: Person) -> Minutes:
    """The writers are done: the minutes are put together, with the hour at which the meeting ended."""
    minutes, words = begun(meeting, by=by)
    if minutes.state != State.DRAFT:
        raise Refused(_("Only minutes that are being written can be prepared."))
    if not minutes.remarks.filter(is_struck=False).exists() and not minutes.sentences.exists():
        raise Refused(_("Nothing was written down yet: write the remarks or the chair's conclusion first."))
    minutes.meeting.ended_at = ended_at or minutes.meeting.ended_at
    minutes.meeting.save(update_fields=["ended_at"])
    return _step(minutes, State.PREPARED, "minutes.prepared", by=by, capacity=words)


@transaction.atomic
def take_back(meeting: Meeting, *, by: Person) -> Minutes:
    """Back to writing; comments already made stay with their answers."""
    minutes, words = begun(meeting, by=by)
    if minutes.state not in {State.PREPARED, State.ASKED}:
        raise Refused(_("These minutes are being written, or signed already."))
    minutes.comments_due = None
    return _step(minutes, State.DRAFT, "minutes.taken_back", by=by, capacity=words)


@transaction.atomic
def ask_comments(meeting: Meeting, *, until: date, by: Person) -> Minutes:
    """Ask those present for their comments up to and with a day; who says nothing agrees."""
    minutes, words = begun(meeting, by=by)
    if minutes.state != State.PREPARED:
        raise Refused(_("Comments are asked once the minutes are prepared."))
    if until < dates.today():
        raise Refused(_("This day is past; give those present some time."))
    if not unheard(minutes):
        raise Refused(_("Say first who was there: nobody but the chair is marked present, so nobody would be asked."))
    minutes.comments_due = until
    return _step(minutes, State.ASKED, "minutes.comments_asked", by=by, capacity=words, until=str(until))


@transaction.atomic
def comment(minutes: Minutes, text: str, *, by: Person) -> MinutesComment:
    """One of those present says what is to be changed."""
    minutes = _held(minutes)
    seat = commenting_as(by, minutes)
    if seat is None:
        raise PermissionDenied
    made = MinutesComment.objects.create(minutes=minutes, by=by, capacity=_seat(seat), text=text, at=dates.now())
    record(minutes, "minutes.commented", by=by, capacity=made.capacity)
    return made


@transaction.atomic
def agree(minutes: Minutes, *, by: Person) -> MinutesComment:
    """One of those present agrees before the day is over, so that nobody waits for their silence."""
    minutes = _held(minutes)
    seat = commenting_as(by, minutes)
    if seat is None:
        raise PermissionDenied
    now = dates.now()
    made = MinutesComment.objects.create(
        minutes=minutes, by=by, capacity=_seat(seat), text=_("Agrees."), at=now, is_accepted=True, answered_at=now
    )
    record(minutes, "minutes.agreed", by=by, capacity=made.capacity)
    return made


@transaction.atomic
def answer(made: MinutesComment, *, is_accepted: bool, words: str, by: Person) -> MinutesComment:
    """Accept a comment or not; one that is not is answered with words."""
    minutes = _held(made.minutes)
    _meeting, capacity = locked(minutes.meeting, by=by)
    made = MinutesComment.objects.select_for_update().get(pk=made.pk)
    if minutes.state == State.SIGNED:
        raise Refused(_("The minutes of this meeting are signed; they are mended by a supplementary record only."))
    if made.is_accepted is not None:
        raise Refused(_("This comment has been answered already."))
    if not is_accepted and not words:
        raise Refused(_("Write why the comment is not accepted."))
    made.is_accepted, made.answer, made.answered_by, made.answered_at = is_accepted, words, by, dates.now()
    made.save(update_fields=["is_accepted", "answer", "answered_by", "answered_at"])
    record(minutes, "minutes.comment_answered", by=by, capacity=capacity, comment=made.pk, accepted=is_accepted)
    return made


@transaction.atomic
def sign(minutes: Minutes, *, by: Person) -> Minutes:
    """Sign and close. From now on only a supplementary record says otherwise."""
    minutes = _held(minutes)
    capacity = signing_as(by, minutes.meeting)
    if not capacity:
        raise PermissionDenied
    if minutes.state == State.SIGNED:
        on = dates.short(minutes.signed_on or dates.today())
        raise Refused(_("These minutes were signed on %s already. Nothing is signed twice.") % on)
    if minutes.supplements_id is None:
        _refuse_too_early(minutes)
    minutes.state, minutes.signed_at, minutes.signed_on = State.SIGNED, dates.now(), dates.today()
    minutes.signed_by, minutes.signed_as = by, capacity
    minutes.save(update_fields=["state", "signed_at", "signed_on", "signed_by", "signed_as"])
    record(minutes, "minutes.signed", by=by, capacity=capacity)
    return minutes


@transaction.atomic
def supplement(mended: Minutes, text: str, *, by: Person) -> Minutes:
    """A supplementary record (biên bản bổ sung) that mends a signed one; it is signed like it."""
    mended = _held(mended)
    writer = writing_as(by, mended.meeting.unit_id)
    if writer is None:
        raise PermissionDenied
    if mended.state != State.SIGNED:
        raise Refused(_("Only a signed record is mended by a supplementary one; this one can still be written in."))
    made = Minutes.objects.create(meeting=mended.meeting, supplements=mended, text=text)
    record(made, "minutes.supplemented", by=by, capacity=writer.words, mends=mended.pk)
    return made


def _refuse_too_early(minutes: Minutes) -> None:
    day = minutes.meeting.held_on
    if day is None or day > dates.today():
        raise Refused(_("The meeting has not been held yet, so there is nothing to sign."))
    if minutes.state == State.DRAFT:
        raise Refused(_("The minutes are still being written; the office prepares them first."))
    open_ones = minutes.comments.filter(is_accepted__isnull=True).count()
    if open_ones:
        raise Refused(
            ngettext(
                "%(count)d comment has no answer yet; answer it, then sign.",
                "%(count)d comments have no answer yet; answer them, then sign.",
                open_ones,
            )
            % {"count": open_ones}
        )
    due = minutes.comments_due
    if minutes.state == State.ASKED and due and dates.today() <= due and unheard(minutes):
        raise Refused(_("Those present may still comment until the end of %s.") % dates.short(due))


def _step(minutes: Minutes, state: str, act: str, *, by: Person, capacity: str, **facts: str) -> Minutes:
    minutes.state = state
    minutes.version += 1
    minutes.save(update_fields=["state", "comments_due", "version"])
    record(minutes, act, by=by, capacity=capacity, **facts)
    return minutes


def _held(minutes: Minutes) -> Minutes:
    held = Minutes.objects.select_for_update(of=("self",))
    return held.select_related("meeting__unit", "meeting__chair__person", "meeting__chair__body__unit").get(
        pk=minutes.pk
    )


def _seat(seat: Attendance) -> str:
    return seat.post or seat.name
