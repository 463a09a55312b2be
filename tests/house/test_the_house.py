"""The house looks after itself: floors, migrations, translations, locks, templates, colours, letters, queries."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import polib
import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Field, Indicator
from programmes.models import Person, Unit
from tests import making

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coquang", "programmes", "indicators")
CATALOGUE = ROOT / "coquang" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
DJANGO_CATALOGUE = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SCREENS = [
    file
    for file in sorted((ROOT / "templates").rglob("*"))
    if file.suffix in {".html", ".jinja"} and "print" not in file.relative_to(ROOT / "templates").parts
]
FRAGMENTS = [file for file in sorted((ROOT / "templates").rglob("_*")) if file.suffix in {".html", ".jinja"}]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


# --- tables and floors ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_model_has_run_ahead_of_its_migrations() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the packages and their contracts, to be spoilt on purpose."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def floors(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's judgement of the packages in a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_one_way() -> None:
    judged = floors(ROOT)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("programmes/wrong.py", "from indicators import arithmetic", "Floors"),
        ("coquang/wrong.py", "from programmes.models import Unit", "Floors"),
        ("indicators/arithmetic.py", "from indicators.models import Figure", "Arithmetic imports nothing of ours"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(copied: Path, module: str, line: str, contract: str) -> None:
    with (copied / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    judged = floors(copied)
    assert judged.returncode != 0
    assert re.search(rf"{contract}.* BROKEN", judged.stdout)


# --- translations ---------------------------------------------------------------------------------


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_a_translation_keeps_the_names_of_what_is_put_into_it() -> None:
    blank = re.compile(r"%\((\w+)\)|(?<!%)%[sd]")
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(blank.findall(text)) == set(blank.findall(entry.msgid)), entry.msgid


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not on this machine")
def test_the_catalogue_holds_every_message_of_the_code_and_no_other(
    copied: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "templates", copied / "templates")
    settings.LOCALE_PATHS = [copied / "coquang" / "locale"]
    monkeypatch.chdir(copied)
    extensions = ["py", "html", "jinja", "txt"]
    call_command("makemessages", locale=["vi"], extensions=extensions, keep_pot=True, verbosity=0)
    found = {(entry.msgctxt, entry.msgid) for entry in polib.pofile("coquang/locale/django.pot")}
    kept = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE))}
    assert len(found) > 200
    assert found - kept == set(), "in the code, not in the catalogue"
    of_django = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(DJANGO_CATALOGUE))}
    assert kept - found - of_django == set(), "in the catalogue, no longer in the code"


@pytest.mark.django_db
def test_a_page_is_vietnamese_until_english_is_asked_for_and_stays_so(client: Client) -> None:
    page = client.get("/dang-nhap/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="vi"' in page
    assert "Đăng nhập" in page
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert answer["Location"] == "/dang-nhap/"
    page = client.get("/dang-nhap/", headers={"Accept-Language": "vi"}).content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page
    assert "Đăng nhập" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "\\\\x", "viec", ""])
def test_choosing_a_language_leads_nowhere_off_this_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/ngon-ngu/", {"language": "fr", "next": elsewhere})
    assert answer["Location"] == "/"
    assert project.LANGUAGE_COOKIE_NAME not in answer.cookies


# --- locks ----------------------------------------------------------------------------------------


def requirements(lock: Path) -> Iterator[str]:
    """The lines of a lock file, those that go on in the next one joined."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return (" ".join(line.split()) for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("lock", LOCKS, ids=named)
def test_a_lock_file_pins_every_package_by_hash_and_holds_no_address(lock: Path) -> None:
    lines = list(requirements(lock))
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^ ]+ ", line), line
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", line), line
    assert not re.search(r"://|file:|--(extra-)?index-url|--find-links| @ ", lock.read_text(encoding="utf-8"))


def test_both_lists_agree_on_the_packages_they_share() -> None:
    base, dev = ({line.split("==")[0]: line for line in requirements(ROOT / "requirements" / name)}
                 for name in ("base.txt", "dev.txt"))  # fmt: skip
    assert base.keys() <= dev.keys()
    assert {name: dev[name].split()[0] for name in base} == {name: line.split()[0] for name, line in base.items()}


def test_no_lock_file_that_names_an_index_is_kept() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not re.findall(r"(?m)^(?:.*/)?(?:uv\.lock|pylock.*\.toml|poetry\.lock|Pipfile\.lock)$", kept)


# --- templates ------------------------------------------------------------------------------------

# The policy of the pages forbids each of these; a browser would drop it without a word.
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+\s*=|javascript:|\shx-on|\shx-vals=.?js:|\|safe\b", re.IGNORECASE
)


def test_the_rule_about_inline_parts_finds_each_of_them() -> None:
    for wrong in (
        "<script>a",
        '<p style="a">',
        '<a onclick="b">',
        "<style>",
        "<a href='javascript:1'>",
        "{{ a|safe }}",
    ):
        assert INLINE.search(wrong), wrong
    assert not INLINE.search('<script src="a.js" defer></script><p class="on" data-one="style">')


@pytest.mark.parametrize("template", SCREENS, ids=named)
def test_no_screen_has_script_or_style_in_its_own_text(template: Path) -> None:
    found = INLINE.search(template.read_text(encoding="utf-8"))
    assert found is None, found and found[0]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=named)
def test_a_fragment_begins_by_saying_what_it_needs(fragment: Path) -> None:
    text = re.sub(r"^(\{% load [^%]*%\}\s*)+", "", fragment.read_text(encoding="utf-8"))
    said = re.match(r"\{#\s*(?P<short>.+?)\s*#\}|\{% comment %\}\s*(?P<long>.+?)\s*\{% endcomment %\}", text, re.DOTALL)
    assert said, text[:80]
    assert len((said["short"] or said["long"]).split()) >= 4


# --- colours and files of others ------------------------------------------------------------------


def names_in(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", block))


def test_both_dark_lists_are_one_and_name_every_light_colour() -> None:
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, chosen, unasked = (
        names_in(re.search(pattern, css)[1])  # type: ignore[index]
        for pattern in (
            r':root,\s*\[data-bs-theme="light"\] \{([^}]*)\}',
            r'\n\[data-bs-theme="dark"\] \{([^}]*)\}',
            r":root:not\(\[data-bs-theme\]\) \{([^}]*)\}",
        )
    )
    assert chosen == unasked
    assert chosen.keys() == light.keys()
    assert chosen["color-scheme"] == "dark"
    assert len(chosen) > 20


def test_no_other_stylesheet_names_a_colour() -> None:
    for sheet in sorted((ROOT / "static" / "css").rglob("*.css")):
        if sheet.name != "tokens.css":
            css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert not re.findall(r"(?<![\w-])#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\brgba?\(|\bhsla?\(", css), named(sheet)


def vendored() -> Iterator[tuple[Path, str]]:
    """(file, sum) of each line of our lists of what is not ours; a section names the folder of its files."""
    for told in (ROOT / "static" / "vendor" / "VENDOR.md", ROOT / "static" / "print" / "fonts" / "VENDOR.md"):
        folder = told.parent
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                folder = told.parent / "-".join(line.removeprefix("## ").rsplit(" ", 1))
            elif found := re.fullmatch(r"\| `?([^`|]+?)`? \| `([0-9a-f]{64})` \|", line):
                yield folder / found[1], found[2]


VENDORED = sorted(vendored())


@pytest.mark.parametrize(("file", "told"), VENDORED, ids=[named(file) for file, _told in VENDORED])
def test_what_is_not_ours_is_unchanged(file: Path, told: str) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() == told


def test_nothing_that_is_not_ours_is_kept_without_being_told() -> None:
    ours = {"VENDOR.md", "faces.css", "make_figures.py", "fonts.conf", "LICENSE"}
    folders = (ROOT / "static" / "vendor", ROOT / "static" / "print" / "fonts")
    kept = {file for folder in folders for file in folder.rglob("*") if file.is_file() and file.name not in ours}
    assert kept <= {file for file, _told in VENDORED}
    assert len(VENDORED) > 15


# --- queries --------------------------------------------------------------------------------------

# What a page may ask of the database, however long it is.
BUDGET = {"sheet": 12, "board of a ward": 12, "board of a district": 12, "report": 26}


@pytest.fixture
def pages(units: dict[str, Unit], indicators: dict[str, Indicator], clerk: Person) -> dict[str, str]:
    """Two wards of the district with the same seven indicators: one sheet in entry, all earlier ones approved."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code], 2022, 1)), "approved")
        making.opened(units[code], 2022, 2)
    return {
        "sheet": f"/so-lieu/{making.WARD}/2022-Q2/",
        "board of a ward": f"/theo-doi/{making.WARD}/2022-Q1/",
        "board of a district": f"/theo-doi/{making.DISTRICT}/2022-Q1/",
        "report": f"/bao-cao/{making.WARD}/2022-Q1/",
    }


def more_indicators(units: dict[str, Unit], count: int) -> None:
    """So many more indicators for both wards, with figures, targets and notes of the sheets they are on."""
    field = Field.objects.get(code="KT")
    more = {
        f"THEM{n}": Indicator.objects.create(
            code=f"THEM{n}",
            field=field,
            position=20 + n,
            name_vi=f"Chỉ tiêu thêm {n}",
            name_en=f"Another {n}",
            measured="count",
            measure_vi="hộ",
            measure_en="households",
            kind="flow",
            direction="higher",
        )
        for n in range(count)
    }
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], more)
        making.opened(units[code], 2022, 2)


@pytest.fixture
def asked(client: Client) -> Callable[[Person, str], int]:
    """How many queries a page takes the second time someone opens it."""

    def count(who: Person, url: str) -> int:
        client.force_login(who)
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    return count


@pytest.mark.parametrize("page", BUDGET)
def test_a_page_asks_as_much_of_the_database_for_forty_indicators_as_for_seven(
    pages: dict[str, str],
    units: dict[str, Unit],
    clerk: Person,
    reader: Person,
    asked: Callable[[Person, str], int],
    page: str,
) -> None:
    who = reader if page == "board of a district" else clerk
    few = asked(who, pages[page])
    more_indicators(units, 33)
    many = asked(who, pages[page])
    assert many == few <= BUDGET[page]


def test_a_district_of_three_wards_costs_no_more_queries_than_one_of_two(
    pages: dict[str, str],
    units: dict[str, Unit],
    indicators: dict[str, Indicator],
    reader: Person,
    asked: Callable[[Person, str], int],
) -> None:
    making.appointed(reader, "read", unit=units[making.CITY], below=True)
    board = f"/theo-doi/{making.CITY}/2022-Q1/"
    two = asked(reader, board)
    making.reporting(units[making.FAR_WARD], indicators)
    making.walked(making.filled(making.opened(units[making.FAR_WARD], 2022, 1)), "approved")
    assert asked(reader, board) == two
