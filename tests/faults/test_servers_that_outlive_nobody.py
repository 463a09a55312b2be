"""The demonstration's own PostgreSQL and Valkey live exactly as long as somebody uses them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import environ
import psycopg
import pytest

from coquang import embedded

pytestmark = [pytest.mark.faults, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent.parent
BOUND = 40.0  # seconds after which a thing that should happen is said not to
ARRIVING = """\
import os, sys
from pathlib import Path
from coquang import embedded
embedded.hold(Path(sys.argv[1]))
"""
STAYING = """\
embedded.hold(Path(sys.argv[1]))
print("up", flush=True)
sys.stdin.read()
"""
LOOKING_AGAIN = """\
print("up", flush=True)
sys.stdin.readline()
"""
FORKING = """\
if os.fork():
    os._exit(0)
"""


class User:
    """A process that uses the servers until it is told to leave."""

    def __init__(self, var: Path, then: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", ARRIVING + then, str(var)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def served(self) -> bool:
        assert self.process.stdout
        return self.process.stdout.readline() == "up\n"

    def looks_again(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def leaves(self) -> None:
        _, complaints = self.process.communicate(timeout=BOUND)
        assert (self.process.returncode, complaints) == (0, "")

    def is_killed(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=BOUND)


class Arrives(Protocol):
    def __call__(self, var: Path, then: str = ...) -> User: ...


@pytest.fixture
def arrives() -> Iterator[Arrives]:
    """Lets a user arrive at a folder; whoever has not left by the end of the test is killed."""
    with ExitStack() as the_end:

        def arrive(var: Path, then: str = STAYING) -> User:
            user = User(var, then)
            the_end.callback(user.is_killed)
            return user

        yield arrive


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    assert eventually(lambda: not servers(tmp_path)), servers(tmp_path)


def servers(below: Path) -> dict[int, str]:
    """Keepers, servers and their children of any folder below: whoever has keeper.lock there open."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            opened = [str(file.readlink()) for file in (process / "fd").iterdir()]
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if any(file.startswith(f"{below}/") and file.endswith("/keeper.lock") for file in opened):
            found[int(process.name)] = command
    return found


def keepers(var: Path) -> list[int]:
    return [pid for pid, command in servers(var).items() if "keeper.py" in command]


def waits_for_the_start(var: Path, user: User) -> bool:
    """Whether the user has come so far that a keeper would be started for it, were none in the way."""
    opened = Path(f"/proc/{user.process.pid}/fd")
    try:
        return var / "start.lock" in [file.readlink() for file in opened.iterdir()]
    except FileNotFoundError:  # one was closed while we looked
        return False


def the(name: str, var: Path) -> int:
    """The process of the keeper, or of the first PostgreSQL process."""
    if name == "postgres":
        return int((var / "pg" / "postmaster.pid").read_text().split()[0])
    [keeper] = keepers(var)
    return keeper


def eventually(fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + BOUND
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def answers(var: Path) -> bool:
    return embedded.postgres_answers(var) and embedded.valkey_answers(var)


def test_the_servers_end_with_their_last_user(var: Path, arrives: Arrives) -> None:
    first, second = arrives(var), arrives(var)
    assert first.served()
    assert second.served()
    assert len(keepers(var)) == 1

    first.leaves()
    assert answers(var)
    assert embedded.in_use(var)

    second.leaves()
    assert eventually(lambda: not servers(var))
    assert not embedded.in_use(var)


def test_the_servers_end_when_their_user_is_killed(var: Path, arrives: Arrives) -> None:
    user = arrives(var)
    assert user.served()

    user.is_killed()

    assert eventually(lambda: not servers(var))


def test_a_forked_child_keeps_the_servers_of_its_parent(var: Path, arrives: Arrives) -> None:
    parent = arrives(var, then=FORKING + STAYING)
    assert parent.served()

    parent.process.wait(BOUND)
    time.sleep(1)
    assert answers(var)

    parent.leaves()
    assert eventually(lambda: not servers(var))


def test_the_servers_end_when_their_keeper_is_killed(var: Path, arrives: Arrives) -> None:
    user = arrives(var)
    assert user.served()

    os.kill(the("keeper", var), signal.SIGKILL)

    assert eventually(lambda: not servers(var))
    assert not answers(var)


def test_a_user_that_looks_again_stands_the_servers_up_again(var: Path, arrives: Arrives) -> None:
    user = arrives(var, then=LOOKING_AGAIN + STAYING)
    assert user.served()
    assert not embedded.abandoned(var)
    os.kill(the("keeper", var), signal.SIGKILL)
    assert eventually(lambda: embedded.abandoned(var))

    user.looks_again()

    assert user.served()
    assert answers(var)


def test_the_next_user_waits_while_the_servers_of_a_killed_keeper_close(var: Path, arrives: Arrives) -> None:
    assert arrives(var).served()
    slow = the("postgres", var)
    os.kill(slow, signal.SIGSTOP)
    os.kill(the("keeper", var), signal.SIGKILL)
    assert eventually(lambda: not embedded.valkey_answers(var))

    next_user = arrives(var)
    assert eventually(lambda: waits_for_the_start(var, next_user))
    time.sleep(1)
    assert not keepers(var)

    os.kill(slow, signal.SIGCONT)
    assert next_user.served()
    assert the("postgres", var) != slow


def test_the_next_user_waits_while_a_keeper_closes(var: Path, arrives: Arrives) -> None:
    for _ in range(4):
        user = arrives(var)
        assert user.served()
        user.is_killed()
    assert arrives(var).served()


def test_a_crowd_of_users_shares_one_keeper(var: Path, arrives: Arrives) -> None:
    crowd = [arrives(var) for _ in range(6)]

    assert all(user.served() for user in crowd)

    assert the("keeper", var)


def test_a_fallen_database_is_stood_up_again(var: Path, arrives: Arrives) -> None:
    assert arrives(var).served()
    fallen = the("postgres", var)

    os.kill(fallen, signal.SIGKILL)

    assert eventually(lambda: answers(var) and the("postgres", var) != fallen)


def test_an_interrupted_first_start_leaves_no_half_of_a_database(var: Path, arrives: Arrives) -> None:
    user = arrives(var)
    assert eventually((var / "pg.new").exists)

    os.kill(the("keeper", var), signal.SIGKILL)
    _, complaint = user.process.communicate(timeout=BOUND)

    assert "ended at once" in complaint
    assert not (var / "pg").exists()
    assert arrives(var).served()


def test_what_was_written_is_there_at_the_next_start(var: Path, arrives: Arrives) -> None:
    user = arrives(var)
    assert user.served()
    with connected("coquang_owner", var) as owner:
        owner.execute("create table note (line text)")
    with connected("coquang_web", var) as web:
        web.execute("insert into note values ('kept')")
    user.leaves()

    assert arrives(var).served()

    with connected("coquang_web", var) as web:
        assert web.execute("select line from note").fetchall() == [("kept",)]


def test_the_serving_role_changes_no_tables_and_never_waits_long(var: Path, arrives: Arrives) -> None:
    assert arrives(var).served()
    with connected("coquang_web", var) as web:
        assert web.execute("show lock_timeout").fetchall() == [("2s",)]
        assert web.execute("show statement_timeout").fetchall() == [("5s",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("create table mine (line text)")


def connected(role: str, var: Path) -> psycopg.Connection:
    place = environ.Env.db_url_config(embedded.addresses(var).database_url)
    return psycopg.connect(host=place["HOST"], port=place["PORT"], user=role, dbname=place["NAME"])


@pytest.mark.parametrize("name", ["thư mục có dấu cách", "long-" * 30])
def test_any_folder_will_do(tmp_path: Path, name: str, arrives: Arrives) -> None:
    var = tmp_path / name / "var"
    user = arrives(var)
    assert user.served()

    user.leaves()

    assert eventually(lambda: not servers(tmp_path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as another user")
def test_a_folder_that_only_root_may_enter_will_do(tmp_path: Path, arrives: Arrives) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    user = arrives(closed / "var")
    assert user.served()

    assert (closed / "var" / "pg").stat().st_uid != 0

    user.leaves()
    assert eventually(lambda: not servers(tmp_path))


@pytest.mark.parametrize("name", ["a folder", "long-" * 30])
def test_the_addresses_are_always_the_same_and_ask_nothing_of_the_disk(tmp_path: Path, name: str) -> None:
    var = tmp_path / name / "var"

    assert embedded.addresses(var) == embedded.addresses(var)
    assert not (tmp_path / name).exists()
