"""Names are kept tidy, found without their marks, and stand in the order of the Vietnamese dictionary."""

import csv
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang.names import NotText, person_sort_key, search_key, sort_key, tidy

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
beside_the_project = pytest.mark.skipif(not SHARED.exists(), reason="the lists of names are not beside the project")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SHARED / name).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Phường \u00a0 Cô   Giang\t", "Phường Cô Giang"),
        (unicodedata.normalize("NFD", "Phường Cô Giang"), "Phường Cô Giang"),
        ("\u202eCô\u200b Giang\ufeff\U000e0041", "Cô Giang"),
        ("Cô\u2028Giang", "Cô Giang"),
        ("\u3164 \u00a0", ""),
        ("Hoà", "Hoà"),
    ],
)
def test_a_name_is_kept_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\nb", "a\tb", "a\x1bb", "a\x7fb", "a\x85b", "a\ud800b"])
def test_what_no_paper_can_print_is_refused(typed: str) -> None:
    with pytest.raises(NotText) as refusal:
        tidy(typed)
    assert "thứ 2 không in được" in refusal.value.sentence()
    assert "Character 2 cannot" in refusal.value.sentence("en")
    assert refusal.value.text.isprintable()


def test_paragraphs_keep_their_lines_and_tabs() -> None:
    assert tidy("một\r\n\r\n hai \u00a0ba\tbốn \n", multiline=True) == "một\n\nhai ba\tbốn"
    with pytest.raises(NotText):
        tidy("một\n\x00", multiline=True)


@given(st.text(max_size=20))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    for multiline in (False, True):
        try:
            once = tidy(typed, multiline=multiline)
        except NotText:
            continue
        assert tidy(once, multiline=multiline) == once


def test_a_search_without_marks_finds_the_ward() -> None:
    assert search_key("co giang") in search_key("Phường Cô Giang")
    assert search_key("Hòa") == search_key("Hoà") == search_key(unicodedata.normalize("NFD", "HOÀ"))
    assert search_key("Ðảng uỷ") == search_key("Đảng ủy") == "dang uy"


@beside_the_project
def test_three_hundred_units_are_found_by_their_listed_keys() -> None:
    for row in _rows("sorted_names_vi.csv"):
        assert search_key(row["full_name_nfc"]) == search_key(row["full_name_nfd"]) == row["folded_search_key"]


@beside_the_project
def test_both_spellings_of_a_tone_have_one_key() -> None:
    rows = _rows("tone_placement_pairs.csv")
    assert len(rows) == 192
    for row in rows:
        assert search_key(row["name_old_style"]) == search_key(row["name_new_style"])


@beside_the_project
def test_three_hundred_units_stand_in_vietnamese_order() -> None:
    listed = _rows("sorted_names_vi.csv")
    assert len(listed) == 300
    shuffled = random.Random(1).sample(listed, len(listed))
    by_rank = sorted(listed, key=lambda row: int(row["rank_vi"]))
    by_value = sorted(listed, key=lambda row: int(row["rank_vi_numeric"]))
    for column in ("full_name_nfc", "full_name_nfd"):
        assert sorted(shuffled, key=lambda row: sort_key(row[column]).encode()) == by_rank
        assert sorted(shuffled, key=lambda row: sort_key(row[column], numbers_by_value=True).encode()) == by_value


def test_letters_come_first_then_tones_then_capitals() -> None:
    right = [
        "a",
        "A",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "ăn",
        "ân",
        "ba",
        "da",
        "đa",
        "e",
        "ê",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "y",
    ]
    shuffled = random.Random(2).sample(right, len(right))
    assert sorted(shuffled, key=sort_key) == right
    assert sorted(["Bình Hưng Hoà B", "Bình Hưng Hòa", "Bình An"], key=sort_key) == [
        "Bình An",
        "Bình Hưng Hòa",
        "Bình Hưng Hoà B",
    ]


def test_wards_with_numbers_can_stand_by_value() -> None:
    wards = ["Phường 10", "Phường 2", "Phường 1", "Phường An Đông"]
    by_value = sorted(wards, key=lambda name: sort_key(name, numbers_by_value=True))
    assert by_value == ["Phường 1", "Phường 2", "Phường 10", "Phường An Đông"]
    assert sorted(wards, key=sort_key) == ["Phường 1", "Phường 10", "Phường 2", "Phường An Đông"]


def test_people_stand_by_their_given_name() -> None:
    """Wards of the city that bear the names of people, and letters where a tie is wanted."""
    wards = [
        "Nguyễn Thái Bình",
        "Phạm Văn Cội",
        "Cô Giang",
        "Phạm Văn Hai",
        "Phạm Ngũ Lão",
        "Nguyễn Cư Trinh",
    ]
    ties = ["A Hoa", "B Hoa", "B HOA", "A Hòa", "A Hoàng", "Hoằng", "B B Hoằng"]
    for right in (wards, ties):
        assert sorted(random.Random(3).sample(right, len(right)), key=person_sort_key) == right


@given(st.text(max_size=20))
def test_a_key_can_be_stored_for_any_tidy_name(typed: str) -> None:
    try:
        name = tidy(typed)
    except NotText:
        return
    for key in (
        sort_key(name),
        sort_key(name, numbers_by_value=True),
        person_sort_key(name),
        search_key(name),
    ):
        assert "\x00" not in key
        assert key == key.strip()
        key.encode("utf-8")
