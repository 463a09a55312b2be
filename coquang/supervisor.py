"""Web, worker and relay under one process: what `make demo` runs, and what the browser tests drive.

    python -m coquang.supervisor

What ends unasked is started again after a short wait; what keeps ending ends everything. Ctrl-C or SIGTERM
stops all three, then our own servers when nobody else uses them. Nothing survives a killed supervisor.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from coquang import embedded, environment

ROOT = Path(__file__).resolve().parent.parent
ANNOUNCEMENT = "announcement.txt"  # in var/, written with the demonstration's data: whom to sign in as
PATIENCE = 10.0  # seconds between asking a process to end and ending it
MOST_RESTARTS = 5  # of one process within a minute
HEARTBEAT = 0.3  # seconds between two looks at the processes


class Hopeless(RuntimeError):
    """A process ends again as often as it is started."""


@dataclass(frozen=True)
class Process:
    """One long-lived command. `on_orphaning` is the signal it gets when the supervisor itself is killed."""

    name: str
    command: tuple[str, ...]
    on_orphaning: str = "TERM"


def web(host: str, port: int) -> Process:
    """gunicorn: two processes of four threads, each with its own pool of connections."""
    memory = Path("/dev/shm")  # noqa: S108
    heartbeats = ("--worker-tmp-dir", str(memory)) if memory.is_dir() else ()
    return Process(
        "web",
        (
            *(sys.executable, "-m", "gunicorn", "coquang.wsgi:application", "--bind", _authority(host, port)),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", *heartbeats),
            *("--graceful-timeout", "8", "--log-level", "warning", "--no-control-socket"),
        ),
    )


def worker() -> Process:
    """Celery: prints papers and does what actions put off, one job at a time."""
    return Process(
        "worker",
        (
            # In a container it may well be root's; its warning about that would fill the first screen.
            *(sys.executable, "-W", "ignore::UserWarning:celery.platforms"),
            *("-m", "celery", "--quiet", "-A", "coquang", "worker", "-Q", "celery"),
            *("--pool", "prefork", "--concurrency", "1", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ),
        # Asked politely it would outlive us by its job, and for ever when asked while it starts. The job is
        # not lost: it is acknowledged only when done.
        on_orphaning="KILL",
    )


def relay() -> Process:
    """Hands the jobs committed to the database over to the worker, and keeps the clock."""
    return Process("relay", (sys.executable, str(ROOT / "manage.py"), "relay"))


@dataclass
class Supervisor:
    """Keeps the processes running between start() and stop(); tend() is to be called again and again.

    Each runs in a session of its own, so that Ctrl-C in a terminal reaches only the supervisor. The
    environment is added to our own. start() belongs in the main thread: the kernel takes that thread's end
    for ours.
    """

    processes: Sequence[Process]
    environment: Mapping[str, str] = field(default_factory=dict)
    _running: dict[Process, subprocess.Popen[bytes]] = field(default_factory=dict)
    _ends: dict[Process, list[float]] = field(default_factory=dict)
    _due: dict[Process, float] = field(default_factory=dict)

    def start(self) -> None:
        for process in self.processes:
            self._start(process)

    def tend(self) -> None:
        """Starts again what has ended; raises Hopeless when one process ended too often within a minute."""
        for process in self.processes:
            running = self._running.get(process)
            if running and _has_ended(running):
                self._note_end(process, _clear_away(self._running.pop(process)))
            elif not running and time.monotonic() >= self._due[process]:
                self._start(process)

    def stop(self) -> None:
        """Asks every process to end, and ends by force, children and all, what has not after ten seconds."""
        all_running = list(self._running.values())
        for running in all_running:
            os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while not all(map(_has_ended, all_running)) and time.monotonic() < deadline:
            time.sleep(0.05)
        for running in all_running:
            _clear_away(running)
        self._running.clear()

    def _note_end(self, process: Process, code: int) -> None:
        now = time.monotonic()
        ends = self._ends[process] = [*(end for end in self._ends.get(process, []) if now - end < 60), now]
        if len(ends) > MOST_RESTARTS:
            raise Hopeless(f"{process.name} has ended {len(ends)} times within a minute, now with {code}.")
        print(f"{process.name} ended with {code}; it is started again.", file=sys.stderr, flush=True)
        self._due[process] = now + len(ends) / 2

    def _start(self, process: Process) -> None:
        self._running[process] = subprocess.Popen(
            ["setpriv", "--pdeathsig", process.on_orphaning, *process.command],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def answers(host: str, port: int) -> bool:
    """Whether the web process that listens there says that it lives."""
    with closing(HTTPConnection(_visited(host), port, timeout=2)) as line:
        try:
            line.request("GET", "/healthz/live")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def _has_ended(running: subprocess.Popen[bytes]) -> bool:
    """Without taking note of it: until then the kernel gives its number, and so its group, to nobody else."""
    return os.waitid(os.P_PID, running.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _clear_away(running: subprocess.Popen[bytes]) -> int:
    """Ends a process and whatever children it has left behind; returns its exit code."""
    os.killpg(running.pid, signal.SIGKILL)
    return running.wait()


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _why_not_here(host: str, port: int) -> str | None:
    """Why nothing can listen there, or None."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(where)
    except OSError as fault:
        return f"{_authority(host, port)} cannot be used ({fault.strerror}): choose another with PORT=…"
    return None


class Asked:
    """Turns true when somebody asks us to end."""

    def __init__(self) -> None:
        self.to_end = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.note)

    def note(self, _number: int, _frame: FrameType | None) -> None:
        self.to_end = True


def main() -> int:
    host, port = environment.text("HOST", "127.0.0.1"), int(environment.text("PORT", "8000"))
    var = Path(environment.text("COQUANG_VAR", str(ROOT / "var")))
    ours = not (environment.optional("DATABASE_URL") and environment.optional("REDIS_URL"))
    if fault := _why_not_here(host, port):
        print(fault, file=sys.stderr)
        return 1
    asked = Asked()
    supervisor = Supervisor([web(host, port), worker(), relay()])
    try:
        if ours:
            embedded.hold(var)
        supervisor.start()
        while not asked.to_end and not answers(host, port):
            _tend(supervisor, var if ours else None)
        if not asked.to_end:
            _announce(host, port, var / ANNOUNCEMENT if ours else None)
        while not asked.to_end:
            _tend(supervisor, var if ours else None)
    except RuntimeError as fault:
        print(f"{fault}\nEverything stops.", file=sys.stderr)
        return 1
    finally:
        supervisor.stop()
        embedded.let_go(var)
    return 0


def _tend(supervisor: Supervisor, servers: Path | None) -> None:
    time.sleep(HEARTBEAT)
    if servers and embedded.abandoned(servers):
        embedded.hold(servers)
    supervisor.tend()


def _announce(host: str, port: int, announcement: Path | None) -> None:
    print(f"Cô Quang: http://{_authority(_visited(host), port)}/", flush=True)
    if announcement and announcement.exists():
        print(announcement.read_text(encoding="utf-8").rstrip(), flush=True)


def _visited(host: str) -> str:
    """Where a browser on this machine finds what listens on the host: “everywhere” is no address."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


if __name__ == "__main__":
    sys.exit(main())
