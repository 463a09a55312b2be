"""What people do with a report: write its own parts, have it printed."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coquang.periods import Period
from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators.dashboards.written_parts import PARTS, told_in
from indicators.documents import PROGRESS_REPORT, issuing_body, progress_report, results_of, subject_of
from indicators.models import Indicator, ReportSentence, ReportText
from indicators.permissions import may_print_report, may_write_report
from indicators.readings import open_book
from indicators.sentences import sentence
from programmes.actions import papers
from programmes.models import OfficialPaper, Person, Unit
from programmes.official import new_paper
from programmes.permissions import Role, capacity
from programmes.permissions_of_papers import may_draft


@transaction.atomic
def write(unit: Unit, period: Period, parts: Mapping[str, str], *, seen_version: int, by: Person) -> ReportText:
    """Keep the office's own parts of a report; refused when someone else wrote in between."""
    text = _locked(unit, period)
    if not may_write_report(by, unit):
        raise PermissionDenied
    if text.saved_by_id is not None and text.version != seen_version:
        raise Refused(_("Someone else has meanwhile written in this report. Open it in another window and compare."))
    for name, value in parts.items():
        setattr(text, name, value)
    book = open_book([unit.pk], period.year)
    text.told = told_in([getattr(text, part) for part in PARTS], book.results(period), text.told)
    text.version, text.saved_by = text.version + 1, by
    text.save(update_fields=[*parts, "told", "version", "saved_by", "saved_at"])
    held = capacity(by, unit.pk, {Role.ENTER, Role.VET, Role.SIGN})
    record(text, "report.written", by=by, capacity=held, period=period.code)
    return text


@transaction.atomic
def reword(unit: Unit, period: Period, indicator: Indicator, words: str, *, by: Person) -> None:
    """Put a sentence of the results in the office's own words; none are the portal's again."""
    text = _locked(unit, period)
    if not may_write_report(by, unit):
        raise PermissionDenied
    rows = ReportSentence.objects.filter(unit=unit, period=period.code, indicator=indicator)
    told = next((one for one in results_of(unit, period) if one.indicator.pk == indicator.pk), None)
    if told is None:
        raise Refused(_("%(unit)s does not report this indicator.") % {"unit": unit.name})
    with translation.override("vi"):
        portals = sentence(told, period, "vi")
    if words and words != portals:
        facts = {"text": words, "written_from": portals, "saved_by": by}
        rows.update_or_create(defaults=facts, unit=unit, period=period.code, indicator=indicator)
    else:
        rows.delete()
    held = capacity(by, unit.pk, {Role.ENTER, Role.VET, Role.SIGN})
    record(text, "report.reworded", by=by, capacity=held, period=period.code, indicator=indicator.code)


@transaction.atomic
def print_report(unit: Unit, period: Period, *, language: str, discrete: bool, by: Person) -> PrintedDocument:
    """Freeze the report as it stands and have it printed."""
    if not may_print_report(by, unit, period):
        raise PermissionDenied
    document = paper.issue(progress_report(unit, period, language=language, discrete=discrete), by=by)
    record(document, "report.issued", by=by, period=period.code, code=document.code)
    return document


@transaction.atomic
def draft_report(unit: Unit, period: Period, *, by: Person) -> OfficialPaper:
    """Begin the report as an official paper; one that is being written already is gone on with.

    Its results and the office's own parts are written anew until it goes to be signed.
    """
    issuer = issuing_body(unit)
    known = OfficialPaper.objects.filter(unit=unit, source=PROGRESS_REPORT, period=period.code)
    draft = known.filter(state=OfficialPaper.State.DRAFT, body=issuer).first()
    if draft is not None and may_draft(by, issuer):
        return draft
    with translation.override("vi"):
        results_of(unit, period)
        paper = OfficialPaper(
            body=issuer,
            source=PROGRESS_REPORT,
            period=period.code,
            subject=subject_of(period),
            **new_paper(issuer, "BC"),
        )
    return papers.keep(paper, by=by)


def _locked(unit: Unit, period: Period) -> ReportText:
    """What the office writes of the report; begun when it is not there yet."""
    ReportText.objects.get_or_create(unit=unit, period=period.code)
    return ReportText.objects.select_for_update().get(unit=unit, period=period.code)
