"""The demonstration's catalogue, targets and figures: 40 indicators of ward Cô Giang, 2021–2023.

The article's own totals of 2022 are exact; quarters are an illustration that adds up to them; the 2021 tax is
derived from its “tăng 13,8%”; all else is invented and marked so. A figure's provenance speaks of the total
reached at the end of its quarter.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coquang.middleware import act_as
from coquang.periods import Period
from coquang.refusals import Refused
from indicators import arithmetic, windows
from indicators.actions import reports
from indicators.actions.periods import lay_out
from indicators.actions.remarks import provider_of
from indicators.actions.sheets import open_quarter
from indicators.dashboards.confirmations import to_be_confirmed
from indicators.demonstration import asking
from indicators.lines import lines_of
from indicators.models import (
    Answer,
    ApprovalRoute,
    ConclusionIndicator,
    Definition,
    Field,
    Figure,
    FigureNote,
    FigureRevision,
    Indicator,
    InitiativeIndicator,
    OversightCount,
    Remark,
    ReportedIndicator,
    ReportText,
    Responsibility,
    Rule,
    Sheet,
    Target,
    TaskIndicator,
)
from programmes import demonstration as offices
from programmes.demonstration import papers as sample_papers
from programmes.demonstration import rounds
from programmes.demonstration.meetings import indicators_of_conclusions, load_meetings
from programmes.demonstration.work import indicators_of_tasks, load_work
from programmes.models import Body, OfficialPaper, Person, Unit

HERE = Path(__file__).parent
YEARS = (2021, 2022, 2023)
FIRST_DAY = date(YEARS[0], 1, 1)
Provenance = Figure.Provenance
State = Sheet.State

Quarter = int | list[int] | None

# Of the nine other wards only these are told; their quarters are dealt out from the year's result.
WARD_INDICATORS = ("KT01", "QP01", "XD01", "XD07", "DV04", "DV05")
TAX_SHARES = (30, 24, 22, 24)
FILES_A_QUARTER = 1000


@transaction.atomic
def load() -> None:
    """Load or complete the whole story. A sheet that already holds a figure is left to its people."""
    act_as(None, source="load_demo")
    offices.load()
    units = offices.demonstration_units()
    told = offices.read(HERE, "figures.json")
    ward = units[told["unit"]]
    indicators = _catalogue(ward)
    for year in YEARS:
        lay_out(year)
    _targets(told["targets"], ward, indicators)
    _oversight_counts(indicators)
    _routes(ward)
    _ward_figures(told, ward, indicators)
    for other in told["wards"]:
        _other_ward(other, units[other["unit"]], indicators)
    for text in offices.read(offices.HERE, "offices.json")["texts"]:
        facts = {name: text[name] for name in ("shortcomings", "coming_tasks", "proposals")}
        ReportText.objects.get_or_create(
            unit=units[text["unit"]], period=text["period"], defaults={**facts, "is_demonstration": True}
        )
    sources = load_meetings()
    load_work(sources)
    rounds.load(sources["K1"].minutes.meeting)
    asking.load(indicators)
    for task, codes in indicators_of_tasks():
        for code in codes:
            TaskIndicator.objects.get_or_create(task=task, indicator=indicators[code])
    for initiative, code in rounds.indicators_of_initiatives():
        InitiativeIndicator.objects.get_or_create(initiative=initiative, indicator=indicators[code])
    for conclusion, codes in indicators_of_conclusions(sources):
        for code in codes:
            ConclusionIndicator.objects.get_or_create(conclusion=conclusion, indicator=indicators[code])
    if not OfficialPaper.objects.filter(is_demonstration=True).exists():
        _official_papers(ward)


def _official_papers(ward: Unit) -> None:
    """The report of 2022 with its signed copy, then papers in all other states, once; without the people they need
    none of them.
    """
    told = offices.read(offices.HERE, "papers.json")
    try:
        with transaction.atomic():
            report = reports.draft_report(ward, Period.parse(told["report"]["period"]), by=_person(told["drafted_by"]))
            OfficialPaper.objects.filter(pk=report.pk).update(is_demonstration=True)
            sample_papers.take_along(report, told["report"])
            sample_papers.load()
    except (PermissionDenied, Refused):
        return


def _oversight_counts(indicators: dict[str, Indicator]) -> None:
    """The three indicators whose figures are the lines held of the two programmes of inspection."""
    counts = OversightCount.Counts
    for code, kind, what in (
        ("XD03", Body.Kind.PARTY_COMMITTEE, counts.INSPECTIONS),
        ("XD04", Body.Kind.PARTY_COMMITTEE, counts.SUPERVISIONS),
        ("XD05", Body.Kind.INSPECTION_COMMISSION, counts.BOTH),
    ):
        OversightCount.objects.get_or_create(indicator=indicators[code], defaults={"body_kind": kind, "counts": what})


def _catalogue(ward: Unit) -> dict[str, Indicator]:
    told = offices.read(HERE, "catalogue.json")
    fields: dict[str, Field] = {}
    for position, field in enumerate(told["fields"], start=1):
        names = {"name_vi": field["name_vi"], "name_en": field["name_en"], "position": position}
        fields[field["code"]], _new = Field.objects.get_or_create(code=field["code"], defaults=names)
    indicators: dict[str, Indicator] = {}
    own_or_above = Body.objects.filter(Q(unit=ward) | Q(unit__level__lt=ward.level))
    own = (
        "entry_mode",
        "provider",
        "provider_post",
        "responsible_post",
        "field",
        "code",
        "numerator",
        "denominator",
        "definition_vi",
    )
    for row in told["indicators"]:
        facts = {name: row[name] for name in row.keys() - set(own)}
        indicators[row["code"]], _new = Indicator.objects.get_or_create(
            code=row["code"],
            defaults={
                **facts,
                "field": fields[row["field"]],
                "numerator": indicators.get(row.get("numerator")),
                "denominator": indicators.get(row.get("denominator")),
            },
        )
        ReportedIndicator.objects.get_or_create(
            unit=ward,
            indicator=indicators[row["code"]],
            from_year=YEARS[0],
            defaults={"entry_mode": row["entry_mode"]},
        )
        Responsibility.objects.get_or_create(
            unit=ward,
            indicator=indicators[row["code"]],
            valid_from=FIRST_DAY,
            defaults={
                "providing_body": own_or_above.filter(key=row["provider"]).first(),
                "provider_post": row["provider_post"],
                "responsible_post": row["responsible_post"],
            },
        )
        if told_definition := row.get("definition_vi"):
            Definition.objects.get_or_create(
                indicator=indicators[row["code"]], from_year=YEARS[0], defaults={"text_vi": told_definition}
            )
    for rule in told["rules"]:
        Rule.objects.get_or_create(
            indicator=indicators[rule["indicator"]],
            kind=rule["kind"],
            from_year=YEARS[0],
            defaults={"high": Decimal(rule["high"])},
        )
    return indicators


def _targets(told: list[dict[str, Any]], ward: Unit, indicators: dict[str, Indicator]) -> None:
    for row in told:
        Target.objects.get_or_create(
            unit=ward,
            indicator=indicators[row["indicator"]],
            year=row["year"],
            base=row["base"],
            defaults={
                "form": row["form"],
                "value": Decimal(row["value"]),
                "upper": Decimal(row["upper"]) if "upper" in row else None,
                "is_main": row.get("main", True),
                "is_demonstration": not row.get("article", False),
            },
        )


def _routes(ward: Unit) -> None:
    for route in offices.read(offices.HERE, "offices.json")["routes"]:
        body = Body.objects.get(unit=ward, key=route["body"])
        for code in route["fields"]:
            ApprovalRoute.objects.get_or_create(unit=ward, field=Field.objects.get(code=code), body=body)


def _ward_figures(told: dict[str, Any], ward: Unit, indicators: dict[str, Indicator]) -> None:
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
        if _is_begun(sheet):
            continue
        _fill(sheet, {code: value for code, value in values.items() if code not in left_open})
        revised = [row["indicator"] for row in told["revised"] if (row["year"], row["quarter"]) == (year, quarter)]
        sheet.figures.filter(indicator__code__in=revised).update(revision=2)
        if not is_now:
            _walk(sheet, State.APPROVED)
    _notes(told, ward)
    _answers(told, ward)
    _revisions(told, ward)
    _questions(ward)


def _is_begun(sheet: Sheet) -> bool:
    return sheet.state != State.DRAFT or sheet.figures.filter(value__isnull=False).exists()


def _fill(sheet: Sheet, values: dict[str, tuple[Quarter, int]]) -> None:
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


def _walk(sheet: Sheet, goal: str) -> None:
    """Take a sheet of the past along its way, at the times its office would have."""
    clerk, vetter, approver = (_person(login) for login in ("van-phong", "chanh-van-phong", "pho-bi-thu"))
    at = _office_time(sheet)
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


def _office_time(sheet: Sheet) -> datetime:
    day = windows.cut_off(sheet.year, sheet.quarter)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 30))


def _person(login: str) -> Person:
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
    clerk = _person("van-phong")
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
    sheet, clerk = Sheet.objects.of_quarter(YEARS[-1], 1).get(unit=ward), _person("van-phong")
    for figure in to_be_confirmed(sheet):
        body, post = provider_of(figure)
        Remark.objects.create(
            figure=figure,
            kind=Remark.Kind.QUESTION,
            text="Đề nghị chi bộ xác nhận số liệu này.",
            by=clerk,
            capacity=clerk.appointments.get().words,
            at=_office_time(sheet),
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
                "revised_at": _office_time(figure.sheet) + timedelta(days=27),
                "revised_by": _person("van-phong"),
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


def _other_ward(told: dict[str, Any], unit: Unit, indicators: dict[str, Indicator]) -> None:
    for code in WARD_INDICATORS:
        ReportedIndicator.objects.get_or_create(unit=unit, indicator=indicators[code], from_year=2022)
    _other_targets(told, unit, indicators)
    for quarter in (1, 2, 3, 4):
        sheet = open_quarter(unit, 2022, quarter)
        if not _is_begun(sheet):
            _fill(sheet, _dealt(told, quarter))
            _walk(sheet, State.APPROVED)
    sheet = open_quarter(unit, 2023, 1)
    if _is_begun(sheet) or told["quarter_1_2023"] == "not_started" or sheet.returned_at:
        return
    values = _dealt(told, 1)
    if told["quarter_1_2023"] == "draft":
        values = {code: values[code] for code in ("KT01", "QP01")}
    _fill(sheet, values)
    if told["quarter_1_2023"] in {State.SUBMITTED, State.APPROVED}:
        _walk(sheet, told["quarter_1_2023"])
    if told["quarter_1_2023"] == "returned":
        Sheet.objects.filter(pk=sheet.pk).update(
            returned_at=_office_time(sheet),
            return_reason="Đề nghị đối chiếu lại số thu thuế với giấy báo của cơ quan thuế.",
        )


def _other_targets(told: dict[str, Any], unit: Unit, indicators: dict[str, Indicator]) -> None:
    value, at_least = arithmetic.VALUE, arithmetic.AT_LEAST
    for year in (2022, 2023):
        aims = {
            "KT01": (value, told["KT01"][0] if year == 2022 else told["KT01"][1]),
            "QP01": (value, told["QP01"][0]),
            "XD07": (at_least, 90),
            "DV04": (at_least, 99),
            "DV05": (at_least, 35 if year == 2022 else 50),
        }
        for code, (form, aim) in aims.items():
            Target.objects.get_or_create(
                unit=unit,
                indicator=indicators[code],
                year=year,
                base=Target.Base.ASSIGNED,
                defaults={"form": form, "value": Decimal(aim), "is_demonstration": True},
            )


def _dealt(told: dict[str, Any], quarter: int) -> dict[str, tuple[Quarter, int]]:
    """A ward's invented quarter: the year's tax by share to the million, the rest as evenly as whole numbers go."""
    tax = told["KT01"][1]
    shares = [tax * share // 100 // 1_000_000 * 1_000_000 for share in TAX_SHARES]
    shares[3] = tax - sum(shares[:3])
    members = [told["XD01"] * n // 4 - told["XD01"] * (n - 1) // 4 for n in (1, 2, 3, 4)]
    on_time, online = (int(Decimal(told[code]) * FILES_A_QUARTER / 100) for code in ("DV04", "DV05"))
    values: dict[str, Quarter] = {
        "KT01": shares[quarter - 1],
        "XD01": members[quarter - 1],
        "DV04": [on_time, FILES_A_QUARTER],
        "DV05": [online, FILES_A_QUARTER],
    }
    if quarter == 1:
        values["QP01"] = told["QP01"][1]
    if quarter == 4:
        values["XD07"] = told["XD07"]
    return {code: (value, Provenance.DEMONSTRATION) for code, value in values.items()}
