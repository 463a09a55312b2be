"""What the chair concluded: the spoken sentence kept once, and the numbered conclusions that point into it.

A split at semicolons is proposed; only what a person kept becomes conclusions. They change until the minutes are
prepared, and never once signed.
"""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coquang.attachments import Attachment
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import besides, splitting
from programmes.actions import kept_files
from programmes.actions.meetings import refuse_signed
from programmes.actions.minutes import begun, refuse_closed
from programmes.models import Attendance, Body, Conclusion, Meeting, Minutes, Person, Remark, Sentence
from programmes.permissions_of_meetings import bound_units, giving_as, taking_up_as
from programmes.splitting import Stretch


@transaction.atomic
def keep_sentence(meeting: Meeting, text: str, *, by: Person) -> Sentence:
    """Write down what the chair said, word for word. Only the chair concludes."""
    minutes, words = _open(meeting, by=by)
    chair = minutes.meeting.attendance.filter(capacity=Attendance.Capacity.CHAIR).first()
    if chair is None:
        raise Refused(_("Only the chair concludes. Say in the facts of the meeting who chairs it."))
    last = minutes.sentences.aggregate(last=Max("position"))["last"] or 0
    sentence = Sentence.objects.create(minutes=minutes, speaker=chair, text=text, position=last + 1)
    record(minutes, "sentence.kept", by=by, capacity=words, text=text[:200])
    return sentence


@transaction.atomic
def mend_sentence(sentence: Sentence, text: str, *, by: Person) -> Sentence:
    """Put the spoken words right while no conclusion points into them yet."""
    minutes, words = _open(sentence.minutes.meeting, by=by)
    if sentence.conclusions.exists():
        raise Refused(_("Conclusions point into this sentence. Undo its split first, then mend the words."))
    before, sentence.text = sentence.text, text
    sentence.save(update_fields=["text"])
    record(minutes, "sentence.mended", by=by, capacity=words, before=before[:200])
    return sentence


@transaction.atomic
def split(sentence: Sentence, stretches: Sequence[Stretch], *, by: Person) -> list[Conclusion]:
    """Make a conclusion of each stretch a person kept."""
    minutes, words = _open(sentence.minutes.meeting, by=by)
    if sentence.conclusions.exists():
        raise Refused(_("This sentence is split already."))
    first = _last_number(minutes) + 1
    made = [
        Conclusion.objects.create(
            minutes=minutes,
            number=number,
            sentence=sentence,
            starts=stretch.starts,
            ends=stretch.ends,
            text=splitting.words(stretch.of(sentence.text)),
        )
        for number, stretch in enumerate(stretches, start=first)
    ]
    record(minutes, "sentence.split", by=by, capacity=words, parts=len(made))
    return made


@transaction.atomic
def undo_split(sentence: Sentence, *, by: Person) -> None:
    """Take the conclusions of a sentence away again; the sentence stays."""
    minutes, words = _open(sentence.minutes.meeting, by=by)
    gone = list(sentence.conclusions.values_list("text", flat=True))
    sentence.conclusions.all().delete()
    _number(minutes)
    record(minutes, "sentence.joined", by=by, capacity=words, texts=gone)


@transaction.atomic
def split_off(conclusion: Conclusion, chosen: str, *, by: Person) -> Conclusion:
    """Make a conclusion of its own of chosen words of the stretch; both keep pointing into the sentence."""
    minutes, words = _open(conclusion.minutes.meeting, by=by)
    sentence = conclusion.sentence
    if sentence is None or conclusion.starts is None or conclusion.ends is None:
        raise Refused(_("This conclusion does not point into a sentence, so nothing is split off it."))
    stretch = Stretch(conclusion.starts, conclusion.ends)
    taken = splitting.find(sentence.text, chosen, stretch)
    if taken is None:
        raise Refused(_("These words do not stand in this part of the sentence. Copy them from it."))
    if not splitting.words(taken.of(sentence.text)):
        raise Refused(_("Choose words, not only marks."))
    left = splitting.without(sentence.text, stretch, taken)
    if conclusion.text == splitting.words(stretch.of(sentence.text)):
        conclusion.text = splitting.words(left.of(sentence.text))
    conclusion.starts, conclusion.ends = left.starts, left.ends
    conclusion.save(update_fields=["text", "starts", "ends"])
    made = Conclusion.objects.create(
        minutes=minutes,
        number=_last_number(minutes) + 1,
        sentence=sentence,
        starts=taken.starts,
        ends=taken.ends,
        text=splitting.words(taken.of(sentence.text)),
    )
    rows = [row for row in minutes.conclusions.all() if row.pk != made.pk]
    place = next(place for place, row in enumerate(rows, start=1) if row.pk == conclusion.pk)
    _number(minutes, [*rows[:place], made, *rows[place:]])
    record(minutes, "conclusion.split_off", by=by, capacity=words, text=made.text)
    return made


@transaction.atomic
def merge(conclusion: Conclusion, *, by: Person) -> Conclusion:
    """Join a conclusion with the one after it."""
    minutes, words = _open(conclusion.minutes.meeting, by=by)
    other = minutes.conclusions.filter(number__gt=conclusion.number).first()
    if other is None:
        raise Refused(_("There is no conclusion after this one to join it with."))
    if (
        conclusion.sentence_id == other.sentence_id
        and None not in (conclusion.starts, other.starts, conclusion.ends, other.ends)
    ):  # fmt: skip
        conclusion.starts = min(conclusion.starts or 0, other.starts or 0)
        conclusion.ends = max(conclusion.ends or 0, other.ends or 0)
    conclusion.text = f"{conclusion.text}; {other.text[:1].lower()}{other.text[1:]}"
    conclusion.save(update_fields=["text", "starts", "ends"])
    besides.joined(conclusion, other)
    other.delete()
    _number(minutes)
    record(minutes, "conclusion.merged", by=by, capacity=words, text=conclusion.text[:200])
    return conclusion


@transaction.atomic
def move(conclusion: Conclusion, *, up: bool, by: Person) -> None:
    """Change places with the conclusion before or after."""
    minutes, words = _open(conclusion.minutes.meeting, by=by)
    rows = list(minutes.conclusions.all())
    place = next(place for place, row in enumerate(rows) if row.pk == conclusion.pk)
    to = place - 1 if up else place + 1
    if 0 <= to < len(rows):
        rows[place], rows[to] = rows[to], rows[place]
        _number(minutes, rows)
        record(minutes, "conclusion.moved", by=by, capacity=words, number=to + 1)


@transaction.atomic
def reword(changed: Conclusion, *, supporting: Sequence[Body], by: Person) -> Conclusion:
    """Put the words, the bodies and the deadline as said right. A body of a unit that was not reviewed is refused."""
    minutes, words = _open(changed.minutes.meeting, by=by)
    allowed = {unit.pk for unit in bound_units(minutes.meeting)} | {minutes.meeting.unit_id}
    for body in filter(None, (changed.lead_body, *supporting)):
        if body.unit_id not in allowed:
            raise Refused(_("%s was not reviewed at this meeting, so nothing is concluded about it.") % body.unit.name)
    before = Conclusion.objects.get(pk=changed.pk).text
    changed.save(update_fields=["text", "lead_body", "lead_text", "supporting_text", "deadline_words"])
    changed.supporting_bodies.set(supporting)
    record(minutes, "conclusion.reworded", by=by, capacity=words, number=changed.number, before=before[:200])
    return changed


@transaction.atomic
def remove(conclusion: Conclusion, *, by: Person) -> None:
    """Take a conclusion away; the sentence it was taken from stays."""
    minutes, words = _open(conclusion.minutes.meeting, by=by)
    told = conclusion.text
    conclusion.delete()
    _number(minutes)
    record(minutes, "conclusion.removed", by=by, capacity=words, text=told[:200])


@transaction.atomic
def keep_handwriting(sentence: Sentence, attachment: Attachment, *, by: Person) -> Sentence:
    """Lay the chair's handwritten sheet beside the sentence, as a picture, for the office only."""
    minutes, words = begun(sentence.minutes.meeting, by=by)
    refuse_signed(minutes.meeting)
    unit = minutes.meeting.unit
    if unit is None:
        raise PermissionDenied
    title = _("The chair's own sheet")
    sentence.handwriting = kept_files.keep(
        attachment, unit=unit, title=title, by=by, capacity=words, is_office_only=True
    )
    sentence.save(update_fields=["handwriting"])
    record(minutes, "sentence.handwriting_kept", by=by, capacity=words, sha256=attachment.sha256)
    return sentence


@transaction.atomic
def say_no_task(conclusion: Conclusion, reason: str, *, by: Person) -> Conclusion:
    """No task arises from this conclusion, for a reason. It may be said after signing: it is no word of the record."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=conclusion.minutes_id)
    held = giving_as(by, minutes.meeting)
    if held is None:
        raise PermissionDenied
    if conclusion.tasks.filter(dropped_at__isnull=True).exists():
        raise Refused(_("A task arose from this already."))
    conclusion.no_task_reason = reason
    conclusion.save(update_fields=["no_task_reason"])
    record(minutes, "conclusion.no_task", by=by, capacity=held.words, number=conclusion.number, reason=reason)
    return conclusion


@transaction.atomic
def take_note(remark: Remark, reason: str, *, by: Person) -> Remark:
    """“Tiếp thu, không phát sinh nhiệm vụ”: the unit it was said to has heard it, and nothing is to be done."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=remark.minutes_id)
    held = taking_up_as(by, minutes.meeting)
    if held is None:
        raise PermissionDenied
    if minutes.state != Minutes.State.SIGNED:
        raise Refused(_("Remarks are taken up once the minutes are signed."))
    if remark.tasks.filter(dropped_at__isnull=True).exists():
        raise Refused(_("A task arose from this already."))
    remark.no_task_reason = reason
    remark.save(update_fields=["no_task_reason"])
    record(minutes, "remark.noted", by=by, capacity=held.words, remark=remark.pk, reason=reason)
    return remark


def _open(meeting: Meeting, *, by: Person) -> tuple[Minutes, str]:
    minutes, words = begun(meeting, by=by)
    refuse_closed(minutes)
    return minutes, words


def _last_number(minutes: Minutes) -> int:
    return minutes.conclusions.aggregate(last=Max("number"))["last"] or 0


def _number(minutes: Minutes, rows: Sequence[Conclusion] | None = None) -> None:
    """Count the conclusions anew in their order."""
    for number, row in enumerate(minutes.conclusions.all() if rows is None else rows, start=1):
        if row.number != number:
            Conclusion.objects.filter(pk=row.pk).update(number=number)
