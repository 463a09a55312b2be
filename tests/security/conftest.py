"""A quarter with a cell of each kind, browsers that report a failure as an answer, and a hash over all that is kept."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import Client, override_settings

from coquang.records import alarms
from indicators.models import Indicator, Sheet
from programmes.models import Body, Person, Unit
from tests import making
from tests.security.every_form import TODAY, World, made

# Written by every visit, by every post and by every knock in vain; none of it is work.
NOT_WORK = {"django_session", "records_sentform", "programmes_doorattempt"}

RATE = "TYLE"  # a percentage that is typed as such, not as a ratio


@pytest.fixture(scope="module", autouse=True)
def quick_pages(pages_as_served: None) -> None:
    """A hundred thousand pages are asked for here, and none for its context."""


@pytest.fixture(autouse=True)
def nothing_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither clock nor worker runs beside these pages: /healthz/well would say so by a 503, and rightly."""
    monkeypatch.setattr(alarms, "WATCHED", [])


def quarter_of(ward: Unit) -> Sheet:
    """The ward's first quarter of 2022, filled, with the seven indicators and a percentage typed as such."""
    indicators = making.catalogue()
    indicators[RATE] = Indicator.objects.create(
        code=RATE,
        field=indicators["HOSO"].field,
        position=len(indicators),
        name_vi="Chỉ tiêu TYLE",
        name_en="Indicator TYLE",
        measured="percent",
        measure_vi="%",
        measure_en="%",
        kind="level",
        direction="higher",
        decimals=1,
    )
    making.reporting(ward, indicators)
    return making.filled(making.opened(ward))


def writer_at(committee: Body) -> Person:
    """A clerk of the ward; signed in without a password, which would only cost time."""
    who = Person.objects.create_person("nguoi-nhap", "Người nhập")
    making.appointed(who, "enter", at=committee)
    return who


@pytest.fixture
def ours(ward: Unit) -> Sheet:
    return quarter_of(ward)


@pytest.fixture
def writer(committee: Body) -> Person:
    return writer_at(committee)


@pytest.fixture
def browser() -> Callable[[Person | None], Client]:
    """A browser of a person, or of somebody who has not signed in; a fault of ours is an answer of 500."""

    def opened(who: Person | None = None) -> Client:
        client = Client(raise_request_exception=False)
        if who is not None:
            client.force_login(who)
        return client

    return opened


@cache
def tables_of_work() -> dict[str, int]:
    """Every table with its number in the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename, tablename::regclass::oid from pg_tables where schemaname = 'public' order by 1"
        )
        return {name: oid for name, oid in cursor.fetchall() if name not in NOT_WORK}


def rows_written() -> object:
    """How many rows PostgreSQL has written to the tables of work in this transaction, those undone since included."""
    if connection.pg_version < 160_000:
        return object()  # what a savepoint wrote is not counted before it ends: nothing can be said, so hash
    rows = " + ".join(f"pg_stat_get_xact_tuples_{deed}(oid)" for deed in ("inserted", "updated", "deleted"))
    with connection.cursor() as cursor:
        cursor.execute(f"select sum({rows}) from unnest(%s::oid[]) oid", [list(tables_of_work().values())])
        return cursor.fetchone()


@pytest.fixture
def fingerprint(db: None) -> Callable[[], dict[str, str]]:
    """Hashes every table, so that a refusal can be shown to have written nothing anywhere.

    Between two looks at which PostgreSQL has written no row, the second is the first. (A test that goes back to a
    savepoint between them must have found its look from within like the one from before.)
    """
    each = " union all ".join(
        f"select '{name}', (select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \"{name}\" t)"
        for name in tables_of_work()
    )
    seen: list[tuple[object, dict[str, str]]] = []

    def hashed() -> dict[str, str]:
        written = rows_written()
        if not seen or seen[-1][0] != written:
            with connection.cursor() as cursor:
                cursor.execute(each)
                seen[:] = [(written, dict(cursor.fetchall()))]
        return seen[-1][1]

    return hashed


@pytest.fixture(scope="module")
def unseen_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """What all forms are about, made once; every post is undone."""
    drawer, folder = storages["evidence"], str(tmp_path_factory.mktemp("evidence"))
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], "WORK_DATE": TODAY}
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(**quick),
        transaction.atomic(),
    ):
        patch.setattr(drawer, "location", folder)
        patch.setattr(drawer, "base_location", folder)
        yield made()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(unseen_world: World) -> World:
    """The same, with every form of every page found and each bad input dealt out."""
    unseen_world.look()
    unseen_world.share_out()
    gc.freeze()  # a hundred thousand boxes that stay: not to be walked again at each collection
    return unseen_world
