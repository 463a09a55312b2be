"""Fixtures are people and papers: a clerk, a vetter, an approver, a reader of the district, a stranger, a quarter."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client, override_settings

from coquang import dates
from coquang.records.models import PrintedDocument
from indicators import demonstration
from indicators.models import Deadline, Indicator, Sheet
from programmes.models import Body, Person, Unit
from tests import making


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return making.world()


@pytest.fixture
def ward(units: dict[str, Unit]) -> Unit:
    return units[making.WARD]


@pytest.fixture
def committee(ward: Unit) -> Body:
    return making.body(ward)


@pytest.fixture
def clerk(ward: Unit, committee: Body) -> Person:
    who = making.person("can-bo", "Cán bộ Văn phòng")
    making.appointed(who, "enter", at=committee)
    return who


@pytest.fixture
def vetter(committee: Body) -> Person:
    who = making.person("chanh-van-phong", "Phụ trách Văn phòng")
    making.appointed(who, "vet", at=committee)
    return who


@pytest.fixture
def approver(committee: Body) -> Person:
    who = making.person("pho-bi-thu", "Phó Bí thư Thường trực")
    making.appointed(who, "approve", at=committee)
    return who


@pytest.fixture
def reader(units: dict[str, Unit]) -> Person:
    """Reads the whole district."""
    who = making.person("quan-uy", "Lãnh đạo Quận ủy")
    making.appointed(who, "read", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def stranger(units: dict[str, Unit]) -> Person:
    """A clerk of the neighbouring ward."""
    who = making.person("can-bo-ban", "Cán bộ phường bạn")
    making.appointed(who, "enter", unit=units[making.SIBLING])
    return who


@pytest.fixture
def indicators(db: None) -> dict[str, Indicator]:
    return making.catalogue()


@pytest.fixture
def quarter(ward: Unit, indicators: dict[str, Indicator]) -> Sheet:
    """The ward's empty first quarter of 2022."""
    making.reporting(ward, indicators)
    return making.opened(ward)


@pytest.fixture
def full_quarter(quarter: Sheet) -> Sheet:
    return making.filled(quarter)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[str], None]:
    """Sets the office's clock: clock("2022-03-23 23:59:59")."""

    def set_to(text: str) -> None:
        settings.WORK_DATE = making.moment(text).date()
        monkeypatch.setattr(dates, "now", lambda: making.moment(text))

    return set_to


@pytest.fixture
def closing(full_quarter: Sheet) -> Sheet:
    """The full first quarter of 2022: data to 14/3, due 16/3 at 17:00, closing at 24:00 on 23/3."""
    wards = Deadline.objects.filter(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    assert wards.update(closes_on=date(2022, 3, 23)) == 1
    return full_quarter


@pytest.fixture
def as_(client: Client) -> Any:
    """A browser in which a person is signed in: as_(clerk).get(…)."""

    def signed_in(who: Person) -> Client:
        client.force_login(who)
        return client

    return signed_in


@pytest.fixture
def drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which printed papers are kept for the length of a test."""
    folder = tmp_path / "papers"
    storage = PrintedDocument._meta.get_field("file").storage
    monkeypatch.setattr(storage, "location", str(folder))
    monkeypatch.setattr(storage, "base_location", str(folder))
    return folder


@pytest.fixture
def evidence_drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which attached files are kept for the length of a test."""
    folder = tmp_path / "evidence"
    monkeypatch.setattr(storages["evidence"], "location", str(folder))
    monkeypatch.setattr(storages["evidence"], "base_location", str(folder))
    return folder


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole demonstration, loaded once for the tests of a module, each of which undoes what it adds."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            demonstration.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def co_giang(story: None, db: None) -> Unit:
    """The ward of the demonstration."""
    return Unit.objects.get(code="26755")
