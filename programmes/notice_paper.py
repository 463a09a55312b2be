"""The notice of conclusions (thông báo kết luận): what a chair concluded, sent to those it binds, with its task list.

What the office adds by its own hand (the assessment, what became of proposals, the day of the report) is typed before
printing; `proposed` fills it from the record.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits, richtext
from coquang.blocks import Block, Clause, Heading, Paragraph, Table
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Annex, Paper
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import besides, issuing, wording
from programmes.dashboards.meetings import Matter, matters, taken_up
from programmes.issuers import BY_ORDER, Issuer, office_named
from programmes.models import Body, Conclusion, Meeting, Minutes, Person, Proposal, Remark
from programmes.proposing import ProposalStanding, stand

NOTICE = "notice_of_conclusions"
PARTY_BODIES = frozenset({Body.Kind.PARTY_COMMITTEE, Body.Kind.STANDING_COMMITTEE, Body.Kind.PARTY_OFFICE})


@dataclass(frozen=True)
class Typed:
    """What the office says in its own words; `assessment` and `proposals` line by line."""

    subject: str
    assessment: Sequence[str] = ()
    proposals: Sequence[str] = ()
    report_by: date | None = None
    recipients: Sequence[str] = ()


@translation.override("vi")
def proposed(minutes: Minutes, person: Person) -> Typed:
    """What the record itself says: recognitions, figures short of their target, answers to proposals, who gets it."""
    meeting = minutes.meeting
    praised = minutes.remarks.filter(is_struck=False, kind=Remark.Kind.RECOGNITION).order_by(
        "speaker__position", "position"
    )
    short = besides.shortfalls(meeting, person)
    missed = (
        [f"Tuy nhiên, còn {len(short):02d} chỉ tiêu chưa đạt: {'; '.join(map(wording.lower_first, short))}"]
        if short
        else []
    )
    reviewed = [body.name for body in _bound_committees(meeting)]
    hosts = [f"Thường trực {body.name}" for body in meeting.hosts.all() if body.kind in PARTY_BODIES]
    others = [body.name for body in meeting.hosts.all() if body.kind not in PARTY_BODIES]
    return Typed(
        subject=f"kết luận của {wording.chair_in_short(meeting)} tại {wording.occasion(meeting)}",
        assessment=[*(" ".join(richtext.plain(remark.text).split()) for remark in praised), *missed],
        proposals=[_answered(proposal) for proposal in _proposals(meeting, person)],
        recipients=[*hosts, *others, *reviewed],
    )


@translation.override("vi")
def notice_paper(minutes: Minutes, issuer: Issuer, typed: Typed, person: Person) -> Draft:
    """The notice in the name chosen. Raises Refused until the minutes are signed."""
    meeting = minutes.meeting
    if minutes.state != Minutes.State.SIGNED:
        raise Refused(_("The notice is issued once the minutes are signed."))
    on = dates.today()
    concluded, heard = matters(minutes.conclusions.all(), person, on), taken_up(minutes, person, on)
    heard = [matter for matter in heard if matter.tasks]
    tasks = _task_list(concluded, heard)
    number, day = _number(meeting, issuer)
    rule = issuing.rule_of(issuer.body, day or on)
    paper = Paper(
        kind=KINDS["TB"],
        rule=rule,
        head=issuing.head_of(issuer.body),
        day=day or on,
        number=number,
        is_undated=day is None,
        subject=typed.subject if issuer.body.letterhead == "party" else wording.upper_first(typed.subject),
        blocks=[
            *_opening(minutes),
            *_assessment(typed.assessment),
            *_conclusions(meeting, concluded, heard),
            *_on_proposals(meeting, typed.proposals),
            *_carrying_out(meeting, issuer, typed.report_by, has_list=bool(tasks)),
        ],
        signatures=[issuer.signature(day or on)],
        recipients=[*typed.recipients, f"Lưu {office_named(issuer.body)}"],
        annexes=[Annex("Danh mục nhiệm vụ", [tasks], is_across=True)] if tasks else [],
    )
    title = f"Thông báo {typed.subject}"[: limits.NAME]
    return Draft(NOTICE, title, issuer.body.unit_id, str(paper.day.year), "vi", TEMPLATE, paper.facts())


def _number(meeting: Meeting, issuer: Issuer) -> tuple[str, date | None]:
    """Number and day on record, when they were recorded under this body's symbol; else both are left to the pen."""
    number, mark, symbol = meeting.notice_number.partition("-")
    is_ours = mark and symbol in {f"TB/{issuer.body.symbol}", f"TB-{issuer.body.symbol}"}
    return (number, meeting.notice_date) if is_ours else ("", None)


def _opening(minutes: Minutes) -> Iterator[Paragraph]:
    meeting = minutes.meeting
    where = f" tại {meeting.place}," if meeting.place else ""
    if wording.SESSION in meeting.title:
        what = wording.unended(meeting.title)
    else:
        what = f"{wording.listing(wording.hosts(meeting) or ['cơ quan chủ trì'])} tổ chức {wording.occasion(meeting)}"
    there = [seat for seat in meeting.attendance.all() if seat.capacity != "chair" and seat.presence != "absent"]
    sentences = [f"{wording.upper_first(wording.day(meeting))},{where} {what}."]
    sentences.append(f"{wording.upper_first(wording.chair(meeting))} chủ trì.")
    if there:
        what = "buổi làm việc" if "buổi làm việc" in wording.occasion(meeting) else "hội nghị"
        sentences.append(f"Tham dự {what} có {wording.ended('; '.join(map(wording.seated, there)))}")
    yield Paragraph(" ".join(sentences))
    heard = [
        f"{wording.comrade('', item.presenter)} trình bày {wording.lower_first(wording.unended(item.title))}"
        for item in meeting.agenda.all()
        if item.presenter
    ]
    spoke: dict[str, None] = {}
    for remark in minutes.remarks.filter(is_struck=False).exclude(speaker__capacity="chair").select_related("speaker"):
        spoke.setdefault(wording.comrade(remark.speaker.name, "" if remark.speaker.name else remark.speaker.post))
    if spoke:
        heard.append(f"ý kiến phát biểu của {wording.listing(spoke)}")
    after = f"Sau khi nghe {'; '.join(heard)}, " if heard else ""
    closing = f"{after}{wording.chair_in_short(meeting)} kết luận như sau:"
    yield Paragraph(wording.upper_first(closing))


def _assessment(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Heading("ĐÁNH GIÁ CHUNG")
        yield from _clauses(lines)


def _clauses(lines: Sequence[str]) -> list[Block]:
    """One alone is not counted."""
    told = [wording.ended(wording.upper_first(line)) for line in lines]
    return [Clause(line) for line in told] if len(told) > 1 else [Paragraph(line) for line in told]


def _conclusions(meeting: Meeting, concluded: Sequence[Matter], heard: Sequence[Matter]) -> Iterator[Block]:
    bound = wording.listing(body.name for body in _bound_committees(meeting)) if _bound_committees(meeting) else ""
    yield Heading("NỘI DUNG KẾT LUẬN")
    if bound:
        yield Paragraph(f"Đề nghị {bound} tập trung lãnh đạo thực hiện các nhiệm vụ sau:")
    for matter in concluded:
        if isinstance(matter.said, Conclusion):
            yield Clause(f"{wording.ended(wording.upper_first(matter.said.text))}{_given(matter.said, matter)}")
    if heard and bound:
        yield Clause(
            f"{bound} tiếp thu ý kiến của các đồng chí phát biểu, thực hiện các nhiệm vụ tại phần B danh mục kèm theo."
        )


def _given(conclusion: Conclusion, matter: Matter) -> str:
    """“Giao … chủ trì, phối hợp với …, hoàn thành trước ngày …”: the day only when it is one for all its tasks."""
    lead = conclusion.lead_body.name if conclusion.lead_body else conclusion.lead_text
    days = {given.task.due_on for given in matter.tasks}
    due = next(iter(days)) if len(days) == 1 else None
    until = f"hoàn thành trước ngày {dates.cited(due)}" if due else conclusion.deadline_words
    if not lead:
        return f" {wording.ended(wording.upper_first(until))}" if until else ""
    supporting = wording.bodies(conclusion.supporting_bodies.all(), conclusion.supporting_text)
    told = f" Giao {lead} chủ trì"
    if supporting:
        told += f", phối hợp với {wording.listing(supporting)} thực hiện"
    if until:
        told += f", {until}"
    elif any(days):
        told += ", theo thời hạn của từng nhiệm vụ tại danh mục kèm theo"
    return f"{told}."


def _proposals(meeting: Meeting, person: Person) -> Iterable[Proposal]:
    """Those brought to this meeting, and those of the units it reviewed that its own unit still has to answer."""
    seen = Proposal.objects.visible_to(person).filter(sent_on__isnull=False)
    own = seen.filter(meeting=meeting)
    owed = seen.filter(unit__in=meeting.reviewed_units.all(), addressed_to__unit=meeting.unit_id)
    rows = (own | owed).distinct().select_related("addressed_to").prefetch_related("replies").order_by("pk")
    return [row for row in rows if row.meeting_id == meeting.pk or stand(row, dates.today()).is_open]


def _answered(proposal: Proposal) -> str:
    held = stand(proposal, dates.today())
    about = f"Về kiến nghị “{wording.unended(proposal.text)}”: "
    words = wording.unended(held.last.text) if held.last and held.last.text else ""
    if held.state == ProposalStanding.AGREED:
        return about + "đồng ý" + (f"; {wording.lower_first(words)}" if words else "")
    if held.state == ProposalStanding.REFUSED:
        return about + f"chưa đồng ý; lý do: {wording.lower_first(words)}"
    until = f" trước ngày {dates.cited(held.due)}" if held.due else ""
    if held.last and held.last.forwarded_to:
        return about + f"giao {held.last.forwarded_to} giải quyết{until}"
    return about + f"{proposal.addressed_to.name} xem xét, trả lời{until}"


def _on_proposals(meeting: Meeting, lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        kinds = {unit.kind.upper() for unit in meeting.reviewed_units.all()}
        yield Heading(f"VỀ KIẾN NGHỊ CỦA {kinds.pop()}" if len(kinds) == 1 else "VỀ KIẾN NGHỊ")
        yield from _clauses(lines)


def _carrying_out(meeting: Meeting, issuer: Issuer, report_by: date | None, *, has_list: bool) -> Iterator[Block]:
    bound = [body.name for body in _bound_committees(meeting)]
    office = office_named(issuer.body)
    names = " theo danh mục kèm theo Thông báo này" if has_list else ""
    until = f" trước ngày {dates.cited(report_by)}" if report_by else " theo định kỳ"
    lines = []
    if bound:
        lines.append(
            f"{wording.listing(bound)} phân công đồng chí phụ trách từng nội dung{names}, "
            f"báo cáo kết quả{_to_whom(meeting)} (qua {office}){until}."
        )
    lines.append(f"{office} theo dõi, đôn đốc việc thực hiện Thông báo này và báo cáo kết quả tại hội nghị kỳ sau.")
    yield Heading("TỔ CHỨC THỰC HIỆN")
    yield from _clauses(lines)


def _to_whom(meeting: Meeting) -> str:
    """The standing leadership of the host's Party committee receives what is reported."""
    held = Body.objects.current(meeting.held_on or dates.today())
    above = held.filter(unit=meeting.unit_id, kind=Body.Kind.PARTY_COMMITTEE).order_by("pk").first()
    return f" về Thường trực {above.name}" if above else ""


def usual(meeting: Meeting, issuers: Sequence[Issuer]) -> Issuer | None:
    """The way the number on record belongs to; else by order, as most notices go out."""
    numbered = next((issuer for issuer in issuers if _number(meeting, issuer)[0]), None)
    return numbered or next((issuer for issuer in issuers if issuer.manner == BY_ORDER), None)


def _bound_committees(meeting: Meeting) -> list[Body]:
    """The Party committees of the units reviewed: whom a conclusion binds."""
    held = Body.objects.current(meeting.held_on or dates.today()).filter(
        unit__in=meeting.reviewed_units.all(), kind=Body.Kind.PARTY_COMMITTEE
    )
    return list(held.order_by("unit__name_sort", "pk"))


def _task_list(concluded: Sequence[Matter], heard: Sequence[Matter]) -> Table | None:
    """Bodies, not persons: a superior gives to a body, which names the comrade. None when no task was given."""
    parts = [("A", "Nhiệm vụ theo kết luận của người chủ trì", concluded)]
    parts.append(("B", "Nhiệm vụ tiếp thu từ ý kiến phát biểu", heard))
    rows: list[list[str]] = []
    number = 0
    for letter, name, found in parts:
        given = [given.task for matter in found for given in matter.tasks]
        if given:
            rows.append([letter, name])
        for task in given:
            number += 1
            lead = task.lead_body.name if task.lead_body else task.lead_text
            supporting = "; ".join(wording.bodies(task.supporting_bodies.all(), task.supporting_text))
            rows.append([str(number), task.text, lead, supporting, wording.deadline(task), task.expected_product])
    heads = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]
    return Table(heads, rows, align="clllll") if rows else None
