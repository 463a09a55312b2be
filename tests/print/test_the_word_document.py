"""The same paper in Word: its sizes and margins, opened by another program, and what was changed when it comes back."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from coquang.refusals import Refused
from coquang.word import as_docx
from coquang.word_back import changed_figures
from tests import files
from tests.print.composing import Facts, report
from tests.print.conftest import MOMENT

# LibreOffice comes in parts; only this one opens a text.
WRITER = Path(shutil.which("soffice") or "/nowhere").resolve().parent / "libswlo.so"


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
@pytest.mark.skipif(not WRITER.exists(), reason="LibreOffice Writer is not on this machine")
def test_another_program_opens_it(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(as_docx(facts, created=MOMENT))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    deed = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "paper.docx"),
    ]
    subprocess.run(deed, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")
