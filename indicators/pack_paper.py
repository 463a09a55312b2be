"""The pack of a meeting (bộ tài liệu họp): one page for the leader, then agenda and promises, figures, open matters.

Nobody's private note is read here. It is printed, and shown on the screen from the same strings.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Block, Heading, Paragraph, Table, composed
from coquang.papers import foot
from coquang.records.paper import Draft
from indicators.dashboards.explanations import Explained
from indicators.dashboards.packs import Occasion, Pack, pack_of
from indicators.documents import by_field, summary
from indicators.form_paper import names_of
from indicators.leader_page import first_page, short
from programmes import issuing, wording
from programmes.invitation_paper import agenda_blocks, carried_blocks
from programmes.models import Body, Person

PACK = "meeting_pack"
TEMPLATE = "print/indicators/pack.html"


@translation.override("vi")
def pack_paper(occasion: Occasion, person: Person) -> Draft:
    """The pack as it stands today for this person."""
    pack = pack_of(occasion, person)
    issuer = issuing.issuer_of(occasion.host)
    rule = issuing.rule_of(issuer, pack.on) if issuer else "hd36"
    about = _about(occasion)
    facts: dict[str, Any] = {
        "kind": "BỘ TÀI LIỆU HỌP",
        "subject": short(wording.upper_first(about), 150),
        "form": issuer.letterhead if issuer else Body.Letterhead.NONE,
        **names_of(occasion.host, issuer),
        "when": short(_when(occasion), 120),
        "made": f"Số liệu, nhiệm vụ tính đến ngày {dates.cited(pack.on)}",
        "language": "vi",
        "blocks": composed(first_page(pack), rule),
        "annexes": [
            {
                "label": "",
                "title": title,
                "belongs_to": f"({wording.listing(unit.name for unit in occasion.units) or occasion.host.name})",
                "is_across": False,
                "blocks": composed(blocks, rule),
            }
            for title, blocks in _parts(pack, person)
            if blocks
        ],
        **foot(),
        "labels": {"code": _("Paper code")},
    }
    title = f"Bộ tài liệu họp: {about}"[: limits.NAME]
    period = occasion.period.code if occasion.period else ""
    return Draft(PACK, title, occasion.host.pk, period, "vi", TEMPLATE, facts)


def _about(occasion: Occasion) -> str:
    if occasion.meeting is not None:
        return wording.occasion(occasion.meeting)
    names = wording.listing(unit.name_in_sentence for unit in occasion.units)
    return f"{names}, {occasion.period.name('vi')}" if occasion.period else names


def _when(occasion: Occasion) -> str:
    meeting = occasion.meeting
    if meeting is None:
        return ""
    at = f"{dates.hour_words(meeting.starts_at)}, " if meeting.starts_at else ""
    return "; ".join(filter(None, (f"{at}{wording.day(meeting)}", meeting.place, f"chủ trì: {wording.chair(meeting)}")))


def _parts(pack: Pack, person: Person) -> Iterator[tuple[str, list[Block]]]:
    meeting = pack.occasion.meeting
    if meeting is not None:
        yield "Chương trình họp", list(agenda_blocks(meeting, person))
    elif pack.before is not None:
        yield "Việc thực hiện kết luận kỳ trước", list(carried_blocks(pack.before))
    period = pack.occasion.period
    if period is not None:
        for held in pack.figures:
            told = [Paragraph(summary(held.results, period, "vi")), *by_field(held.results, period, "vi", False)]
            yield f"Số liệu {period.name('vi')} của {held.unit.name}", told
    for asked in pack.explanations:
        yield f"Giải trình số liệu của {asked.unit.name}", list(_explained(asked.explained))
    yield "Kiến nghị chưa giải quyết xong và nhiệm vụ quá hạn", list(_open_matters(pack))


def _explained(found: Sequence[Explained]) -> Iterator[Block]:
    """What was asked of which indicator, and the answer as it was given; what is still owed says since when."""
    rows = [
        [
            str(number),
            f"{each.indicator}, {each.period}",
            " ".join(filter(None, (wording.ended(each.question), f"({each.asked_by})" if each.asked_by else ""))),
            _answer(each),
        ]
        for number, each in enumerate(found, start=1)
    ]
    yield Table(["TT", "Chỉ tiêu", "Yêu cầu giải trình", "Giải trình"], rows, align="clll")


def _answer(each: Explained) -> str:
    due = f"hạn {dates.cited(each.due_on)}"
    if each.answered_at is None:
        return f"Quá hạn giải trình ({due})." if each.is_overdue else f"Chờ giải trình ({due})."
    day = dates.cited(timezone.localtime(each.answered_at).date())
    late = f", trễ {due}" if each.was_late else ""
    return f"{wording.ended(each.answer)} ({'; '.join(filter(None, (each.answered_by, f'ngày {day}{late}')))})"


def _open_matters(pack: Pack) -> Iterator[Block]:
    yield Heading("KIẾN NGHỊ CHƯA GIẢI QUYẾT XONG")
    rows = [
        [
            str(number),
            wording.unended(proposal.text),
            proposal.addressed_to.name,
            wording.upper_first(str(held.state.label)),
            dates.short(held.due) if held.due else "",
        ]
        for number, (proposal, held) in enumerate(pack.proposals, start=1)
    ]
    if rows:
        yield Table(["TT", "Kiến nghị", "Gửi đến", "Tình hình", "Hạn"], rows, align="cllll")
    else:
        yield Paragraph("Không có kiến nghị nào đang chờ giải quyết.")
    yield Heading("NHIỆM VỤ QUÁ HẠN")
    late = [
        [
            str(number),
            wording.unended(task.text),
            task.lead_body.name if task.lead_body else task.lead_text,
            task.owner.named if task.owner else "chờ phân công",
            dates.short(task.due_on) if task.due_on else "",
        ]
        for number, task in enumerate(pack.overdue, start=1)
    ]
    if late:
        yield Table(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Đồng chí phụ trách", "Hạn"], late, align="cllll")
    else:
        yield Paragraph("Không có nhiệm vụ nào quá hạn.")
