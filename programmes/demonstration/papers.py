"""The demonstration's official papers, one in every state of its life, made by the acts of its own accounts.

Their words are taken from the meeting and the tasks; numbers, days and who opened what are invented. They go through
the same actions as any paper, so their journal is that of the day on which the demonstration was loaded.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pikepdf

from coquang import dates
from coquang.attachments import examine
from coquang.records.press import print_document
from programmes.actions import notices, numbering, paper_copies, papers
from programmes.demonstration import HERE, demonstration_units, read
from programmes.issuers import FOR_ALL, Issuer
from programmes.models import Body, Delivery, Minutes, OfficialPaper, Person
from programmes.notice_parts import proposed
from programmes.official import new_paper

Row = Mapping[str, Any]
SIGNED_OR_LATER = ("signed", "issued", "filed", "cancelled")
NUMBERED = ("issued", "filed", "cancelled")


def load() -> None:
    """All papers that are told, in the order they were written. PermissionDenied or Refused without their people."""
    told, known = read(HERE, "papers.json"), dict[str, OfficialPaper]()
    for row in told["outside"]:
        _outside(row)
    for row in told["papers"]:
        known[row["key"]] = take_along(_begun(row, known), row)


def take_along(paper: OfficialPaper, row: Row) -> OfficialPaper:
    """From draft as far as the paper is told to have come."""
    clerk, vetter = _people(row)
    for _draft in range(row.get("drafts", 0)):
        papers.circulate(paper, by=clerk)
    if row["state"] != "draft":
        papers.submit(paper, by=vetter)
    if row["state"] in SIGNED_OR_LATER:
        signer = read(HERE, "papers.json")["signer"]
        papers.sign(paper, on=date.fromisoformat(row["signed_on"]), signer_name=signer, by=clerk)
    if row["state"] in NUMBERED:
        papers.issue(paper, day=date.fromisoformat(row["issued_on"]), number=row["number"], by=clerk)
        for sent in row.get("sent", ()):
            _sent(paper, sent)
    if row["state"] == "cancelled":
        papers.cancel(paper, row["reason"], by=clerk)
    if row["state"] == "filed":
        _filed(paper, clerk)
    return OfficialPaper.objects.get(pk=paper.pk)


def _begun(row: Row, known: Mapping[str, OfficialPaper]) -> OfficialPaper:
    clerk, _vetter = _people(row)
    body = _body(row)
    if "corrects" in row:
        paper = papers.correct(known[row["corrects"]], by=clerk)
        paper.text, paper.is_demonstration = row["text"], True
        paper.save(update_fields=["is_demonstration"])
        return papers.keep(paper, to=(), by=clerk)
    if "concluded_on" in row:
        return _notice(row, body, clerk)
    own = {name: row[name] for name in ("subject", "text", "address", "recipients") if name in row}
    paper = OfficialPaper(body=body, is_demonstration=True, **{**new_paper(body, row["kind"]), **own})
    return papers.keep(paper, to=_bodies(row.get("to", ())), by=clerk)


def _notice(row: Row, body: Body, clerk: Person) -> OfficialPaper:
    """The notice of what a meeting concluded, in the words the record offers, as its body itself signs."""
    minutes = Minutes.objects.select_related("meeting").get(
        meeting__unit=body.unit_id, meeting__held_on=row["concluded_on"], meeting__is_demonstration=True
    )
    paper = notices.draft(minutes, Issuer(body, FOR_ALL), proposed(minutes, clerk), by=clerk)
    OfficialPaper.objects.filter(pk=paper.pk).update(is_demonstration=True)
    return paper


def _outside(row: Row) -> None:
    clerk, _vetter = _people(row)
    numbering.note_outside(
        _body(row),
        kind=row["kind"],
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        subject=row["subject"],
        explanation=row["explanation"],
        by=clerk,
    )


def _sent(paper: OfficialPaper, sent: Row) -> None:
    """When it came, and for some who opened it and entered it in the incoming book."""
    opener = Person.objects.get(username=sent["opened_by"]) if "opened_by" in sent else None
    Delivery.objects.create(
        paper=paper,
        body=_body(sent),
        sent_at=_moment(sent["at"]),
        opened_at=_moment(sent["opened_at"]) if opener else None,
        opened_by=opener,
        incoming_number=sent.get("number", ""),
        handler=Person.objects.filter(username=sent.get("handler", "")).first(),
    )


def _filed(paper: OfficialPaper, clerk: Person) -> None:
    """Its own print, without the files it carries, stands for the scan."""
    made = paper.prints.filter(state="issued").select_related("document__job").get()
    if made.document.job is not None:
        print_document(made.document.job, made.document_id)
    made.document.refresh_from_db()
    bare = BytesIO()
    with made.document.file.open("rb") as file, pikepdf.open(BytesIO(file.read())) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        for key in {"/AF", "/Names"} & set(pdf.Root.keys()):
            del pdf.Root[key]
        pdf.save(bare)
    scan = examine(f"ban-ky-{made.document.code}.pdf", bare.getvalue())
    paper_copies.file_copy(paper, scan, code=made.document.code, by=clerk)


def _people(row: Row) -> tuple[Person, Person]:
    """Who drafts, and who sends to be signed."""
    told = read(HERE, "papers.json")
    return (
        Person.objects.get(username=row.get("by", told["drafted_by"])),
        Person.objects.get(username=row.get("vetted_by", told["vetted_by"])),
    )


def _body(row: Row) -> Body:
    return Body.objects.select_related("unit").get(unit=demonstration_units()[row["unit"]], key=row["body"])


def _bodies(rows: Iterable[Row]) -> list[Body]:
    return [_body(row) for row in rows]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=dates.now().tzinfo)
