"""Putting papers behind figures: attach one, let it serve further rows, take it away while the sheet is a draft.

A paper may come after the sheet was sent up, for that is what the rows that wait for one wait for.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Evidence, EvidenceOf, Figure, FigureNote, Sheet
from indicators.models.evidence import drawer, kept
from indicators.permissions import may_enter_rows
from programmes.models import Person
from programmes.permissions import Role, capacity


@transaction.atomic
def attach(sheet: Sheet, attachment: Attachment, *, title: str, to: Iterable[Figure], by: Person) -> Evidence:
    """Keep a file and put it behind figures of the sheet; rows that waited for their paper wait no more."""
    figures = list(to)
    sheet = _locked(sheet, by, figures)
    if known := Evidence.objects.filter(sheet=sheet, sha256=attachment.sha256).first():
        raise Refused(_("This very file is kept already as “%(title)s”; choose it from the list.") % {"title": known})
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    evidence = Evidence.objects.create(
        sheet=sheet,
        title=title,
        **kept(attachment),
        by=by,
        capacity=held,
        at=dates.now(),
    )
    facts = {"sha256": evidence.sha256, "figures": [figure.pk for figure in figures]}
    record(evidence, "evidence.attached", by=by, capacity=held, **facts)
    for figure in figures:
        _put_behind(evidence, figure, by=by, held=held)
    return evidence


@transaction.atomic
def link(evidence: Evidence, figure: Figure, *, by: Person) -> EvidenceOf:
    """Let a paper of the sheet serve one more row."""
    sheet = _locked(evidence.sheet, by, [figure])
    if EvidenceOf.objects.filter(evidence=evidence, figure=figure).exists():
        raise Refused(_("This paper stands behind the figure already."))
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(evidence, "evidence.linked", by=by, capacity=held, figure=figure.pk)
    return _put_behind(evidence, figure, by=by, held=held)


@transaction.atomic
def detach(evidence: Evidence, figure: Figure, *, by: Person) -> None:
    """Take a paper from behind a figure; with the last row the file goes. What the row waited for is awaited again."""
    sheet = _locked(evidence.sheet, by, [figure])
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted; the papers behind its figures stay."))
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    stood = EvidenceOf.objects.filter(evidence=evidence, figure=figure).first()
    if stood is None:
        raise Refused(_("This paper does not stand behind the figure any more."))
    stood.delete()
    facts = {"figure": figure.pk, "title": evidence.title, "sha256": evidence.sha256}
    record(evidence, "evidence.detached", by=by, capacity=held, **facts)
    if stood.was_awaited and not figure.papers.exists():
        FigureNote.objects.filter(figure=figure).update(paper_follows=True, paper_due=stood.was_due)
    if not evidence.rows.exists():
        record(evidence, "evidence.removed", by=by, capacity=held, title=evidence.title, sha256=evidence.sha256)
        stored_as = evidence.stored_as
        evidence.delete()
        transaction.on_commit(lambda: drawer().delete(stored_as))


def _put_behind(evidence: Evidence, figure: Figure, *, by: Person, held: str) -> EvidenceOf:
    note = FigureNote.objects.filter(figure=figure, paper_follows=True).first()
    stands = EvidenceOf.objects.create(
        evidence=evidence,
        figure=figure,
        was_awaited=note is not None,
        was_due=note.paper_due if note else None,
        by=by,
        at=dates.now(),
    )
    if note is not None:
        record(figure, "figure.paper_came", by=by, capacity=held, evidence=evidence.pk, due=str(note.paper_due or ""))
        note.paper_follows, note.paper_due = False, None
        note.save(update_fields=["paper_follows", "paper_due"])
    return stands


def _locked(sheet: Sheet, by: Person, figures: Iterable[Figure]) -> Sheet:
    """The sheet, held until the deed is done, for who may enter these rows of it."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_enter_rows(by, sheet, [figure.indicator_id for figure in figures]):
        raise PermissionDenied
    return sheet
