"""A quarter opens, falls due, closes by itself, is extended for one unit, and is reopened as its next revision."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from coquang import dates
from coquang.periods import Period
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import openness
from indicators.actions import extensions, figures, notes, periods, reopening, sheets
from indicators.dashboards.lists import work_of
from indicators.documents import reopened, unapproved
from indicators.models import (
    Deadline,
    Extension,
    FigureNote,
    FigureRevision,
    PartApproval,
    Reopening,
    Sheet,
)
from indicators.openness import CLOSED, EARLY, EXTENDED, LATE, OPEN, Times, entry_ends, judge
from indicators.readings import open_book
from programmes.models import NonWorkingDay, Person, Unit
from tests import making
from tests.making import HERE, moment

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
LATER = date(2022, 4, 20)


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    """Administers the district and all below it."""
    who = making.person("quan-tri", "Quản trị Quận 1")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def district_approver(units: dict[str, Unit]) -> Person:
    who = making.person("duyet-quan", "Phó Bí thư Thường trực Quận ủy")
    making.appointed(who, "approve", unit=units[making.DISTRICT])
    making.appointed(who, "read", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def approved(closing: Sheet, clerk: Person, vetter: Person, approver: Person, clock: Clock) -> Sheet:
    clock("2022-03-16 09:00:00")
    sheets.submit(closing, by=clerk)
    sheets.vet(closing, by=vetter)
    return sheets.approve(closing, by=approver)


# --- both ends of every window --------------------------------------------------------------------

TIMES = Times(
    opens_on=date(2021, 12, 15),
    cut_off=date(2022, 3, 14),
    due_at=datetime(2022, 3, 16, 17, 0, tzinfo=HERE),
    closes_on=date(2022, 3, 23),
    extended_until=date(2022, 3, 30),
)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2021-12-14 23:59:59", EARLY),
        ("2021-12-15 00:00:00", OPEN),
        ("2022-03-14 23:59:59", OPEN),
        ("2022-03-15 00:00:00", OPEN),
        ("2022-03-16 16:59:59", OPEN),
        ("2022-03-16 17:00:00", OPEN),
        ("2022-03-16 17:00:01", LATE),
        ("2022-03-16 23:59:59", LATE),
        ("2022-03-17 00:00:00", LATE),
        ("2022-03-23 23:59:59", LATE),
        ("2022-03-24 00:00:00", EXTENDED),
        ("2022-03-30 23:59:59", EXTENDED),
        ("2022-03-31 00:00:00", CLOSED),
    ],
)
def test_both_ends_of_every_window(at: str, state: str) -> None:
    assert judge(TIMES, moment(at)).state == state


@pytest.mark.parametrize(
    ("utc", "state"), [("2022-03-23T16:59:59+00:00", LATE), ("2022-03-23T17:00:00+00:00", EXTENDED)]
)
def test_a_day_ends_at_midnight_in_viet_nam_whatever_clock_tells_the_instant(utc: str, state: str) -> None:
    assert judge(TIMES, datetime.fromisoformat(utc)).state == state


def test_a_quarter_without_a_closing_day_does_not_close_by_itself() -> None:
    assert judge(Times(due_at=TIMES.due_at), moment("2032-01-01 00:00:00")).state == LATE
    assert judge(Times(), moment("2032-01-01 00:00:00")).state == OPEN


def test_the_office_clock_follows_the_day_of_work(settings: Any) -> None:
    settings.WORK_DATE = date(2023, 3, 15)
    now = dates.now()
    assert (now.date(), now.utcoffset()) == (date(2023, 3, 15), moment("2023-03-15 00:00:00").utcoffset())
    settings.WORK_DATE = None
    assert dates.now().date() in {dates.today(), datetime.now(HERE).date()}


def test_early_figures_are_taken_and_the_page_says_they_are_early(
    closing: Sheet, clerk: Person, as_: Browser, clock: Clock
) -> None:
    clock("2021-12-14 23:59:59")
    hem = closing.figures.get(indicator__code="HEM").indicator_id
    assert figures.enter(closing, {hem: figures.Entry(Decimal(3))}, by=clerk) == 1
    assert "15/12/2021; có thể nhập trước" in as_(clerk).get(SHEET).content.decode()


# --- closing by itself ----------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "is_closed"), [("2022-03-23 23:59:59", False), ("2022-03-24 00:00:00", True)])
def test_a_quarter_closes_by_itself_at_midnight(
    closing: Sheet, clerk: Person, clock: Clock, at: str, is_closed: bool
) -> None:
    clock(at)
    figure = closing.figures.get(indicator__code="HEM")
    acts: list[Callable[[], object]] = [
        lambda: figures.enter(closing, {figure.indicator_id: figures.Entry(Decimal(3))}, by=clerk),
        lambda: notes.keep(figure, FigureNote(channel="phone"), by=clerk),
        lambda: sheets.submit(closing, by=clerk),
    ]
    for act in acts:
        if is_closed:
            with pytest.raises(Refused, match=r"24:00 ngày 23/3/2022.*có thể gia hạn"):
                act()
        else:
            act()
    closing.refresh_from_db()
    assert closing.is_open is is_closed


def test_the_page_of_a_closed_quarter_says_so_and_takes_nothing(
    closing: Sheet, clerk: Person, keeper: Person, ward: Unit, as_: Browser, clock: Clock
) -> None:
    clock("2022-03-24 00:00:00")
    page = as_(clerk).get(SHEET).content.decode()
    assert "Đã khóa lúc 24:00 ngày 23/3/2022" in page and 'name="v-HEM"' not in page
    assert "gia-han/moi" not in page
    work = as_(clerk).get("/viec-cua-toi/").content.decode()
    assert "Đã khóa lúc 24:00 ngày 23/3/2022" in work
    making.appointed(clerk, "administer", unit=ward)
    own = Person.objects.get(pk=clerk.pk)
    assert "/danh-muc/gia-han/moi/?unit=" in as_(own).get(SHEET).content.decode()
    assert as_(clerk).post(f"{SHEET}luu/", {"v-HEM": "3", **making.form_key()}).status_code == 409


def test_a_notes_form_is_not_offered_once_the_quarter_is_closed(
    closing: Sheet, clerk: Person, as_: Browser, clock: Clock
) -> None:
    clock("2022-03-23 23:59:59")
    assert "nguon/" in as_(clerk).get(f"{SHEET}HEM/").content.decode()
    clock("2022-03-24 00:00:00")
    assert "nguon/" not in as_(clerk).get(f"{SHEET}HEM/").content.decode()


def test_approval_goes_on_after_the_closing(
    closing: Sheet, clerk: Person, vetter: Person, approver: Person, clock: Clock
) -> None:
    clock("2022-03-23 23:59:59")
    sheets.submit(closing, by=clerk)
    clock("2022-04-20 08:00:00")
    sheets.vet(closing, by=vetter)
    assert sheets.approve(closing, by=approver).state == Sheet.State.APPROVED


def test_a_year_is_laid_out_with_its_closing_days_and_nothing_closes_before_it_is_due(db: None) -> None:
    NonWorkingDay.objects.create(day=date(2023, 3, 20), reason="Nghỉ bù")
    periods.lay_out(2023)
    first = Deadline.objects.get(period__number=1, level=Unit.Level.COMMUNE)
    assert (first.due_at.astimezone(HERE), first.closes_on) == (moment("2023-03-16 17:00:00"), date(2023, 3, 24))
    with pytest.raises(IntegrityError, match="a_period_does_not_close_before_it_is_due"), transaction.atomic():
        Deadline.objects.filter(pk=first.pk).update(closes_on=date(2023, 3, 15))


def test_the_closing_day_is_shown_and_set_beside_the_deadline(
    as_: Browser, closing: Sheet, keeper: Person, clerk: Person
) -> None:
    deadline = Deadline.objects.get(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    url = f"/danh-muc/ky-bao-cao/han-gui/{deadline.pk}/sua/"
    told = {"day": "16/3/2022", "hour": "17:00", "closes_on": "15/3/2022", **making.form_key()}
    answer = as_(keeper).post(url, told)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"closes_on"})
    as_(keeper).post(url, {**told, "closes_on": "25/3/2022", **making.form_key()})
    assert "khóa lúc 24:00 ngày 25/3/2022" in as_(keeper).get("/danh-muc/ky-bao-cao/?year=2022").content.decode()
    as_(keeper).post(url, {**told, "closes_on": "", **making.form_key()})
    deadline.refresh_from_db()
    assert deadline.closes_on is None
    with pytest.raises(PermissionDenied):
        periods.set_closing(deadline, date(2022, 3, 25), by=clerk)


def test_a_deadline_moved_past_the_closing_takes_it_along(closing: Sheet, keeper: Person) -> None:
    deadline = Deadline.objects.get(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    moved = periods.move(deadline, date(2022, 3, 28), time(17), by=keeper)
    assert moved.closes_on == date(2022, 4, 4)


def test_a_deadline_moved_from_a_closed_day_says_so_wherever_it_is_shown(
    as_: Browser, closing: Sheet, keeper: Person, clerk: Person, clock: Clock
) -> None:
    clock("2022-03-15 08:00:00")
    deadline = Deadline.objects.get(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    periods.move(deadline, date(2022, 3, 19), time(17), by=keeper)
    said = "chuyển từ thứ Bảy 19/3/2022"
    for who, url in ((keeper, "/danh-muc/ky-bao-cao/?year=2022"), (clerk, SHEET), (clerk, "/viec-cua-toi/")):
        assert said in as_(who).get(url).content.decode().replace("Chuyển", "chuyển"), url
    periods.move(deadline, date(2022, 3, 21), time(17), by=keeper)
    assert said not in as_(clerk).get(SHEET).content.decode()


# --- late is late ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "is_late"),
    [("2022-03-16 16:59:59", False), ("2022-03-16 17:00:00", False), ("2022-03-16 17:00:01", True)],
)
def test_late_is_recorded_at_the_first_sending_and_no_moved_deadline_changes_it(
    closing: Sheet, clerk: Person, vetter: Person, keeper: Person, clock: Clock, at: str, is_late: bool
) -> None:
    clock(at)
    sheets.submit(closing, by=clerk)
    deadline = Deadline.objects.get(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    periods.move(deadline, date(2022, 3, 15 if not is_late else 31), time(17), by=keeper)
    clock("2022-03-22 10:00:00")
    sheets.return_to_unit(closing, reason="Đối chiếu lại số thuế.", by=vetter)
    again = sheets.submit(closing, by=clerk)
    assert again.is_late is is_late
    assert again.first_submitted_at == moment(at)
    assert again.submitted_at == moment("2022-03-22 10:00:00")
    assert (again in Sheet.objects.late()) is is_late
    assert JournalEntry.objects.about(again).filter(act="sheet.submitted").earliest("pk").facts["late"] is is_late


def test_late_is_said_on_the_sheet_in_the_list_and_counted_on_the_board(
    closing: Sheet, clerk: Person, reader: Person, as_: Browser, clock: Clock
) -> None:
    clock("2022-03-17 08:00:00")
    sheets.submit(closing, by=clerk)
    for url in (SHEET, "/so-lieu/"):
        assert "gửi muộn" in as_(clerk).get(url).content.decode(), url
    district = making.board_of(reader, making.DISTRICT, closing.period)
    assert district.late == 1
    assert [row.unit.pk for row in district.heat if "gửi muộn" in row.sheet_word] == [closing.unit.pk]


# --- extension ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "is_open"), [("2022-03-30 23:59:59", True), ("2022-03-31 00:00:00", False)])
def test_an_extension_keeps_one_unit_open_and_ends_by_itself(
    closing: Sheet,
    clerk: Person,
    stranger: Person,
    keeper: Person,
    units: dict[str, Unit],
    clock: Clock,
    at: str,
    is_open: bool,
) -> None:
    neighbour = making.opened(units[making.SIBLING])
    wards = Deadline.objects.filter(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    wards.update(closes_on=date(2022, 3, 23))
    clock("2022-03-24 08:00:00")
    extensions.extend(closing.unit, 2022, 1, until=date(2022, 3, 30), reason="Phường có thay đổi nhân sự.", by=keeper)
    clock(at)
    assert entry_ends(closing).is_closed is not is_open
    assert entry_ends(neighbour).is_closed
    if is_open:
        assert sheets.submit(closing, by=clerk).is_late
    else:
        with pytest.raises(Refused, match="24:00 ngày 30/3/2022"):
            sheets.submit(closing, by=clerk)


def test_an_extension_is_given_from_its_page_and_stands_in_the_list(
    closing: Sheet, clerk: Person, keeper: Person, as_: Browser, clock: Clock
) -> None:
    clock("2022-03-24 08:00:00")
    told = {"unit": str(closing.unit_id), "period": "2022-Q1", "until": "30/3/2022", "reason": "Thay đổi nhân sự."}
    assert as_(keeper).get("/danh-muc/gia-han/moi/?unit=x&period=2022").status_code == 200
    answer = as_(keeper).post("/danh-muc/gia-han/moi/", told | making.form_key())
    assert answer.headers["Location"] == "/danh-muc/gia-han/"
    for who in (keeper, clerk):
        page = as_(who).get("/danh-muc/gia-han/").content.decode()
        assert "Thay đổi nhân sự." in page and "30/3/2022" in page and "đang có hiệu lực" in page
    assert "riêng đơn vị được nhập đến hết ngày 30/3/2022" in as_(clerk).get(SHEET).content.decode()
    clock("2022-03-31 00:00:00")
    assert "hết hiệu lực" in as_(keeper).get("/danh-muc/gia-han/").content.decode()
    entry = JournalEntry.objects.about(closing).get(act="sheet.extended")
    assert entry.facts["reason"] == "Thay đổi nhân sự."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": "23/3/2022"}, "until"),
        ({"until": "20/3/2022"}, "until"),
        ({"until": "20/3/2024"}, "until"),
        ({"until": "31/2/2022"}, "until"),
        ({"until": ""}, "until"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"period": "2022-Q2"}, "period"),
        ({"unit": "0"}, "unit"),
    ],
)
def test_an_extension_that_cannot_stand_comes_back_with_its_reason(
    closing: Sheet, keeper: Person, as_: Browser, clock: Clock, wrong: dict[str, str], field: str
) -> None:
    clock("2022-03-22 08:00:00")
    told = {"unit": str(closing.unit_id), "period": "2022-Q1", "until": "30/3/2022", "reason": "Thay đổi nhân sự."}
    answer = as_(keeper).post("/danh-muc/gia-han/moi/", {**told, **wrong} | making.form_key())
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert not Extension.objects.exists()


def test_only_those_who_administer_the_unit_extend_it_and_nobody_takes_it_back(
    closing: Sheet, clerk: Person, approver: Person, reader: Person, units: dict[str, Unit], as_: Browser, clock: Clock
) -> None:
    clock("2022-03-24 08:00:00")
    other = making.person("quan-tri-3")
    making.appointed(other, "administer", unit=units[making.OTHER_DISTRICT], below=True)
    for who in (clerk, approver, reader, other):
        with pytest.raises(PermissionDenied):
            extensions.extend(closing.unit, 2022, 1, until=date(2022, 3, 30), reason="Xin thêm.", by=who)
    assert as_(clerk).get("/danh-muc/gia-han/moi/").headers["Location"] == "/danh-muc/gia-han/"
    for statement in ("update", "delete"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Extension.objects.update(reason="khác") if statement == "update" else Extension.objects.all()._raw_delete(
                "default"
            )


# --- reopening ------------------------------------------------------------------------------------


def test_a_reopened_sheet_is_the_next_revision_with_what_was_approved_kept(
    approved: Sheet, clerk: Person, district_approver: Person, clock: Clock
) -> None:
    clock("2022-04-10 08:00:00")
    before = dict(approved.figures.filter(value__isnull=False).values_list("pk", "value"))
    assert PartApproval.objects.filter(sheet=approved).exists()
    sheet = reopening.reopen(approved, until=LATER, reason="Cơ quan thuế điều chỉnh.", by=district_approver)
    assert (sheet.state, sheet.revision, sheet.submitted_at, sheet.approved_by) == ("draft", 2, None, None)
    kept = FigureRevision.objects.filter(figure__sheet=sheet)
    assert dict(kept.values_list("figure", "value")) == before
    assert {row.reason for row in kept} == {"Cơ quan thuế điều chỉnh."}
    assert {row.revised_by for row in kept} == {district_approver}
    assert not PartApproval.objects.filter(sheet=sheet).exists()
    assert set(sheet.figures.values_list("revision", flat=True)) == {2}
    entry = JournalEntry.objects.about(sheet).get(act="sheet.reopened")
    assert (entry.facts["revision"], entry.capacity) == (2, "Phó Bí thư Thường trực Quận ủy, Quận 1")
    with pytest.raises(Refused, match="Chỉ mở lại biểu đã duyệt"):
        reopening.reopen(sheet, until=LATER, reason="Lần nữa.", by=district_approver)


@pytest.mark.parametrize(("at", "is_open"), [("2022-04-20 23:59:59", True), ("2022-04-21 00:00:00", False)])
def test_a_quarter_closed_by_time_is_open_to_the_end_given_with_its_reopening(
    approved: Sheet, clerk: Person, keeper: Person, clock: Clock, at: str, is_open: bool
) -> None:
    clock("2022-04-10 08:00:00")
    sheet = reopening.reopen(approved, until=LATER, reason="Cơ quan thuế điều chỉnh.", by=keeper)
    clock(at)
    assert entry_ends(sheet).state == (EXTENDED if is_open else CLOSED)
    hem = sheet.figures.get(indicator__code="HEM").indicator_id
    if is_open:
        assert figures.enter(sheet, {hem: figures.Entry(Decimal(2))}, by=clerk) == 1
    else:
        with pytest.raises(Refused, match="20/4/2022"):
            figures.enter(sheet, {hem: figures.Entry(Decimal(2))}, by=clerk)


def test_boards_and_reports_keep_what_was_approved_until_the_revision_is(
    approved: Sheet, clerk: Person, vetter: Person, approver: Person, keeper: Person, as_: Browser, clock: Clock
) -> None:
    ward, period = approved.unit, Period(2022, "quarter", 1)

    def shown() -> Decimal | None:
        results = {r.indicator.code: r.result for r in open_book([ward.pk], 2022).results(period)}
        return results["HO"]

    clock("2022-04-10 08:00:00")
    sheet = reopening.reopen(approved, until=LATER, reason="Đếm lại.", by=keeper)
    ho = sheet.figures.get(indicator__code="HO").indicator_id
    figures.enter(sheet, {ho: figures.Entry(Decimal(21))}, by=clerk)
    assert shown() == 19
    told = making.board_of(clerk, making.WARD, period)
    assert (told.reopened, told.approved) == (1, 0)
    assert "đang mở lại" in as_(clerk).get(f"/theo-doi/{making.WARD}/2022-Q1/").content.decode()
    assert (reopened(ward, period), unapproved(ward, period)) == ([sheet], [])
    assert "Đang mở lại" in as_(clerk).get(f"/bao-cao/{making.WARD}/2022-Q1/").content.decode()
    sheets.submit(sheet, by=clerk)
    sheets.vet(sheet, by=vetter)
    assert shown() == 19
    sheets.approve(sheet, by=approver)
    assert shown() == 21
    assert making.board_of(clerk, making.WARD, period).reopened == 0
    page = as_(clerk).get(SHEET).content.decode()
    assert "bản sửa lần 2" in page


def test_a_reopening_needs_the_right(
    approved: Sheet,
    clerk: Person,
    vetter: Person,
    approver: Person,
    reader: Person,
    stranger: Person,
    units: dict[str, Unit],
    as_: Browser,
) -> None:
    elsewhere = making.person("duyet-quan-3")
    making.appointed(elsewhere, "approve", unit=units[making.OTHER_DISTRICT])
    for who in (clerk, vetter, approver, reader, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            reopening.reopen(approved, until=LATER, reason="Sửa.", by=who)
    assert as_(approver).get(f"{SHEET}mo-lai/").headers["Location"] == SHEET
    told = {"until": "20/4/2022", "reason": "Sửa.", **making.form_key()}
    assert as_(approver).post(f"{SHEET}mo-lai/", told).status_code == 403
    assert as_(stranger).post(f"{SHEET}mo-lai/", told | making.form_key()).status_code == 404


def test_a_sheet_is_reopened_from_its_page_by_those_above(
    approved: Sheet, clerk: Person, district_approver: Person, as_: Browser, clock: Clock
) -> None:
    clock("2022-04-10 08:00:00")
    assert "mo-lai/" in as_(district_approver).get(SHEET).content.decode()
    assert "mo-lai/" not in as_(clerk).get(SHEET).content.decode()
    for wrong, field in (({"until": "9/4/2022"}, "until"), ({"reason": " "}, "reason")):
        told = {"until": "20/4/2022", "reason": "Đếm lại.", **wrong}
        answer = as_(district_approver).post(f"{SHEET}mo-lai/", told | making.form_key())
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    told = {"until": "20/4/2022", "reason": "Đếm lại.", **making.form_key()}
    answer = as_(district_approver).post(f"{SHEET}mo-lai/", told, follow=True)
    assert answer.redirect_chain[-1][0] == f"/theo-doi/{making.WARD}/2022-Q1/"
    item = work_of(Person.objects.get(pk=clerk.pk)).owed[0]
    assert (item.sheet, item.days_left, item.is_late) == (approved, 8, False)
    page = as_(clerk).get(SHEET).content.decode()
    assert "Đã mở lại thành bản sửa lần 2" in page and "Đếm lại." in page and 'name="v-HEM"' in page
    assert Reopening.objects.get().until == LATER


def test_the_database_itself_refuses_a_reopening_that_makes_no_revision(approved: Sheet) -> None:
    with pytest.raises(IntegrityError, match="does not go from approved to draft"), transaction.atomic():
        Sheet.objects.filter(pk=approved.pk).update(
            state="draft", submitted_at=None, vetted_at=None, approved_at=None, approved_by=None, vetted_by=None
        )


def test_a_late_sheet_stays_late_when_it_is_reopened(
    closing: Sheet, clerk: Person, vetter: Person, approver: Person, keeper: Person, clock: Clock
) -> None:
    clock("2022-03-17 08:00:00")
    sheets.submit(closing, by=clerk)
    sheets.vet(closing, by=vetter)
    sheets.approve(closing, by=approver)
    sheet = reopening.reopen(closing, until=LATER, reason="Đếm lại.", by=keeper)
    assert sheets.submit(sheet, by=clerk).is_late


def test_what_is_openness_is_asked_in_one_question_or_none(
    closing: Sheet, clerk: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        entry_ends(closing)
    known = openness.with_times(Sheet.objects.filter(pk=closing.pk)).get()
    with django_assert_num_queries(0):
        entry_ends(known)
