"""In whose name a unit's papers are issued, and the head they carry."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from coquang import dates
from programmes.models import Body, Unit


def issuer_of(unit: Unit) -> Body | None:
    """The body in whose name the unit issues papers: its Party committee before others; none on record is none."""
    bodies = Body.objects.current(dates.today()).filter(unit=unit).exclude(letterhead=Body.Letterhead.NONE)
    return min(bodies, key=lambda body: (body.kind != Body.Kind.PARTY_COMMITTEE, body.pk), default=None)


def head_of(issuer: Body, sign: str, language: str) -> Mapping[str, Any]:
    """The strings of a letterhead of today; `sign` is that of the kind of paper, such as BC."""
    between = "-" if issuer.letterhead == Body.Letterhead.STATE else "/"
    return {
        "form": issuer.letterhead,
        "rule": form_rule(issuer),
        "superior_lines": issuer.superior_lines.splitlines(),
        "issuer_lines": issuer.issuer_lines.splitlines(),
        "number": "",
        "symbol": f"{sign}{between}{issuer.symbol}",
        "place": issuer.issue_place,
        "date": dates.long_date(dates.today(), language),
    }


def form_rule(issuer: Body) -> str:
    """Which rule of form holds today: Nghị định 30 for the State, Hướng dẫn 36 or from its day 05 for the Party."""
    if issuer.letterhead == Body.Letterhead.STATE:
        return "nd30"
    return "hd36" if dates.today() < settings.PARTY_FORM_CHANGES_ON else "hd05"
