"""From the sheet's page to a paper: who may print it, what stands on it, what it honestly says of itself."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coquang.records import press
from coquang.records.models import JournalEntry, PrintedDocument
from coquang.refusals import Refused
from indicators.models import Figure, Indicator, Sheet
from indicators.openness import with_times
from indicators.sheet_paper import figures_form
from programmes.models import Body, Person, Unit
from tests import making

PRINT = "/so-lieu/26755/2022-Q1/in/"


def facts(sheet: Sheet, *, empty: bool = False, language: str = "vi") -> Mapping[str, Any]:
    held = with_times(Sheet.objects.filter(pk=sheet.pk)).get()
    return figures_form(held, empty=empty, language=language).facts


def row(told: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The row of an indicator, which tests name by its code."""
    return next(
        line for group in told["table"]["groups"] for line in group["rows"] if line["name"].endswith(f" {code}")
    )


# --- what stands on it ----------------------------------------------------------------------------


def test_the_head_names_the_unit_the_form_the_quarter_and_the_span_of_the_data(
    full_quarter: Sheet, committee: Body
) -> None:
    told = facts(full_quarter)
    assert told["issuer_lines"] == ["ĐẢNG ỦY PHƯỜNG CÔ GIANG"]
    assert told["form_number"] == "Biểu số: 01/BC-ĐU"
    assert f"{told['kind']} {told['subject']}" == "BIỂU TỔNG HỢP SỐ LIỆU QUÝ I NĂM 2022"
    assert told["span"] == "(Số liệu từ ngày 15/12/2021 đến ngày 14/3/2022)"
    assert [signer["title"] for signer in told["signers"]] == ["NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"]


def test_a_unit_without_a_body_on_record_prints_under_its_own_name(full_quarter: Sheet) -> None:
    told = facts(full_quarter)
    assert (told["superior_lines"], told["issuer_lines"]) == (["QUẬN 1"], ["PHƯỜNG CÔ GIANG"])
    assert told["form_number"] == "Biểu số: 01"


def test_the_number_of_the_form_is_a_setting(full_quarter: Sheet, settings: Any) -> None:
    settings.SHEET_FORM_NUMBER = "07a"
    assert facts(full_quarter)["form_number"] == "Biểu số: 07a"


def test_the_columns_are_those_of_the_sheet(full_quarter: Sheet) -> None:
    assert facts(full_quarter)["table"]["heads"] == [
        "TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2022", "Lũy kế trước", "Thực hiện quý I", "Lũy kế hết quý I",
        "So với chỉ tiêu (%)", "Cùng kỳ năm 2021", "Ghi chú",
    ]  # fmt: skip


def test_the_english_form_has_english_words_and_numbers(full_quarter: Sheet, committee: Body) -> None:
    told = facts(full_quarter, language="en")
    assert f"{told['kind']} {told['subject']}" == "TABLE OF FIGURES QUARTER I OF 2022"
    tax = next(line for line in told["table"]["groups"][0]["rows"] if line["name"] == "Indicator THUE")
    assert (tax["measure"], tax["quarter"]) == ("billion đ", ["4.35"])


def test_money_is_exact_in_the_unit_of_its_row_and_what_is_missing_is_a_dash(full_quarter: Sheet) -> None:
    tax = row(facts(full_quarter), "THUE")
    assert (tax["measure"], tax["target"], tax["quarter"], tax["total"]) == ("tỷ đồng", "17,1", ["4,35"], "4,35")
    assert (tax["percent"], tax["before"], tax["prior"]) == ("25,4", "–", "–")
    assert row(facts(full_quarter), "HOSO")["quarter"] == ["3.618/", "3.624"]


def test_fields_are_numbered_in_roman_and_their_indicators_below(full_quarter: Sheet) -> None:
    groups = facts(full_quarter)["table"]["groups"]
    assert [group["number"] for group in groups] == ["I", "II"]
    assert [line["number"] for line in groups[0]["rows"]] == ["1", "2", "3"]


def test_the_empty_form_keeps_targets_and_leaves_room_to_write(full_quarter: Sheet) -> None:
    told = facts(full_quarter, empty=True)
    tax = row(told, "THUE")
    assert (tax["target"], tax["quarter"], tax["total"], tax["percent"]) == ("17,1", [], "", "")
    assert row(told, "HOSO")["quarter"] == ["/"]
    assert told["state"] == "Biểu trống, chưa có số liệu của quý này."
    assert told["place_and_date"] == "Phường Cô Giang, ngày …… tháng …… năm ………"
    assert told["word"] == ""


def test_the_empty_form_has_no_room_for_what_is_not_due_in_the_quarter(
    ward: Unit, indicators: dict[str, Indicator]
) -> None:
    making.reporting(ward, indicators)
    told = facts(making.opened(ward, quarter=2), empty=True)
    recruits = row(told, "QUAN")
    assert (recruits["quarter"], recruits["total"], recruits["note"]) == (["–"], "–", "một lần, quý I")


def test_the_empty_form_has_last_years_values(ward: Unit, quarter: Sheet, indicators: dict[str, Indicator]) -> None:
    making.reporting(ward, {"HO": indicators["HO"]}, year=2021)
    former = making.opened(ward, year=2021)
    making.walked(making.filled(former, {"HO": Decimal(23)}), "approved")
    assert row(facts(quarter, empty=True), "HO")["prior"] == "23"


def test_invented_figures_are_marked_and_the_mark_explained(full_quarter: Sheet, settings: Any) -> None:
    settings.DEMO = True
    Figure.objects.filter(sheet=full_quarter, indicator__code="HO").update(provenance=Figure.Provenance.DEMONSTRATION)
    told = facts(full_quarter)
    assert (row(told, "HO")["marked"], row(told, "HEM")["marked"]) == (True, False)
    assert told["table"]["notes"] == ["(*) Số liệu minh họa, không phải số liệu thật của phường."]
    assert facts(full_quarter, empty=True)["table"]["notes"] == []


# --- what it says of itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "word", "sentence"),
    [
        ("draft", "BẢN NHÁP", "Bản nháp, chưa gửi duyệt; số liệu lúc 09:30 ngày 15/3/2022."),
        ("submitted", "CHƯA DUYỆT", "Đã gửi ngày {day}, chờ rà soát; số liệu lúc 09:30 ngày 15/3/2022."),
        ("vetted", "CHƯA DUYỆT", "Đã rà soát ngày {day}, chờ duyệt; số liệu lúc 09:30 ngày 15/3/2022."),
        ("approved", "", "Đã duyệt ngày {day}."),
    ],
)
def test_the_foot_tells_how_far_the_sheet_has_come(
    full_quarter: Sheet, clock: Callable[[str], None], state: str, word: str, sentence: str
) -> None:
    making.walked(full_quarter, state)
    clock("2022-03-15 09:30:00")
    told = facts(full_quarter)
    day = timezone.localtime()
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    assert told["word"] == word
    assert told["state"] == sentence.format(day=f"{day.day:02d}/{month}/{day.year}")


def test_a_revision_and_provisional_figures_are_named(full_quarter: Sheet) -> None:
    making.walked(full_quarter, "approved")
    Sheet.objects.filter(pk=full_quarter.pk).update(revision=2, is_provisional=True)
    assert facts(full_quarter)["state"].endswith(", bản sửa lần 2. Số liệu ước.")


def test_sums_in_whole_dong_take_the_wide_columns_and_one_too_long_is_refused(
    full_quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    assert not facts(full_quarter)["table"]["is_wide"]
    tax = Indicator.objects.filter(pk=indicators["THUE"].pk)
    tax.update(scale="")
    assert facts(full_quarter)["table"]["is_wide"]
    Figure.objects.filter(sheet=full_quarter, indicator=tax.get()).update(value=Decimal("123456789012345"))
    with pytest.raises(Refused, match="Chỉ tiêu THUE"):
        facts(full_quarter)


# --- from the page --------------------------------------------------------------------------------


def test_who_sees_the_sheet_has_it_printed_and_it_is_journalled(
    full_quarter: Sheet, clerk: Person, as_: Callable[[Person], Client], drawer: Any
) -> None:
    answer = as_(clerk).post(PRINT, making.form_key())
    issued = PrintedDocument.objects.get()
    assert answer["Location"] == f"/van-ban/{issued.pk}/"
    assert issued.title == "Số liệu quý I/2022, Phường Cô Giang"
    line = JournalEntry.objects.about(issued).get()
    assert (line.act, line.by_id, line.facts["code"]) == ("sheet.issued", clerk.pk, issued.code)
    assert press.lay_out(issued).startswith(b"%PDF")


def test_the_page_offers_the_empty_form_while_the_sheet_is_open(
    full_quarter: Sheet, clerk: Person, as_: Callable[[Person], Client]
) -> None:
    window = as_(clerk)
    assert "In biểu trống" in window.get("/so-lieu/26755/2022-Q1/").content.decode()
    window.post(PRINT, {**making.form_key(), "trong": "1"})
    assert PrintedDocument.objects.get().title == "Biểu trống quý I/2022, Phường Cô Giang"
    making.walked(full_quarter, "approved")
    page = window.get("/so-lieu/26755/2022-Q1/").content.decode()
    assert "In biểu" in page
    assert "In biểu trống" not in page


def test_a_double_click_prints_one_paper(full_quarter: Sheet, clerk: Person, as_: Callable[[Person], Client]) -> None:
    key = making.form_key()
    window = as_(clerk)
    window.post(PRINT, key)
    assert window.post(PRINT, key)["Location"] == "/van-ban/"
    assert PrintedDocument.objects.count() == 1


def test_the_neighbouring_ward_and_who_is_above_a_draft_print_nothing(
    full_quarter: Sheet, stranger: Person, reader: Person, as_: Callable[[Person], Client]
) -> None:
    assert as_(stranger).post(PRINT, making.form_key()).status_code == 404
    assert as_(reader).post(PRINT, making.form_key()).status_code == 404
    making.walked(full_quarter, "submitted")
    assert as_(reader).post(PRINT, making.form_key()).status_code == 302
    assert PrintedDocument.objects.count() == 1


def test_the_list_of_papers_names_the_kind(full_quarter: Sheet, clerk: Person, as_: Callable[[Person], Client]) -> None:
    window = as_(clerk)
    window.post(PRINT, making.form_key())
    assert "Biểu số liệu" in window.get("/van-ban/").content.decode()
