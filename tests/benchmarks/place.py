"""The database of the benchmarks: the demonstration, loaded anew and dropped at the end, on the embedded servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from coquang import embedded
from coquang.settings import database
from indicators.models import Figure, Indicator, ReportedIndicator, Sheet
from indicators.scale import turn_to
from programmes.models import Appointment, Body, Person, Unit
from tests.running import Portal, broker_apart

WARD = "26755"
CLERK, ADMINISTRATOR = "van-phong", "quan-tri"
FIRST_DAY = date(2021, 1, 1)
MADE = "Đơn vị đo"  # how the made rows are named


@contextmanager
def a_database() -> Iterator[Portal]:
    """The demonstration in a database of its own, with which this process works until the end."""
    if settings.EMBEDDED:
        embedded.hold(settings.VAR_DIR)
    with TemporaryDirectory() as folder:
        portal = Portal("coquang_benchmarks", Path(folder), broker=broker_apart(9))
        portal.load()
        before = connection.settings_dict["NAME"]
        try:
            turn_to(portal.loaded)
            yield portal
        finally:
            turn_to(before)
            portal.drop()


@contextmanager
def the_owner(name: str) -> Iterator["psycopg.Connection[Any]"]:
    """A line to the database as the owner of its tables."""
    role = database(settings.DATABASE_OWNER_URL)
    with psycopg.connect(
        dbname=name,
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=str(role["PORT"] or ""),
        autocommit=True,
    ) as line:
        yield line


def signed_in(username: str) -> Client:
    """A browser in which somebody is signed in; tokens of forms are asked for as in a real one."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(username=username))
    return client


def more_people(count: int) -> None:
    """So many people more, each with an appointment in the ward."""
    ward = Unit.objects.get(code=WARD)
    start = Person.objects.count()
    nobody = make_password(None)
    people = Person.objects.bulk_create(
        Person(
            username=f"do-{start + n}",
            full_name=f"{MADE} {start + n}",
            name_sort=f"do {start + n:06d}",
            name_search=f"don vi do {start + n}",
            password=nobody,
        )
        for n in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, role="read", post=MADE, unit=ward, valid_from=FIRST_DAY) for person in people
    )


def more_rows(count: int) -> None:
    """As many rows more as make the ward's open sheet so long."""
    sheet = Sheet.objects.get(unit__code=WARD, year=2023, quarter=1)
    first = sheet.figures.select_related("indicator").earliest("pk").indicator
    for number in range(sheet.figures.count(), count):
        indicator = Indicator.objects.create(
            code=f"DO{number}",
            field_id=first.field_id,
            position=100 + number,
            name_vi=f"{MADE} {number}",
            name_en=f"Measured {number}",
            measured="count",
            measure_vi="hộ",
            measure_en="households",
            kind="flow",
            direction="higher",
        )
        ReportedIndicator.objects.create(unit=sheet.unit, indicator=indicator, from_year=2023)
        Figure.objects.create(sheet=sheet, indicator=indicator)


def more_bodies(count: int) -> None:
    """So many bodies more, all of the ward."""
    ward = Unit.objects.get(code=WARD)
    start = Body.objects.count()
    Body.objects.bulk_create(
        Body(unit=ward, key=f"do-{start + n}", name=f"{MADE} {start + n}", kind="section", valid_from=FIRST_DAY)
        for n in range(count)
    )
