"""“co giang” finds Cô Giang, “hoa” finds Hòa and Hoà, and nobody finds what they may not read."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang import dates
from programmes.models import Attendance, Body, Conclusion, Meeting, Minutes, Person, Proposal, Remark, Task, Unit
from programmes.searching import cut, found, words_of
from tests import making

TODAY = date(2023, 3, 15)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


def task(unit: Unit, body: Body, text: str, **facts: Any) -> Task:
    return Task.objects.create(
        unit=unit, lead_body=body, text=text, origin="oral", deadline="standing", made_at=dates.now(), **facts
    )


def said(unit: Unit, text: str, state: str = "draft") -> Remark:
    meeting = Meeting.objects.create(unit=unit, kind="quarterly", title="Sơ kết")
    speaker = Attendance.objects.create(meeting=meeting, position=1, name="Trưởng đoàn")
    minutes = Minutes.objects.create(meeting=meeting)
    who = making.person(f"nguoi-ghi-{meeting.pk}")
    remark = Remark.objects.create(
        minutes=minutes, speaker=speaker, kind="suggestion", text=text, position=1, written_by=who,
        written_at=dates.now(),
    )  # fmt: skip
    if state == "signed":
        minutes.state, minutes.signed_at = "signed", dates.now()
        minutes.save()
    return remark


def titles(typed: str, who: Person) -> list[str]:
    return ["".join(words for words, _is_sought in hit.parts) for kind in found(typed, who) for hit in kind.rows]


def test_words_without_marks_find_words_with_marks_in_either_spelling(
    ward: Unit, committee: Body, clerk: Person
) -> None:
    for text in ("Xây dựng chợ Cô Giang", "Tuyên truyền tại khu phố Hòa Bình", "Tổ dân phố Hoà Hưng"):
        task(ward, committee, text)
    assert titles("co giang", clerk) == ["Xây dựng chợ Cô Giang"]
    assert set(titles("hoa", clerk)) == {"Tuyên truyền tại khu phố Hòa Bình", "Tổ dân phố Hoà Hưng"}
    assert titles("Đồng chí", clerk) == []
    assert titles("HOÀ hưng", clerk) == ["Tổ dân phố Hoà Hưng"]


def test_every_word_must_be_there_and_a_beginning_is_enough(ward: Unit, committee: Body, clerk: Person) -> None:
    task(ward, committee, "Vận động người dân tham gia lớp phổ cập")
    assert titles("van dong pho c", clerk)
    assert not titles("van dong xoa", clerk)


def test_nobody_finds_what_stands_in_another_ward(
    ward: Unit, committee: Body, clerk: Person, stranger: Person, reader: Person
) -> None:
    task(ward, committee, "Rà soát hộ nghèo")
    Proposal.objects.create(unit=ward, addressed_to=committee, text="Rà soát ranh giới", at=dates.now())
    assert len(titles("ra soat", clerk)) == 2
    assert titles("ra soat", stranger) == []
    assert titles("ra soat", reader) == ["Rà soát hộ nghèo"]  # a proposal not sent yet stays at home


def test_minutes_are_found_by_the_reviewed_only_when_they_are_signed(
    units: dict[str, Unit], clerk: Person, ward: Unit
) -> None:
    district = units[making.DISTRICT]
    for words, state in (("Quan tâm <b>phát triển</b> đảng viên", "draft"), ("Phát triển &amp; giữ gìn", "signed")):
        said(district, words, state).minutes.meeting.reviewed_units.add(ward)
    assert titles("phat trien", clerk) == ["Phát triển & giữ gìn"]
    office = making.person("thu-ky")
    making.appointed(office, "record", unit=district)
    assert len(titles("phat trien", office)) == 2


def test_a_conclusion_is_found_and_leads_to_its_minutes(ward: Unit, clerk: Person) -> None:
    remark = said(ward, "Ghi nhận.")
    Conclusion.objects.create(minutes=remark.minutes, number=1, text="Giải quyết các trường hợp lang thang")
    [kind] = found("lang thang", clerk)
    assert kind.rows[0].parts[1] == ("lang", True)


@pytest.mark.parametrize("typed", ["", "   ", "'", "!&|:*()", "\\", "<script>", "a" * 5000, "🙂", "%00", "ế̀"])
def test_nonsense_is_answered_calmly(typed: str, as_: Any, clerk: Person) -> None:
    answer = as_(clerk).get("/tim/", {"q": typed})
    assert answer.status_code == 200


@given(st.text(max_size=300), st.lists(st.from_regex(r"\A[a-z0-9]{1,4}\Z"), max_size=3))
def test_a_snippet_is_text_of_the_thing_and_marks_only_what_was_sought(text: str, words: list[str]) -> None:
    parts = cut(text, words)
    whole = " ".join(unicodedata.normalize("NFC", text).split())
    assert "".join(part for part, _sought in parts).strip("…") in whole or not whole
    for part, is_sought in parts:
        if is_sought:
            assert any(words_of(part)[:1] == [word] or words_of(part) == [] for word in words)
