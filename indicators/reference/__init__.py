"""The catalogue a real installation starts with: what wards commonly report, without a single figure.

Codes are those of the demonstration where the thing counted is the same. What is on record is never touched: an
office may rename, regroup and redefine, and loading again only adds what is not there.
"""

import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from coquang import limits
from coquang.records.journal import record
from indicators.models import Definition, Field, Indicator, Rule

CATALOGUE = Path(__file__).parent / "catalogue.json"
NOT_A_COLUMN = frozenset({"field", "code", "numerator", "denominator", "definition_vi", "definition_en"})


@transaction.atomic
def load() -> tuple[int, int]:
    """Add the fields and indicators whose codes are not on record; how many were added, and how many were there.

    An indicator comes with its rules: a rate of some among all is at most 100%. A ratio takes a part from another
    indicator only where that one counts what the reference means by its code.
    """
    told = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    fields: dict[str, Field] = {}
    for position, field in enumerate(told["fields"], start=1):
        names = {"name_vi": field["name_vi"], "name_en": field["name_en"], "position": position}
        fields[field["code"]], _new = Field.objects.get_or_create(code=field["code"], defaults=names)
    kinds = {row["code"]: row["kind"] for row in told["indicators"]}
    known = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=kinds)}
    there = len(known)
    rules = {row["indicator"]: row for row in told["rules"]}
    for row in told["indicators"]:
        if row["code"] in known:
            continue
        parts = {name: known.get(row.get(name, "")) for name in ("numerator", "denominator")}
        facts = {name: row[name] for name in row.keys() - NOT_A_COLUMN}
        indicator = Indicator.objects.create(
            code=row["code"],
            field=fields[row["field"]],
            **{name: part for name, part in parts.items() if part and part.kind == kinds[part.code]},
            **facts,
        )
        known[indicator.code] = indicator
        Definition.objects.create(
            indicator=indicator,
            from_year=limits.FIRST_YEAR,
            text_vi=row["definition_vi"],
            text_en=row["definition_en"],
        )
        if rule := rules.get(row["code"]):
            high = Decimal(rule["high"])
            Rule.objects.create(indicator=indicator, kind=rule["kind"], from_year=limits.FIRST_YEAR, high=high)
        record(indicator, "indicator.opened", by=None, source="load_catalogue")
    return len(known) - there, there
