"""Clock, worker, sums and the night's comparison: when one of them fails, who administers reads it in words."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coquang.records import alarms
from coquang.records.clock import HEARTBEAT
from coquang.records.jobs import put_off
from coquang.records.journal import record
from coquang.records.models import Job
from indicators import alarms as of_sums
from indicators.models import DirtyBranch
from programmes.models import Person, Unit
from tests import making

Browser = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def ticking(settings: Any, tmp_path: Path) -> Path:
    """A clock that ticked just now, and sums that keep up."""
    settings.VAR_DIR = tmp_path
    clock = tmp_path / HEARTBEAT
    clock.touch()
    return clock


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


def waiting(seconds: int) -> None:
    DirtyBranch.objects.create(at=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_nothing_is_told_while_all_keep_up(client: Client) -> None:
    assert alarms.raised() == []
    answer = client.get("/healthz/well")
    assert (answer.status_code, set(answer.json().values())) == (200, {"ok"})
    assert set(answer.json()) == {"clock", "worker", "sums", "comparison"}


@pytest.mark.django_db
def test_a_clock_that_stands_still_is_told(ticking: Path, client: Client) -> None:
    late = time.time() - 121
    os.utime(ticking, (late, late))
    assert "Đồng hồ" in " ".join(alarms.raised())
    ticking.unlink()
    answer = client.get("/healthz/well")
    assert (answer.status_code, answer.json()["clock"], answer.json()["sums"]) == (503, "alarm", "ok")


@pytest.mark.django_db
def test_a_worker_that_takes_up_nothing_is_told_and_a_long_queue_is_not() -> None:
    long_ago = timezone.now() - timedelta(minutes=4)
    old, other = (put_off("nothing", by=None, key=f"nothing:{n}") for n in (1, 2))
    assert alarms.raised() == []
    Job.objects.update(created_at=long_ago)
    assert "2 việc nền" in alarms.raised()[0]
    Job.objects.filter(pk=other.pk).update(started_at=long_ago)
    assert "việc gần nhất lúc" in alarms.raised()[0]
    Job.objects.filter(pk=old.pk).update(started_at=timezone.now())
    assert alarms.raised() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "is_told"), [(29, False), (32, True)])
def test_sums_that_wait_for_more_than_half_a_minute_are_told(seconds: int, is_told: bool) -> None:
    waiting(seconds)
    assert bool(alarms.raised()) == is_told


def test_sums_that_differed_in_the_night_are_told_for_a_week(
    units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _quarter in (1, 2):
        record(units[making.WARD], "sums.mended", by=None, indicators=[1])
    assert any("số tổng hợp của 1 đơn vị" in told for told in alarms.raised())
    monkeypatch.setattr(of_sums, "DAYS", 0)
    assert not any("số tổng hợp của" in told for told in alarms.raised())


def test_who_administers_reads_it_and_nobody_else(keeper: Person, clerk: Person, ticking: Path, as_: Browser) -> None:
    ticking.unlink()
    for page in ("/viec-cua-toi/", "/danh-muc/"):
        assert "Đồng hồ hệ thống đứng" in as_(keeper).get(page).content.decode()
        assert "Đồng hồ hệ thống đứng" not in as_(clerk).get(page).content.decode()
