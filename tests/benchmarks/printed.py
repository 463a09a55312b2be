"""The pages that are printed in the measurements: a conclusion of one page, a ward's report, the parts of a book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from coquang import laying_out, printing
from coquang.papers import TEMPLATE
from coquang.periods import Period
from coquang.records.paper import Draft
from indicators import book_paper
from indicators.documents import progress_report
from indicators.readings import open_book
from programmes.models import Unit
from tests.print import samples

MOMENT = datetime(2023, 3, 15, 2, tzinfo=UTC)


@dataclass(frozen=True)
class PageToPrint:
    """One paper as the press is given it."""

    html: str
    variant: str = laying_out.VARIANT

    def ours(self) -> bytes:
        return laying_out.pressed(self.html, (), self.variant)


def conclusion() -> PageToPrint:
    """A notice of conclusions on one page, with its square."""
    told = samples.paper("TB", "hd36", names="district", annexes=(), blocks=samples.CONTENT["CV"]).facts()
    return page_of(TEMPLATE, told | {"code": "9HD2-VK6L", "leads_to": "http://127.0.0.1/van-ban/ma/9HD2-VK6L/"})


def ward_report(unit: Unit, period: Period) -> PageToPrint:
    draft = progress_report(unit, period)
    return page_of(draft.template, draft.facts)


def parts_of_a_book(units: Sequence[Unit], period: Period, indicators: int) -> list[PageToPrint]:
    """The contents and a part for each unit, each of so many indicators."""
    results = open_book([unit.pk for unit in units], period.year).results(period)
    drafts: list[Draft] = [book_paper.contents(units[0], period, [(unit.name, 1) for unit in units])]
    for unit in units:
        own = [result for result in results if result.reported.unit_id == unit.pk][:indicators]
        drafts.append(book_paper.part(unit, period, own))
    return [page_of(draft.template, draft.facts) for draft in drafts]


def page_of(template: str, facts: Mapping[str, Any]) -> PageToPrint:
    with mock.patch.object(laying_out, "pressed", return_value=b"") as press:
        printing.ink(template, {**facts, "figures": ()}, created=MOMENT)
    html, _attachments, variant = press.call_args.args
    return PageToPrint(str(html), str(variant))
