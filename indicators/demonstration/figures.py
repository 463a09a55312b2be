"""The figures of ward Cô Giang quarter by quarter, their sheets taken along their way, and what was said about them.

The article's own totals are exact; quarters are an illustration that adds up to them.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators import windows
from indicators.actions.remarks import provider_of
from indicators.actions.sheets import open_quarter
from indicators.dashboards.confirmations import to_be_confirmed
from indicators.demonstration.catalogue import YEARS
from indicators.lines import lines_of
from indicators.models import Answer, Figure, FigureNote, FigureRevision, Indicator, Remark, Sheet
from programmes.models import Person, Unit

Provenance = Figure.Provenance
State = Sheet.State

Quarter = int | list[int] | None


def load_figures(told: dict[str, Any], ward: Unit, indicators: dict[str, Indicator]) -> None:
    by_quarter: dict[tuple[int, int], dict[str, tuple[Quarter, int]]] = {}
    for row in told["figures"]:
        indicator = indicators[row["indicator"]]
        closing = indicator.due_quarter or 4
        for quarter, value in enumerate(row["quarters"], start=1):
            source = Provenance.DEMONSTRATION
            if row.get("total_from") == "derived":
                source = Provenance.DERIVED
            elif row.get("total_from") == "article" and quarter == closing:
                source = Provenance.PUBLISHED
            by_quarter.setdefault((row["year"], quarter), {})[indicator.code] = (value, source)
    for (year, quarter), values in sorted(by_quarter.items()):
        is_now = year == YEARS[-1]
        left_open = set(told["not_yet_entered"]) if is_now else set()
        sheet = open_quarter(ward, year, quarter)
        if is_begun(sheet):
            continue
        fill(sheet, {code: value for code, value in values.items() if code not in left_open})
        revised = [row["indicator"] for row in told["revised"] if (row["year"], row["quarter"]) == (year, quarter)]
        sheet.figures.filter(indicator__code__in=revised).update(revision=2)
        if not is_now:
            walk(sheet, State.APPROVED)
    _notes(told, ward)
    _answers(told, ward)
    _revisions(told, ward)
    _questions(ward)


def is_begun(sheet: Sheet) -> bool:
    return sheet.state != State.DRAFT or sheet.figures.filter(value__isnull=False).exists()


def fill(sheet: Sheet, values: dict[str, tuple[Quarter, int]]) -> None:
    lines = [line for line in lines_of(sheet).held.values() if line.figure.indicator.code in values]
    for line in lines:
        figure = line.figure
        value, source = values[figure.indicator.code]
        if isinstance(value, list):
            figure.value, figure.denominator = Decimal(value[0]), Decimal(value[1])
        elif value is not None:
            figure.value = Decimal(value)
            if line.is_cumulative:
                figure.typed = figure.value + (line.before(sheet.quarter) or 0)
        figure.provenance = source
    Figure.objects.bulk_update([line.figure for line in lines], ["value", "denominator", "typed", "provenance"])


def walk(sheet: Sheet, goal: str) -> None:
    """Take a sheet of the past along its way, at the times its office would have."""
    clerk, vetter, approver = (person_named(login) for login in ("van-phong", "chanh-van-phong", "pho-bi-thu"))
    at = office_time(sheet)
    steps = {
        State.SUBMITTED: {"submitted_at": at, "submitted_by": clerk},
        State.VETTED: {"vetted_at": at + timedelta(hours=2), "vetted_by": vetter},
        State.APPROVED: {"approved_at": at + timedelta(hours=5), "approved_by": approver},
    }
    for state, facts in steps.items():
        own = facts if sheet.unit.code == "26755" else {n: v for n, v in facts.items() if n.endswith("_at")}
        Sheet.objects.filter(pk=sheet.pk).update(state=state, **own)
        if state == goal:
            return


def office_time(sheet: Sheet) -> datetime:
    day = windows.cut_off(sheet.year, sheet.quarter)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 30))


def person_named(login: str) -> Person:
    return Person.objects.get(username=login)


def _notes(told: dict[str, Any], ward: Unit) -> None:
    for note in told["notes"]:
        figure = _figure(note, ward)
        facts = {name: note[name] for name in note.keys() & {"channel", "informant", "document", "paper_follows"}}
        FigureNote.objects.get_or_create(
            figure=figure, defaults={**facts, "received_at": datetime.fromisoformat(note["received_at"])}
        )


def _answers(told: dict[str, Any], ward: Unit) -> None:
    """Why a figure that is asked about is what it is, as its clerk said before it went up."""
    clerk = person_named("van-phong")
    for row in told["answers"]:
        figure = _figure(row, ward)
        if figure.value is None:
            continue
        Answer.objects.get_or_create(
            figure=figure,
            kind=row["kind"],
            defaults={
                "about_value": figure.value,
                "about_denominator": figure.denominator,
                "text": row["text"],
                "by": clerk,
                "at": datetime.fromisoformat(row["at"]),
            },
        )


def _questions(ward: Unit) -> None:
    """What the clerk asked the cells about the quarter in hand."""
    sheet, clerk = Sheet.objects.of_quarter(YEARS[-1], 1).get(unit=ward), person_named("van-phong")
    for figure in to_be_confirmed(sheet):
        body, post = provider_of(figure)
        Remark.objects.create(
            figure=figure,
            kind=Remark.Kind.QUESTION,
            text="Đề nghị chi bộ xác nhận số liệu này.",
            by=clerk,
            capacity=clerk.appointments.get().words,
            at=office_time(sheet),
            asked_of=body,
            asked_post=post,
            value=figure.value,
            denominator=figure.denominator,
        )


def _revisions(told: dict[str, Any], ward: Unit) -> None:
    for row in told["revised"]:
        figure = _figure(row, ward)
        FigureRevision.objects.get_or_create(
            figure=figure,
            revision=1,
            defaults={
                "value": Decimal(row["value"]),
                "typed": Decimal(row["typed"]),
                "is_provisional": True,
                "reason": row["reason"],
                "reported_on": row["reported_on"],
                "revised_at": office_time(figure.sheet) + timedelta(days=27),
                "revised_by": person_named("van-phong"),
            },
        )
        Sheet.objects.filter(pk=figure.sheet_id, revision=1).update(revision=2)


def _figure(row: dict[str, Any], ward: Unit) -> Figure:
    return Figure.objects.select_related("sheet").get(
        sheet__unit=ward,
        sheet__year=row["year"],
        sheet__quarter=row["quarter"],
        indicator__code=row["indicator"],
    )
