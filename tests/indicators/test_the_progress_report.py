"""The report of ward Cô Giang: its sentences to the letter, and a paper that stays what it was when it was issued."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from coquang import printing
from coquang.periods import Period
from coquang.records import press
from coquang.records.models import JournalEntry, PrintedDocument
from indicators.actions import reports
from indicators.documents import progress_report
from indicators.models import Figure, Indicator, Sheet
from programmes.models import Body, Person, Unit

pytestmark = pytest.mark.xdist_group("story")

# What follows a result of the tax in its sentence.
PLAN, PLAN_IN_ENGLISH = "đ/17.100.000.000đ", " đ/17,100,000,000 đ"


def facts(unit: Unit, period: str, language: str = "vi", *, discrete: bool = False) -> Mapping[str, Any]:
    return progress_report(unit, Period.parse(period), language=language, discrete=discrete).facts


def sentences(told: Mapping[str, Any]) -> list[str]:
    return [block["text"].removeprefix("- ") for block in told["blocks"] if block.get("style") == "item"]


def summary(told: Mapping[str, Any]) -> str:
    """The paragraph under the first heading."""
    first = next(at for at, block in enumerate(told["blocks"]) if block["block"] == "heading")
    return str(told["blocks"][first + 1]["text"])


def groups(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    (annex,) = told["annexes"]
    return list(next(block["groups"] for block in annex["blocks"] if block["block"] == "results"))


def row(told: Mapping[str, Any], name: str) -> Mapping[str, str]:
    rows: Iterator[Mapping[str, str]] = (line for group in groups(told) for line in group["rows"])
    return next(line for line in rows if line["name"] == name)


def text_of(pdf: Path) -> str:
    """All that stands on the sheets, as one line without the joints the typesetting puts in."""
    with pdfplumber.open(pdf) as paper:
        pages = [page.extract_text() for page in paper.pages]
    return " ".join("\n".join(pages).replace("\u00a0", " ").replace("\u2060", "").replace("\u200b", "").split())


# --- to the letter --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        f"Thu thuế công thương nghiệp: 14.500.000.000{PLAN} (đạt 84,8% chỉ tiêu năm), tăng 13,8% so với năm 2021",
        "Giao quân nghĩa vụ quân sự: 26/20 thanh niên, đạt tỷ lệ 130% (vượt 30%)",
        "Suất quà chăm lo Tết: 673 suất",
        "Tổng giá trị quà chăm lo Tết: 359.800.000 đồng",
        "Tỷ lệ hộ nghèo: 5,06% (chỉ tiêu không quá 5,2%), giảm 1,22 điểm % so với năm 2021",
        "Tỷ lệ người dân tham gia bảo hiểm y tế: 92,52% (chỉ tiêu từ 92% trở lên), tăng 2,25 điểm % so với năm 2021",
        "Cuộc kiểm tra của Đảng ủy: 03/03 cuộc (đạt 100% chỉ tiêu năm), bằng năm 2021",
    ],
)
def test_the_years_sentences_are_those_an_office_would_write(co_giang: Unit, sentence: str) -> None:
    assert sentence in sentences(facts(co_giang, "2022"))


@pytest.mark.parametrize(
    ("period", "discrete", "sentence"),
    [
        ("2022-Q1", False, f"4.350.000.000{PLAN} (đạt 25,4% chỉ tiêu năm), tăng 6,7% so với cùng kỳ năm 2021"),
        ("2022-6T", False, f"7.830.000.000{PLAN} (đạt 45,8% chỉ tiêu năm), tăng 2,4% so với cùng kỳ năm 2021"),
        ("2022-Q2", False, f"7.830.000.000{PLAN} (đạt 45,8% chỉ tiêu năm), tăng 2,4% so với cùng kỳ năm 2021"),
        ("2022-Q2", True, f"3.480.000.000{PLAN} (đạt 20,4% chỉ tiêu năm), giảm 2,4% so với cùng kỳ năm 2021"),
        ("2022-9T", False, f"11.020.000.000{PLAN} (đạt 64,4% chỉ tiêu năm), tăng 16,9% so với cùng kỳ năm 2021"),
    ],
)
def test_a_part_of_the_year_is_told_against_the_same_part_of_the_year_before(
    co_giang: Unit, period: str, discrete: bool, sentence: str
) -> None:
    told = sentences(facts(co_giang, period, discrete=discrete))
    assert f"Thu thuế công thương nghiệp: {sentence}" in told


def test_english_rows_have_english_marks_and_the_short_form(co_giang: Unit) -> None:
    tax = row(facts(co_giang, "2022", "en"), "Industry and trade tax")
    assert tax["short"] == "14.5/17.1 billion đ (84.8%)"
    assert (tax["result"], tax["target"]) == ("14,500,000,000", "17,100,000,000")


def test_the_table_has_whole_dong_where_the_sentence_has_billions(co_giang: Unit) -> None:
    tax = row(facts(co_giang, "2022"), "Thuế công thương nghiệp")
    assert (tax["result"], tax["target"]) == ("14.500.000.000", "17.100.000.000")
    assert (tax["percent"], tax["growth"], tax["word"]) == ("84,8%", "+13,8%", "Chưa đạt")
    assert tax["short"] == "14,5/17,1 tỷ đồng (84,8%)"


def test_the_summary_counts_every_target_once(co_giang: Unit) -> None:
    assert summary(facts(co_giang, "2022")) == (
        "Năm 2022: 31/35 chỉ tiêu đạt và vượt; 04 chỉ tiêu chưa đạt; 05 chỉ tiêu chỉ theo dõi hoặc không giao."
    )
    assert summary(facts(co_giang, "2022", "en")) == (
        "2022: 31/35 targets met or exceeded; 4 missed; 5 only monitored or without a target."
    )


@pytest.mark.parametrize("period", ["2022-Q1", "2022-6T", "2022-9T", "2022", "2021"])
def test_the_summarys_numbers_add_up_to_the_rows_of_the_table(co_giang: Unit, period: str) -> None:
    told = facts(co_giang, period)
    clauses = summary(told).split(": ", 1)[1].split("; ")
    counted = sum(int(clause.split()[0].split("/")[0]) for clause in clauses)
    assert counted == sum(len(group["rows"]) for group in groups(told)) == 40


def test_a_sentence_and_its_row_never_disagree(co_giang: Unit) -> None:
    told = facts(co_giang, "2022")
    rows = [line for group in groups(told) for line in group["rows"]]
    for sentence, line in zip(sentences(told), rows, strict=True):
        numbers = line["short"].split(" (")[0]
        if sentence.partition(",")[2].startswith(" bảo đảm chỉ tiêu"):
            numbers = numbers.split()[0]  # a limit that was kept stands beside the count
        is_exact = line["measure"] == "đồng" and line["result"] in sentence
        assert numbers in sentence or is_exact or line["result"] == "0", sentence


def test_articles_figures_are_bare_and_invented_ones_are_marked(co_giang: Unit) -> None:
    told = facts(co_giang, "2022")
    bare = {line["name"] for group in groups(told) for line in group["rows"] if not line["marked"]}
    assert bare == {
        "Thuế công thương nghiệp",
        "Suất quà chăm lo Tết",
        "Tổng giá trị quà chăm lo Tết",
        "Giao quân nghĩa vụ quân sự",
        "Kết nạp đảng viên mới",
    }
    assert told["watermark"] == "SỐ LIỆU MINH HỌA – KHÔNG CÓ GIÁ TRỊ SỬ DỤNG"


def test_what_the_office_wrote_stands_in_the_report_and_an_empty_part_does_not(
    co_giang: Unit, django_user_model: type[Person]
) -> None:
    clerk = django_user_model.objects.get(username="van-phong")
    parts = {"shortcomings": "Thiếu cán bộ.\n\nThiếu kinh phí.", "coming_tasks": " ", "proposals": ""}
    reports.write(co_giang, Period.parse("2021"), parts, seen_version=1, by=clerk)
    blocks = facts(co_giang, "2021")["blocks"]
    written = [block["text"] for block in blocks[-3:]]
    assert written == ["II- HẠN CHẾ, NGUYÊN NHÂN", "Thiếu cán bộ.", "Thiếu kinh phí."]


# --- approved figures only ------------------------------------------------------------------------


def test_a_quarter_that_nobody_approved_is_left_out(co_giang: Unit) -> None:
    told = facts(co_giang, "2023-Q1")
    assert "Thu thuế công thương nghiệp: chưa có số liệu được duyệt" in sentences(told)
    assert {line["result"] for group in groups(told) for line in group["rows"]} == {"–"}


def test_a_year_with_one_quarter_not_approved_has_no_sum(co_giang: Unit) -> None:
    last = Sheet.objects.get(unit=co_giang, year=2022, quarter=4)
    Sheet.objects.filter(pk=last.pk).update(
        state="draft", revision=last.revision + 1, submitted_at=None, submitted_by=None, vetted_at=None, vetted_by=None,
        approved_at=None, approved_by=None,
    )  # fmt: skip
    told = facts(co_giang, "2022")
    assert row(told, "Thuế sử dụng đất phi nông nghiệp")["result"] == "–"
    assert row(told, "Giao quân nghĩa vụ quân sự")["result"] == "26"
    assert row(facts(co_giang, "2022-9T"), "Thuế công thương nghiệp")["result"] == "11.020.000.000"


def test_the_page_of_the_report_names_the_quarters_it_leaves_out(co_giang: Unit, as_: Any) -> None:
    page = as_(Person.objects.get(username="van-phong")).get("/bao-cao/26755/2023-Q1/").content.decode()
    assert "/so-lieu/26755/2023-Q1/" in page
    assert "14.500.000.000" in as_(Person.objects.get(username="quan-uy")).get("/bao-cao/26755/2022/").content.decode()


def test_nobody_can_mend_a_figure_of_an_approved_sheet(co_giang: Unit) -> None:
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Figure.objects.filter(sheet__unit=co_giang, sheet__year=2022).update(value=Decimal(1))


# --- issued ---------------------------------------------------------------------------------------


@pytest.fixture
def issued(co_giang: Unit, drawer: Path) -> PrintedDocument:
    """The report on 2022, printed for the ward's clerk; its job has been done."""
    clerk = Person.objects.get(username="van-phong")
    document = reports.print_report(co_giang, Period.parse("2022"), language="vi", discrete=False, by=clerk)
    press.print_document(document.job, document.pk)
    document.refresh_from_db()
    return document


def test_an_issued_report_keeps_its_facts_whatever_is_renamed_afterwards(
    issued: PrintedDocument, co_giang: Unit
) -> None:
    before = json.dumps(issued.facts, sort_keys=True)
    with issued.file.open("rb") as kept:
        file = kept.read()
    Indicator.objects.filter(code="KT01").update(sentence_vi="Tên đã đổi", name_vi="Tên đã đổi")
    Body.objects.filter(unit=co_giang, key="DU").update(signer_title="PHÓ BÍ THƯ")
    assert "Tên đã đổi" in sentences(facts(co_giang, "2022"))[0]
    issued.refresh_from_db()
    assert json.dumps(issued.facts, sort_keys=True) == before
    assert press.lay_out(issued) == file


def test_laying_the_same_facts_out_twice_gives_the_same_bytes(issued: PrintedDocument) -> None:
    assert press.lay_out(issued) == press.lay_out(PrintedDocument.objects.get(pk=issued.pk))


def test_an_issued_report_is_known_by_its_code_its_hashes_and_its_line_in_the_journal(
    issued: PrintedDocument, drawer: Path
) -> None:
    assert issued.facts["code"] == issued.code
    file = Path(issued.file.path)
    assert file.parent == drawer
    assert issued.code in text_of(file)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == issued.file_sha256
    canonical = json.dumps(issued.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == issued.facts_sha256
    assert printing.pages(file.read_bytes()) == issued.pages
    line = JournalEntry.objects.about(issued).get()
    assert (line.act, line.by_id, line.facts["code"]) == ("report.issued", issued.issued_by_id, issued.code)


def test_the_code_of_a_paper_has_no_letters_that_are_misread(issued: PrintedDocument) -> None:
    assert len(issued.code) == 9
    assert not set(issued.code) & set("01IO")


# --- the command ----------------------------------------------------------------------------------

PRINTS = {
    ("2022", False): (
        "năm 2022",
        f"Thu thuế công thương nghiệp: 14.500.000.000{PLAN} (đạt 84,8% chỉ tiêu năm), tăng 13,8% so với năm 2021",
        "14.500.000.000",
        (
            "of 2022",
            f"Industry and trade tax: 14,500,000,000{PLAN_IN_ENGLISH} (84.8%), up 13.8% on 2021",
            "14,500,000,000",
        ),
    ),
    ("2022-Q2", False): (
        "lũy kế đến hết quý II/2022",
        f"Thu thuế công thương nghiệp: 7.830.000.000{PLAN} (đạt 45,8% chỉ tiêu năm), tăng 2,4% so với cùng kỳ năm 2021",
        "7.830.000.000",
        (
            "Q2 2022",
            f"Industry and trade tax: 7,830,000,000{PLAN_IN_ENGLISH} (45.8%), up 2.4% on the same period",
            "7,830,000,000",
        ),
    ),
    ("2022-Q2", True): (
        "các chỉ tiêu quý II/2022",
        f"Thu thuế công thương nghiệp: 3.480.000.000{PLAN} (đạt 20,4% chỉ tiêu năm), giảm 2,4% so với cùng kỳ năm 2021",
        "3.480.000.000",
        (
            "Q2 2022",
            f"Industry and trade tax: 3,480,000,000{PLAN_IN_ENGLISH} (20.4%), down 2.4% on the same",
            "3,480,000,000",
        ),
    ),
    ("2022-6T", False): (
        "6 tháng đầu năm 2022",
        "Giao quân nghĩa vụ quân sự: 26/20 thanh niên, đạt tỷ lệ 130% (vượt 30%)",
        "7.830.000.000",
        ("six months of 2022", "Conscripts handed over: 26/20 youths, a rate of 130% (30% over)", "7,830,000,000"),
    ),
    ("2022-9T", False): (
        "9 tháng đầu năm 2022",
        f"Thu thuế công thương nghiệp: 11.020.000.000{PLAN} (đạt 64,4% chỉ tiêu năm), tăng 16,9% so với cùng kỳ",
        "11.020.000.000",
        (
            "nine months of 2022",
            f"Industry and trade tax: 11,020,000,000{PLAN_IN_ENGLISH} (64.4%), up 16.9%",
            "11,020,000,000",
        ),
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("period", "discrete"), PRINTS)
def test_the_command_prints_each_form_of_the_report_in_both_languages(
    co_giang: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str], period: str, discrete: bool, language: str
) -> None:
    file = tmp_path / "report.pdf"
    call_command("print_report", unit="26755", period=period, discrete=discrete, language=language, output=file)
    *expected, in_english = PRINTS[period, discrete]
    text = text_of(file)
    for words in in_english if language == "en" else expected:
        assert words in text
    assert f"report.pdf: {printing.pages(file.read_bytes())}" in capsys.readouterr().out


def test_the_command_prints_the_same_bytes_twice(co_giang: Unit, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("first.pdf", "second.pdf")]
    for file in files:
        call_command("print_report", unit="26755", period="2022", output=file, verbosity=0)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"period": "2022-Q5"}, r"--period: Chưa đọc được “2022-Q5”\. Ghi kỳ theo dạng 2022, 2022-Q1, 2022-6T"),
        ({"period": "1999"}, r"--period: Chưa đọc được “1999”\. Năm phải từ 2000 đến 2099"),
        ({"unit": "99999"}, r"99999.*31/12/2022"),
        ({"period": "2020"}, r"26755.*31/12/2020"),
        ({"unit": "79"}, r"Thành phố Hồ Chí Minh"),
    ],
    ids=["no such quarter", "no such year", "no such code", "before the tree", "no committee"],
)
def test_the_command_refuses_in_a_sentence_and_writes_nothing(
    co_giang: Unit, tmp_path: Path, asked: Mapping[str, str], sentence: str
) -> None:
    file = tmp_path / "report.pdf"
    with pytest.raises(CommandError, match=sentence):
        call_command("print_report", **{"unit": "26755", "period": "2022", **asked}, output=file)
    assert not file.exists()
