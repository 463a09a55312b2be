"""The demonstration's catalogue: what ward Cô Giang reports, who answers for it, its targets and who approves it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Q

from indicators.models import (
    ApprovalRoute,
    Definition,
    Field,
    Indicator,
    OversightCount,
    ReportedIndicator,
    Responsibility,
    Rule,
    Target,
)
from programmes import demonstration as offices
from programmes.models import Body, Unit

HERE = Path(__file__).parent
YEARS = (2021, 2022, 2023)
FIRST_DAY = date(YEARS[0], 1, 1)


def load_indicators(ward: Unit) -> dict[str, Indicator]:
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


def load_targets(told: list[dict[str, Any]], ward: Unit, indicators: dict[str, Indicator]) -> None:
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


def load_routes(ward: Unit) -> None:
    for route in offices.read(offices.HERE, "offices.json")["routes"]:
        body = Body.objects.get(unit=ward, key=route["body"])
        for code in route["fields"]:
            ApprovalRoute.objects.get_or_create(unit=ward, field=Field.objects.get(code=code), body=body)


def load_oversight_counts(indicators: dict[str, Indicator]) -> None:
    """The three indicators whose figures are the lines held of the two programmes of inspection."""
    counts = OversightCount.Counts
    for code, kind, what in (
        ("XD03", Body.Kind.PARTY_COMMITTEE, counts.INSPECTIONS),
        ("XD04", Body.Kind.PARTY_COMMITTEE, counts.SUPERVISIONS),
        ("XD05", Body.Kind.INSPECTION_COMMISSION, counts.BOTH),
    ):
        OversightCount.objects.get_or_create(indicator=indicators[code], defaults={"body_kind": kind, "counts": what})
