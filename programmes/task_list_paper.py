"""The list of one comrade's tasks (danh mục nhiệm vụ) under the letterhead of the unit, with how each stands."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Block, Paragraph, Table, composed
from coquang.papers import foot
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing, wording
from programmes.models import Appointment, Body, Task, Unit
from programmes.standing import standing_of

TASK_LIST = "task_list"
TEMPLATE = "print/programmes/task_list.html"


@translation.override("vi")
def task_list_paper(appointment: Appointment, tasks: Sequence[Task]) -> Draft:
    """Open tasks first by their day, then what was done this year. Raises Refused when there is none."""
    unit_id, on = appointment.seat_id, dates.today()
    if unit_id is None or not tasks:
        raise Refused(_("No task is given to this person, so there is no list to print."))
    unit = Unit.objects.get(pk=unit_id)
    issuer = issuing.issuer_of(unit)
    rows = [
        [
            str(number),
            wording.unended(task.text),
            str(task.get_origin_display()),
            wording.deadline(task),
            task.expected_product,
            str(standing_of(task, on).label),
        ]
        for number, task in enumerate(tasks, start=1)
    ]
    heads = ["TT", "Nhiệm vụ", "Giao từ", "Thời hạn", "Sản phẩm", "Tình hình"]
    blocks: list[Block] = [
        Paragraph(f"Đến ngày {dates.cited(on)}, đồng chí được giao {len(tasks):02d} nhiệm vụ:"),
        Table(heads, rows, align="clllll"),
    ]
    rule = issuing.rule_of(issuer, on) if issuer else "hd36"
    facts = {
        "kind": "DANH MỤC NHIỆM VỤ",
        "subject": wording.comrade(appointment.person.full_name, appointment.post),
        "form": issuer.letterhead if issuer else Body.Letterhead.NONE,
        "superior_lines": issuer.superior_lines.splitlines() if issuer else [],
        "issuer_lines": issuer.issuer_lines.splitlines() if issuer else [unit.name.upper()],
        "place_and_date": f"{(issuer.issue_place if issuer else '') or unit.name}, {dates.long_date(on)}",
        "blocks": composed(blocks, rule),
        "annexes": [],
        "signers": ["ĐỒNG CHÍ ĐƯỢC GIAO", "THỦ TRƯỞNG CƠ QUAN"],
        **foot(),
        "labels": {"code": _("Paper code")},
    }
    title = f"Danh mục nhiệm vụ: {appointment.named}"[: limits.NAME]
    return Draft(TASK_LIST, title, unit.pk, str(on.year), "vi", TEMPLATE, facts)
