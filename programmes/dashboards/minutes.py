"""The minutes as their page shows them: agenda, remarks in order, the chair's sentence, conclusions, what is next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from coquang import dates, richtext
from programmes import splitting
from programmes.besides import Piece, beside
from programmes.dashboards.meetings import (
    Carried,
    Coverage,
    Matter,
    carried,
    chair_of,
    coverage,
    day_of,
    first_record,
    matters,
    taken_up,
    unheard,
)
from programmes.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    Meeting,
    Minutes,
    MinutesComment,
    Person,
    Remark,
    Sentence,
    Unit,
)
from programmes.permissions_of_meetings import (
    bound_units,
    commenting_as,
    giving_as,
    may_see_handwriting,
    may_write,
    signing_as,
    taking_up_as,
)

State = Minutes.State


@dataclass(frozen=True)
class Spoken:
    """What one speaker said one after the other under one item."""

    speaker: Attendance
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Cut:
    """A piece of the chair's sentence: its text, its place, and the numbers of the conclusions that hold it."""

    text: str
    place: int
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Said:
    """The chair's sentence, the split proposed of it or the conclusions that point into it."""

    sentence: Sentence
    pieces: tuple[Cut, ...]
    is_split: bool
    sees_handwriting: bool

    @property
    def parts(self) -> int:
        return len(self.pieces)


@dataclass(frozen=True)
class MinutesPage:
    meeting: Meeting
    minutes: Minutes | None
    now: datetime
    day: str
    chair: str
    agenda: Sequence[tuple[AgendaItem, list[Piece]]]
    figures: list[Piece]
    seats: Sequence[Attendance]
    spoken: Sequence[Spoken]
    said: Sequence[Said]
    matters: Sequence[Matter]
    heard: dict[int, Matter]
    coverage: Coverage
    carried: Carried | None
    comments: Sequence[MinutesComment]
    silent: Sequence[Attendance]
    supplements: Sequence[Minutes]
    writes: bool
    is_writable: bool
    signs: bool
    comments_now: bool
    units: Sequence[Unit]
    gives: bool
    takes_up: bool

    @property
    def state(self) -> str:
        return self.minutes.state if self.minutes else State.DRAFT

    @property
    def present(self) -> int:
        return sum(seat.presence == Attendance.Presence.PRESENT for seat in self.seats)


def minutes_page(meeting: Meeting, person: Person) -> MinutesPage:
    """Everything the page of minutes shows to a person."""
    minutes = first_record(meeting, person)
    on = dates.today()
    found = matters(minutes.conclusions.all(), person, on) if minutes else []
    is_signed = minutes is not None and minutes.state == State.SIGNED
    writes = may_write(person, meeting) and not meeting.is_cancelled
    heard = taken_up(minutes, person, on) if minutes and is_signed else []
    sees = may_see_handwriting(person, meeting)
    supplements = Minutes.objects.visible_to(person).filter(meeting=meeting, supplements__isnull=False)
    return MinutesPage(
        meeting=meeting,
        minutes=minutes,
        now=dates.now(),
        day=day_of(meeting),
        chair=chair_of(meeting),
        agenda=[(item, beside(item, "figures", person)) for item in meeting.agenda.all()],
        figures=beside(meeting, "figures", person),
        seats=list(meeting.attendance.all()),
        spoken=list(_spoken(minutes, with_struck=writes)) if minutes else [],
        said=[_said(sentence, sees) for sentence in minutes.sentences.all()] if minutes else [],
        matters=found,
        heard={matter.said.pk: matter for matter in heard},
        coverage=coverage(found),
        carried=carried(meeting, person),
        comments=list(minutes.comments.select_related("by", "answered_by")) if minutes else [],
        silent=unheard(minutes) if minutes and minutes.state in {State.ASKED, State.SIGNED} else [],
        supplements=list(supplements.select_related("signed_by")),
        writes=writes,
        is_writable=writes and (minutes is None or minutes.state in Minutes.WRITABLE),
        signs=minutes is not None and bool(signing_as(person, meeting)),
        comments_now=minutes is not None and commenting_as(person, minutes) is not None,
        units=bound_units(meeting),
        gives=is_signed and giving_as(person, meeting) is not None,
        takes_up=is_signed and taking_up_as(person, meeting) is not None,
    )


def marked(conclusion: Conclusion) -> tuple[str, str, str]:
    """The sentence before, inside and after the stretch a conclusion points to."""
    sentence = conclusion.sentence
    if sentence is None or conclusion.starts is None or conclusion.ends is None:
        return "", "", ""
    text = sentence.text
    return text[: conclusion.starts], text[conclusion.starts : conclusion.ends], text[conclusion.ends :]


def _spoken(minutes: Minutes, *, with_struck: bool) -> Iterable[Spoken]:
    """Remarks in order; those that were struck only for who writes."""
    rows = minutes.remarks.select_related("speaker", "agenda_item", "written_by")
    rows = rows if with_struck else rows.filter(is_struck=False)
    for (speaker, _item), remarks in groupby(rows, key=lambda row: (row.speaker, row.agenda_item_id)):
        yield Spoken(speaker, tuple(remarks))


def _said(sentence: Sentence, sees_handwriting: bool) -> Said:
    rows = list(sentence.conclusions.all())
    if not rows:
        parts = splitting.proposed(sentence.text)
        pieces = tuple(Cut(part.of(sentence.text), place) for place, part in enumerate(parts))
        return Said(sentence, pieces, False, sees_handwriting)
    edges = {0, len(sentence.text)}
    for row in rows:
        edges |= {row.starts or 0, row.ends or 0}
    steps = sorted(edges)
    pieces = tuple(
        Cut(
            sentence.text[first:last],
            place,
            tuple(row.number for row in rows if (row.starts or 0) <= first and last <= (row.ends or 0)),
        )
        for place, (first, last) in enumerate(pairwise(steps))
    )
    return Said(sentence, pieces, True, sees_handwriting)


def plain_words(remark: Remark) -> str:
    """A remark as a task would take it up."""
    return " ".join(richtext.plain(remark.text).split())


def step_words(page: MinutesPage) -> str:
    """What the next step waits for, in a sentence."""
    if page.minutes is None:
        return _("Nothing is written yet.")
    if page.state == State.DRAFT:
        return _("Being written. When all is there, the office prepares the minutes.")
    if page.state == State.PREPARED:
        return _("Prepared. Ask those present for comments, or have the chair sign.")
    if page.state == State.ASKED and page.minutes.comments_due:
        return _("Comments until %(day)s; who says nothing agrees.") % {"day": dates.short(page.minutes.comments_due)}
    return _("Signed on %(day)s by %(who)s.") % {
        "day": dates.short(page.minutes.signed_on) if page.minutes.signed_on else "–",
        "who": page.minutes.signed_as or page.chair,
    }
