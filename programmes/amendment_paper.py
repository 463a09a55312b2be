"""The amendment of a work programme (sửa đổi, bổ sung chương trình công tác năm): what comes, changes and goes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Block, Clause, Heading, Paragraph, Table, items
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Paper
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing, wording
from programmes.dashboards.work_programmes import changed_line
from programmes.issuers import office_named
from programmes.models import WorkProgramme

AMENDMENT = "programme_amendment"


@translation.override("vi")
def amendment_paper(
    programme: WorkProgramme, lines: Sequence[Mapping[str, Any]], reason: str, number: str, dated: date | None
) -> Draft:
    """As it was signed, or without a day as a draft. Raises Refused when the programme's body issues no papers."""
    body, day = programme.body, dated or dates.today()
    if not issuing.may_issue(body, KINDS["CTr"], day):
        raise Refused(
            _("No body of %(unit)s may issue this paper: give one of them its letterhead first.")
            % {"unit": body.unit.name}
        )
    subject = f"sửa đổi, bổ sung {wording.lower_first(programme.title)} của {body.name}"
    paper = Paper(
        kind=KINDS["CTr"],
        rule=issuing.rule_of(body, day),
        head=issuing.head_of(body),
        day=day,
        number=number.partition("-")[0],
        is_undated=dated is None,
        subject=subject if body.letterhead == "party" else wording.upper_first(subject),
        blocks=[*_opening(programme, reason), *_changes(lines), *_carrying_out(programme)],
        signatures=[issuing.signed_for_all(body, on=day)],
        recipients=[line for line in body.recipients.splitlines() if line.strip()] or [f"Lưu {office_named(body)}"],
        draft="" if dated else "Dự thảo",
    )
    title = f"Chương trình {subject}"[: limits.NAME]
    return Draft(AMENDMENT, title, body.unit_id, str(programme.year), "vi", TEMPLATE, paper.facts())


def _opening(programme: WorkProgramme, reason: str) -> Iterator[Block]:
    day = f", ngày {dates.cited(programme.document_date)}" if programme.document_date else ""
    cited = f"Chương trình số {programme.document_number}{day}"
    yield Paragraph(f"{programme.body.name} sửa đổi, bổ sung {cited} như sau:")
    yield Paragraph(f"Lý do: {wording.ended(wording.lower_first(reason))}")


def _changes(lines: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    told = [changed_line(line) for line in lines]
    added = [line["after"] for line in lines if line["act"] == "added"]
    changed = [row for line, row in zip(lines, told, strict=True) if line["act"] == "changed"]
    dropped = [line["before"]["text"] for line in lines if line["act"] == "dropped"]
    if added:
        yield Heading("NHIỆM VỤ BỔ SUNG")
        yield from items(_told(after) for after in added)
    if changed:
        yield Heading("NHIỆM VỤ SỬA ĐỔI")
        rows = []
        for number, row in enumerate(changed, start=1):
            rows += [[str(number), wording.unended(row.text)]]
            rows += [["", name, before, after] for name, before, after in row.parts]
        yield Table(["TT", "Nội dung", "Trước sửa đổi", "Sau sửa đổi"], rows, align="clll")
    if dropped:
        yield Heading("NHIỆM VỤ ĐƯA RA KHỎI CHƯƠNG TRÌNH")
        yield from items(wording.unended(text) for text in dropped)


def _told(after: Mapping[str, str]) -> str:
    """“Nhiệm vụ (Cơ quan chủ trì; trước ngày …)”."""
    until = f"hạn {after['due_on']}" if after["due_on"] else ""
    return f"{wording.unended(after['text'])} ({'; '.join(filter(None, (after['body'], until)))})"


def _carrying_out(programme: WorkProgramme) -> Iterator[Block]:
    yield Heading("TỔ CHỨC THỰC HIỆN")
    yield Clause("Các nội dung khác của Chương trình giữ nguyên.")
    yield Clause(f"{office_named(programme.body)} theo dõi, đôn đốc việc thực hiện.")
