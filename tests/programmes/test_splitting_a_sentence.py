"""A long sentence of several requests is proposed split at its semicolons; a person decides, and no word is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import splitting
from programmes.splitting import Stretch
from tests.gatherings import SENTENCE

letters = st.text(alphabet=' ;,.aăđồ“”‘’«»()[]"…\n', max_size=60)


def parts(sentence: str) -> list[str]:
    return [stretch.of(sentence) for stretch in splitting.proposed(sentence)]


def test_the_secretarys_sentence_makes_three_parts() -> None:
    assert [splitting.words(part) for part in parts(SENTENCE)] == [
        "Đề nghị phường tiếp tục quan tâm đến công tác phát triển đảng viên, an ninh trật tự, trong đó phải kết hợp "
        "giữa chính quyền với các đoàn thể để xây dựng lực lượng cảm tình Đảng phải thực sự hiệu quả, nòng cốt, từ đó "
        "phát hiện ra những tấm gương tốt, tích cực",
        "Có giải pháp cụ thể giải quyết các trường hợp lang thang, xin ăn",
        "Xây dựng Không gian văn hóa Hồ Chí Minh phải tạo được sự lan tỏa",
    ]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Thu đủ; chi đúng", ["Thu đủ", "Chi đúng"]),
        ("Chủ đề “công vụ; an sinh” phải rõ; báo cáo ngay", ["Chủ đề “công vụ; an sinh” phải rõ", "Báo cáo ngay"]),
        ("Ba việc (thu; chi; công khai); xong trước tháng 6", ["Ba việc (thu; chi; công khai)", "Xong trước tháng 6"]),
        ('Theo "a; b"; làm ngay', ['Theo "a; b"', "Làm ngay"]),
        ("Ngoặc [một (hai; ba); bốn]; năm", ["Ngoặc [một (hai; ba); bốn]", "Năm"]),
        ("Quên đóng “ngoặc; làm tiếp", ["Quên đóng “ngoặc", "Làm tiếp"]),
        ("Một việc", ["Một việc"]),
        ("Làm ngay; ; ;", ["Làm ngay"]),
        (";;; Làm ngay", ["Làm ngay"]),
    ],
)  # fmt: skip
def test_semicolons_part_but_never_inside_quotation_marks_or_brackets(sentence: str, shown: list[str]) -> None:
    assert [splitting.words(part) for part in parts(sentence)] == shown


@pytest.mark.parametrize("nothing", ["", "   ", ";", " ; ; "])
def test_marks_alone_make_no_part(nothing: str) -> None:
    assert parts(nothing) == []


@given(letters)
def test_the_parts_joined_are_the_sentence_again(sentence: str) -> None:
    proposed = splitting.proposed(sentence)
    if not proposed:
        assert not splitting.words(sentence)
        return
    assert "".join(parts(sentence)) in sentence
    assert not splitting.words(sentence[: proposed[0].starts])
    assert proposed[-1].ends == len(sentence)
    assert all(one.ends == other.starts for one, other in pairwise(proposed))
    assert all(splitting.words(part) for part in parts(sentence))


@given(letters, st.sets(st.integers(1, 9)))
def test_whatever_a_person_joins_no_letter_is_lost(sentence: str, parted: set[int]) -> None:
    proposed = splitting.proposed(sentence)
    kept = splitting.joined(proposed, parted)
    assert "".join(stretch.of(sentence) for stretch in kept) == "".join(parts(sentence))
    assert len(kept) <= len(proposed)


def test_words_are_found_whatever_the_spaces_between_them() -> None:
    sentence = "quan tâm  an ninh\ntrật tự; xây dựng"
    whole = Stretch(0, len(sentence))
    found = splitting.find(sentence, "an ninh trật tự", whole)
    assert found is not None and found.of(sentence) == "an ninh\ntrật tự"
    assert splitting.find(sentence, "an ninh trật tự", Stretch(0, 8)) is None
    assert splitting.find(sentence, "   ", whole) is None


def test_what_is_taken_from_an_end_leaves_the_rest_and_from_the_middle_leaves_all() -> None:
    sentence = "giữ an ninh, thu đủ; "
    whole = Stretch(0, len(sentence))
    first, last, middle = Stretch(0, 11), Stretch(13, 19), Stretch(4, 11)
    assert splitting.without(sentence, whole, first) == Stretch(11, len(sentence))
    assert splitting.without(sentence, whole, last) == Stretch(0, 13)
    assert splitting.without(sentence, whole, middle) == whole
    assert splitting.without(sentence, whole, whole) == whole
