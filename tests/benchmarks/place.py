"""The database of the benchmarks: the demonstration, loaded anew and dropped at the end, on the embedded servers."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils import timezone

from coquang import embedded, garbage
from coquang.settings import database
from indicators.models import Figure, Indicator, ReportedIndicator, Sheet
from indicators.scale import turn_to
from programmes.models import Appointment, Attendance, Body, Meeting, Minutes, Person, Remark, Task, Unit
from tests.running import Portal, broker_apart

WARD = "26755"
CLERK, ADMINISTRATOR, LEADER = "van-phong", "quan-tri", "quan-uy"
FIRST_DAY = date(2021, 1, 1)
OWNERS = ("van-phong", "chu-tich", "pho-bi-thu", "bi-thu")
WORDS = (
    "phường Cô Giang rà soát hộ nghèo",
    "phường Nguyễn Cư Trinh giữ vững trật tự đô thị",
    "cải cách hành chính, hồ sơ trực tuyến",
    "vận động hộ kinh doanh nộp thuế khoán",
    "nâng cấp hẻm, chỉnh trang lòng lề đường",
    "phát triển đảng viên trong đoàn viên ưu tú",
    "khám, chữa bệnh bảo hiểm y tế tại trạm",
)
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
def served() -> Iterator[None]:
    """With garbage collected as in a process of gunicorn's."""
    usual = gc.get_threshold()
    garbage.settle(garbage.WEB)
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


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


def more_tasks(count: int) -> None:
    """So many tasks more, all of the ward, of its bodies and persons in turn, each with a day of its own."""
    ward = Unit.objects.get(code=WARD)
    bodies = list(Body.objects.filter(unit=ward, name__startswith="Ủy ban") | Body.objects.filter(unit=ward, key="DU"))
    owners = [None, *Appointment.objects.filter(body__in=bodies, person__username__in=OWNERS).order_by("pk")]
    start = Task.objects.count()
    Task.objects.bulk_create(
        Task(
            unit=ward,
            text=f"{MADE} {start + n}: rà soát nguồn thu, bảo đảm chỉ tiêu",
            text_search=f"don vi do {start + n} ra soat nguon thu bao dam chi tieu",
            field_code="KT",
            origin=Task.Origin.ORAL,
            lead_body=bodies[n % len(bodies)],
            owner=owners[n % len(owners)],
            deadline=Task.Deadline.FIXED,
            due_on=FIRST_DAY + timedelta(days=(start + n) % 1000),
            made_at=timezone.now(),
        )
        for n in range(count)
    )


def more_remarks(count: int) -> None:
    """So many remarks more, in a hundred drafts of all wards by turns: a ward's clerk sees a tenth of them."""
    wards = list(Unit.objects.filter(level=Unit.Level.COMMUNE).order_by("pk"))
    for number in range(100):
        meeting = Meeting.objects.create(
            unit=wards[number % len(wards)], kind="other", title=f"{MADE} {number}", held_on=FIRST_DAY
        )
        minutes = Minutes.objects.create(meeting=meeting)
        speaker = Attendance.objects.create(meeting=meeting, position=0, name=MADE)
        Remark.objects.bulk_create(
            Remark(
                minutes=minutes,
                speaker=speaker,
                kind=Remark.Kind.SUGGESTION,
                text=f"{WORDS[n % len(WORDS)]}, {WORDS[(n // 7 + number) % len(WORDS)]}, thu đạt {number * 1000 + n}",
                position=n,
                written_at=timezone.now(),
            )
            for n in range(count // 100)
        )
    with connection.cursor() as cursor:
        cursor.execute("analyze programmes_remark")


def more_bodies(count: int) -> None:
    """So many bodies more, all of the ward."""
    ward = Unit.objects.get(code=WARD)
    start = Body.objects.count()
    Body.objects.bulk_create(
        Body(unit=ward, key=f"do-{start + n}", name=f"{MADE} {start + n}", kind="section", valid_from=FIRST_DAY)
        for n in range(count)
    )
