"""A sheet goes out as a workbook and comes back; what only looks like a workbook is refused at little cost."""

import io
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from indicators import workbook_parts
from indicators.models import Indicator, Paste, Sheet
from indicators.workbook_parts import NotAWorkbook
from indicators.workbooks import read_workbook
from programmes.models import Person, Unit
from tests import making
from tests.indicators.test_pasting_into_a_sheet import preview_of, read, refused, take, values

Browser = Callable[[Person], Client]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
PASTE = f"{SHEET}dan/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Bieu" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet_xml(rows: str, before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook of the least parts, and those given over or beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        least = {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="A1" t="str"><v>HEM</v></c></row>'),
        }
        for name, content in {**least, **parts}.items():
            archive.writestr(name, content)
    return out.getvalue()


def made(*rows: list[Any], **formats: str) -> bytes:
    """A workbook as Excel would write it; a cell given as (value, format name) is shown in that format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Biểu")
    known = {name: book.add_format({"num_format": code}) for name, code in formats.items()}
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            value, form = cell if isinstance(cell, tuple) else (cell, "")
            if isinstance(value, str) and value.startswith("="):
                page.write_formula(place, column, value, known.get(form), {"=1+2": 3, "=B9": "#REF!"}.get(value, ""))
            elif value is not None:
                page.write(place, column, value, known.get(form))
    book.close()
    return out.getvalue()


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_workbook(io.BytesIO(content))[-1].rows]


def posted(browser: Client, content: bytes, name: str = "so-lieu.xlsx", where: str = PASTE) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    answer = browser.post(where, {"file": file} | making.form_key())
    return browser.get(answer["Location"]) if answer.status_code == 302 else answer  # type: ignore[return-value]


# --- there and back -------------------------------------------------------------------------------


def test_a_sheet_goes_out_with_numbers_as_numbers(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    answer = as_(clerk).get(f"{SHEET}tai/")
    assert answer["Content-Disposition"].endswith('filename="so-lieu-26755-2022-Q1.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        cells = archive.read("xl/worksheets/sheet1.xml").decode()
        formats = archive.read("xl/styles.xml").decode()
    assert "<v>4.35</v>" in cells and "<v>147</v>" in cells and "sheetProtection" in cells
    assert "#,##0.00" in formats and "0.0%" in formats and "≤" in formats
    rows = {row[0]: row for row in texts(answer.content) if row and row[0]}
    assert rows["THUE"][3:8] == ["17,1", "", "4,35", "", "4,35"]
    assert rows["HOSO"][5:7] == ["3618", "3624"]


def test_the_same_file_comes_back_filled_in(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    own = browser.get(f"{SHEET}tai/").content
    filled = typed_into(own, {"THUE": (4.5, None), "HEM": (3, None), "HOSO": (3, 60)})
    page = posted(browser, filled)
    assert {code: line[1:] for code, line in read(page).items()} == {
        "THUE": ("4,5", "theo mã"),
        "HEM": ("3", "theo mã"),
        "HOSO": ("3/60", "theo mã"),
    }
    take(browser, page)
    assert (values(quarter)["THUE"], values(quarter)["HOSO"]) == (Decimal(4_500_000_000), 3)


def test_the_file_as_it_went_out_changes_nothing(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    page = posted(browser, browser.get(f"{SHEET}tai/").content)
    assert preview_of(page).same == len(preview_of(page).lines) == 7 and not preview_of(page).left


def typed_into(content: bytes, cells: Mapping[str, tuple[float, float | None]]) -> bytes:
    """The downloaded workbook with numbers typed into the cells of the quarter."""
    rows = {row[0]: place for place, row in enumerate(texts(content), start=1) if row and row[0]}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                for code, pair in cells.items():
                    for letter, number in zip("FG", pair, strict=True):
                        text = _into(text.decode(), f"{letter}{rows[code]}", number).encode()
            new.writestr(part, text)
    return out.getvalue()


def _into(text: str, cell: str, number: float | None) -> str:
    if number is None:
        return text
    before, mark, after = text.partition(f'<c r="{cell}"')
    facts, end, rest = after.partition("/>")
    assert mark and end
    return f"{before}{mark}{facts}><v>{number}</v></c>{rest}"


@pytest.mark.parametrize(
    ("where", "said"), [("2022-Q2", "quý khác (2022-Q1)"), (making.SIBLING, "đơn vị khác (mã 26755)")]
)
def test_the_file_of_another_unit_or_quarter_is_refused(
    where: str, said: str, ward: Unit, units: dict[str, Unit], quarter: Sheet, indicators: dict[str, Indicator],
    clerk: Person, stranger: Person, as_: Browser,
) -> None:  # fmt: skip
    own = as_(clerk).get(f"{SHEET}tai/").content
    if where == "2022-Q2":
        making.opened(ward, 2022, 2)
        page = posted(as_(clerk), own, where=PASTE.replace("2022-Q1", where))
    else:
        making.reporting(units[where], indicators)
        making.opened(units[where])
        page = posted(as_(stranger), own, where=PASTE.replace(making.WARD, where))
    assert page.status_code == 422 and said in page.content.decode()


def test_whoever_sees_the_sheet_may_take_it_out_and_nobody_else(
    full_quarter: Sheet, vetter: Person, stranger: Person, as_: Browser
) -> None:
    assert [as_(vetter).get(f"{SHEET}{page}").status_code for page in ("tai/", "chep/")] == [200, 200]
    assert [as_(stranger).get(f"{SHEET}{page}").status_code for page in ("tai/", "chep/")] == [404, 404]


def test_the_column_copied_out_is_read_back_as_it_stands(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    column = browser.get(f"{SHEET}chep/").context["column"]
    assert column == "4,35\n0\n19\n147\n147\t2905\n26\n3618\t3624"
    page = browser.post(PASTE, {"block": column} | making.form_key())
    assert preview_of(browser.get(page["Location"])).same == 7


# --- workbooks of others' making ------------------------------------------------------------------


def test_a_workbook_of_others_making_is_matched_by_names_and_its_numbers_keep_their_meaning() -> None:
    content = made(
        ["TT", "Chỉ tiêu", "Thực hiện"],
        [1, "Thuế", 14.5],
        [2, "Tỷ lệ", (0.848, "share")],
        [3, "Số lớn", 1234567],
        [4, "Tổng", 0.1 + 0.2],
        [5, "Ngày", (44_000, "day")],
        [6, "Công thức", "=1+2"],
        [7, "Lỗi", "=B9"],
        share="0.0%", day="dd/mm/yyyy",
    )  # fmt: skip
    assert [row[2] for row in texts(content)[1:]] == ["14,5", "84,8%", "1234567", "0,3", "#DAY", "3", "#REF!"]


def test_a_formula_is_read_by_its_last_value_and_said_so_and_its_error_is_refused(
    quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    page = posted(as_(clerk), made(["HEM", "=1+2"], ["HO", "=B9"], ["NGHEO", "=A1"], ["QUAN", (44_000, "day")],
                                   day="dd/mm/yyyy"))  # fmt: skip
    assert read(page)["HEM"][1] == "3" and "ô có công thức" in page.content.decode()
    said = refused(page)
    assert "báo lỗi #REF!" in said["HO"] and "chưa được tính" in said["NGHEO"] and "là ngày" in said["QUAN"]


def test_a_blank_row_holds_its_place_and_a_truth_is_no_number() -> None:
    content = packed(
        {
            "xl/worksheets/sheet1.xml": sheet_xml(
                '<row r="1"><c r="B1"><v>5</v></c></row><row r="3"><c r="B3" t="b"><v>1</v></c></row>'
            )
        }
    )
    assert texts(content) == [["", "5"], [], ["", "TRUE"]]


def test_a_hidden_sheet_is_not_what_a_person_sees() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("A").write(0, 0, "giấu")
    book.add_worksheet("B").write(0, 0, "thấy")
    book.worksheets()[1].activate()
    book.worksheets()[1].set_first_sheet()
    book.worksheets()[0].hide()
    book.close()
    assert texts(out.getvalue()) == [["thấy"]]


# --- what is refused ------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet_xml("<row><c><v>&b;</v></c></row>")
MILLION = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
ENTRIES = {f"xl/media/{n}.txt": "" for n in range(3_000)}


def refusals() -> dict[str, tuple[bytes, str]]:
    whole = packed({})
    book = "xl/workbook.xml"
    page = "xl/worksheets/sheet1.xml"
    vast = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>')
    far = sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return {
        "nothing": (b"", "không có nội dung"),
        "text": (b"TT,Ch\xed ti\xeau\n1,2", "không phải tệp Excel"),
        "picture": (b"<svg onload='x'/>", "không phải tệp Excel"),
        "old": (OLE + b"\0" * 4_000, "Excel cũ"),
        "locked": (OLE + b"\0" * 2_000 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        "macros": (packed({"xl/vbaProject.bin": b"x"}), "macro"),
        "macro type": (packed({"[Content_Types].xml": "<Types>vnd.ms-excel.sheet.macroEnabled.main</Types>"}), "macro"),
        "zip": (packed({book: "<a/>"})[:40] + b"rest", "bị hỏng"),
        "half": (whole[: len(whole) // 2], "bị hỏng"),
        "no book": (_without(whole, book), "không phải tệp Excel"),
        "not xml": (packed({page: "<worksheet"}), "bị hỏng"),
        "laughs": (packed({page: LAUGHS}), "bị hỏng"),
        "slip": (packed({"../../x": "x"}), "bị hỏng"),
        "entries": (packed(ENTRIES), "quá nhiều phần"),
        "rows": (packed({page: sheet_xml(MILLION)}), "bảng số liệu"),
        "vast": (packed({page: vast}), "khai nhiều ô"),
        "far": (packed({page: far}), "khai nhiều ô"),
        "attribute": (packed({page: f'<worksheet x="{"a" * 6_000_000}"/>'}), "bị hỏng"),
        "large": (b"PK\x03\x04" + b"\0" * 10_000_001, "10 MB"),
    }  # fmt: skip


def _without(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
    return out.getvalue()


@pytest.mark.parametrize("what", list(refusals()))
def test_what_is_no_sheet_of_figures_is_refused_with_a_sentence(
    what: str, quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    content, said = refusals()[what]
    page = posted(as_(clerk), content)
    assert page.status_code == 422, what
    assert said in page.content.decode()
    assert not Paste.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nb.xlsx", "dài" * 2_000, "a\x00b.xlsx"])
def test_a_strange_name_of_a_file_does_no_harm(name: str, quarter: Sheet, clerk: Person, as_: Browser) -> None:
    page = posted(as_(clerk), made(["HEM", 3]), name=name)
    assert page.status_code in {200, 400, 422}


# --- at what cost ---------------------------------------------------------------------------------

MEGABYTES_MORE = 50
SECONDS_OF_WORK = 10  # of the processor, on a machine ten times slower than an office's
WEIGHED = """
import pathlib, re, resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from indicators.workbook_parts import NotAWorkbook
from indicators.workbooks import read_workbook
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
def highest():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = highest()
try:
    with open(sys.argv[1], "rb") as file:
        read_workbook(file)
except NotAWorkbook as refusal:
    print(highest() - before)
else:
    print("taken")
"""


def bomb(folder: Path, unpacked: int) -> Path:
    """A workbook whose sheet unpacks to so many bytes of spaces."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in (("[Content_Types].xml", TYPES), ("xl/workbook.xml", BOOK)):
            archive.writestr(name, text)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with archive.open("xl/worksheets/sheet1.xml", "w") as page:
            page.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(unpacked // 1_000_000):
                page.write(b" " * 1_000_000)
    return path


def lying(folder: Path) -> Path:
    """The same bomb, whose directory and head declare that it unpacks to a hundred bytes."""
    path = bomb(folder, 600_000_000)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    size = part.file_size.to_bytes(4, "little")
    assert content.count(size)
    path.write_bytes(bytes(content).replace(size, (100).to_bytes(4, "little")))
    return path


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.xlsx"
    path.write_bytes(content)
    return path


COSTLY: dict[str, Callable[[Path], Path]] = {
    "600 MB in 0.6 MB": lambda folder: bomb(folder, 600_000_000),
    "55 MB declared as it is": lambda folder: bomb(folder, 55_000_000),
    "600 MB declared as 100 bytes": lying,
    **{
        what: lambda folder, what=what: written(folder, refusals()[what][0])  # type: ignore[misc]
        for what in ("vast", "far", "rows", "entries", "attribute", "laughs", "large")
    },
}


@pytest.mark.parametrize("what", COSTLY)
def test_refusing_costs_little_memory_and_little_work(what: str, tmp_path: Path) -> None:
    script = textwrap.dedent(WEIGHED.format(seconds=SECONDS_OF_WORK))
    command = [sys.executable, "-c", script, str(COSTLY[what](tmp_path))]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < MEGABYTES_MORE * 1024, ran.stdout


def test_a_tag_too_many_stops_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "TAGS", 3)
    with pytest.raises(NotAWorkbook):
        read_workbook(io.BytesIO(made([1, 2, 3])))
