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
SEND_AWAY = """\
select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and usename = current_user
"""
EMPTY = "template1"  # PostgreSQL's own, of which a new database is a copy
BOUND = 120.0  # seconds after which a thing that should happen is said not to


class Portal:
    """A demonstration of its own: loaded once, and as it was loaded at every start()."""

    def __init__(self, name: str, var: Path, *, broker: str, migrated: str = EMPTY, **more: str) -> None:
        self.name, self.loaded, self.migrated = name, f"{name}_loaded", migrated
        self.port = _free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.environment = {
            **self._databases(name),
            "COQUANG_MODE": "demo",
            "COQUANG_VAR": str(var),
            "REDIS_URL": broker,
            **more,
        }
        self.supervisors: list[Supervisor] = []

    def load(self) -> None:
        """Make the demonstration's database; what an interrupted run has left goes first."""
        self.drop()
        copy_database(self.loaded, self.migrated)
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env={**os.environ, **self.environment, **self._databases(self.loaded)},
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def without_samples_to_print(self) -> None:
        """What the demonstration brings along to be printed counts as done, so that only what people ask for is."""
        with _connected(self._databases(self.loaded)["DATABASE_OWNER_URL"]) as line:
            line.execute("update records_job set state = 'done', finished_at = now() where state = 'waiting'")

    def start(self, *processes: Process) -> None:
        """Serve the demonstration as it was loaded, with all processes or with these. Returns when it answers."""
        self.stop()
        copy_database(self.name, self.loaded)
        self.add(*processes or (self.web, worker(), relay()))
        assert self.eventually(lambda: answers(HOST, self.port)), f"Nothing answers at {self.address}."

    def renew(self) -> None:
        """Serve the demonstration as it was loaded, by the processes that run already, if they do."""
        if not self.supervisors:
            self.start()
            return
        self.take_the_database_away()
        copy_database(self.name, self.loaded)
        assert self.eventually(lambda: answers(HOST, self.port)), f"Nothing answers any more at {self.address}."

    def take_the_database_away(self) -> None:
        """Nobody comes in any more, and who was in is sent away."""
        _as_owner("alter database {} with allow_connections false", self.name)
        with _connected(settings.DATABASE_URL) as line:  # its role may end what is its own
            line.execute(SEND_AWAY, [self.name])

    def give_the_database_back(self) -> None:
        _as_owner("alter database {} with allow_connections true", self.name)

    def add(self, *processes: Process) -> None:
        """Start more processes; in the main thread only, for the kernel takes the thread's end for ours."""
        supervisor = Supervisor(processes, self.environment)
        self.supervisors.append(supervisor)
        supervisor.start()

    def stop(self) -> None:
        while self.supervisors:
            self.supervisors.pop().stop()

    def drop(self) -> None:
        drop_database(self.name)
        drop_database(self.loaded)

    @property
    def web(self) -> Process:
        return web(HOST, self.port)

    def asked(self, question: str, *facts: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query, past the portal's own models."""
        with _connected(self.environment["DATABASE_URL"]) as line:
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

    def pid(self, process: Process) -> int:
        """The present number of a process, and of the group its children are in."""
        return next(s._running[process].pid for s in self.supervisors if process in s._running)

    def _databases(self, name: str) -> dict[str, str]:
        return {
            "DATABASE_URL": _with_last(settings.DATABASE_URL, name),
            "DATABASE_OWNER_URL": _with_last(settings.DATABASE_OWNER_URL, name),
        }


@contextmanager
def a_portal(name: str, var: Path, *, broker: str, migrated: str = EMPTY, **more: str) -> Iterator[Portal]:
    """A loaded portal, not yet started; stopped and forgotten at the end. `more` goes to its environment.

    Its tables are those of the database `migrated`, or made anew.
    """
    portal = Portal(name, var, broker=broker, migrated=migrated, **more)
    try:
        portal.load()
        yield portal
    finally:
        portal.stop()
        portal.drop()


def copy_database(name: str, like: str) -> None:
    """Make a database as another one is, which nobody may be using; what stood there before goes."""
    drop_database(name)
    _as_owner("create database {} template {}", name, like)


def drop_database(name: str) -> None:
    _as_owner("drop database if exists {}", name)


def broker_apart(number: int) -> str:
    """The tests' own broker, in one of its numbered rooms, so that no other worker takes these jobs."""
    url = settings.REDIS_URL
    if "virtual_host=" in url:
        return re.sub(r"(?<=virtual_host=)\d+", str(number), url)
    return _with_last(url, str(number))


def _as_owner(statement: str, *names: str) -> None:
    with _connected(settings.DATABASE_OWNER_URL) as line:
        line.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    place = database(url)
    return psycopg.connect(
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
        host=place["HOST"],
        port=str(place["PORT"] or ""),
        autocommit=True,
    )


def _with_last(url: str, name: str) -> str:
    """An address with another last part: the same server, another database."""
    return re.sub(r"[^/?]*(?=\?|$)", name, url, count=1)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])
