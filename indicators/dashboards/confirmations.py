"""What a cell is asked: the questions of the door, one after another, and the figures of a sheet a cell should see."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from indicators.bodies_beside import unconfirmed
from indicators.measures import column_unit, in_cell, measure_of
from indicators.models import Figure, Remark, ReportedIndicator, Sheet
from programmes.models import Person
from programmes.permissions import Role


@dataclass(frozen=True)
class Asked:
    """One question as its screen shows it."""

    question: Remark
    number: int
    count: int
    cell: str
    name: str
    stretch: str
    figure: str
    words: str
    measure: str


def questions_of(person: Person) -> QuerySet[Remark]:
    """The questions that wait for somebody who confirms for a cell, the oldest first; none of an approved sheet."""
    cells = [a.body_id for a in person.appointments_on(dates.today()) if a.role == Role.CONFIRM and a.body_id]
    asked = Remark.objects.open().filter(asked_of__in=cells).exclude(figure__sheet__state=Sheet.State.APPROVED)
    return asked.select_related("asked_of", "figure__sheet__unit", "figure__indicator").order_by("pk")


def asked_of(person: Person, pk: int | None = None) -> Asked | None:
    """The question with a key, or the first that waits; None when there is none."""
    waiting = list(questions_of(person))
    for number, question in enumerate(waiting, start=1):
        if pk in (None, question.pk):
            return _asked(question, number, len(waiting))
    return None


def _asked(question: Remark, number: int, count: int) -> Asked:
    figure, language = question.figure, get_language() or "vi"
    indicator, is_known = figure.indicator, question.value is not None
    measure = measure_of(indicator)
    is_spoken = is_known and not indicator.is_ratio and language == "vi"
    return Asked(
        question=question,
        number=number,
        count=count,
        cell=question.asked_of.name if question.asked_of else question.asked_post,
        name=indicator.named(language),
        stretch=_stretch(figure),
        figure=in_cell(indicator, question.value, question.denominator, language) if is_known else "",
        words=measure.spoken(question.value) if is_spoken and question.value is not None else "",
        measure="" if indicator.is_ratio else column_unit(indicator, language),
    )


def _stretch(figure: Figure) -> str:
    """Which time the figure is of: the quarter alone, or the year so far where it is typed so."""
    sheet = figure.sheet
    reported = ReportedIndicator.objects.filter(unit=sheet.unit_id, indicator=figure.indicator_id)
    latest = reported.filter(from_year__lte=sheet.year).order_by("-from_year").first()
    told = {"quarter": dates.roman(sheet.quarter), "year": sheet.year}
    if latest and latest.entry_mode == ReportedIndicator.EntryMode.CUMULATIVE:
        return _("From January to the end of quarter %(quarter)s/%(year)d") % told
    return _("Quarter %(quarter)s/%(year)d alone") % told


def to_be_confirmed(sheet: Sheet) -> QuerySet[Figure]:
    """The figures of a sheet that a cell provides today and has not been asked about as they now stand."""
    waiting = sheet.figures.filter(pk__in=unconfirmed(sheet)).select_related("indicator", "sheet")
    return waiting.order_by(F("indicator__field__position"), F("indicator__position"))
