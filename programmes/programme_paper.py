"""The work programme of a year (chương trình công tác năm): its themes, its work by field, and the list of tasks."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Block, Clause, Heading, Paragraph, Table, items
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Annex, Paper
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing, wording
from programmes.dashboards.work_programmes import Group, groups_of
from programmes.issuers import office_named
from programmes.models import Task, WorkProgramme

PROGRAMME = "work_programme"
WORD = "chương trình "


@translation.override("vi")
def programme_paper(programme: WorkProgramme) -> Draft:
    """As it was adopted with its amendments worked in, or as a draft. Raises Refused when its body issues no papers."""
    body, groups = programme.body, groups_of(programme)
    day = programme.document_date or dates.today()
    if not issuing.may_issue(body, KINDS["CTr"], day):
        raise Refused(
            _("No body of %(unit)s may issue this paper: give one of them its letterhead first.")
            % {"unit": body.unit.name}
        )
    subject = programme.title
    if subject.casefold().startswith(WORD):
        subject = subject[len(WORD) :]
    subject = f"{wording.lower_first(subject)} của {body.name}"
    paper = Paper(
        kind=KINDS["CTr"],
        rule=issuing.rule_of(body, day),
        head=issuing.head_of(body),
        day=day,
        number=programme.document_number.partition("-")[0],
        is_undated=programme.document_date is None,
        subject=subject if body.letterhead == "party" else wording.upper_first(subject),
        blocks=[*_opening(programme), *_work(groups), *_carrying_out(programme)],
        signatures=[issuing.signed_for_all(body, on=day)],
        recipients=[line for line in body.recipients.splitlines() if line.strip()] or [f"Lưu {office_named(body)}"],
        annexes=[Annex("Danh mục nhiệm vụ", [_list(groups)], is_across=True)] if groups else [],
        draft="" if programme.state == WorkProgramme.State.ADOPTED else "Dự thảo",
    )
    title = f"Chương trình {subject}"[: limits.NAME]
    return Draft(PROGRAMME, title, body.unit_id, str(programme.year), "vi", TEMPLATE, paper.facts())


def _opening(programme: WorkProgramme) -> Iterator[Block]:
    themes = [
        f"chủ đề năm {theme.year} của {theme.unit.name}: “{wording.unended(theme.text)}”"
        for theme in (programme.superior_theme, programme.theme)
        if theme is not None
    ]
    led = f"Thực hiện {'; '.join(themes)}, " if themes else ""
    words = f"{led}{programme.body.name} ban hành Chương trình công tác năm {programme.year} như sau:"
    yield Paragraph(words)


def _work(groups: list[Group]) -> Iterator[Block]:
    yield Heading("NHIỆM VỤ TRỌNG TÂM")
    for group in groups:
        yield Heading(group.field, level=2)
        yield from items(_told(line.task) for line in group.lines)
    if not groups:
        yield Paragraph("Chưa có nhiệm vụ.")


def _told(task: Task) -> str:
    """“Nhiệm vụ (Cơ quan chủ trì; trước ngày …)”."""
    lead = task.lead_body.name if task.lead_body else task.lead_text
    return f"{wording.unended(task.text)} ({'; '.join(filter(None, (lead, wording.deadline(task))))})"


def _carrying_out(programme: WorkProgramme) -> Iterator[Block]:
    office = office_named(programme.body)
    yield Heading("TỔ CHỨC THỰC HIỆN")
    yield Clause(
        "Các cơ quan, đồng chí được phân công tại danh mục kèm theo xây dựng kế hoạch, tổ chức thực hiện đúng thời hạn."
    )
    yield Clause(f"{office} theo dõi, đôn đốc, định kỳ hằng quý báo cáo {programme.body.name} tình hình thực hiện.")


def _list(groups: list[Group]) -> Table:
    rows: list[list[str]] = []
    number = 0
    for at, group in enumerate(groups, start=1):
        rows.append([str(at), group.field])
        for line in group.lines:
            number += 1
            task = line.task
            lead = task.lead_body.name if task.lead_body else task.lead_text
            owner = task.owner.named if task.owner else "chờ phân công"
            cells = [wording.unended(task.text), lead, owner, wording.deadline(task), task.expected_product]
            rows.append([f"{at}.{number}", *cells])
        number = 0
    heads = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Đồng chí phụ trách", "Thời hạn", "Sản phẩm"]
    return Table(heads, rows, align="clllll")
