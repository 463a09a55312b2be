"""A quarter with a cell of each kind, browsers that report a failure as an answer, and a hash over all that is kept."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from indicators.models import Indicator, Sheet
from programmes.models import Body, Person, Unit
from tests import making

# Written by every visit, by every post and by every knock in vain; none of it is work.
NOT_WORK = {"django_session", "records_sentform", "programmes_doorattempt"}

RATE = "TYLE"  # a percentage that is typed as such, not as a ratio


@pytest.fixture
def ours(ward: Unit) -> Sheet:
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


@pytest.fixture
def writer(ward: Unit, committee: Body) -> Person:
    """A clerk of the ward; signed in without a password, which would only cost time."""
    who = Person.objects.create_person("nguoi-nhap", "Người nhập")
    making.appointed(who, "enter", at=committee)
    return who


@pytest.fixture
def browser() -> Callable[[Person | None], Client]:
    """A browser of a person, or of somebody who has not signed in; a fault of ours is an answer of 500."""

    def opened(who: Person | None = None) -> Client:
        client = Client(raise_request_exception=False)
        if who is not None:
            client.force_login(who)
        return client

    return opened


@pytest.fixture
def fingerprint(db: None) -> Callable[[], dict[str, str]]:
    """Hashes every table, so that a refusal can be shown to have written nothing anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [name for (name,) in cursor.fetchall() if name not in NOT_WORK]
    each = " union all ".join(
        f"select '{name}', (select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \"{name}\" t)"
        for name in tables
    )

    def hashed() -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(each)
            return dict(cursor.fetchall())

    return hashed
