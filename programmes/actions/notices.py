"""The notice of conclusions on its way: begun from its meeting, written on while a draft, recorded when numbered."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import wording
from programmes.actions import papers
from programmes.actions.meetings import keep_notice, locked
from programmes.issuers import Issuer, office_named
from programmes.models import Body, Meeting, Minutes, NoticeOfConclusions, OfficialPaper, Person, RegisterEntry
from programmes.notice_paper import SOURCE, written
from programmes.notice_parts import Typed, proposed, under_way
from programmes.paper_sources import Source, Written


@transaction.atomic
def draft(minutes: Minutes, issuer: Issuer, typed: Typed, *, to: Iterable[Body] = (), by: Person) -> OfficialPaper:
    """Begin the notice as an official paper of who issues it; one that is under way is gone on with."""
    meeting, words = locked(minutes.meeting, by=by)
    if minutes.state != Minutes.State.SIGNED:
        raise Refused(_("The notice is issued once the minutes are signed."))
    if known := under_way(minutes):
        return known
    body, signature = issuer.body, issuer.signature(dates.today())
    paper = OfficialPaper(
        body=body,
        kind="TB",
        source=SOURCE,
        subject=typed.subject if body.letterhead == Body.Letterhead.PARTY else wording.upper_first(typed.subject),
        recipients="\n".join([*typed.recipients, f"Lưu {office_named(body)}"]),
        signing_power=signature.power,
        signer_title=signature.title,
    )
    papers.keep(paper, to=[one for one in to if one != body], by=by)
    NoticeOfConclusions.objects.create(paper=paper, minutes=minutes, **_parts(minutes, typed, by))
    record(meeting, "meeting.notice_drafted", by=by, capacity=words, paper=paper.pk)
    return paper


@transaction.atomic
def write(notice: NoticeOfConclusions, typed: Typed, *, seen_version: int, by: Person) -> None:
    """Keep the office's own parts of a draft; refused when someone else wrote in between."""
    papers.keep(notice.paper, seen_version=seen_version, by=by)
    parts = _parts(notice.minutes, typed, by)
    for name, value in parts.items():
        setattr(notice, name, value)
    notice.save(update_fields=[*parts])


def _parts(minutes: Minutes, typed: Typed, by: Person) -> dict[str, object]:
    """The parts as they are kept, beside what the record offers for them now."""
    told = {part: "\n".join(lines) for part, lines in typed.lines.items()}
    return {**told, "report_by": typed.report_by, "as_told": proposed(minutes, by).lines}


class Notice(Source):
    def write(self, paper: OfficialPaper) -> Written:
        return written(paper)

    def numbered(self, entry: RegisterEntry) -> None:
        """The meeting keeps number and day; a number that was recorded by hand is the one of the paper book."""
        meeting = Meeting.objects.select_for_update().get(minutes__notices__paper=entry.paper_id)
        on_record = (meeting.notice_number, meeting.notice_date)
        if on_record == (entry.printed, entry.dated):
            return
        cancelled = RegisterEntry.objects.filter(
            paper__notice__minutes__meeting=meeting, paper__state=OfficialPaper.State.CANCELLED
        )
        if meeting.notice_number and not cancelled.filter(printed=meeting.notice_number).exists():
            facts = {"number": meeting.notice_number, "day": dates.short(meeting.notice_date or entry.dated)}
            raise Refused(
                _("The meeting's notice is on record as %(number)s of %(day)s: type this number and this day.") % facts
            )
        keep_notice(meeting, number=entry.printed, on=entry.dated, by=entry.by, capacity=entry.capacity)
