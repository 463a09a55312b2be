"""A book of results (tập số liệu): a part for each unit below, and the contents with the page each part begins on.

A part says nothing of the book it stands in, so that the same figures are the same part in the next book.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Paragraph, composed
from coquang.papers import foot
from coquang.periods import Period
from coquang.records.paper import Draft
from indicators.documents import figures, summary, table_of
from indicators.form_paper import names_of
from indicators.results import Result
from programmes import issuing
from programmes.models import Body, Unit

BOOK, PART, CONTENTS = "book", "book_part", "book_contents"
TEMPLATE = "print/indicators/book_part.html"
TEMPLATE_OF_CONTENTS = "print/indicators/book_contents.html"


@translation.override("vi")
def part(unit: Unit, period: Period, results: Sequence[Result]) -> Draft:
    """What the book tells of one unit: how its targets stand, counted, and the table."""
    facts: dict[str, Any] = {
        "kind": unit.name.upper(),
        "subject": f"Kết quả thực hiện các chỉ tiêu {period.name('vi')}",
        "blocks": composed([Paragraph(summary(results, period, "vi")), table_of(results, period)], "hd36"),
        "annexes": [],
        "figures": [figure.told() for figure in figures(results)],
        "is_part": True,
        **foot(),
        "labels": {"code": _("Paper code")},
    }
    title = f"Kết quả {period.name('vi')}, {unit.name}"[: limits.NAME]
    return Draft(PART, title, unit.pk, period.code, "vi", TEMPLATE, facts)


@translation.override("vi")
def contents(host: Unit, period: Period, rows: Iterable[tuple[str, int]]) -> Draft:
    """The first pages of the book: whose it is, of which period, and where each unit begins."""
    issuer = issuing.issuer_of(host)
    facts: dict[str, Any] = {
        "kind": "TẬP SỐ LIỆU",
        "subject": f"kết quả thực hiện các chỉ tiêu {period.name('vi')} của các đơn vị thuộc {host.name}",
        "form": issuer.letterhead if issuer else Body.Letterhead.NONE,
        **names_of(host, issuer),
        "made": f"Số liệu tính đến ngày {dates.cited(dates.today())}",
        "heads": ["TT", "Đơn vị", "Trang"],
        "rows": [[str(number), name, str(page)] for number, (name, page) in enumerate(rows, start=1)],
        "is_part": True,
        **foot(),
        "labels": {"code": _("Paper code")},
    }
    return Draft(CONTENTS, title_of(host, period), host.pk, period.code, "vi", TEMPLATE_OF_CONTENTS, facts)


def title_of(host: Unit, period: Period) -> str:
    return f"Tập số liệu {period.name('vi')}, {host.name}"[: limits.NAME]


def bound_facts(host: Unit, period: Period, parts: Mapping[str, str]) -> Draft:
    """What is known of a bound book: the codes of its parts in their order, each with the hash of its file."""
    facts = {"parts": [{"code": code, "sha256": sha256} for code, sha256 in parts.items()]}
    return Draft(BOOK, title_of(host, period), host.pk, period.code, "vi", "", facts)
