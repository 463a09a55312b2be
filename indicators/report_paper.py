"""The progress report as an official paper: who writes its text, when it may go out, whether its figures stand."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang.periods import Period
from coquang.records.doors import keep_rule
from coquang.records.figures import PrintedFigure, Standing, ask_of
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators import roll_ups
from indicators.book_paper import BOOK, CONTENTS, PART
from indicators.dashboards.written_parts import how_many_changed
from indicators.documents import PROGRESS_REPORT, annexed, figures, results_of, told, unapproved, written_parts
from indicators.models import Correction, Sheet
from indicators.permissions import may_write_report, sees_all_below
from indicators.readings import open_book
from programmes.besides import Piece, put_beside
from programmes.models import OfficialPaper, Person
from programmes.paper_sources import Source, Written, keep_source


class ProgressReport(Source):
    """Its source: the text is written anew from approved figures until the paper goes to be signed."""

    def write(self, paper: OfficialPaper) -> Written:
        period = Period.parse(paper.period)
        results = results_of(paper.unit, period)
        blocks = [*told(paper.body, period, results), *written_parts(paper.unit, period)]
        return Written(blocks, figures(results), annexed(results, period))

    def refuse_unready(self, paper: OfficialPaper) -> None:
        """While a sheet of the period waits for its approval, its figures are not final; nor are sums that lag."""
        waiting = unapproved(paper.unit, Period.parse(paper.period))
        if waiting:
            raise Refused(
                _("The sheet of %(quarter)s is not approved yet: approve it first, then send the report to be signed.")
                % {"quarter": waiting[0].period.name("vi")}
            )
        roll_ups.fold_now()


def standings(document: PrintedDocument, printed: Sequence[PrintedFigure]) -> list[Standing]:
    """Each figure of a printed report beside what it is today."""
    period = Period.parse(document.period)
    return standing_now(document.unit_id, period, printed, since=document.issued_on, language=document.language)


def standing_now(
    unit_id: int, period: Period, printed: Sequence[PrintedFigure], *, since: date, language: str = "vi"
) -> list[Standing]:
    """Each figure of a unit beside what it is today, and the day since which it is another."""
    book = open_book([unit_id], period.year)
    now = {figure.key: figure for figure in figures(book.results(period), language)}
    found = []
    for figure in printed:
        today = now.get(figure.key)
        if today is not None and today.value == figure.value:
            found.append(Standing(figure, stands=True))
        else:
            day = _corrected_on(unit_id, period, figure.key, since)
            found.append(Standing(figure, False, day, today.result if today else ""))
    return found


def _corrected_on(unit_id: int, period: Period, code: str, since: date) -> date | None:
    """The day of the last correction of the indicator agreed since the day of printing, else of the last revision."""
    sheets = Sheet.objects.filter(unit=unit_id, year=period.year, quarter__lte=period.through)
    agreed = Correction.objects.filter(
        decision=Correction.Decision.AGREED,
        figure__indicator__code=code,
        figure__sheet__in=sheets,
        decided_at__date__gte=since,
    )
    revised = sheets.filter(revision__gt=1, approved_at__date__gte=since)
    last = agreed.aggregate(at=Max("decided_at"))["at"] or revised.aggregate(at=Max("approved_at"))["at"]
    return timezone.localtime(last).date() if last else None


def beside_draft(paper: OfficialPaper, person: Person) -> Piece | None:
    """On the page of a draft, where its written parts are typed and how many of them figures have left behind."""
    if paper.source != PROGRESS_REPORT or not paper.is_open or not may_write_report(person, paper.unit):
        return None
    period = Period.parse(paper.period)
    facts = {"unit": paper.unit, "period": period, "changed": how_many_changed(paper.unit, period)}
    return Piece("indicators/report/_beside_draft.html", facts)


def may_read_book(document: PrintedDocument, person: Person) -> bool | None:
    """A book tells of every unit below, so seeing its unit alone is not enough."""
    if document.kind not in {BOOK, CONTENTS}:
        return None
    return sees_all_below(person, document.unit, document.issued_on)


def register_all() -> None:
    keep_source(PROGRESS_REPORT, ProgressReport())
    put_beside(OfficialPaper, "text", beside_draft)
    ask_of(PROGRESS_REPORT, standings)
    ask_of(PART, standings)
    keep_rule(may_read_book)
