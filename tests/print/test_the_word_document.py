"""The same paper in Word: its sizes and margins, opened by another program, and what was changed when it comes back."""

import subprocess
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from docx.shared import Pt

from coquang.refusals import Refused
from coquang.word import as_docx
from coquang.word_back import changed_figures
from tests import files
from tests.print.composing import Facts, report
from tests.print.conftest import MOMENT
from tests.print.measuring import MM


@pytest.fixture
def facts(facts: Facts) -> Facts:
    return report(facts)


def test_the_document_has_the_margins_and_sizes_of_the_form(facts: Facts) -> None:
    made = Document(BytesIO(as_docx(facts, created=MOMENT)))
    sheet = made.sections[0]
    sides = (sheet.top_margin, sheet.bottom_margin, sheet.left_margin, sheet.right_margin)
    assert [round(side.mm) for side in sides if side is not None] == [20, 20, 30, 15]
    assert sheet.header_distance is not None and round(sheet.header_distance.mm, 1) == 10
    title = next(line for line in made.paragraphs if line.text == facts["kind"])
    assert (title.runs[0].font.size, title.runs[0].bold) == (Pt(16), True)
    body = [line for line in made.paragraphs if line.paragraph_format.line_spacing == Pt(18)]
    assert body and all(run.font.size == Pt(14) for line in body for run in line.runs)


def test_a_document_that_comes_back_as_it_was_has_no_changed_figure(facts: Facts) -> None:
    assert changed_figures(facts, as_docx(facts, created=MOMENT)) == []


def test_changed_figures_of_a_document_that_comes_back_are_listed_and_changed_words_are_not(facts: Facts) -> None:
    made = Document(BytesIO(as_docx(facts, created=MOMENT)))
    line = next(line for line in made.paragraphs if "84,8%" in line.text)
    line.runs[0].text = line.text.replace("84,8%", "94,8%")
    made.paragraphs[-1].add_run(" Lời sửa không có số.")
    out = BytesIO()
    made.save(out)
    (changed,) = changed_figures(facts, out.getvalue())
    assert "84,8" in changed.figures_were and "94,8" in changed.figures_are


@pytest.mark.parametrize(
    "came", [b"", b"PK\x03\x04", files.pdf(), files.workbook()], ids=["none", "cut", "pdf", "xlsx"]
)
def test_what_is_no_word_document_is_refused(facts: Facts, came: bytes) -> None:
    with pytest.raises(Refused):
        changed_figures(facts, came)


@pytest.mark.slow
def test_another_program_opens_it_and_reads_the_same_words(facts: Facts, tmp_path: Path) -> None:
    """LibreOffice, from `make test`: it lays the document out on A4 with the figures of the paper."""
    with pdfplumber.open(in_another_program(facts, tmp_path)) as laid_out:
        first = laid_out.pages[0]
        assert (round(first.width * MM), round(first.height * MM)) == (210, 297)
        told = " ".join(page.extract_text() for page in laid_out.pages)
    words = " ".join(told.split())
    assert facts["kind"] in words and "84,8%" in words and facts["signatures"][0]["title"] in words


@pytest.mark.slow
def test_printed_on_both_sides_the_document_is_bound_where_the_paper_is(facts: Facts, tmp_path: Path) -> None:
    for is_two_sided, left in ((True, 15), (False, 30)):
        told = {**facts, "is_two_sided": is_two_sided}
        with pdfplumber.open(in_another_program(told, tmp_path)) as laid_out:
            first, back = (page.extract_words() for page in laid_out.pages[:2])
        assert min(word["x0"] for word in first) * MM == pytest.approx(30, abs=3)
        assert min(word["x0"] for word in back) * MM == pytest.approx(left, abs=3)


def in_another_program(facts: Facts, folder: Path) -> Path:
    """The document as LibreOffice lays it out."""
    (folder / "paper.docx").write_bytes(as_docx(facts, created=MOMENT))
    deed = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*deed, "--outdir", str(folder), str(folder / "paper.docx")], check=True, capture_output=True, timeout=120
    )
    return folder / "paper.pdf"
