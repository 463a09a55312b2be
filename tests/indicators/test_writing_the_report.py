"""The parts of a report the office writes: what is offered for them, what is kept, what is marked later."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from coquang.periods import Period
from coquang.refusals import Refused
from indicators.actions import corrections, reports
from indicators.dashboards import written_parts
from indicators.dashboards.written_parts import Changed, Offer
from indicators.documents import progress_report
from indicators.models import Figure, Indicator, ReportSentence, ReportText
from indicators.readings import open_book
from programmes import official
from programmes.actions import papers
from programmes.models import Person, Proposal, Task, Unit
from tests.security.seen import page

pytestmark = pytest.mark.xdist_group("story")

YEAR = Period.parse("2022")
PAGE = "/bao-cao/26755/2022/viet/"
WAS, IS = "14.500.000.000đ/17.100.000.000đ", "14.600.000.000đ/17.100.000.000đ"
TAX = f"Thu thuế công thương nghiệp: {WAS} (đạt 84,8% chỉ tiêu năm), tăng 13,8% so với năm 2021"


@pytest.fixture
def writer(co_giang: Unit) -> Person:
    return Person.objects.get(username="van-phong")


@pytest.fixture
def unwritten(co_giang: Unit) -> Iterator[None]:
    """The report of 2022 as if nobody had written its parts."""
    ReportText.objects.filter(unit=co_giang).update(shortcomings="", coming_tasks="", proposals="")
    return


def offers(unit: Unit, who: Person, period: Period = YEAR) -> dict[str, list[Offer]]:
    results = open_book([unit.pk], period.year).results(period)
    return written_parts.offered(unit, period, results, who)


def texts(told: list[Offer]) -> list[str]:
    return [offer.text for offer in told]


def corrected() -> None:
    """The tax of 2022 is put right: 14,6 billion instead of 14,5."""
    who = {login: Person.objects.get(username=login) for login in ("van-phong", "chu-tich")}
    figure = Figure.objects.get(sheet__unit__code="26755", sheet__year=2022, sheet__quarter=4, indicator__code="KT01")
    told = corrections.Told(Decimal(14_600_000_000))
    asked = corrections.ask(figure, told, reason="Cộng sót.", evidence="Biên bản 12.", by=who["van-phong"])
    corrections.agree(asked, by=who["chu-tich"])


def written(unit: Unit, by: Person, **parts: str) -> ReportText:
    seen = ReportText.objects.filter(unit=unit, period="2022").values_list("version", flat=True).first() or 1
    told = {"shortcomings": "", "coming_tasks": "", "proposals": "", **parts}
    return reports.write(unit, YEAR, told, seen_version=seen, by=by)


# --- what is offered ------------------------------------------------------------------------------


def test_targets_that_were_missed_are_listed_with_what_is_lacking(co_giang: Unit, writer: Person) -> None:
    told = texts(offers(co_giang, writer)["shortcomings"])
    (tax,) = [line for line in told if line.startswith(TAX)]
    # What the ward explained to the district comes along as the cause.
    assert tax.startswith(f"{TAX}, còn thiếu 2.600.000.000 đồng; nguyên nhân: nhiều hộ kinh doanh")
    assert not [line for line in told if "Giao quân" in line]


def test_the_reason_given_with_a_figure_comes_along(co_giang: Unit, writer: Person) -> None:
    figure = Figure.objects.get(sheet__unit=co_giang, sheet__year=2022, sheet__quarter=4, indicator__code="KT01")
    figure.answers.create(
        kind="change", about_value=figure.value, text="Nhiều hộ ngừng kinh doanh.", by=writer, at="2023-03-20T09:00+07"
    )
    told = texts(offers(co_giang, writer)["shortcomings"])
    assert f"{TAX}, còn thiếu 2.600.000.000 đồng; nguyên nhân: nhiều hộ ngừng kinh doanh." in told


def test_open_tasks_are_offered_and_those_done_are_not(co_giang: Unit, writer: Person) -> None:
    told = texts(offers(co_giang, writer)["coming_tasks"])
    opened = Task.objects.filter(unit=co_giang).open()
    assert [line for line in told if line.startswith("Kết nạp từ 04 đến 05 đảng viên mới trong năm 2023; ")]
    assert len([line for line in told if " chủ trì, " in line]) == opened.count()
    done = Task.objects.filter(unit=co_giang, done_on__isnull=False).first()
    assert done is not None and not [line for line in told if line.startswith(done.text)]


def test_open_proposals_are_offered_and_answered_ones_are_not(co_giang: Unit, writer: Person) -> None:
    told = " ".join(texts(offers(co_giang, writer)["proposals"]))
    assert "Đề nghị Quận ủy Quận 1 sớm có ý kiến về bổ sung nhân sự Ban Chấp hành Đảng bộ phường." in told
    assert Proposal.objects.filter(unit=co_giang, replies__kind="refused").exists()
    assert "chỉ tiêu thuế công thương nghiệp năm 2022" not in told


def test_what_was_written_for_the_last_report_is_offered_for_the_next(co_giang: Unit, writer: Person) -> None:
    told = offers(co_giang, writer, Period.parse("2023-Q1"))["coming_tasks"]
    again = [offer for offer in told if offer.why == "báo cáo năm 2022"]
    assert [line for line in texts(again) if line.startswith("Tiếp tục quán triệt")]
    assert not [offer for offer in offers(co_giang, writer)["coming_tasks"] if offer.why.startswith("báo cáo")]


def test_an_offer_is_added_without_a_script_and_nothing_is_kept_until_it_is_saved(
    co_giang: Unit, unwritten: None, writer: Person, as_: Any
) -> None:
    window = as_(writer)
    typed = {"shortcomings": "Thiếu cán bộ.", "coming_tasks": "Việc đang gõ.", "proposals": "", "seen": "1"}
    answer = window.post(PAGE, {**typed, "form_key": str(uuid4()), "add": "shortcomings.figure-KT01"})
    seen = page(answer)
    assert answer.status_code == 200
    typed_before, added = seen.boxes["shortcomings"].strip().splitlines()
    assert typed_before == "Thiếu cán bộ." and added.startswith(f"{TAX}, còn thiếu 2.600.000.000 đồng")
    assert seen.boxes["coming_tasks"].strip() == "Việc đang gõ."
    assert b'value="shortcomings.figure-KT01"' not in answer.content
    assert b'value="shortcomings.figure-KT01"' in window.get(PAGE).content
    assert not ReportText.objects.filter(unit=co_giang, shortcomings__contains="Thiếu cán bộ").exists()


@pytest.mark.parametrize("add", ["", "shortcomings", "shortcomings.figure-XX", "text.figure-KT01", "\x00.\x00"])
def test_an_offer_that_is_none_adds_nothing(
    add: str, co_giang: Unit, unwritten: None, writer: Person, as_: Any
) -> None:
    typed = {"shortcomings": "Thiếu cán bộ.", "coming_tasks": "", "proposals": "", "seen": "1"}
    answer = as_(writer).post(PAGE, {**typed, "form_key": str(uuid4()), "add": add})
    assert answer.status_code == 200
    assert page(answer).boxes["shortcomings"].strip() == "Thiếu cán bộ."


# --- what is marked -------------------------------------------------------------------------------


def test_a_paragraph_edited_by_hand_is_kept_and_marked_when_its_figure_changes(
    co_giang: Unit, writer: Person, as_: Any
) -> None:
    line = f"Thu thuế mới đạt {WAS}, do nhiều hộ ngừng kinh doanh."
    kept = written(co_giang, writer, shortcomings=f"{line}\nThiếu cán bộ.")
    results = open_book([co_giang.pk], 2022).results(YEAR)
    assert written_parts.changed(kept, results) == []
    corrected()
    results = open_book([co_giang.pk], 2022).results(YEAR)
    kept.refresh_from_db()
    now = Changed("shortcomings", line, WAS, IS)
    assert written_parts.changed(kept, results) == [now]
    assert line in kept.shortcomings
    assert f"“{line}” – đã viết {WAS}, nay là {IS}" in page(as_(writer).get(PAGE)).text


def test_saving_again_keeps_the_mark_until_the_paragraph_is_mended(co_giang: Unit, writer: Person) -> None:
    line = f"Thu thuế mới đạt {WAS}."
    written(co_giang, writer, shortcomings=line)
    corrected()
    results = open_book([co_giang.pk], 2022).results(YEAR)
    assert written_parts.changed(written(co_giang, writer, shortcomings=f"{line}\nThêm."), results)
    assert not written_parts.changed(written(co_giang, writer, shortcomings="Thu thuế còn thiếu."), results)


def test_a_sentence_in_the_offices_own_words_is_printed_in_place_of_the_portals(co_giang: Unit, writer: Person) -> None:
    tax = Indicator.objects.get(code="KT01")
    reports.reword(co_giang, YEAR, tax, "Thuế công thương nghiệp thu được 14,5 tỷ đồng, còn thấp.", by=writer)
    lines = [block["text"] for block in progress_report(co_giang, YEAR).facts["blocks"] if block.get("style") == "item"]
    assert "- Thuế công thương nghiệp thu được 14,5 tỷ đồng, còn thấp" in lines
    assert f"- {TAX}" not in lines
    assert progress_report(co_giang, YEAR, language="en").facts["language"] == "en"


def test_an_own_sentence_is_kept_and_marked_when_its_figure_changes(co_giang: Unit, writer: Person, as_: Any) -> None:
    tax = Indicator.objects.get(code="KT01")
    reports.reword(co_giang, YEAR, tax, "Thuế thu chưa đủ.", by=writer)
    assert written_parts.how_many_changed(co_giang, YEAR) == 0
    corrected()
    assert written_parts.how_many_changed(co_giang, YEAR) == 1
    told = as_(writer).get("/bao-cao/26755/2022/").content.decode()
    assert "Có 1 đoạn văn phòng viết trước khi số liệu thay đổi." in told
    lines = [block["text"] for block in progress_report(co_giang, YEAR).facts["blocks"] if block.get("style") == "item"]
    assert "- Thuế thu chưa đủ" in lines


def test_an_own_sentence_left_empty_is_the_portals_again(co_giang: Unit, writer: Person, as_: Any) -> None:
    tax = Indicator.objects.get(code="KT01")
    reports.reword(co_giang, YEAR, tax, "Thuế thu chưa đủ.", by=writer)
    answer = as_(writer).post("/bao-cao/26755/2022/cau/KT01/", {"text": " ", "form_key": str(uuid4())})
    assert answer["Location"] == PAGE
    assert not ReportSentence.objects.exists()


def test_a_sentence_of_an_indicator_the_unit_does_not_report_is_refused(co_giang: Unit, writer: Person) -> None:
    other = Indicator.objects.exclude(reported_by__unit=co_giang).first() or Indicator(pk=30_000)
    with pytest.raises(Refused):
        reports.reword(co_giang, YEAR, other, "Câu khác.", by=writer)


# --- as an official paper -------------------------------------------------------------------------


def test_written_parts_outlive_a_cancelled_draft_and_follow_what_is_typed_later(
    co_giang: Unit, writer: Person, settings: Any
) -> None:
    settings.WORK_DATE = date(2023, 3, 14)
    paper = reports.draft_report(co_giang, YEAR, by=writer)
    written(co_giang, writer, coming_tasks="Việc của năm sau.")
    assert [block.get("text") for block in official.frozen(paper)["blocks"][-2:]] == [
        "II- NHIỆM VỤ, GIẢI PHÁP",
        "Việc của năm sau.",
    ]
    papers.keep(paper, by=writer)
    written(co_giang, writer, proposals="Đề nghị bổ sung nhân sự.")
    assert official.frozen(paper)["blocks"][-1]["text"] == "Đề nghị bổ sung nhân sự."


def test_the_page_of_the_draft_leads_to_where_its_parts_are_written(
    co_giang: Unit, writer: Person, as_: Any, settings: Any
) -> None:
    settings.WORK_DATE = date(2023, 3, 14)
    paper = reports.draft_report(co_giang, YEAR, by=writer)
    window = as_(writer)
    for address in (f"/van-ban-di/{paper.pk}/", f"/van-ban-di/{paper.pk}/sua/"):
        assert f'href="{PAGE}"' in window.get(address).content.decode(), address
