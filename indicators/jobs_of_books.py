"""The parts of a book, composed together from one reading; then the book, bound from its finished parts."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import binding
from coquang.binding import Part
from coquang.periods import Period
from coquang.records import paper
from coquang.records.jobs import CannotBeDone
from coquang.records.models import Job, PrintedDocument
from coquang.records.paper import Draft
from coquang.records.press import keep, print_document
from indicators import book_paper
from indicators.book_sources import sources
from indicators.models import PackOfRound, PackRound
from indicators.readings import open_book
from indicators.results import Result

# How many units the first page of the contents holds, and each later one: a first guess, the pages are counted.
ON_THE_FIRST_PAGE, ON_A_LATER_PAGE = 34, 40


def compose(order: PackRound) -> None:
    """Freeze the facts of every part that has none yet; one laid out from the same sources before is taken as it is."""
    parts = list(order.packs.uncomposed().select_related("unit"))
    if not parts:
        return
    period = Period.parse(order.period)
    with translation.override("vi"):
        told = sources([part.unit_id for part in parts], period)
    known = _laid_out(told.values())
    for part in parts:
        part.facts_sha256 = told[part.unit_id]
        part.document = known.get(part.facts_sha256)
    _freeze(order, period, [part for part in parts if part.document is None])
    PackOfRound.objects.bulk_update(parts, ["document", "reason", "facts_sha256"])


def _freeze(order: PackRound, period: Period, parts: Sequence[PackOfRound]) -> None:
    held: dict[int, list[Result]] = defaultdict(list)
    for result in open_book([part.unit_id for part in parts], period.year).results(period) if parts else ():
        held[result.reported.unit_id].append(result)
    for part in parts:
        if held[part.unit_id]:
            draft = book_paper.part(part.unit, period, held[part.unit_id])
            part.document = paper.freeze(draft, by=order.by)
        else:
            told = {"unit": part.unit.name, "year": period.year}
            part.reason = _("%(unit)s reports no indicators of its own in %(year)d.") % told


def fingerprint(draft: Draft) -> str:
    """The hash of everything that will stand on a paper but its code."""
    told = [draft.kind, draft.unit_id, draft.title, draft.template, draft.language, draft.facts]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def bind(order: PackRound, job: Job) -> PrintedDocument:
    """The book: its contents, then every part that could be made."""
    parts = [
        (part.unit.name, part.document)
        for part in order.packs.filter(position__gt=0, document__isnull=False).select_related("document", "unit")
        if part.document is not None
    ]
    if not parts:
        raise CannotBeDone(_("None of the units has results of this period, so there is no book to bind."))
    contents = _contents(order, parts, job)
    documents = [contents, *(document for _name, document in parts)]
    period = Period.parse(order.period)
    draft = book_paper.bound_facts(order.host, period, {held.code: held.file_sha256 for held in documents})
    book = paper.freeze(draft, by=order.by)
    titles = [str(contents.facts["kind"]), *(name for name, _document in parts)]
    pdf = binding.bound(
        [Part(title, _read(document)) for title, document in zip(titles, documents, strict=True)],
        title=book.title,
        language="vi",
        created=book.issued_at,
    )
    keep(book, pdf, sum(document.pages or 0 for document in documents))
    return book


def _contents(order: PackRound, parts: list[tuple[str, PrintedDocument]], job: Job) -> PrintedDocument:
    """The contents, laid out anew while they have another number of pages than their own numbers were reckoned with."""
    later = max(0, len(parts) - ON_THE_FIRST_PAGE)
    own = 1 + -(-later // ON_A_LATER_PAGE)
    while True:
        rows, page = [], own + 1
        for name, document in parts:
            rows.append((name, page))
            page += document.pages or 0
        draft = book_paper.contents(order.host, Period.parse(order.period), rows)
        sha256 = fingerprint(draft)
        contents = _laid_out([sha256]).get(sha256) or paper.freeze(draft, by=order.by)
        print_document(job, contents.pk)
        contents.refresh_from_db()
        if contents.pages == own:
            break
        own = contents.pages or own + 1
    PackOfRound.objects.update_or_create(
        round=order,
        position=0,
        defaults={"unit": order.host, "document": contents, "facts_sha256": sha256},
    )
    return contents


def _laid_out(hashes: Iterable[str]) -> dict[str, PrintedDocument]:
    """Finished papers of the very same facts, by their hash."""
    known = PackOfRound.objects.filter(facts_sha256__in=list(hashes), document__pages__gt=0)
    rows = known.select_related("document").defer("document__facts").order_by("pk")
    return {row.facts_sha256: row.document for row in rows if row.document is not None}


def _read(document: PrintedDocument) -> bytes:
    with document.file.open("rb") as file:
        return bytes(file.read())
