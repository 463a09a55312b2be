"""One letter a day to who owes and to who waits, on working days only; words for a chat and a slip for the rest."""

import asyncio
import email.policy
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from celery.schedules import crontab
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coquang.celery import app
from coquang.records import letters, queue
from coquang.records.clock import Clock, strike
from coquang.records.models import Job, JournalEntry, PrintedDocument
from coquang.refusals import Refused
from indicators import clock, jobs
from indicators.actions import reminders, sheets
from indicators.models import Deadline, Reminder, ReminderRound, Sheet
from programmes.models import Body, NonWorkingDay, Person, Unit
from tests import making
from tests.print.measuring import MM
from tests.print.measuring import sheets as pages_of

Browser = Callable[[Person], Client]

# The first quarter of 2022 is cut off on 14/3, a Monday; wards send up until Wednesday 16/3, 17:00.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2022, 3, day) for day in (14, 15, 16, 17))
SATURDAY = date(2022, 3, 19)


@pytest.fixture(autouse=True)
def the_server_is_asked_again_in_each_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_away_until", 0.0)


@pytest.fixture
def at(settings: Any) -> Callable[[date], None]:
    """The day of work is another."""

    def goes_to(day: date) -> None:
        settings.WORK_DATE = day

    return goes_to


@pytest.fixture
def people(clerk: Person, vetter: Person, approver: Person, reader: Person) -> dict[str, Person]:
    """Those of the ward and a reader of the district, all with an address."""
    named = {"clerk": clerk, "vetter": vetter, "approver": approver, "reader": reader}
    for name, who in named.items():
        who.email = f"{name}@phuong.example"
        who.save()
    return named


def posted() -> list[Job]:
    """Have a worker do everything that waits."""
    waiting = list(Job.objects.unfinished().order_by("pk"))
    for job in waiting:
        queue.run.apply(args=(job.pk,))
        job.refresh_from_db()
    return waiting


def received() -> dict[str, Any]:
    return {letter.to[0].split("@")[0]: letter for letter in mail.outbox}


# --- who is told what -----------------------------------------------------------------------------


def test_the_owner_and_who_waits_are_told_and_nobody_else(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    assert reminders.write() == 3
    posted()
    assert received().keys() == {"clerk", "vetter", "approver"}
    own, waiting = received()["clerk"], received()["vetter"]
    assert own.subject == "[Cô Quang] 01 việc đến hạn – 15/3/2022"
    assert "SẮP ĐẾN HẠN" in own.body
    assert "- Biểu số liệu quý I/2022, Phường Cô Giang" in own.body
    assert "17 giờ 00, thứ Tư, 16/3/2022 (còn 01 ngày làm việc)" in own.body
    assert f"/so-lieu/{making.WARD}/2022-Q1/" in own.body
    assert waiting.subject == "[Cô Quang] chờ 01 đơn vị – 15/3/2022"
    assert "CHỜ ĐƠN VỊ GỬI" in waiting.body
    assert "SẮP ĐẾN HẠN" not in waiting.body


@pytest.mark.parametrize(
    ("day", "heading", "left"),
    [
        (date(2022, 3, 11), "SẮP ĐẾN HẠN", "còn 03 ngày làm việc"),
        (WEDNESDAY, "ĐẾN HẠN HÔM NAY", "ngày cuối"),
        (date(2022, 3, 18), "QUÁ HẠN", "quá hạn 02 ngày làm việc"),
    ],
    ids=["three days before", "on the day", "after it"],
)
def test_a_letter_says_how_much_time_is_left(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], day: date, heading: str, left: str
) -> None:
    at(day)
    reminders.write()
    letter = Reminder.objects.get(person=people["clerk"])
    assert heading in letter.body
    assert left in letter.body


def test_a_deadline_far_off_is_nobodys_reminder(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(date(2022, 3, 10))
    assert reminders.write() == 0
    assert posted() == []


def test_what_was_returned_and_what_waits_for_a_hand_is_told(
    full_quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    sheets.submit(full_quarter, by=people["clerk"])
    at(date(2022, 3, 8))
    assert reminders.write() == 1
    letter = Reminder.objects.get()
    assert (letter.person, letter.subject) == (people["vetter"], "[Cô Quang] 01 việc chờ xử lý – 8/3/2022")
    sheets.return_to_unit(full_quarter, reason="Thiếu số hộ nghèo.", by=people["vetter"])
    at(date(2022, 3, 9))
    assert reminders.write() == 1
    letter = Reminder.objects.get(day=date(2022, 3, 9))
    assert letter.person == people["clerk"]
    assert "01 việc trả lại" in letter.subject
    assert "Thiếu số hộ nghèo." in letter.body


def test_an_approver_is_told_of_a_vetted_sheet(
    full_quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    making.walked(full_quarter, "vetted")
    at(date(2022, 3, 8))
    reminders.write()
    assert [letter.person for letter in Reminder.objects.all()] == [people["approver"]]


@pytest.mark.parametrize("why", ["no address", "not wanted", "closed", "appointment over"])
def test_some_are_never_written_to(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], why: str
) -> None:
    at(TUESDAY)
    clerk = people["clerk"]
    if why == "no address":
        clerk.email = ""
    elif why == "not wanted":
        clerk.wants_reminders = False
    elif why == "closed":
        clerk.is_active = False
    else:
        clerk.appointments.update(valid_to=TUESDAY)
    clerk.save()
    reminders.write()
    assert not Reminder.objects.filter(person=clerk).exists()
    assert Reminder.objects.count() == 2


def test_a_letter_has_short_lines_and_no_personal_facts_beyond_posts(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    reminders.write()
    letter = Reminder.objects.get(person=people["clerk"])
    assert max(map(len, letter.body.splitlines())) <= 78
    assert people["clerk"].username not in letter.body
    assert "@" not in letter.body


# --- once a day, on working days ------------------------------------------------------------------


@pytest.mark.parametrize("day", [SATURDAY, TUESDAY], ids=["Saturday", "a day off"])
def test_nobody_is_reminded_when_offices_are_closed(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], day: date
) -> None:
    NonWorkingDay.objects.create(day=TUESDAY, reason="Nghỉ bù")
    at(day)
    assert reminders.write() == 0
    assert not ReminderRound.objects.exists()


def test_a_day_written_twice_is_sent_once(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    assert reminders.write() == 3
    assert reminders.write() == 0
    done = posted()
    assert len(done) == len(mail.outbox) == 3
    for job in done:
        jobs.send_digest(job, job.args[0])
    assert len(mail.outbox) == 3


def test_the_database_itself_refuses_a_second_letter_of_a_day(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    reminders.write()
    with pytest.raises(IntegrityError, match="one_reminder_a_person_and_day"), transaction.atomic():
        Reminder.objects.create(person=people["clerk"], day=TUESDAY, subject="a", body="a")


def test_days_that_were_missed_are_not_sent_in_a_flood(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    reminders.write()
    at(THURSDAY)
    reminders.write()
    done = posted()
    assert {letter.subject[-9:] for letter in mail.outbox} == {"17/3/2022"}
    assert sorted(job.state for job in done) == [Job.State.DONE] * 3 + [Job.State.FAILED] * 3


def test_writing_leaves_one_line_in_the_journal(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    reminders.write()
    entry = JournalEntry.objects.get(act="reminders.written")
    assert (entry.by, entry.facts) == (None, {"letters": 3})


def test_an_office_without_a_mail_server_writes_nothing(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], settings: Any
) -> None:
    settings.SENDS_MAIL = False
    at(TUESDAY)
    assert reminders.write() == 0
    assert not ReminderRound.objects.exists()


# --- the clock ------------------------------------------------------------------------------------


def moment(hour: int, minute: int = 30) -> datetime:
    return timezone.make_aware(datetime(2022, 3, 15, hour, minute))


def test_an_hour_is_struck_once_by_however_many_clocks(db: None) -> None:
    assert strike("reminders.write", moment(7)) is not None
    assert strike("reminders.write", moment(7, 59)) is None
    assert strike("reminders.write", moment(8)) is not None
    assert Job.objects.count() == 2


def test_the_reminders_begin_at_half_past_seven_and_each_later_hour_catches_up(db: None) -> None:
    entry = app.conf.beat_schedule["the day's reminders"]
    assert entry == {"task": "reminders.write", "schedule": crontab(minute="30", hour="7-16")}
    assert app.conf.timezone == "Asia/Ho_Chi_Minh"


def test_a_clock_writes_a_row_when_the_hour_has_come_and_shows_that_it_lives(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path
    ours = Clock(app)
    assert set(ours.schedule) == set(app.conf.beat_schedule)
    for name, entry in ours.schedule.items():
        entry.last_run_at = timezone.now() - timedelta(days=2 if name == "the day's reminders" else 0)
    ours.tick()
    assert [job.kind for job in Job.objects.all()] == ["reminders.write"]
    ours.tick()
    assert Job.objects.count() == 1
    assert (tmp_path / "clock").exists()


def test_a_worker_writes_the_days_letters_and_sends_them(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    for hour in (7, 8):
        strike("reminders.write", moment(hour))
    assert clock is not None
    posted()
    posted()
    assert len(mail.outbox) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_write_the_same_day_at_once_write_it_once(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    line = Barrier(2, timeout=20)

    def write(_worker: int) -> int:
        try:
            line.wait()
            return reminders.write()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(write, (1, 2))) == [0, 3]
    assert Reminder.objects.count() == Job.objects.count() == 3


# --- how much it asks of the database -------------------------------------------------------------


def test_thirty_people_more_cost_no_more_questions_but_their_letters(
    quarter: Sheet, people: dict[str, Person], committee: Body, at: Callable[[date], None]
) -> None:
    def asked(day: date) -> int:
        at(day)
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            reminders.write()
        letters = Reminder.objects.filter(day=day).count()
        return len(queries) - 3 * letters  # a job, a notice, the letter's own row

    few = asked(TUESDAY)
    for n in range(30):
        who = making.person(f"can-bo-{n}", f"Cán bộ {n}")
        who.email = f"can-bo-{n}@phuong.example"
        who.save()
        making.appointed(who, "enter", at=committee)
    assert asked(THURSDAY) == few
    assert Reminder.objects.filter(day=THURSDAY).count() == 33


# --- through a mail server ------------------------------------------------------------------------


class Sink:
    """A mail server that keeps what it is given, on a port of its own; it can refuse an address."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused = ""
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := (await reader.readline()).decode():
            word = line[:4].upper()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                read = message_from_bytes(content[:-5], policy=email.policy.default)
                assert isinstance(read, EmailMessage)
                self.letters.append(read)
            if word == "RCPT" and self.refused and self.refused in line:
                writer.write(b"550 no such person\r\n")
            else:
                writer.write(b"221 bye\r\n" if word == "QUIT" else b"250 ok\r\n")
            await writer.drain()
        writer.close()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.server.close()
        self.loop.close()


@pytest.fixture
def server(settings: Any) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.close()


def test_a_letter_arrives_through_a_real_mail_server(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], server: Sink
) -> None:
    at(TUESDAY)
    reminders.write()
    reminders.write()
    assert {job.state for job in posted()} == {Job.State.DONE}
    arrived = {str(letter["To"]): letter for letter in server.letters}
    assert arrived.keys() == {f"{name}@phuong.example" for name in ("clerk", "vetter", "approver")}
    letter = arrived["clerk@phuong.example"]
    assert str(letter["Subject"]).strip() == "[Cô Quang] 01 việc đến hạn – 15/3/2022"
    assert letter.get_content_type() == "text/plain"
    assert "thứ Tư, 16/3/2022" in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<reminder\.\d+\.20220315@[^>]+>", str(letter["Message-ID"]))
    assert Reminder.objects.filter(sent_at__isnull=True).count() == 0


def test_an_address_nobody_has_fails_alone_and_says_so(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], server: Sink
) -> None:
    server.refused = "vetter@"
    at(TUESDAY)
    reminders.write()
    posted()
    assert len(server.letters) == 2
    failed = Job.objects.get(state=Job.State.FAILED)
    assert failed.reason == "Máy chủ thư không nhận địa chỉ này."


def test_a_server_that_is_away_holds_nobody_up_and_a_later_hour_tries_again(
    quarter: Sheet,
    people: dict[str, Person],
    at: Callable[[date], None],
    server: Sink,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(TUESDAY)
    settings.EMAIL_PORT = 1
    reminders.write()
    for _attempt in range(Job.ATTEMPTS_AT_MOST):
        posted()
    assert {job.state for job in Job.objects.all()} == {Job.State.FAILED}
    settings.EMAIL_PORT = server.port
    monkeypatch.setattr(letters, "_away_until", 0.0)
    assert reminders.write() == 3
    posted()
    assert len(server.letters) == 3
    assert reminders.write() == 0


def test_while_a_server_is_away_the_next_letter_does_not_wait_for_it(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], server: Sink, settings: Any
) -> None:
    at(TUESDAY)
    good, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    reminders.write()
    first = Job.objects.order_by("pk")[0]
    queue.run.apply(args=(first.pk,))
    settings.EMAIL_PORT = good
    posted()
    assert server.letters == []


def test_a_letter_is_not_tried_for_ever(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], server: Sink
) -> None:
    server.refused = "@"
    at(TUESDAY)
    taken_up = []
    for _hour in range(Reminder.TURNS_AT_MOST + 2):
        taken_up.append(reminders.write())
        posted()
    assert taken_up == [3] * Reminder.TURNS_AT_MOST + [0, 0]


# --- in a chat and on paper -----------------------------------------------------------------------


def test_the_page_has_words_to_copy_for_each_unit_that_owes(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], as_: Browser
) -> None:
    at(TUESDAY)
    for name in ("clerk", "vetter", "reader"):
        page = as_(people[name]).get("/viec-cua-toi/").content.decode()
        assert "Phường Cô Giang – biểu số liệu quý I/2022." in page
        assert "17 giờ 00, thứ Tư, 16/3/2022 (còn 01 ngày làm việc)" in page
        assert f"/viec-cua-toi/phieu-nhac/{making.WARD}/2022-Q1/" in page


def test_a_unit_that_has_sent_up_and_a_quarter_not_due_are_not_on_the_page(
    full_quarter: Sheet, people: dict[str, Person], ward: Unit, at: Callable[[date], None], as_: Browser
) -> None:
    making.opened(ward, 2022, 2)
    at(TUESDAY)
    sheets.submit(full_quarter, by=people["clerk"])
    page = as_(people["reader"]).get("/viec-cua-toi/").content.decode()
    assert "phieu-nhac" not in page


def test_a_stranger_reminds_nobody(
    quarter: Sheet, stranger: Person, ward: Unit, at: Callable[[date], None], as_: Browser
) -> None:
    at(TUESDAY)
    browser = as_(stranger)
    assert making.WARD not in browser.get("/viec-cua-toi/").content.decode()
    answer = browser.post(f"/viec-cua-toi/phieu-nhac/{making.WARD}/2022-Q1/", making.form_key())
    assert answer.status_code == 404
    with pytest.raises(PermissionDenied):
        reminders.print_slip(ward, quarter.period, language="vi", by=stranger)


@pytest.mark.parametrize("name", ["clerk", "vetter", "reader"])
def test_a_slip_is_half_a_page_with_all_that_matters(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], as_: Browser, drawer: Path, name: str
) -> None:
    at(TUESDAY)
    as_(people[name]).post(f"/viec-cua-toi/phieu-nhac/{making.WARD}/2022-Q1/", making.form_key())
    posted()
    document = PrintedDocument.objects.get()
    assert (document.kind, document.unit_id, document.pages) == ("reminder_slip", quarter.unit_id, 1)
    (page,) = pages_of(document.file.read())
    assert (round(page.width * MM), round(page.height * MM)) == (210, 148)
    told = " ".join(page.extract_text().split())
    for words in ("PHIẾU NHẮC", "Phường Cô Giang", "quý I/2022", "14/3/2022", "thứ Tư, 16/3/2022", "01 ngày làm việc"):
        assert words in told
    assert people[name].appointments.get().words in told


def test_a_slip_for_what_was_sent_up_meanwhile_is_refused(
    full_quarter: Sheet, people: dict[str, Person], ward: Unit, at: Callable[[date], None]
) -> None:
    at(TUESDAY)
    sheets.submit(full_quarter, by=people["clerk"])
    with pytest.raises(Refused, match="không còn phải gửi"):
        reminders.print_slip(ward, full_quarter.period, language="vi", by=people["vetter"])


def test_a_slip_asked_for_twice_is_one_paper(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None], as_: Browser
) -> None:
    at(TUESDAY)
    browser, key = as_(people["vetter"]), making.form_key()
    for _click in range(2):
        assert browser.post(f"/viec-cua-toi/phieu-nhac/{making.WARD}/2022-Q1/", key).status_code == 302
    assert PrintedDocument.objects.count() == 1


def test_a_moved_deadline_is_the_one_that_is_told(
    quarter: Sheet, people: dict[str, Person], at: Callable[[date], None]
) -> None:
    Deadline.objects.filter(period__year=2022, period__number=1, period__regime="state", level=3).update(
        due_at=timezone.make_aware(datetime(2022, 3, 17, 11, 0))
    )
    at(TUESDAY)
    reminders.write()
    assert "11 giờ 00, thứ Năm, 17/3/2022 (còn 02 ngày làm việc)" in Reminder.objects.first().body  # type: ignore[union-attr]
