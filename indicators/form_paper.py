"""What the papers across have in common: whose they are at the head; place, day and who signs at the end."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from coquang import dates
from coquang.papers import foot
from programmes import issuing
from programmes.models import Body, Unit


def frame(unit: Unit, language: str) -> dict[str, Any]:
    """In the language that is in force, which is this one."""
    issuer = issuing.issuer_of(unit)
    place = (issuer.issue_place if issuer else "") or unit.name
    return {
        "form": issuer.letterhead if issuer else Body.Letterhead.NONE,
        **names_of(unit, issuer),
        "place_and_date": f"{place}, {dates.long_date(dates.today(), language)}",
        **signed(),
    }


def signed() -> dict[str, Any]:
    return {
        "signers": [
            {"title": _("MADE OUT BY"), "hint": _("(signature, full name)")},
            {"title": _("HEAD OF THE UNIT"), "hint": _("(signature, seal, full name)")},
        ],
        **foot(),
        "labels": {"code": _("Paper code")},
    }


def names_of(unit: Unit, issuer: Body | None) -> Mapping[str, list[str]]:
    if issuer is not None:
        head = issuing.head_of(issuer)
        return {"superior_lines": list(head.superior_lines), "issuer_lines": list(head.issuer_lines)}
    above = [held.name.upper() for held in Unit.objects.line_to(unit) if held.pk != unit.pk]
    return {"superior_lines": above[-1:], "issuer_lines": [unit.name.upper()]}
