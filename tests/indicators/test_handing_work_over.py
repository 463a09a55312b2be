"""“Bàn giao”: what a person holds is listed, goes on whole or by line, and stays with nobody who is gone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from coquang.middleware import act_as
from coquang.records import queue
from coquang.records.models import JournalEntry, PrintedDocument
from coquang.refusals import Refused
from indicators.actions import corrections, figures, notes, remarks, reminders, sheets
from indicators.actions.figures import Entry
from indicators.models import CellDraft, Figure, FigureNote, FollowUp, Reminder, Responsibility, Sheet
from programmes.actions import appointments, handovers
from programmes.holdings import held_by, left_behind, told_of
from programmes.models import Appointment, Body, Handover, Person, Unit
from tests import making
from tests.print.measuring import sheets as pages_of

Browser = Callable[[Person], Client]
MONDAY, TUESDAY = date(2022, 3, 14), date(2022, 3, 15)
WHY = "Chuyển công tác từ ngày 15/3/2022."


@pytest.fixture(autouse=True)
def the_day(clock: Callable[[str], None]) -> None:
    clock("2022-03-14 09:00:00")


@pytest.fixture
def second(committee: Body) -> Person:
    """Another clerk of the same committee."""
    who = making.person("can-bo-2", "Cán bộ thứ hai")
    making.appointed(who, "enter", at=committee)
    return who


@pytest.fixture
def district_admin(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri-quan", "Quản trị quận")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


def figure(code: str, sheet: Sheet) -> Figure:
    return Figure.objects.select_related("sheet", "indicator").get(sheet=sheet, indicator__code=code)


@pytest.fixture
def busy(full_quarter: Sheet, ward: Unit, clerk: Person, vetter: Person) -> Sheet:
    """The clerk holds one thing of each kind on the sheet of the first quarter."""
    hem, ho = figure("HEM", full_quarter), figure("HO", full_quarter)
    Responsibility.objects.create(
        unit=ward, indicator=hem.indicator, responsible=clerk, responsible_post="Cán bộ Văn phòng",
        provider_post="Công chức địa chính", valid_from=making.FIRST_DAY,
    )  # fmt: skip
    act_as(clerk.pk, source="web")
    figures.enter(full_quarter, {ho.indicator_id: Entry(Decimal(20))}, by=clerk)
    CellDraft.objects.create(figure=hem, value="12.5", why="chưa đọc được", by=clerk, at=making.moment("2022-03-14"))
    notes.keep(ho, FigureNote(channel="phone", informant="Khu phố 1", paper_follows=True), by=clerk)
    remarks.ask_back(hem, "Đã nghiệm thu chưa?", by=clerk)
    remarks.follow(ho, by=clerk)
    return full_quarter


def kinds_of(person: Person, unit: Unit) -> list[str]:
    return [held.kind for held in held_by(person, unit)]


def keys_of(person: Person, unit: Unit, *kinds: str) -> list[str]:
    return [held.key for held in held_by(person, unit) if not kinds or held.kind in kinds]


def ended(person: Person, on: date = MONDAY) -> None:
    Appointment.objects.filter(person=person).update(valid_to=on)


def again(person: Person) -> Person:
    """The same person as the next request reads them."""
    return Person.objects.get(pk=person.pk)


# --- what a person holds --------------------------------------------------------------------------


def test_all_a_person_holds_is_listed_each_under_its_kind(busy: Sheet, clerk: Person, ward: Unit, as_: Browser) -> None:
    assert kinds_of(clerk, ward) == ["sheet", "draft", "paper", "question", "row", "flag"]
    page = as_(clerk).get(f"/ban-giao/{making.WARD}/{clerk.pk}/").content.decode()
    for words in ("đã nhập “12.5”", "chờ văn bản của Khu phố 1", "hỏi Công chức địa chính", "Biểu số liệu quý I/2022"):
        assert words in page


def test_a_correction_asked_for_is_held_until_it_is_decided(
    full_quarter: Sheet, clerk: Person, approver: Person, ward: Unit
) -> None:
    making.walked(full_quarter, "approved")
    asked = corrections.ask(
        figure("HEM", full_quarter), corrections.Told(Decimal(2)), reason="Sót.", evidence="Biên bản 1.", by=clerk
    )
    assert kinds_of(clerk, ward) == ["correction"]
    corrections.agree(asked, by=approver)
    assert kinds_of(clerk, ward) == []


def test_what_is_done_is_held_no_more(busy: Sheet, clerk: Person, ward: Unit) -> None:
    question = figure("HEM", busy).remarks.get()
    remarks.answer(question, "Rồi.", by=clerk, told=remarks.Told("phone", "Khu phố"))
    FigureNote.objects.update(paper_follows=False)
    CellDraft.objects.all().delete()
    assert kinds_of(clerk, ward) == ["sheet", "row", "flag"]


def test_a_draft_is_the_bodys_so_another_clerk_sees_it_in_its_cell(busy: Sheet, second: Person, as_: Browser) -> None:
    assert "12.5" in as_(second).get(f"/so-lieu/{making.WARD}/2022-Q1/").content.decode()


# --- passing it on --------------------------------------------------------------------------------


def test_one_line_goes_and_the_rest_stays(busy: Sheet, clerk: Person, second: Person, ward: Unit) -> None:
    made = handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "draft"), reason=WHY, by=clerk)
    assert kinds_of(second, ward) == ["draft"]
    assert kinds_of(clerk, ward) == ["sheet", "paper", "question", "row", "flag"]
    assert CellDraft.objects.get().by == clerk, "who typed it stays on record"
    told = JournalEntry.objects.about(made).get()
    assert (told.act, told.by, told.facts["reason"]) == ("work.handed_over", clerk, WHY)
    assert told.capacity.startswith("Cán bộ Văn phòng")
    assert (told.facts["giver"], told.facts["receiver"]) == (clerk.pk, second.pk)


def test_the_head_of_the_office_passes_on_all_that_somebody_who_left_holds(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, ward: Unit, as_: Browser
) -> None:
    ended(clerk)
    url = f"/ban-giao/{making.WARD}/{clerk.pk}/"
    everything = {"things": keys_of(clerk, ward), "receiver": str(second.pk), "reason": WHY}
    answer = as_(vetter).post(url, everything | making.form_key())
    made = Handover.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/ban-giao/bien-ban/{made.pk}/")
    assert kinds_of(clerk, ward) == []
    assert kinds_of(second, ward) == ["sheet", "draft", "paper", "question", "row", "flag"]
    assert made.giver_post.startswith("Cán bộ Văn phòng") and made.capacity.startswith("Phụ trách Văn phòng")
    assert "Cán bộ thứ hai" in as_(second).get(f"/ban-giao/bien-ban/{made.pk}/").content.decode()


def test_an_indicator_has_a_new_name_from_that_day_and_the_old_one_stays_on_record(
    busy: Sheet, clerk: Person, second: Person, ward: Unit
) -> None:
    handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "row"), reason=WHY, by=clerk)
    old, new = Responsibility.objects.order_by("valid_from")
    assert (old.responsible, old.valid_to, new.responsible, new.valid_from) == (clerk, MONDAY, second, MONDAY)
    assert (new.responsible_post, new.provider_post) == ("Cán bộ thứ hai", "Công chức địa chính")


def test_a_flag_that_the_receiver_had_set_too_is_not_set_twice(
    busy: Sheet, clerk: Person, second: Person, ward: Unit
) -> None:
    remarks.follow(figure("HO", busy), by=second)
    handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "flag"), reason=WHY, by=clerk)
    assert FollowUp.objects.get().person == second


def test_a_thing_goes_from_hand_to_hand_and_back(busy: Sheet, clerk: Person, second: Person, ward: Unit) -> None:
    key = keys_of(clerk, ward, "sheet")
    handovers.hand_over(ward, clerk, second, key, reason=WHY, by=clerk)
    handovers.hand_over(ward, second, clerk, key, reason="Đã về.", by=second)
    assert keys_of(clerk, ward, "sheet") == key


def test_what_somebody_types_anew_is_theirs_again(busy: Sheet, clerk: Person, second: Person, ward: Unit) -> None:
    handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "draft"), reason=WHY, by=clerk)
    CellDraft.objects.update(at=timezone.now() + timedelta(minutes=1))
    assert kinds_of(second, ward) == []


def test_what_was_sent_is_still_not_vetted_by_who_sent_it(
    full_quarter: Sheet, clerk: Person, second: Person, committee: Body, ward: Unit
) -> None:
    """Handing a sheet over moves the care for it; who sent it stays."""
    making.appointed(clerk, "vet", at=committee)
    sheets.submit(full_quarter, by=clerk)
    handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "sheet"), reason=WHY, by=clerk)
    with pytest.raises(PermissionDenied):
        sheets.vet(full_quarter, by=again(clerk))


# --- refusals -------------------------------------------------------------------------------------


def test_only_a_colleague_receives_and_only_oneself_or_the_head_gives(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, stranger: Person, reader: Person, ward: Unit
) -> None:
    keys = keys_of(clerk, ward, "question")
    for receiver, by in ((stranger, clerk), (clerk, clerk), (second, second), (second, stranger), (second, reader)):
        with pytest.raises(PermissionDenied):
            handovers.hand_over(ward, clerk, receiver, keys, reason=WHY, by=by)
    ended(clerk)
    with pytest.raises(PermissionDenied):
        handovers.hand_over(ward, clerk, second, keys, reason=WHY, by=again(clerk))


def test_a_sheet_goes_only_to_who_enters(busy: Sheet, clerk: Person, vetter: Person, ward: Unit, as_: Browser) -> None:
    with pytest.raises(Refused, match="không được phân công"):
        handovers.hand_over(ward, clerk, vetter, keys_of(clerk, ward), reason=WHY, by=clerk)
    facts = {"things": keys_of(clerk, ward), "receiver": str(vetter.pk), "reason": WHY}
    answer = as_(clerk).post(f"/ban-giao/{making.WARD}/{clerk.pk}/", facts | making.form_key())
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert handovers.hand_over(ward, clerk, vetter, keys_of(clerk, ward, "question"), reason=WHY, by=clerk)


def test_nothing_is_passed_twice_nor_without_a_reason(busy: Sheet, clerk: Person, second: Person, ward: Unit) -> None:
    keys = keys_of(clerk, ward, "draft", "paper")
    for reason, chosen in (("", keys), (WHY, [])):
        with pytest.raises(Refused):
            handovers.hand_over(ward, clerk, second, chosen, reason=reason, by=clerk)
    handovers.hand_over(ward, clerk, second, keys[:1], reason=WHY, by=clerk)
    with pytest.raises(Refused, match="vừa được bàn giao"):
        handovers.hand_over(ward, clerk, second, keys, reason=WHY, by=clerk)


def test_other_peoples_work_is_not_there_for_those_it_does_not_concern(
    busy: Sheet, clerk: Person, second: Person, stranger: Person, vetter: Person, ward: Unit, as_: Browser
) -> None:
    url = f"/ban-giao/{making.WARD}/{clerk.pk}/"
    assert [as_(who).get(url).status_code for who in (second, stranger, clerk, vetter)] == [404, 404, 200, 200]
    made = handovers.hand_over(ward, clerk, vetter, keys_of(clerk, ward, "flag"), reason=WHY, by=clerk)
    record = f"/ban-giao/bien-ban/{made.pk}/"
    assert [as_(who).get(record).status_code for who in (second, stranger, clerk, vetter)] == [404, 404, 200, 200]
    assert as_(stranger).post(f"{record}in/", making.form_key()).status_code == 404


def test_what_was_handed_over_is_not_rewritten(busy: Sheet, clerk: Person, second: Person, ward: Unit) -> None:
    made = handovers.hand_over(ward, clerk, second, keys_of(clerk, ward, "draft"), reason=WHY, by=clerk)
    for change in (lambda: Handover.objects.update(reason="x"), made.lines.all().delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


# --- nothing stays with nobody --------------------------------------------------------------------


def test_work_of_somebody_who_left_stands_before_the_head_of_the_office(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, as_: Browser
) -> None:
    url = f"/ban-giao/{making.WARD}/{clerk.pk}/"
    assert url not in as_(vetter).get("/viec-cua-toi/").content.decode()
    ended(clerk)
    page = as_(vetter).get("/viec-cua-toi/").content.decode()
    assert url in page and "Việc chưa có người phụ trách" in page
    assert url not in as_(second).get("/viec-cua-toi/").content.decode()


def test_a_closed_account_holds_nothing_safely(busy: Sheet, clerk: Person, vetter: Person, ward: Unit) -> None:
    Person.objects.filter(pk=clerk.pk).update(is_active=False)
    assert [holder.person for holder in left_behind([ward.pk])] == [clerk]


def test_the_letter_of_the_next_working_day_tells_the_head(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, settings: Any, clock: Callable[[str], None]
) -> None:
    for who in (second, vetter):
        who.email = f"{who.username}@phuong.example"
        who.save()
    ended(clerk, on=TUESDAY)
    reminders.write()
    assert "HẾT PHÂN CÔNG" not in Reminder.objects.get(person=vetter, day=MONDAY).body
    clock("2022-03-15 07:30:00")
    reminders.write()
    letter = Reminder.objects.get(person=vetter, day=TUESDAY)
    assert "06 việc cần bàn giao" in letter.subject
    assert "HẾT PHÂN CÔNG" in letter.body and f"/ban-giao/{making.WARD}/{clerk.pk}/" in letter.body
    assert "HẾT PHÂN CÔNG" not in Reminder.objects.get(person=second, day=TUESDAY).body


def test_where_nobody_heads_the_office_who_administers_from_above_is_told(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, district_admin: Person, ward: Unit
) -> None:
    ended(clerk)
    assert told_of(again(district_admin)) == set()
    ended(vetter)
    assert told_of(again(district_admin)) == {ward.pk}
    assert [holder.person for holder in left_behind(told_of(again(district_admin)))] == [clerk]


def test_ending_an_appointment_leads_to_what_is_left_to_hand_over(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, committee: Body, as_: Browser
) -> None:
    making.appointed(vetter, "administer", at=committee)
    held = Appointment.objects.get(person=clerk)
    answer = as_(vetter).post(f"/danh-muc/phan-cong/{held.pk}/ket-thuc/", {"on": "14/3/2022"} | making.form_key())
    assert answer["Location"] == f"/ban-giao/{making.WARD}/{clerk.pk}/"


def test_ending_one_of_two_appointments_leaves_nothing_behind(
    busy: Sheet, clerk: Person, vetter: Person, committee: Body, ward: Unit
) -> None:
    making.appointed(clerk, "read", at=committee)
    making.appointed(vetter, "administer", at=committee)
    appointments.end(Appointment.objects.get(person=clerk, role="enter"), last_day_after=MONDAY, by=again(vetter))
    assert left_behind([ward.pk]) == []


# --- the record on paper --------------------------------------------------------------------------


def test_the_record_names_both_the_reason_and_every_line(
    busy: Sheet, clerk: Person, second: Person, vetter: Person, ward: Unit, as_: Browser, drawer: Any
) -> None:
    ended(clerk)
    Person.objects.filter(pk=second.pk).update(full_name="Cán bộ thứ hai của Văn phòng Đảng ủy phường")
    made = handovers.hand_over(ward, clerk, again(second), keys_of(clerk, ward), reason=WHY, by=vetter)
    answer = as_(vetter).post(f"/ban-giao/bien-ban/{made.pk}/in/", making.form_key())
    document = PrintedDocument.objects.get()
    assert answer["Location"] == f"/van-ban/{document.pk}/"
    queue.run.apply(args=(document.job_id,))
    document.refresh_from_db()
    text = " ".join(" ".join(page.extract_text().split()) for page in pages_of(document.file.read()))
    for words in ("BIÊN BẢN", "bàn giao công việc", "ĐẢNG ỦY PHƯỜNG CÔ GIANG", "Bên giao: Cán bộ Văn phòng", WHY,
                  "Người chủ trì bàn giao: Phụ trách Văn phòng", "BÊN GIAO", "BÊN NHẬN", "12.5"):  # fmt: skip
        assert words in text, (words, text)
