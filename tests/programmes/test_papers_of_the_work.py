"""What stands on the papers of the work: minutes, invitation, programme, one comrade's tasks."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from coquang import printing
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from programmes.actions import signing_minutes, work_papers
from programmes.models import (
    Appointment,
    Attendance,
    Body,
    LeaderNote,
    Meeting,
    Minutes,
    OfficialPaper,
    Person,
    Task,
    Unit,
    WorkProgramme,
)
from programmes.notice_paper import written
from tests import gatherings, making
from tests.print.measuring import sheets

Clock = Callable[[str], None]
Browser = Callable[[Person], Client]

SEED, MID_TERM = date(2023, 2, 23), date(2023, 3, 29)


def read(document: PrintedDocument) -> str:
    """The words of a paper as they stand on its sheets, in one line."""
    pdf = printing.ink(document.template, document.facts, language=document.language, created=timezone.now())
    pages = (page.extract_text() or "" for page in sheets(pdf))
    return " ".join(" ".join(pages).replace("\u00a0", " ").replace("\u2060", "").split())


def told(*texts: str, on: str) -> None:
    """Every text stands on the paper, in this order."""
    place = 0
    for text in texts:
        found = on.find(text, place)
        assert found >= 0, (
            f"“{text}” does not stand after “{on[max(0, place - 60) : place]}”: {on[place : place + 300]}"
        )
        place = found


# --- rights, and the moment -----------------------------------------------------------------------


@pytest.fixture
def meeting(ward: Unit, committee: Body, clerk: Person) -> Meeting:
    return gatherings.held(ward, committee, clerk)


def test_minutes_that_are_not_signed_say_that_they_are_a_draft(meeting: Meeting, clerk: Person) -> None:
    document = work_papers.print_minutes(gatherings.prepared(meeting, by=clerk), by=clerk)
    assert document.facts["draft"] == "Dự thảo"
    assert "CHỦ TRÌ HỘI NGHỊ" in read(document)


def test_absence_is_told_with_its_reason_and_guests_stand_apart(meeting: Meeting, clerk: Person) -> None:
    absent = {"presence": "absent", "position": 7}
    Attendance.objects.create(meeting=meeting, name="Phó Chủ tịch", reason="đi học", **absent)
    Attendance.objects.create(meeting=meeting, name="Khách", capacity="guest", presence="present", position=8)
    words = read(work_papers.print_minutes(gatherings.prepared(meeting, by=clerk), by=clerk))
    told("- Mời dự: đồng chí Khách.", "- Vắng mặt có lý do: đồng chí Phó Chủ tịch (đi học).", on=words)


def test_only_those_who_read_the_minutes_print_them(meeting: Meeting, clerk: Person, reader: Person) -> None:
    minutes = gatherings.prepared(meeting, by=clerk)
    with pytest.raises(PermissionDenied):
        work_papers.print_minutes(minutes, by=reader)
    assert not PrintedDocument.objects.exists()


def test_a_supplementary_record_prints_what_it_mends_of_which_record(
    meeting: Meeting, clerk: Person, reader: Person, as_: Browser
) -> None:
    record = signing_minutes.supplement(gatherings.signed(meeting, by=clerk), "Có mặt 05 người.", by=clerk)
    page = f"/hoi-nghi/{meeting.pk}/bien-ban/bo-sung/{record.pk}/in/"
    assert as_(reader).post(page, making.form_key()).status_code == 404
    assert as_(clerk).post(page, making.form_key()).status_code == 302
    document = PrintedDocument.objects.get()
    assert document.facts["draft"] == "Dự thảo"
    words = read(document)
    told("BIÊN BẢN", "bổ sung biên bản hội nghị", "Có mặt 05 người.", "đã ký giữ nguyên", "NGƯỜI GHI", on=words)
    word = as_(clerk).get(f"/van-ban/{document.pk}/word/")
    assert word.status_code == 200


def test_a_meeting_without_a_day_or_guests_has_no_invitation(meeting: Meeting, clerk: Person) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(held_on=None)
    with pytest.raises(Refused, match="ngày họp"):
        work_papers.print_invitation(meeting, by=clerk)


def test_a_unit_without_a_letterhead_is_told_so(meeting: Meeting, committee: Body, clerk: Person) -> None:
    minutes = gatherings.prepared(meeting, by=clerk)
    Body.objects.filter(pk=committee.pk).update(letterhead="none")
    with pytest.raises(Refused, match="phần tên cơ quan"):
        work_papers.print_minutes(minutes, by=clerk)


def test_nobody_prints_the_tasks_of_a_unit_they_do_not_see(ward: Unit, clerk: Person, stranger: Person) -> None:
    own = clerk.appointments.get()
    making.told_task(ward, by=clerk, owner=own)
    with pytest.raises(PermissionDenied):
        work_papers.print_tasks(own, by=stranger)
    assert work_papers.print_tasks(own, by=clerk).kind == "task_list"


def test_each_button_sends_its_paper_to_the_press(meeting: Meeting, ward: Unit, clerk: Person, as_: Browser) -> None:
    gatherings.signed(meeting, by=clerk)
    making.told_task(ward, by=clerk, owner=clerk.appointments.get())
    browser = as_(clerk)
    for page in (f"/hoi-nghi/{meeting.pk}/bien-ban/in/", f"/hoi-nghi/{meeting.pk}/giay-moi/in/"):
        assert browser.post(page, making.form_key()).status_code == 302
    assert browser.post("/cong-viec/danh-muc/in/", making.form_key()).status_code == 302
    assert set(PrintedDocument.objects.values_list("kind", flat=True)) == {"minutes", "invitation", "task_list"}


# --- the demonstration's session, as an office would write it --------------------------------------


@pytest.fixture
def session(co_giang: Unit, clock: Clock) -> Meeting:
    clock("2023-03-15 09:00:00")
    return Meeting.objects.get(held_on=SEED)


@pytest.fixture
def record(session: Meeting) -> Minutes:
    return session.minutes.get()


@pytest.fixture
def district_clerk(session: Meeting) -> Person:
    return Person.objects.get(username="van-phong-quan-uy")


def test_minutes_have_the_heads_of_the_guideline_in_its_order(record: Minutes, district_clerk: Person) -> None:
    document = work_papers.print_minutes(record, by=district_clerk)
    assert document.facts["draft"] == ""
    told(
        "BIÊN BẢN",
        "buổi làm việc với Đảng ủy phường Cô Giang",
        "- Thời gian: bắt đầu vào hồi …… giờ ……, ngày 23/02/2023.",
        "- Địa điểm: ……",
        "- Nội dung: báo cáo kết quả năm 2022 và chương trình công tác năm 2023;",
        "- Người chủ trì: đồng chí Tô Thị Bích Châu, Ủy viên Ban Thường vụ Thành ủy, Bí thư Quận ủy Quận 1.",
        "- Người ghi biên bản:",
        "1. Thành phần",
        "- Có mặt:",
        "2. Diễn biến",
        "2.1. Báo cáo kết quả năm 2022",
        "Đồng chí Nguyễn Duy An, Phó Chủ tịch UBND Quận 1 phát biểu:",
        "3. Kết luận",
        "“Đề nghị phường tiếp tục quan tâm",
        "Kết luận được ghi thành 04 nội dung:",
        "4. Xây dựng Không gian văn hóa Hồ Chí Minh phải tạo được sự lan tỏa.",
        "Buổi làm việc kết thúc vào hồi …… giờ …… cùng ngày.",
        "NGƯỜI GHI BIÊN BẢN CHỦ TRÌ",
        "Tô Thị Bích Châu",
        on=read(document),
    )


def test_the_notice_reads_as_the_office_of_the_district_would_write_it(record: Minutes) -> None:
    paper = OfficialPaper.objects.get(notice__minutes=record)
    document = paper.prints.get(state=OfficialPaper.State.ISSUED).document
    told(
        "QUẬN ỦY QUẬN 1",
        "VĂN PHÒNG",
        "Số 64-TB/VPQU Quận 1, ngày 27 tháng 02 năm 2023",
        "THÔNG BÁO",
        "kết luận của đồng chí Tô Thị Bích Châu, Bí thư Quận ủy Quận 1 tại buổi làm việc",
        "Ngày 23/02/2023, Thường trực Quận ủy – UBND quận làm việc với Đảng ủy phường Cô Giang",
        "Đồng chí Tô Thị Bích Châu, Ủy viên Ban Thường vụ Thành ủy, Bí thư Quận ủy Quận 1 chủ trì.",
        "đồng chí Tô Thị Bích Châu, Bí thư Quận ủy Quận 1 kết luận như sau:",
        "I- ĐÁNH GIÁ CHUNG",
        "1. Ghi nhận những nỗ lực của phường trong năm 2022.",
        "Tuy nhiên, còn 04 chỉ tiêu chưa đạt: thu thuế công thương nghiệp: 14.500.000.000đ/17.100.000.000đ",
        "II- NỘI DUNG KẾT LUẬN",
        "1. Tiếp tục quan tâm công tác phát triển đảng viên;",
        "Giao Đảng ủy phường Cô Giang chủ trì, phối hợp với",
        "hoàn thành trước ngày 19/5/2023.",
        "III- VỀ KIẾN NGHỊ CỦA PHƯỜNG",
        "IV- TỔ CHỨC THỰC HIỆN",
        "Nơi nhận: CHÁNH VĂN PHÒNG",
        "- Lưu Văn phòng Quận ủy Quận 1.",
        "Danh mục nhiệm vụ",
        "(kèm theo Thông báo số 64-TB/VPQU, ngày 27/02/2023 của Văn phòng Quận ủy Quận 1)",
        "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời hạn Sản phẩm",
        on=read(document),
    )
    rows = document.facts["annexes"][0]["blocks"][0]["rows"]
    assert [row[0] for row in rows if len(row) == 2] == ["A", "B"]
    assert len([row for row in rows if len(row) > 2]) == 15


def test_the_next_meetings_agenda_opens_with_what_the_last_one_decided(session: Meeting) -> None:
    clerk = Person.objects.get(username="van-phong")
    document = work_papers.print_invitation(Meeting.objects.get(held_on=MID_TERM), by=clerk)
    told(
        "GIẤY MỜI",
        "Kính mời: - Đồng chí Phó Bí thư Thường trực Đảng ủy phường",
        "- Thời gian: thứ Tư, ngày 29/3/2023.",
        "T/L BAN THƯỜNG VỤ",
        "Chương trình hội nghị sơ kết giữa nhiệm kỳ",
        "I- VIỆC THỰC HIỆN KẾT LUẬN KỲ TRƯỚC",
        "Tiếp tục quan tâm công tác phát triển",
        "II- NỘI DUNG",
        "Báo cáo sơ kết giữa nhiệm kỳ",
        on=read(document),
    )


def test_the_programme_is_printed_with_its_themes_its_fields_and_who_does_what(session: Meeting) -> None:
    clerk = Person.objects.get(username="van-phong")
    programme = WorkProgramme.objects.get(year=2023, body__key="DU")
    told(
        "Số 118-CTr/ĐU",
        "CHƯƠNG TRÌNH",
        "công tác năm 2023 của Đảng ủy phường Cô Giang",
        "Thực hiện chủ đề năm 2023 của Thành phố Hồ Chí Minh:",
        "I- NHIỆM VỤ TRỌNG TÂM",
        "(Đảng ủy phường Cô Giang; trước ngày 31/3/2023)",
        "II- TỔ CHỨC THỰC HIỆN",
        "Danh mục nhiệm vụ",
        "Phó Bí thư Thường trực Đảng ủy",
        on=read(work_papers.print_programme(programme, by=clerk)),
    )


def test_one_comrades_tasks_stand_with_their_days_open_ones_first(session: Meeting) -> None:
    deputy = Person.objects.get(username="pho-bi-thu")
    own = Appointment.objects.filter(person=deputy, tasks__isnull=False).distinct().get()
    document = work_papers.print_tasks(own, by=deputy)
    rows = document.facts["blocks"][1]["rows"]
    assert len(rows) == Task.objects.filter(owner=own, dropped_at__isnull=True).count()
    assert rows[-1][-1] == "hoàn thành" and rows[0][3] == "trước ngày 16/3/2023"
    told("DANH MỤC NHIỆM VỤ", "trước ngày 16/3/2023", "ĐỒNG CHÍ ĐƯỢC GIAO", on=read(document))


def test_the_leaders_private_note_is_on_no_paper(session: Meeting, record: Minutes, district_clerk: Person) -> None:
    LeaderNote.objects.create(meeting=session, person=district_clerk, text="Hỏi riêng về nhân sự")
    minutes = work_papers.print_minutes(record, by=district_clerk)
    notice = OfficialPaper.objects.get(notice__minutes=record)
    assert not any("Hỏi riêng" in str(facts) for facts in (minutes.facts, written(notice).blocks))
