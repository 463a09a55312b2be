"""The work programme of a year: drafted, adopted, amended line by line, carried into the next year."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from programmes.actions import tasks, work_programmes
from programmes.actions.tasks import Work, give
from programmes.actions.work_programmes import Changes, Paper
from programmes.dashboards.carried import difference
from programmes.dashboards.work_programmes import amendments_of
from programmes.models import AmendmentDraft, Body, Person, Task, Theme, Unit, WorkProgramme
from programmes.standing import Standing, standing_of
from tests import making

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]
PAPER = Paper("118-CTr/ĐU", date(2023, 2, 10))


@pytest.fixture(autouse=True)
def february(clock: Clock) -> None:
    clock("2023-02-10 09:00:00")


@pytest.fixture
def signer(committee: Body) -> Person:
    who = making.person("bi-thu", "Bí thư Đảng ủy")
    making.appointed(who, "sign", at=committee)
    return who


@pytest.fixture
def programme(committee: Body, clerk: Person) -> WorkProgramme:
    return work_programmes.draft(committee, 2023, "Chương trình công tác năm 2023", by=clerk)


def planned(
    programme: WorkProgramme, by: Person, text: str = "Kết nạp đảng viên", due: date | None = date(2023, 12, 15)
) -> Task:
    return give(Work(text, programme.body, making.deadline("fixed", due)), programme, by=by)


@pytest.fixture
def adopted(programme: WorkProgramme, clerk: Person, signer: Person) -> WorkProgramme:
    planned(programme, clerk)
    planned(programme, clerk, "Giao quân", date(2023, 2, 28))
    return work_programmes.adopt(programme, PAPER, by=signer)


def test_a_draft_carries_the_themes_of_the_year_and_its_tasks_are_only_planned(
    units: dict[str, Unit], ward: Unit, committee: Body, clerk: Person, reader: Person
) -> None:
    Theme.objects.create(unit=units[making.CITY], year=2023, text="Chủ đề của Thành phố")
    Theme.objects.create(unit=ward, year=2023, text="Chủ đề của phường")
    draft = work_programmes.draft(committee, 2023, "Chương trình công tác năm 2023", by=clerk)
    assert [str(draft.theme), str(draft.superior_theme)] == ["Chủ đề của phường", "Chủ đề của Thành phố"]
    task = planned(draft, clerk)
    assert standing_of(task, date(2024, 1, 1)) == Standing.PROPOSED
    assert not Task.objects.visible_to(reader).exists()
    assert not WorkProgramme.objects.visible_to(reader).exists()


def test_adopting_gives_the_tasks_with_the_number_and_day_of_the_document(
    adopted: WorkProgramme, reader: Person
) -> None:
    assert (adopted.document_number, adopted.document_date) == ("118-CTr/ĐU", date(2023, 2, 10))
    tasks_given = list(Task.objects.visible_to(reader).live())
    assert len(tasks_given) == 2
    assert {task.name_until for task in tasks_given} == {date(2023, 2, 17)}


def test_a_programme_is_adopted_by_who_signs_and_once(programme: WorkProgramme, clerk: Person, signer: Person) -> None:
    with pytest.raises(Refused, match="chưa có nhiệm vụ"):
        work_programmes.adopt(programme, PAPER, by=signer)
    planned(programme, clerk)
    with pytest.raises(PermissionDenied):
        work_programmes.adopt(programme, PAPER, by=clerk)
    work_programmes.adopt(programme, PAPER, by=signer)
    with pytest.raises(Refused, match="đã ban hành"):
        work_programmes.adopt(programme, PAPER, by=signer)


def test_a_fixed_day_that_is_missing_is_refused_when_the_programme_is_adopted(
    programme: WorkProgramme, clerk: Person, signer: Person
) -> None:
    planned(programme, clerk, due=None)
    with pytest.raises(Refused, match="phải ghi ngày"):
        work_programmes.adopt(programme, PAPER, by=signer)
    programme.refresh_from_db()
    assert programme.state == WorkProgramme.State.DRAFT


def test_a_committee_has_one_programme_a_year(programme: WorkProgramme, clerk: Person) -> None:
    with pytest.raises(Refused, match="đã có chương trình"):
        work_programmes.draft(programme.body, 2023, "Chương trình khác", by=clerk)


def test_an_adopted_programme_changes_by_an_amendment_only(adopted: WorkProgramme, clerk: Person) -> None:
    task = adopted.tasks.first()
    assert task is not None and task.lead_body is not None
    work = Work("Việc khác", task.lead_body, making.deadline("standing"))
    with pytest.raises(Refused, match="sửa đổi, bổ sung"):
        tasks.mend(task, work, version=task.version, by=clerk)
    with pytest.raises(Refused, match="sửa đổi, bổ sung"):
        give(work, adopted, by=clerk)


def test_each_amendment_is_kept_with_what_it_added_changed_and_left_out(
    adopted: WorkProgramme, signer: Person, clock: Clock
) -> None:
    first, second = adopted.tasks.order_by("pk")
    clock("2023-06-30 09:00:00")
    changes = Changes(
        added=[Work("Sơ kết giữa nhiệm kỳ", adopted.body, making.deadline("fixed", date(2023, 9, 30)))],
        changed={first: Work(first.text, adopted.body, making.deadline("fixed", date(2023, 11, 30)))},
        dropped=[second],
    )
    why = "Theo kế hoạch của Quận ủy"
    work_programmes.amend(adopted, Paper("130-CTr/ĐU", date(2023, 6, 29)), why, changes, by=signer)
    ((amendment, lines),) = amendments_of(adopted)
    assert (amendment.number, amendment.document_number) == (1, "130-CTr/ĐU")
    assert [line.act for line in lines] == ["bổ sung", "sửa", "đưa ra"]
    assert lines[1].parts == [("Hạn", "15/12/2023", "30/11/2023")]
    second.refresh_from_db()
    assert second.dropped_reason == "Theo kế hoạch của Quận ủy"
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        work_programmes.amend(adopted, Paper("131-CTr/ĐU", date(2023, 6, 30)), "Thừa", Changes([], {}, []), by=signer)


def test_next_years_draft_keeps_each_task_a_year_later_and_shows_what_differs(
    adopted: WorkProgramme, clerk: Person, signer: Person, clock: Clock
) -> None:
    clock("2023-12-20 09:00:00")
    copy = work_programmes.copy_forward(adopted, by=clerk)
    assert (copy.year, copy.title) == (2024, "Chương trình công tác năm 2024")
    first, second = copy.tasks.order_by("pk")
    assert [first.due_on, second.due_on] == [date(2024, 12, 15), date(2024, 2, 28)]
    assert [len(part) for part in (difference(copy).kept, difference(copy).new)] == [2, 0]
    tasks.drop(second, reason="Quận không giao", by=clerk)
    sooner = Work(first.text, copy.body, making.deadline("fixed", date(2024, 11, 30)))
    tasks.mend(first, sooner, version=first.version, by=clerk)
    planned(copy, clerk, "Việc mới", date(2024, 5, 1))
    seen = difference(copy)
    assert [task.text for task in seen.left_out] == ["Giao quân"]
    assert [parts for _task, parts in seen.changed] == [[("Hạn", "15/12/2024", "30/11/2024")]]
    assert [task.text for task in seen.new] == ["Việc mới"]
    clock("2024-01-15 09:00:00")
    work_programmes.adopt(copy, Paper("12-CTr/ĐU", date(2024, 1, 15)), by=signer)
    assert copy.tasks.live().count() == 2


def test_the_pages_lead_from_a_draft_to_an_adopted_and_amended_programme(
    committee: Body, clerk: Person, signer: Person, as_: Browser, clock: Clock
) -> None:
    browser = as_(clerk)
    typed = {"body": committee.pk, "year": "2023", "title": "Chương trình công tác năm 2023"}
    page = browser.post("/cong-viec/chuong-trinh/moi/", typed | making.form_key())["Location"]
    task = {"text": "Kết nạp đảng viên", "lead_body": committee.pk, "deadline": "fixed", "due_on": "15/12/2023"}
    assert browser.post(f"{page}nhiem-vu/moi/", task | making.form_key()).status_code == 302
    assert "ban-hanh" not in browser.get(page).content.decode()
    browser = as_(signer)
    paper = {"number": "118-CTr/ĐU", "dated": "10/2/2023"}
    assert browser.post(f"{page}ban-hanh/", paper | {"dated": "31/2/2023"} | making.form_key()).status_code == 422
    assert browser.post(f"{page}ban-hanh/", paper | making.form_key()).status_code == 302
    clock("2023-06-30 09:00:00")
    pk = Task.objects.get().pk
    line = {f"nv{pk}-{name}": value for name, value in task.items()} | {f"nv{pk}-due_on": "30/11/2023"}
    blank = {f"moi{number}-deadline": "fixed" for number in range(3)}
    amended = {"number": "130-CTr/ĐU", "dated": "29/6/2023", "reason": "Theo kế hoạch của Quận ủy"}
    answer = browser.post(f"{page}sua-doi/", amended | line | blank | making.form_key())
    assert answer.status_code == 302
    seen = browser.get(answer["Location"]).content.decode()
    assert "130-CTr/ĐU" in seen and "15/12/2023" in seen and "30/11/2023" in seen


def test_a_clerk_drafts_and_prints_an_amendment_that_only_the_adopter_signs(
    adopted: WorkProgramme, clerk: Person, signer: Person, stranger: Person, as_: Browser, clock: Clock
) -> None:
    clock("2023-06-30 09:00:00")
    page = f"/cong-viec/chuong-trinh/{adopted.pk}/sua-doi/"
    kept, left_out = Task.objects.filter(programme=adopted).order_by("pk")
    typed = {
        f"nv{task.pk}-{name}": value
        for task in (kept, left_out)
        for name, value in {"text": task.text, "lead_body": str(adopted.body_id), "deadline": "fixed"}.items()
    }
    typed |= {f"nv{kept.pk}-due_on": "30/11/2023", f"nv{left_out.pk}-due_on": "28/2/2023"}
    typed |= {f"nv{left_out.pk}-is_dropped": "on", "reason": "Theo kế hoạch của Quận ủy", "number": "", "dated": ""}
    typed |= {f"moi{number}-deadline": "fixed" for number in range(3)}

    assert as_(clerk).post(page, typed | making.form_key()).status_code == 403
    assert as_(stranger).post(page, typed | {"deed": "keep"} | making.form_key()).status_code == 404
    assert as_(clerk).post(page, typed | {"deed": "keep", "reason": ""} | making.form_key()).status_code == 422
    assert as_(clerk).post(page, typed | {"deed": "keep"} | making.form_key()).status_code == 302
    assert as_(clerk).post(page, typed | {"deed": "print"} | making.form_key()).status_code == 302
    facts = PrintedDocument.objects.get().facts
    assert facts["draft"] == "Dự thảo"
    assert "NHIỆM VỤ SỬA ĐỔI" in str(facts["blocks"]) and "30/11/2023" in str(facts["blocks"])
    assert not adopted.amendments.exists() and Task.objects.get(pk=left_out.pk).dropped_at is None

    assert "Có dự thảo sửa đổi" in as_(signer).get(f"/cong-viec/chuong-trinh/{adopted.pk}/").content.decode()
    assert "Ký sửa đổi chương trình" in as_(signer).get("/viec-cua-toi/").content.decode()
    seen = as_(signer).get(page).content.decode()
    assert 'value="30/11/2023"' in seen and "Theo kế hoạch của Quận ủy" in seen
    assert as_(signer).post(page, typed | making.form_key()).status_code == 422
    signed = typed | {"number": "130-CTr/ĐU", "dated": "29/6/2023"}
    assert as_(signer).post(page, signed | making.form_key()).status_code == 302
    assert not AmendmentDraft.objects.exists()
    printed = f"/cong-viec/chuong-trinh/{adopted.pk}/cac-lan-sua-doi/1/in/"
    assert as_(stranger).post(printed, making.form_key()).status_code == 404
    assert as_(clerk).post(printed, making.form_key()).status_code == 302
    facts = PrintedDocument.objects.order_by("pk").last().facts  # type: ignore[union-attr]
    assert (facts["draft"], facts["number"]) == ("", "130")
    assert "NHIỆM VỤ ĐƯA RA KHỎI CHƯƠNG TRÌNH" in str(facts["blocks"]) and "Giao quân" in str(facts["blocks"])
