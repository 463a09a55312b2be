"""Making papers: a term, a draft, one that was signed, one that was issued and printed."""

from datetime import date
from typing import Any

from coquang import dates
from coquang.records import press
from coquang.records.models import Job, PrintedDocument
from programmes.actions import papers
from programmes.models import Body, OfficialPaper, Person, Term

TEXT = """I- Kết quả
1. Về kinh tế
Thuế công thương nghiệp thu được 14.500.000.000 đồng.
- Vận động hộ kinh doanh nộp thuế
- Rà soát hộ mới
II- Nhiệm vụ
Các chi bộ tổ chức thực hiện Thông báo này."""


def term(body: Body, ordinal: int = 9, begins: date = date(2020, 6, 1), ends: date | None = None) -> Term:
    return Term.objects.create(body=body, ordinal=ordinal, valid_from=begins, valid_to=ends)


def drafted(body: Body, *, by: Person, to: list[Body] | None = None, **facts: Any) -> OfficialPaper:
    own = {
        "kind": "TB",
        "subject": "kết luận của Thường trực Đảng ủy",
        "text": TEXT,
        "recipients": "Các chi bộ\nLưu Văn phòng",
        "signing_power": "T/M BAN THƯỜNG VỤ",
        "signer_title": "PHÓ BÍ THƯ",
    }
    return papers.keep(OfficialPaper(body=body, **{**own, **facts}), to=to, by=by)


def signed(body: Body, *, clerk: Person, vetter: Person, **facts: Any) -> OfficialPaper:
    paper = drafted(body, by=clerk, **facts)
    papers.submit(paper, by=vetter)
    return papers.sign(paper, on=dates.today(), signer_name="Nguyễn Văn Minh Họa", by=clerk)


def issued(body: Body, *, clerk: Person, vetter: Person, **facts: Any) -> OfficialPaper:
    paper = signed(body, clerk=clerk, vetter=vetter, **facts)
    papers.issue(paper, day=dates.today(), by=clerk)
    return OfficialPaper.objects.get(pk=paper.pk)


def printed(paper: OfficialPaper) -> PrintedDocument:
    """The latest print of a paper, laid out as the worker does it."""
    document = PrintedDocument.objects.get(pk=paper.prints.first().document_id)  # type: ignore[union-attr]
    press.print_document(Job(), document.pk)
    return PrintedDocument.objects.get(pk=document.pk)
