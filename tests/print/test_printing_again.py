"""A reprint is the same file, and printing opens nothing but our own files."""

import hashlib
import json
import socket
import subprocess
import sys
from datetime import datetime

import pytest
import weasyprint.html

from coquang import printing
from coquang.papers import TEMPLATE
from coquang.typeface import Unprintable
from tests.print.composing import report
from tests.print.conftest import MOMENT
from tests.print.measuring import sheets

IN_A_FRESH_PROCESS = """
import hashlib, json, sys
from datetime import datetime
import django
django.setup()
from coquang import printing
facts = json.load(open(sys.argv[1], encoding="utf-8"))
pdf = printing.ink(sys.argv[2], facts, created=datetime.fromisoformat(sys.argv[3]))
print(hashlib.sha256(pdf).hexdigest())
"""


def test_the_same_facts_give_the_same_bytes(printed, facts):
    assert printed(facts) == printed(facts)


def test_another_process_gives_the_same_bytes(printed, facts, tmp_path):
    kept = tmp_path / "facts.json"
    kept.write_text(json.dumps(report(facts)), encoding="utf-8")
    command = [sys.executable, "-c", IN_A_FRESH_PROCESS, str(kept), TEMPLATE, MOMENT.isoformat()]
    fresh = subprocess.run(command, capture_output=True, text=True, check=True, cwd=printing.PRINT.parent.parent)
    assert fresh.stdout.strip() == hashlib.sha256(printed(facts)).hexdigest()


def test_a_paper_without_the_styles_of_lists_and_notes_is_the_paper_with_them(printed, facts, monkeypatch):
    """A later WeasyPrint may write them otherwise: then they cost their memory again, and this says so."""
    without = printed(facts)
    defaults = weasyprint.html.UA
    assert len(printing.LISTS_AND_NOTES.findall(defaults)) == defaults.count("\n::") == 6
    monkeypatch.setattr(printing, "_own_defaults", lambda: weasyprint.html.UA_STYLESHEET)
    assert printed(facts) == without


def test_another_figure_gives_another_file(printed, facts):
    assert printed(facts) != printed(facts, summary="Năm 2022: 09/10 chỉ tiêu đạt và vượt.")


def test_the_file_knows_its_title_language_and_moment(printed, facts):
    paper = sheets(printed(facts))[0].pdf
    assert paper.metadata["Title"] == "BÁO CÁO kết quả thực hiện các chỉ tiêu năm 2022"
    assert paper.metadata["CreationDate"] == paper.metadata["ModDate"] == "D:20230315090000+07'00"
    assert paper.doc.catalog["Lang"] in ("vi", b"vi")
    assert "StructTreeRoot" in paper.doc.catalog
    assert "Outlines" in paper.doc.catalog


def test_a_moment_without_its_time_zone_is_refused(facts):
    with pytest.raises(ValueError, match="time zone"):
        printing.ink(TEMPLATE, report(facts), created=datetime(2023, 3, 15))


def test_pages_are_counted_from_the_file(printed, facts):
    pdf = printed(facts)
    assert printing.pages(pdf) == len(sheets(pdf))


def test_counting_the_pages_of_something_else_is_refused():
    with pytest.raises(ValueError, match="not one of our papers"):
        printing.pages(b"%PDF-1.7 nothing")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/logo.png",
        "https://example.org/logo.png",
        "ftp://127.0.0.1/logo.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "file:///etc/passwd",
        f"{printing.PRINT.as_uri()}/../css/tokens.css",
        f"{printing.PRINT.as_uri()}/%2e%2e/%2e%2e/manage.py",
        f"file://localhost{printing.PRINT}/css/paper.css",
        f"{printing.PRINT.as_uri()}/fonts",
    ],
)
def test_nothing_but_our_own_files_is_opened_and_nobody_is_called(address, monkeypatch):
    calls = []
    monkeypatch.setattr(socket.socket, "connect", lambda *call: calls.append(call))
    with pytest.raises(Unprintable):
        printing.pressed(f'<html lang="vi"><title>a</title><body><img alt="a" src="{address}">')
    assert calls == []


def test_our_own_stylesheet_may_be_opened():
    response = printing.OwnFilesOnly().fetch(f"{printing.PRINT.as_uri()}/css/paper.css")
    assert b"@page" in response.read()
