"""The demonstration's proposals with their answers, its initiatives, and its programmes of inspection."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from coquang import dates
from programmes import demonstration as offices
from programmes.models import (
    Body,
    Initiative,
    InitiativeSpread,
    Meeting,
    OversightKind,
    OversightLine,
    OversightProgramme,
    Proposal,
    ProposalReply,
)

HERE = Path(__file__).parent


@transaction.atomic
def load(recognised: Meeting) -> None:
    """Load what is not there yet; `recognised` is the meeting at which initiatives were recognised."""
    told = offices.read(HERE, "rounds.json")
    units = offices.demonstration_units()
    unit = units[told["unit"]]
    bodies = {body.key: body for body in Body.objects.filter(unit__in=units.values())}
    bodies |= {body.key: body for body in Body.objects.filter(unit=unit)}
    for row in told["proposals"]:
        proposal, is_new = Proposal.objects.get_or_create(
            unit=unit,
            text=row["text"],
            defaults={
                **{name: row[name] for name in ("paper_number", "sent_on", "answer_due")},
                "addressed_to": bodies[row["to"]],
                "at": dates.start_of(date.fromisoformat(row["sent_on"])),
                "is_demonstration": True,
            },
        )
        for reply in row["replies"] if is_new else ():
            at = dates.start_of(date.fromisoformat(reply["answered_on"]))
            ProposalReply.objects.create(proposal=proposal, at=at, **reply)
    for row in told["initiatives"]:
        initiative, _new = Initiative.objects.get_or_create(
            unit=unit,
            title=row["title"],
            defaults={
                "body": bodies[row["body"]],
                "what": row["what"],
                "registered_on": row["registered_on"],
                "recognised_at": recognised if "recognised" in row else None,
                "at": dates.start_of(date.fromisoformat(row["registered_on"])),
                "is_demonstration": not row.get("article", False),
            },
        )
        for spread in row.get("spread", ()):
            InitiativeSpread.objects.get_or_create(
                initiative=initiative, unit=units[spread["unit"]], defaults={"since": spread["since"]}
            )
    _oversight(told, bodies)


def indicators_of_initiatives() -> Iterable[tuple[Initiative, str]]:
    """The loaded initiatives that are to move an indicator, with its code."""
    rows = [row for row in offices.read(HERE, "rounds.json")["initiatives"] if "indicator" in row]
    loaded = {row.title: row for row in Initiative.objects.filter(title__in=[row["title"] for row in rows])}
    return ((loaded[row["title"]], row["indicator"]) for row in rows)


def _oversight(told: Mapping[str, Any], bodies: Mapping[str, Body]) -> None:
    kinds = {}
    for row in told["oversight_kinds"]:
        kinds[row["name"]], _new = OversightKind.objects.get_or_create(
            name=row["name"], defaults={"is_inspection": row["is_inspection"], "position": row["position"]}
        )
    programmes = {}
    begun = set()
    for row in told["oversight_programmes"]:
        key = (str(row["body"]), row["year"])
        programmes[key], is_new = OversightProgramme.objects.get_or_create(
            body=bodies[key[0]],
            year=row["year"],
            defaults={"document_number": row["number"], "document_date": row["date"], "is_demonstration": True},
        )
        if is_new:
            begun.add(key)
    for row in told["oversight_lines"]:
        key = (str(row["body"]), row["year"])
        if key in begun:
            facts = {name: value for name, value in row.items() if name not in {"body", "year", "kind"}}
            OversightLine.objects.create(programme=programmes[key], kind=kinds[row["kind"]], **facts)
