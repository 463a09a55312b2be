"""What is pasted to make a press call somebody, open a file or run a template: in every kind it is words on paper.

Nothing is stubbed out: the paper is composed and laid out as always, while every socket and every opened file is
written down by Python's own audit hook: in this process, and in the child in which a paper is laid out.
"""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from django.template import Template

from coquang import laying_out, printing
from coquang.blocks import Heading, Item, Paragraph, Table
from coquang.bounded import Bounds, within_bounds
from coquang.papers import TEMPLATE, Annex, Signature
from coquang.typeface import Unprintable
from tests.print import samples
from tests.print.conftest import MOMENT
from tests.print.measuring import sheets
from tests.security.corpus import TEXTS, shared

PASTED = (
    '<img src="http://169.254.169.254/latest/meta-data/">',
    '<img src="file:///etc/passwd">',
    '<link rel=attachment href="file:///etc/hostname">',
    '<link rel=stylesheet href="https://example.org/a.css">',
    "<style>@import url(http://127.0.0.1:6379/)</style>",
    "<style>@font-face{font-family:x;src:url(http://10.0.0.1/f)}p{font-family:x}</style>",
    '<p style="background:url(http://127.0.0.1:5432/)">x</p>',
    '<object data="http://127.0.0.1/"></object><embed src="//evil/">',
    "<iframe src=http://127.0.0.1/></iframe><svg><image href='http://127.0.0.1/'/></svg>",
    "<base href=//evil/><a href='java&#115;cript:alert(1)'>x</a>",
    "{{ 7*191 }}{% debug %}{% include 'base.html' %}{{ facts.code }}",
    "{user.password} %(secret)s ${7*191} #{7*191} <%= 7*191 %>",
    "http://127.0.0.1:6379/ https://example.org/?a=1&b=2 file:///etc/passwd javascript:alert(1)",
)
OF_THE_TRADE = tuple(
    case.text for case in (*TEXTS, *shared("rich_text", "text", "url")) if len(case.text) < 400 and case.text.strip()
)

NOTED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "open"}
# A file both processes have open already; a child's own memory would be gone with it.
_notes = -1


def _watch(event: str, told: tuple[object, ...]) -> None:
    if (_notes or -1) >= 0 and event in NOTED and not isinstance(told[0], int):
        os.write(_notes, f"{event} {told[0]!s} {told[1] if len(told) > 1 else ''}\n".encode())


sys.addaudithook(_watch)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[[], list[str]]]:
    """What Python was asked to connect to or to open; the faces and stylesheets are loaded before."""
    global _notes
    laying_out.warm_up()
    notes = os.open(tmp_path / "notes", os.O_CREAT | os.O_APPEND | os.O_RDWR)
    _notes = notes
    try:
        yield lambda: os.pread(notes, 1_000_000, 0).decode().splitlines()
    finally:
        _notes = -1
        os.close(notes)


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is made a template while a paper is laid out."""
    made: list[str] = []
    compile_text = Template.compile_nodelist

    def told(self: Template) -> object:
        made.append(str(self.source))
        return compile_text(self)

    monkeypatch.setattr(Template, "compile_nodelist", told)
    return made


def elsewhere(seen: list[str]) -> list[str]:
    """Of what was asked for, all but our own templates, faces and stylesheets and Python's own modules."""
    bounds = "/proc/self/statm"
    own = (str(laying_out.PRINT), str(laying_out.PRINT.parents[1]), sys.prefix, sys.base_prefix, bounds)
    return [told for told in seen if not told.startswith("open ") or not told.removeprefix("open ").startswith(own)]


def paper_of(kind: str, pasted: str) -> bytes:
    """A paper of the kind with the words in every place an office can type them.

    A subject or title takes no word that is longer than its line; there they stand only when they are short enough.
    """
    made = samples.paper(kind, "hd36")
    longest = max(map(len, pasted.split()))
    subject = pasted if longest < (20 if kind == "CV" else 60) else made.subject
    blocks = [Heading(pasted), Paragraph(pasted), Item(pasted), Table(["Việc"], [[pasted]], align="l")]
    signed = [Signature("T/M BAN THƯỜNG VỤ", "BÍ THƯ")]
    annexes = [Annex(subject, [Paragraph(pasted)])]
    whole = replace(made, subject=subject, blocks=blocks, recipients=[pasted], signatures=signed, annexes=annexes)
    return printing.ink(TEMPLATE, whole.facts(), created=MOMENT)


@pytest.mark.parametrize("kind", samples.KIND_CODES)
@pytest.mark.parametrize("pasted", PASTED, ids=range(len(PASTED)))
def test_pasted_markup_is_words_and_nobody_is_called(
    kind: str, pasted: str, watched: Callable[[], list[str]], evaluated: list[str]
) -> None:
    pdf = paper_of(kind, pasted)
    assert elsewhere(watched()) == []
    assert not [source for source in evaluated if pasted in source]
    told = "".join("".join(page.extract_text().split()) for page in sheets(pdf))
    assert "".join(pasted.split()) in told.replace("\u2060", "").replace("\u200b", "")
    assert "1337" not in told and b"root:" not in pdf


@pytest.mark.parametrize("pasted", OF_THE_TRADE, ids=range(len(OF_THE_TRADE)))
def test_whatever_else_is_pasted_is_words_or_refused_and_nobody_is_called(
    pasted: str, watched: Callable[[], list[str]], evaluated: list[str]
) -> None:
    with suppress(Unprintable):
        paper_of("TB", pasted)
    assert elsewhere(watched()) == []
    assert not [source for source in evaluated if pasted in source]


def test_the_watch_sees_a_call_and_an_opened_file(watched: Callable[[], list[str]]) -> None:
    """Guards the tests above: what they say did not happen would have been seen."""
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.2).close()
    Path("/etc/hostname").read_bytes()
    assert [told.split()[0] for told in elsewhere(watched())] >= ["open"]
    assert any(told.startswith("socket.") for told in watched())
    assert any("/etc/hostname" in told for told in elsewhere(watched()))


def test_the_watch_sees_into_the_child(watched: Callable[[], list[str]]) -> None:
    """Guards them as well: a file that is opened where papers are laid out would have been seen."""
    within_bounds(lambda allow: Path("/etc/hostname").read_bytes(), Bounds())
    assert any("/etc/hostname" in told for told in elsewhere(watched()))


def test_markup_that_is_not_escaped_would_be_seen(
    watched: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards them too: were facts trusted as markup, the press would be asked for a file and refuse."""
    monkeypatch.setattr(printing.Text, "__html__", lambda self: str(self))
    with pytest.raises(Unprintable):
        paper_of("TB", '<img src="file:///etc/passwd">')
