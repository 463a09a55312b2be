"""The invitation to a meeting (giấy mời) with its agenda, which opens with what the last meeting decided."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Block, Heading, Item, Paragraph, Table
from coquang.kinds import KINDS
from coquang.papers import BLANK_IN_A_SENTENCE as BLANK
from coquang.papers import TEMPLATE, Annex, Paper
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing, wording
from programmes.dashboards.meetings import Carried, carried
from programmes.issuers import office_named, usual_issuer
from programmes.models import Attendance, Meeting, Person

INVITATION = "invitation"


@translation.override("vi")
def invitation_paper(meeting: Meeting, person: Person) -> Draft:
    """One invitation to all who are asked. Raises Refused without a day or without anybody to ask."""
    if meeting.held_on is None:
        raise Refused(_("The day of the meeting is not known yet; say it first, then ask people to come."))
    asked = list(meeting.attendance.exclude(capacity=Attendance.Capacity.CHAIR))
    if not asked:
        raise Refused(_("Nobody is asked to this meeting yet: write down who takes part, then print the invitation."))
    issuer, on = usual_issuer(meeting, KINDS["GM"]), dates.today()
    subject = f"dự {wording.occasion(meeting)}"
    paper = Paper(
        kind=KINDS["GM"],
        rule=issuing.rule_of(issuer.body, on),
        head=issuing.head_of(issuer.body),
        day=on,
        is_undated=True,
        subject=subject if issuer.body.letterhead == "party" else wording.upper_first(subject),
        blocks=list(_body(meeting, issuer.body.name)),
        signatures=[issuer.signature(on)],
        address=[wording.upper_first(wording.seated(seat)) for seat in asked],
        recipients=[f"Lưu {office_named(issuer.body)}"],
        annexes=[Annex(f"Chương trình {wording.occasion(meeting)}", list(agenda_blocks(meeting, person)))],
    )
    title = f"Giấy mời {subject}"[: limits.NAME]
    return Draft(INVITATION, title, issuer.body.unit_id, str(meeting.held_on.year), "vi", TEMPLATE, paper.facts())


def _body(meeting: Meeting, issuer: str) -> Iterator[Block]:
    if meeting.held_on is None:
        return
    at = f"{dates.hour_words(meeting.starts_at)}, " if meeting.starts_at else ""
    papers = "; ".join(wording.lower_first(title) for title in meeting.papers.values_list("title", flat=True))
    yield Paragraph(f"{issuer} trân trọng kính mời các đồng chí dự {wording.occasion(meeting)}:")
    heads = [
        ("Thời gian", f"{at}{dates.weekday(meeting.held_on)}, ngày {dates.cited(meeting.held_on)}"),
        ("Địa điểm", meeting.place or BLANK),
        ("Chủ trì", wording.chair(meeting)),
        ("Nội dung", "theo chương trình kèm theo" if meeting.agenda.exists() else ""),
        ("Tài liệu", papers),
    ]
    for label, told in heads:
        if told:
            yield Item(f"{label}: {wording.ended(told)}")
    yield Paragraph("Đề nghị các đồng chí sắp xếp công việc, dự họp đầy đủ, đúng thời gian.")


def agenda_blocks(meeting: Meeting, person: Person) -> Iterator[Block]:
    """What the last meeting decided and where each matter stands comes first; then the items with their presenters."""
    if (before := carried(meeting, person)) is not None:
        yield from carried_blocks(before)
    items = list(meeting.agenda.all())
    if items:
        yield Heading("NỘI DUNG")
        rows = [
            [str(item.position), dates.clock(item.starts_at) if item.starts_at else "", item.title, item.presenter]
            for item in items
        ]
        heads = ["TT", "Giờ", "Nội dung", "Trình bày"]
        if not any(item.starts_at for item in items):
            heads, rows = [heads[0], *heads[2:]], [[row[0], *row[2:]] for row in rows]
        yield Table(heads, rows, align="cl" + "l" * (len(heads) - 2))


def carried_blocks(before: Carried) -> Iterator[Block]:
    yield Heading("VIỆC THỰC HIỆN KẾT LUẬN KỲ TRƯỚC")
    when = wording.day(before.meeting)
    counts = "; ".join(f"{count} nhiệm vụ {state.label}" for state, count in before.counts)
    told = f"Kết luận tại {wording.occasion(before.meeting)} ({when})"
    yield Paragraph(f"{told}: {counts}." if counts else f"{told}:")
    rows = []
    for number, matter in enumerate(before.matters, start=1):
        days = ", ".join(dict.fromkeys(wording.deadline(given.task) for given in matter.tasks))
        state = str(matter.standing.label) if matter.standing else "chưa có nhiệm vụ"
        if matter.said.no_task_reason:
            state = "không phát sinh nhiệm vụ"
        rows.append([str(number), wording.unended(matter.said.text), wording.upper_first(state), days])
    yield Table(["TT", "Kết luận", "Tình hình", "Thời hạn"], rows, align="clll")
