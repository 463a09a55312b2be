"""The keeper: the one process that runs PostgreSQL and Valkey for as long as anybody uses them.

It is started by coquang.embedded, as a file of its own on a bare interpreter, so it imports only the standard
library. The kernel tells it when to stop: every user holds a shared lock on users.lock, the keeper waits for
the exclusive one, which is granted when the last user has ended, however it ended.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

NOBODY = "65534"
PATIENCE = 15.0  # seconds a server is given to close its files
RESTARTS = 5  # in a row, within ten seconds of the last start

SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    # A ward's demonstration sleeps most of the day: no processes that wait for replicas or helpers.
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "1",
    "max_wal_size": "256MB",
}

# The owner changes tables, the serving role only what is in them; a page never waits long for either.
ROLES = """\
create role coquang_owner login createdb;
create role coquang_web login;
alter role coquang_web set lock_timeout = '2s';
alter role coquang_web set statement_timeout = '5s';
create database coquang owner coquang_owner;
"""
GRANTS = """\
alter default privileges for role coquang_owner grant select, insert, update, delete on tables to coquang_web;
alter default privileges for role coquang_owner grant usage, select on sequences to coquang_web;
"""


@dataclass(frozen=True)
class Duty:
    """What a keeper is told: the folders of the data and of the sockets, the programs, its own lock."""

    var: str
    sockets: str
    postgres: str  # the folder of initdb and postgres
    valkey: str
    lock: int  # open file that carries the exclusive lock on keeper.lock

    def as_text(self) -> str:
        return json.dumps(asdict(self))


class Keeper:
    """Builds the cluster on the first day, starts both servers, restarts what falls, stops both at last."""

    def __init__(self, duty: Duty) -> None:
        self.duty = duty
        self.var = Path(duty.var)
        self.news: SimpleQueue[str] = SimpleQueue()
        self.servers: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: list[float] = []
        self.commands = {
            "postgres": [
                f"{duty.postgres}/postgres",
                *("-D", f"{self.var}/pg", "-p", "5432"),
                *("-c", f"unix_socket_directories={_quoted(duty.sockets)}"),
            ],
            "valkey": [
                duty.valkey,
                *("--port", "0", "--unixsocket", f"{duty.sockets}/valkey.sock", "--unixsocketperm", "700"),
                *("--dir", f"{self.var}/valkey", "--appendonly", "yes", "--save", ""),
                *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
            ],
        }

    def serve(self) -> None:
        """Returns when nobody uses the servers any more; raises RuntimeError when they cannot be kept up."""
        if not (self.var / "pg").exists():
            self.build()
        (self.var / "valkey").mkdir(mode=0o700, exist_ok=True)
        try:
            for name in self.commands:
                self.start(name)
            threading.Thread(target=self.wait_for_the_last_user, daemon=True).start()
            while (name := self.news.get()) != "nobody":
                self.restart(name)
        finally:
            self.stop()

    def build(self) -> None:
        """A new cluster under another name, renamed when whole: an interrupted first start leaves no half."""
        draft = self.var / "pg.new"
        shutil.rmtree(draft, ignore_errors=True)
        settings = [word for item in SETTINGS.items() for word in ("-c", "=".join(item))]
        self.run(
            f"{self.duty.postgres}/initdb",
            *("-D", str(draft), "--username=postgres", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8"),
            *("--no-sync", *settings),
        )
        alone = (f"{self.duty.postgres}/postgres", "--single", "-D", str(draft), "-c", "exit_on_error=on")
        self.run(*alone, "postgres", say=ROLES)
        self.run(*alone, "coquang", say=GRANTS)
        draft.rename(self.var / "pg")

    def run(self, *command: str, say: str = "") -> None:
        """Runs one program of the first start to its end; raises CalledProcessError when it fails."""
        subprocess.run(
            [*_watched(), *command],
            input=say.encode(),
            stdout=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=[self.duty.lock],
            check=True,
        )

    def start(self, name: str) -> None:
        # The servers inherit the keeper's lock: should it be killed, the next one waits until they are gone.
        self.servers[name] = server = subprocess.Popen(
            [*_watched(), *self.commands[name]],
            stdin=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=[self.duty.lock],
        )
        threading.Thread(target=self.tell_when_ended, args=(name, server), daemon=True).start()

    def restart(self, name: str) -> None:
        now = time.monotonic()
        self.starts = [start for start in self.starts if now - start < 10] + [now]
        if len(self.starts) > RESTARTS:
            raise RuntimeError(f"{name} ends as soon as it is started.")
        time.sleep(0.5)
        self.start(name)

    def stop(self) -> None:
        for server in self.servers.values():
            server.send_signal(signal.SIGINT)
        for server in self.servers.values():
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
        with contextlib.suppress(OSError):
            Path(self.duty.sockets).rmdir()

    def tell_when_ended(self, name: str, server: subprocess.Popen[bytes]) -> None:
        server.wait()
        self.news.put(name)

    def wait_for_the_last_user(self) -> None:
        users = os.open(self.var / "users.lock", os.O_RDWR)
        fcntl.flock(users, fcntl.LOCK_EX)
        self.news.put("nobody")


def _watched() -> list[str]:
    """The words before a server's command: whom it runs as, and that it stops when the keeper is killed.

    PostgreSQL refuses to run as root. Root's servers run as nobody, with leave to pass folders that only root
    may enter: a clone often lies below one.
    """
    as_nobody = [
        *("setpriv", "--securebits", "+no_setuid_fixup"),
        *("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"),
        *("--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"),
    ]
    # Apart and last, because the kernel forgets the signal when the user changes.
    return [*(as_nobody if os.geteuid() == 0 else []), "setpriv", "--pdeathsig", "INT"]


def _environment() -> dict[str, str]:
    """Nothing of the shell's own PGPORT, PGDATA or locale reaches the servers."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _quoted(folder: str) -> str:
    return '"' + folder.replace('"', '""') + '"'


def main() -> None:
    duty = Duty(**json.loads(sys.argv[1]))
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Keeper(duty).serve()


if __name__ == "__main__":
    main()
