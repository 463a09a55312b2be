"""A supplementary record (biên bản bổ sung): what it mends of which signed record, in words, signed like it."""

from django.utils import translation

from coquang import dates, limits
from coquang.blocks import Block, Heading, Paragraph
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Paper
from coquang.records.paper import Draft
from programmes import issuing, wording
from programmes.issuers import office_named, speaks_for
from programmes.minutes_paper import hands
from programmes.models import Minutes

SUPPLEMENT = "supplementary_minutes"


@translation.override("vi")
def supplement_paper(record: Minutes) -> Draft:
    """The supplementary record as it stands; until it is signed it says that it is a draft."""
    meeting, is_signed = record.meeting, record.state == Minutes.State.SIGNED
    issuer = speaks_for(meeting, KINDS["BB"])
    day = record.signed_on or dates.today()
    subject = f"bổ sung biên bản {wording.occasion(meeting)}"
    paper = Paper(
        kind=KINDS["BB"],
        rule=issuing.rule_of(issuer, day),
        head=issuing.head_of(issuer),
        day=day,
        is_undated=not is_signed,
        subject=subject if issuer.letterhead == "party" else wording.upper_first(subject),
        blocks=_blocks(record),
        signatures=hands(meeting, subject),
        recipients=[f"Lưu {office_named(issuer)}"],
        draft="" if is_signed else "Dự thảo",
    )
    title = f"Biên bản {subject}"[: limits.NAME]
    return Draft(SUPPLEMENT, title, issuer.unit_id, str(day.year), "vi", TEMPLATE, paper.facts())


def _blocks(record: Minutes) -> list[Block]:
    meeting, mended = record.meeting, record.supplements
    signed = f", ký ngày {dates.cited(mended.signed_on)}" if mended and mended.signed_on else ""
    return [
        Paragraph(f"Biên bản {wording.occasion(meeting)} ({wording.day(meeting)}){signed}, được bổ sung như sau:"),
        Heading("Nội dung bổ sung", level=2),
        *(Paragraph(wording.ended(line)) for line in wording.lines_of(record.text)),
        Paragraph("Các nội dung khác của biên bản đã ký giữ nguyên. Biên bản này lưu kèm biên bản đã ký."),
    ]
