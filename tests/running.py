"""The real thing, running: web, worker and relay on a database of their own, as visitors meet it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from coquang.settings import database
from coquang.supervisor import ROOT, Process, Supervisor, answers, relay, web, worker

HOST = "127.0.0.1"
BOUND = 60.0  # seconds after which a thing that should happen is said not to


class Portal:
    """A demonstration of its own. It is loaded once, and every as_loaded() puts it back to that moment."""

    def __init__(self, name: str, var: Path, *, broker: str, **more: str) -> None:
        self.name, self.loaded = name, f"{name}_loaded"
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.environment = {
            "COQUANG_MODE": "demo",
            "COQUANG_VAR": str(var),
            "DATABASE_URL": in_database(settings.DATABASE_URL, name),
            "DATABASE_OWNER_URL": in_database(settings.DATABASE_OWNER_URL, name),
            "REDIS_URL": broker,
            **more,
        }
        self.supervisors: list[Supervisor] = []

    def load(self) -> None:
        """Make the demonstration's database; what an interrupted run has left of one goes first."""
        self.drop()
        self._as_owner("create database {}", self.loaded)
        of_loaded = {
            "DATABASE_URL": in_database(settings.DATABASE_URL, self.loaded),
            "DATABASE_OWNER_URL": in_database(settings.DATABASE_OWNER_URL, self.loaded),
        }
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env={**os.environ, **self.environment, **of_loaded},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        self.as_loaded()

    def as_loaded(self) -> None:
        """Put everything back. Whoever is connected loses the line and finds the new database at the next look."""
        with connected(settings.DATABASE_URL) as line:
            line.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [self.name])
        self._as_owner("drop database if exists {}", self.name)
        self._as_owner("create database {} template {}", self.name, self.loaded)

    def drop(self) -> None:
        self._as_owner("drop database if exists {}", self.name)
        self._as_owner("drop database if exists {}", self.loaded)

    def start(self, *processes: Process) -> Supervisor:
        """Start what is named, or all three; from the main thread only. Returns when the web process answers."""
        chosen = processes or (self.web, worker(), relay())
        supervisor = Supervisor(chosen, self.environment)
        self.supervisors.append(supervisor)
        supervisor.start()
        if self.web in chosen:
            assert self.eventually(lambda: answers(HOST, self.port)), f"Nothing answers at {self.address}."
        return supervisor

    def stop(self) -> None:
        for supervisor in self.supervisors:
            supervisor.stop()
        self.supervisors.clear()

    @property
    def web(self) -> Process:
        return web(HOST, self.port)

    def asked(self, question: str, *facts: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query, asked past the portal's own models."""
        with connected(self.environment["DATABASE_URL"]) as line:
            return line.execute(question.encode(), facts).fetchall()

    def eventually(self, fact: Callable[[], bool]) -> bool:
        """Whether a thing happens in bounded time, while ended processes are started again."""
        deadline = time.monotonic() + BOUND
        while not fact():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
            for supervisor in self.supervisors:
                supervisor.tend()
        return True

    def _as_owner(self, statement: str, *names: str) -> None:
        with connected(settings.DATABASE_OWNER_URL) as line:
            line.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


@contextmanager
def a_portal(name: str, var: Path, *, broker: str, **more: str) -> Iterator[Portal]:
    """A loaded portal, not yet started; stopped and forgotten at the end."""
    portal = Portal(name, var, broker=broker, **more)
    try:
        portal.load()
        yield portal
    finally:
        portal.stop()
        portal.drop()


def connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    place = database(url)
    return psycopg.connect(
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
        host=place["HOST"],
        port=str(place["PORT"] or ""),
        autocommit=True,
    )


def in_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return re.sub(r"[^/?]*(?=\?|$)", name, url, count=1)


def in_broker(url: str, number: int) -> str:
    """The same broker, another of its numbered spaces."""
    if "virtual_host=" in url:
        return re.sub(r"(?<=virtual_host=)\d+", str(number), url)
    return in_database(url, str(number))


def free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])
