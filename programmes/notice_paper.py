"""The notice of conclusions (thông báo kết luận): what a chair concluded, sent to those it binds, with its task list.

It is an official paper. Conclusions and tasks are the meeting's, written anew until the paper goes to be signed; what
the office adds by its own hand stands in `notice_parts`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import translation

from coquang import dates
from coquang.blocks import Block, Clause, Heading, Paragraph, Table
from coquang.papers import Annex
from programmes import besides, wording
from programmes.besides import Piece
from programmes.dashboards.meetings import Matter
from programmes.issuers import office_named
from programmes.models import Body, Conclusion, Meeting, Minutes, NoticeOfConclusions, OfficialPaper, Person
from programmes.notice_parts import all_matters, bound_committees, changes, proposed
from programmes.official import draft_left_behind
from programmes.paper_sources import Written
from programmes.permissions_of_meetings import may_write

SOURCE = "notice_of_conclusions"


@translation.override("vi")
def written(paper: OfficialPaper) -> Written:
    """The text and the task list as the meeting's conclusions and tasks stand now."""
    notice = NoticeOfConclusions.objects.select_related("minutes__meeting").get(paper=paper)
    minutes, meeting = notice.minutes, notice.minutes.meeting
    concluded, heard = all_matters(minutes)
    tasks = _task_list(concluded, heard)
    blocks = [
        *_opening(minutes),
        *_assessment(wording.lines_of(notice.assessment)),
        *_conclusions(meeting, concluded, heard),
        *_on_proposals(meeting, wording.lines_of(notice.proposals)),
        *_carrying_out(meeting, paper.body, notice.report_by, has_list=bool(tasks)),
    ]
    annexes = [Annex("Danh mục nhiệm vụ", [tasks], is_across=True)] if tasks else []
    return Written(blocks, besides.figures_told(meeting, notice.assessment), annexes)


def beside_draft(paper: OfficialPaper, person: Person) -> Piece | None:
    """On the page of a draft, where its own parts are written, and what the meeting says otherwise since."""
    if paper.source != SOURCE or not paper.is_open:
        return None
    notice = NoticeOfConclusions.objects.select_related("minutes__meeting").get(paper=paper)
    if not may_write(person, notice.minutes.meeting):
        return None
    facts = {
        "meeting": notice.minutes.meeting,
        "changes": changes(notice, proposed(notice.minutes, person)),
        "left_behind": draft_left_behind(paper),
    }
    return Piece("programmes/meeting/_notice_draft.html", facts)


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
    bound = wording.listing(body.name for body in bound_committees(meeting)) if bound_committees(meeting) else ""
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


def _on_proposals(meeting: Meeting, lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        kinds = {unit.kind.upper() for unit in meeting.reviewed_units.all()}
        yield Heading(f"VỀ KIẾN NGHỊ CỦA {kinds.pop()}" if len(kinds) == 1 else "VỀ KIẾN NGHỊ")
        yield from _clauses(lines)


def _carrying_out(meeting: Meeting, issuer: Body, report_by: date | None, *, has_list: bool) -> Iterator[Block]:
    bound = [body.name for body in bound_committees(meeting)]
    office = office_named(issuer)
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
