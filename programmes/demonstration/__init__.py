"""The demonstration's units, bodies, people by post and themes: ward Cô Giang, District 1, 2021–2023.

Names and codes of units are true, and so are the themes of the city; accounts are posts, never people.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from programmes.actions.units import place
from programmes.models import Appointment, Body, DoorKey, NonWorkingDay, Person, Term, Theme, Unit
from programmes.models.door_keys import PHONE_SHOWN, mark_of
from programmes.unit_files import UnitRow

PASSWORD = "minh-hoa-2023"  # noqa: S105 - printed on the demonstration's sign-in page

NOWHERE = "minh-hoa.example"  # a domain that no mail ever reaches


@dataclass(frozen=True)
class Account:
    login: str
    post: str
    sees_first: str
    tour: str
    phone: str = ""
    pin: str = ""


def read(folder: Path, name: str) -> dict[str, Any]:
    """One of the demonstration's data files."""
    content: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return content


HERE = Path(__file__).parent


@cache
def accounts() -> tuple[Account, ...]:
    """Whom a visitor can sign in as, what each sees first and what to try in five minutes."""
    people = read(HERE, "offices.json")["people"]
    return tuple(
        Account(p["login"], p["post"], p["sees"], p["tour"], p.get("phone", ""), p.get("pin", "")) for p in people
    )


def demonstration_units() -> dict[str, Unit]:
    """The demonstration's units by code, on the day its story begins."""
    told = read(HERE, "units.json")
    on = date.fromisoformat(told["from"])
    return {row["code"]: Unit.objects.with_code(row["code"], on=on).get() for row in told["units"]}


@transaction.atomic
def load() -> None:
    """Load or complete the story's people and places; what is there already stays as it is."""
    told = read(HERE, "units.json")
    rows = [UnitRow(**{**unit, "parent_code": unit["parent_code"] or "VN"}) for unit in told["units"]]
    place(rows, valid_from=date.fromisoformat(told["from"]))
    units = demonstration_units()
    offices = read(HERE, "offices.json")
    first_day = date.fromisoformat(offices["from"])
    bodies = dict(_bodies(offices, units, first_day))
    _people(offices, bodies, first_day)
    for term in offices["terms"]:
        facts = {"valid_from": date.fromisoformat(term["from"]), "is_demonstration": True}
        Term.objects.get_or_create(body=bodies[term["body"]], ordinal=term["ordinal"], defaults=facts)
    _themes(offices, units)
    for span in offices["non_working_days"]:
        for day in _days(date.fromisoformat(span["from"]), date.fromisoformat(span["to"])):
            NonWorkingDay.objects.get_or_create(day=day, defaults={"reason": span["reason"]})


def _bodies(offices: dict[str, Any], units: dict[str, Unit], first_day: date) -> Iterator[tuple[str, Body]]:
    for told in offices["bodies"]:
        facts = {name: told[name] for name in told.keys() - {"unit", "key", "article"}}
        body, _new = Body.objects.get_or_create(
            unit=units[told["unit"]],
            key=told["key"],
            valid_from=first_day,
            defaults={**facts, "is_demonstration": not told["article"]},
        )
        yield body.key, body
    ward_committee = next(told for told in offices["bodies"] if told["key"] == "DU")
    own = {"kind", "letterhead", "superior_lines", "symbol", "signing_power", "signer_title", "recipients"}
    shared = {name: ward_committee[name] for name in own}
    for code, unit in units.items():
        if unit.level == Unit.Level.COMMUNE and code != ward_committee["unit"]:
            Body.objects.get_or_create(
                unit=unit,
                key="DU",
                valid_from=first_day,
                defaults={
                    **shared,
                    "name": f"Đảng ủy {unit.name_in_sentence}",
                    "issuer_lines": f"ĐẢNG ỦY PHƯỜNG\n{unit.short_name.upper()}",
                    "issue_place": unit.name,
                    "is_demonstration": True,
                },
            )


def _people(offices: dict[str, Any], bodies: dict[str, Body], first_day: date) -> None:
    for told in offices["people"]:
        person = Person.objects.filter(username=told["login"]).first() or Person.objects.create_person(
            told["login"], told["name"], PASSWORD, email=f"{told['login']}@{NOWHERE}", is_demonstration=True
        )
        for held in [told, *told.get("also", [])]:
            subtree = held.get("subtree", False)
            body = bodies[held["body"]]
            Appointment.objects.get_or_create(
                person=person,
                role=held["role"],
                body=None if subtree else body,
                unit=body.unit if subtree else None,
                valid_from=first_day,
                defaults={"post": held["post"], "whole_subtree": subtree},
            )
        if "phone" in told:
            _door(person, told["phone"], told["pin"])


def _door(person: Person, phone: str, pin: str) -> None:
    """A cell secretary's telephone number, which is nobody's, and PIN; both are printed on the sign-in page."""
    if not person.door_keys.exists():
        DoorKey.objects.create(
            person=person,
            kind=DoorKey.Kind.PIN,
            mark=mark_of(DoorKey.Kind.PIN, phone),
            secret=make_password(pin),
            phone_end=phone[-PHONE_SHOWN:],
            made_by=Person.objects.get(username="chanh-van-phong"),
        )


def _themes(offices: dict[str, Any], units: dict[str, Unit]) -> None:
    for told in offices["themes"]:
        city_theme = Theme.objects.filter(unit=units["79"], year=told["year"]).first()
        Theme.objects.get_or_create(
            unit=units[told["unit"]],
            year=told["year"],
            defaults={
                "text": told["text"],
                "adopted_by": told["adopted_by"],
                "superior": city_theme if told["unit"] != "79" else None,
                "is_demonstration": told.get("demonstration", False),
            },
        )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
