"""docker-compose.yml and Dockerfile, read without an engine: what they run is what the demonstration runs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from coquang.records.clock import HEARTBEAT
from coquang.records.relay import SWEEP_EVERY
from coquang.supervisor import relay, web, worker

ROOT = Path(__file__).parents[2]
COMPOSED: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSED["services"]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("service", "process", "essence"),
    [
        ("web", web("127.0.0.1", 8000), ["gunicorn", "coquang.wsgi:application", "--worker-class", "gthread"]),
        ("worker", worker(), ["celery", "-A", "coquang", "worker", "--pool", "prefork"]),
        ("relay", relay(), ["relay"]),
    ],
)
def test_each_service_runs_what_the_demonstration_runs(service: str, process: Any, essence: list[str]) -> None:
    composed, demonstrated = SERVICES[service]["command"], list(process.command)
    for word in essence:
        assert word in composed
        assert word in demonstrated


@pytest.mark.parametrize("service", ["web", "worker", "relay"])
def test_the_portal_waits_for_a_healthy_database_and_broker(service: str) -> None:
    conditions = {name: wait["condition"] for name, wait in SERVICES[service]["depends_on"].items()}
    assert conditions == {"database": "service_healthy", "broker": "service_healthy"}
    assert "healthcheck" in SERVICES["database"]
    assert "healthcheck" in SERVICES["broker"]


def test_a_clock_that_stalls_is_seen_within_five_minutes() -> None:
    watch = SERVICES["relay"]["healthcheck"]
    assert f"{SERVICES['relay']['volumes'][0].split(':')[1]}/{HEARTBEAT}" in watch["test"][-1]
    stale, every = int(re.findall(r"> (\d+)", watch["test"][-1])[0]), int(watch["interval"].removesuffix("s"))
    assert stale > SWEEP_EVERY
    assert stale + every * watch["retries"] <= 300


def test_what_must_outlive_a_container_lies_in_a_volume() -> None:
    kept = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert kept == set(COMPOSED["volumes"])


def test_secrets_come_as_files_and_only_migrating_knows_the_owner() -> None:
    for service in ("web", "worker", "relay"):
        surroundings = SERVICES[service]["environment"]
        assert surroundings["COQUANG_MODE"] == "production"
        assert "SECRET_KEY" not in surroundings
        assert not any(name.startswith("DATABASE_OWNER_URL") for name in surroundings)
    assert "DATABASE_OWNER_URL_FILE" in SERVICES["migrate"]["environment"]


def test_the_image_installs_pinned_packages_and_does_not_run_as_root() -> None:
    assert re.search(r"pip install .*--require-hashes -r requirements/base\.txt", IMAGE)
    assert re.search(r"^USER coquang$", IMAGE, re.MULTILINE)
    assert IMAGE.index("USER coquang") > IMAGE.index("collectstatic")


@pytest.mark.parametrize("source", re.findall(r"^COPY (?!--from)(\S+)", IMAGE, re.MULTILINE))
def test_the_image_copies_only_what_is_there(source: str) -> None:
    assert (ROOT / source).exists()
