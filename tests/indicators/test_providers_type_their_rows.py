"""A body with an account sees and types only the rows it provides; the sheet shows how far each body is."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang import attachments, dates
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import evidence, figures, notes, providers, rules, sheets
from indicators.actions.figures import Entry
from indicators.dashboards.lists import work_of
from indicators.models import Figure, FigureNote, Indicator, Paste, Responsibility, Sheet
from programmes.models import Body, Person, Unit
from tests import files, making

Browser = Callable[[Person], Client]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
OWN, OTHERS = ("HO", "NGHEO"), ("THUE", "HEM", "TLNGHEO", "QUAN", "HOSO")


@pytest.fixture
def police(ward: Unit) -> Body:
    return making.body(ward, "CA", Body.Kind.POLICE, name="Công an phường")


@pytest.fixture
def provided(quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], police: Body) -> Sheet:
    """The empty quarter, of which the police provide two rows and the health station one."""
    for code in OWN:
        making.provided(ward, indicators[code], police)
    making.provided(ward, indicators["HEM"], making.body(ward, "TYT", Body.Kind.HEALTH_STATION, name="Trạm Y tế"))
    return quarter


@pytest.fixture
def provider(provided: Sheet, police: Body) -> Person:
    who = making.person("cong-an", "Cán bộ Công an phường")
    making.appointed(who, "enter", at=police)
    return who


def text(answer: Any) -> str:
    return str(answer.content.decode())


def post(browser: Client, url: str, **typed: Any) -> Any:
    return browser.post(url, {name.replace("_", "-"): value for name, value in typed.items()} | making.form_key())


def values(sheet: Sheet) -> dict[str, Decimal | None]:
    return dict(sheet.figures.values_list("indicator__code", "value"))


# --- seeing ---------------------------------------------------------------------------------------


def test_a_provider_sees_only_their_body_s_rows(provider: Person, as_: Browser) -> None:
    page = text(as_(provider).get(SHEET))
    for code in OWN:
        assert f'name="v-{code}"' in page
    for code in OTHERS:
        assert f"row-{code}" not in page and f'name="v-{code}"' not in page
    assert '<b id="done">0/2</b>' in page
    assert "Gửi duyệt" not in page and "Đã nhập xong phần của cơ quan" in page
    assert "Theo cơ quan cung cấp" not in page


def test_the_rows_of_others_are_not_there_under_any_address(provided: Sheet, provider: Person, as_: Browser) -> None:
    window = as_(provider)
    making.filled(provided)
    for page in ("", "hoi/", "dinh-chinh/"):
        assert window.get(f"{SHEET}HEM/{page}").status_code == 404, page
    assert window.get(f"{SHEET}HO/").status_code == 200
    for deed in ("luu/", "nguon/", "ly-do/", "ly-do/luu/", "van-ban/", "y-kien/", "hoi-lai/", "theo-doi/"):
        assert post(window, f"{SHEET}HEM/{deed}", v_HEM="3", a_HEM="x", text="x").status_code == 404, deed
    with zipfile.ZipFile(io.BytesIO(window.get(f"{SHEET}tai/").content)) as book:
        words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "Chỉ tiêu HO<" in words and "Chỉ tiêu HEM" not in words
    assert "4350000000" not in text(window.get(f"{SHEET}chep/"))
    assert post(window, f"{SHEET}in/").status_code == 403


def test_a_cell_s_answer_tells_nothing_of_rows_that_follow_elsewhere(
    provided: Sheet, provider: Person, as_: Browser
) -> None:
    told = post(as_(provider), f"{SHEET}NGHEO/luu/", v_NGHEO="147").json()
    assert told["state"] == "saved" and told["others"] == []
    assert values(provided)["TLNGHEO"] == 147, "the ratio follows all the same"


def test_who_also_reads_in_the_unit_sees_the_whole_sheet_and_types_only_their_rows(
    provided: Sheet, provider: Person, ward: Unit, as_: Browser
) -> None:
    making.appointed(provider, "read", unit=ward)
    page = text(as_(provider).get(SHEET))
    assert "row-HEM" in page
    assert post(as_(provider), f"{SHEET}HEM/luu/", v_HEM="3").status_code == 404
    assert post(as_(provider), f"{SHEET}luu/", v_HEM="3", was_HEM="|").status_code == 403


def test_who_also_enters_in_the_office_enters_everything(provided: Sheet, provider: Person, committee: Body) -> None:
    making.appointed(provider, "enter", at=committee)
    hem = provided.figures.get(indicator__code="HEM").indicator_id
    assert figures.enter(provided, {hem: Entry(Decimal(3))}, by=provider) == 1


def test_a_body_that_provides_nothing_has_an_empty_sheet(provided: Sheet, provider: Person, as_: Browser) -> None:
    Responsibility.objects.filter(providing_body__key="CA").update(valid_to=dates.today())
    page = text(as_(provider).get(SHEET))
    assert 'name="v-' not in page
    assert post(as_(provider), f"{SHEET}HO/luu/", v_HO="3").status_code == 404


# --- typing ---------------------------------------------------------------------------------------


def test_a_provider_types_their_rows_by_cell_and_by_form(provided: Sheet, provider: Person, as_: Browser) -> None:
    window = as_(provider)
    assert post(window, f"{SHEET}HO/luu/", v_HO="19").json()["state"] == "saved"
    assert post(window, f"{SHEET}luu/", v_NGHEO="147", was_NGHEO="|").status_code == 302
    assert (values(provided)["HO"], values(provided)["NGHEO"]) == (19, 147)


def test_a_plain_post_with_another_s_row_is_refused_whole(provided: Sheet, provider: Person, as_: Browser) -> None:
    answer = post(as_(provider), f"{SHEET}luu/", v_HO="19", was_HO="|", v_HEM="3", was_HEM="|")
    assert answer.status_code == 403
    assert set(values(provided).values()) == {None}


def test_last_year_s_figure_of_another_s_row_is_refused_too(provided: Sheet, provider: Person, as_: Browser) -> None:
    assert post(as_(provider), f"{SHEET}luu/", p_HEM="3", o_HEM="|").status_code == 403


def test_a_pasted_block_offers_and_takes_only_their_rows(provided: Sheet, provider: Person, as_: Browser) -> None:
    window = as_(provider)
    answer = window.post(f"{SHEET}dan/", {"block": "HO\t19\nHEM\t3", **making.form_key()}, follow=True)
    page = text(answer)
    held = Paste.objects.get()
    assert "HO" in page
    typed = {"take-0": "1", "take-1": "1", "row-1": "HEM", "then": "take"}
    window.post(f"{SHEET}dan/{held.pk}/", {**typed, **making.form_key()})
    assert values(provided)["HEM"] is None


def test_a_block_the_office_took_is_not_a_provider_s_to_look_at(
    provided: Sheet, provider: Person, clerk: Person, as_: Browser
) -> None:
    held = Paste.objects.create(sheet=provided, by=clerk, lines=[["HEM", "3"]], taken_at=dates.now())
    assert as_(provider).get(f"{SHEET}dan/{held.pk}/").status_code == 404
    assert f"/dan/{held.pk}/" not in text(as_(provider).get(f"{SHEET}dan/"))
    assert as_(clerk).get(f"{SHEET}dan/{held.pk}/").status_code == 200


def test_the_rule_stands_in_the_actions(provided: Sheet, provider: Person, evidence_drawer: object) -> None:
    making.filled(provided)
    theirs = provided.figures.select_related("indicator", "sheet").get(indicator__code="HEM")
    own = provided.figures.select_related("indicator", "sheet").get(indicator__code="HO")
    note = FigureNote(channel="phone", informant="Trực ban")
    paper = attachments.examine("giay.pdf", files.pdf())
    deeds: tuple[Callable[[], object], ...] = (
        lambda: figures.enter(provided, {theirs.indicator_id: Entry(Decimal(9))}, by=provider),
        lambda: notes.keep(theirs, note, by=provider),
        lambda: rules.answer_all(provided, {theirs.indicator_id: "Đúng thế."}, by=provider),
        lambda: evidence.attach(provided, paper, title="Giấy", to=[own, theirs], by=provider),
        lambda: sheets.submit(provided, by=provider),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    assert notes.keep(own, note, by=provider).informant == "Trực ban"
    assert evidence.attach(provided, paper, title="Giấy", to=[own], by=provider).title == "Giấy"


def test_a_provider_never_sends_the_sheet_nor_takes_it_back(
    provided: Sheet, provider: Person, clerk: Person, as_: Browser
) -> None:
    making.filled(provided)
    assert post(as_(provider), f"{SHEET}luu/", then="submit").status_code == 403
    sheets.submit(provided, by=clerk)
    for deed in (sheets.withdraw, sheets.vet, sheets.approve):
        with pytest.raises(PermissionDenied):
            deed(provided, by=provider)
    assert "Lấy lại" not in text(as_(provider).get(SHEET))


# --- the part of one body -------------------------------------------------------------------------


def test_the_bar_shows_each_body_and_its_rows_alone(
    provided: Sheet, provider: Person, clerk: Person, police: Body, as_: Browser
) -> None:
    Figure.objects.filter(sheet=provided, indicator__code="HO").update(value=19)
    own = provided.figures.get(indicator__code="HO")
    FigureNote.objects.create(figure=own, channel="phone", informant="Trực ban", paper_follows=True)
    window = as_(clerk)
    page = " ".join(text(window.get(SHEET)).split())
    assert 'Công an phường <b class="hand">1/2</b> <span class="second">01 văn bản chưa về</span>' in page
    assert 'Trạm Y tế <b class="hand">0/1</b>' in page
    assert 'Chưa ghi cơ quan cung cấp <b class="hand">0/4</b>' in page
    assert "Tất cả cơ quan <b>1/7</b>" in page
    alone = text(window.get(f"{SHEET}?co-quan={police.pk}"))
    assert 'name="v-HO"' in alone and 'name="v-HEM"' not in alone
    assert window.get(f"{SHEET}?co-quan=abc").status_code == 200


def test_saving_the_rows_of_one_body_stays_with_that_body(
    provided: Sheet, clerk: Person, police: Body, as_: Browser
) -> None:
    answer = post(as_(clerk), f"{SHEET}luu/", v_HO="19", was_HO="|", co_quan=str(police.pk))
    assert answer["Location"] == f"{SHEET}?co-quan={police.pk}"
    assert values(provided)["HO"] == 19


def test_a_provider_tells_the_office_that_their_part_is_in(
    provided: Sheet, provider: Person, clerk: Person, as_: Browser
) -> None:
    with pytest.raises(Refused, match="Còn thiếu 2 chỉ tiêu: Chỉ tiêu HO; Chỉ tiêu NGHEO"):
        providers.say_done(provided, by=provider)
    assert [item.rows for item in work_of(provider).owed] == [2]
    Figure.objects.filter(sheet=provided, indicator__code__in=OWN).update(value=19)
    page = text(as_(provider).post(f"{SHEET}xong-phan/", making.form_key(), follow=True))
    assert "Đã báo văn phòng là phần này nhập xong." in page and "Đã báo văn phòng lúc" in page
    assert JournalEntry.objects.filter(act="sheet.part_done", by=provider).exists()
    assert work_of(provider).owed == []
    assert "báo xong lúc" in text(as_(clerk).get(SHEET))
    assert values(provided)["HEM"] is None, "the sheet itself stays with the office"


def test_only_a_provider_says_so_and_only_of_an_open_sheet(provided: Sheet, provider: Person, clerk: Person) -> None:
    with pytest.raises(PermissionDenied):
        providers.say_done(provided, by=clerk)
    making.walked(making.filled(provided), "submitted")
    with pytest.raises(Refused, match="đã được gửi"):
        providers.say_done(provided, by=provider)


def test_after_a_return_it_is_said_again(provided: Sheet, provider: Person, vetter: Person, clerk: Person) -> None:
    making.filled(provided)
    providers.say_done(provided, by=provider)
    sheets.submit(provided, by=clerk)
    sheets.return_to_unit(provided, reason="Đối chiếu lại.", by=vetter)
    Sheet.objects.filter(pk=provided.pk).update(returned_at=dates.now() + timedelta(seconds=1))
    assert [item.rows for item in work_of(provider).returned] == [2]
