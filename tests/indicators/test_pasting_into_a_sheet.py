"""Pasting into a quarter's sheet: looked at row by row, taken by choice, put back in one step."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import figures, pastes
from indicators.actions.figures import Entry
from indicators.actions.pastes import Brought
from indicators.models import Figure, Indicator, Paste, PasteName, Responsibility, Sheet
from programmes.models import Body, Person, Unit
from tests import making
from tests.security.boxes import Form, forms

Browser = Callable[[Person], Client]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
PASTE = f"{SHEET}dan/"


def brought(browser: Client, block: str, **more: Any) -> HttpResponse:
    """The page that shows what a block would do."""
    answer = browser.post(PASTE, {"block": block, **more} | making.form_key())
    assert answer.status_code == 302, answer.content.decode()
    return browser.get(answer["Location"])  # type: ignore[return-value]


def preview_of(answer: HttpResponse) -> Any:
    return answer.context["preview"]  # type: ignore[attr-defined]


def read(answer: HttpResponse) -> dict[str, tuple[str, str, str]]:
    """What each row found stands at, reads as, and was found by."""
    return {line.row.code: (line.old, line.read, line.how) for line in preview_of(answer).lines}


def refused(answer: HttpResponse) -> dict[str, str]:
    return {line.row.code: line.refusal for line in preview_of(answer).lines if line.refusal}


def ticked(answer: HttpResponse) -> list[str]:
    return [name[5:] for name, values in paste_form(answer).shown().items() if name.startswith("take-") and values]


def paste_form(answer: HttpResponse) -> Form:
    return next(form for form in forms(answer) if re.search(r"/dan/\d+/$", form.action))


def take(browser: Client, answer: HttpResponse, *, without: tuple[str, ...] = (), **more: str) -> Any:
    """Send the page as it stands, some ticks taken off."""
    form = paste_form(answer)
    fields = {name: values for name, values in form.shown().items() if name not in {f"take-{c}" for c in without}}
    return browser.post(form.action, {**fields, "then": "take", **more} | making.form_key())


def values(sheet: Sheet) -> dict[str, Decimal | None]:
    return dict(sheet.figures.values_list("indicator__code", "value"))


# --- what the page shows --------------------------------------------------------------------------


def test_each_row_shows_what_stands_what_was_read_and_by_what_it_was_found(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    page = brought(as_(clerk), "THUE\t4,5 tỷ\nChi tieu HEM\t3\n1.2 Chỉ tiêu HOSO\t3/60\n")
    assert read(page) == {
        "THUE": ("4,35", "4,5", "theo mã"),
        "HEM": ("0", "3", "theo tên"),
        "HOSO": ("3.618/3.624", "3/60", "theo tên"),
    }
    text = page.content.decode()
    assert "bốn tỷ năm trăm triệu đồng" in text and "ba tuyến hẻm" in text and "lũy kế từ đầu năm" in text
    assert values(full_quarter)["HEM"] == 0  # nothing counts until it is taken


def test_a_bare_column_is_laid_from_the_row_it_was_pasted_into(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    page = brought(as_(clerk), "3\n\n147\n", start="HEM")
    assert read(page) == {"HEM": ("–", "3", "theo thứ tự trong cột"), "NGHEO": ("–", "147", "theo thứ tự trong cột")}


def test_a_bare_column_without_a_row_begins_at_the_first_row_due(
    quarter: Sheet, indicators: dict[str, Indicator], clerk: Person, as_: Browser
) -> None:
    Indicator.objects.filter(code="THUE").update(due_quarter=4)
    assert list(read(brought(as_(clerk), "3\n19"))) == ["HEM", "HO"]


def test_lines_below_the_last_row_are_left_over(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    page = brought(as_(clerk), "26\n3/60\n7", start="QUAN")
    assert [(left.text, left.why) for left in preview_of(page).left] == [("7", "nằm dưới dòng cuối của biểu")]


@pytest.mark.parametrize("ratio", ["HOSO\t3/60", "HOSO\t3\t60", "HOSO: 3/60"])
def test_a_ratio_is_taken_in_one_cell_or_in_two(ratio: str, quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    take(browser, brought(browser, ratio))
    figure = quarter.figures.get(indicator__code="HOSO")
    assert (figure.value, figure.denominator) == (3, 60)


def test_of_a_ratio_that_follows_another_row_only_its_own_part_is_pasted(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    page = brought(browser, "TLNGHEO\t2900\n")
    assert read(page)["TLNGHEO"][1] == "147/2.900"
    assert "số trước dấu gạch chéo lấy theo NGHEO" in page.content.decode()
    take(browser, page)
    figure = full_quarter.figures.get(indicator__code="TLNGHEO")
    assert (figure.value, figure.denominator) == (147, 2900)


def test_cells_that_cannot_be_taken_say_why_and_cannot_be_ticked(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    Indicator.objects.filter(code="QUAN").update(due_quarter=3)
    page = brought(
        as_(clerk), "THUE\t4350000000\nHEM\t12.5\nHO\t#REF!\nNGHEO\t1E+05\nTLNGHEO\t3/4/5\nQUAN\t26\nHOSO\t84,8%\n"
    )
    said = refused(page)
    assert said["THUE"].endswith("Cột này tính bằng tỷ đồng; nếu là đồng, nhập 4.350.000.000đ.")
    assert said["HEM"].startswith("Chưa đọc được “12.5”.")
    assert said["HO"] == "Ô này trong Excel báo lỗi #REF!; sửa trong tệp rồi dán lại."
    assert said["NGHEO"].startswith("Chưa đọc được “1E+05”.")
    assert said["QUAN"] == "Không đến kỳ trong quý này (một lần, quý III)."
    assert "hai phần" in said["TLNGHEO"] or "gạch chéo" in said["TLNGHEO"]
    assert "gạch chéo" in said["HOSO"]
    assert not [name for name in paste_form(page).shown() if name.startswith("take-")]
    assert "Không có dòng nào để nhập." in page.content.decode()


def test_what_entering_would_refuse_is_told_before_it_is_taken(
    ward: Unit, full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    """The total since January is smaller than what the first quarter already had."""
    making.opened(ward, 2022, 2)
    browser = as_(clerk)
    second = PASTE.replace("Q1", "Q2")
    answer = browser.post(second, {"block": "THUE\t4\nHEM\t1"} | making.form_key())
    page = browser.get(answer["Location"])
    assert list(refused(page)) == ["THUE"] and "nhỏ hơn" in refused(page)["THUE"]
    assert not JournalEntry.objects.filter(act="sheet.figures_entered").exists()
    take(browser, page)
    assert Figure.objects.get(sheet__quarter=2, indicator__code="HEM").value == 1


def test_lines_that_went_nowhere_are_listed_with_the_reason(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    page = brought(as_(clerk), "Chỉ tiêu HEM\t3\nCây xanh\t5\nChỉ tiêu\t9\nHO\t1\t2\n")
    assert [(left.text, left.why) for left in preview_of(page).left] == [
        ("Cây xanh 5", "không có dòng nào mang tên hoặc mã này"),
        ("Chỉ tiêu 9", "có thể là của nhiều dòng"),
        ("HO 1 2", "có nhiều số bên cạnh tên"),
    ]


def test_the_column_of_the_figures_can_be_named_when_lines_hold_several_numbers(
    quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    page = brought(browser, "Chỉ tiêu\tKế hoạch\tThực hiện\nHEM\t4\t3\nHO\t80\t19\n")
    assert not read(page)
    answer = browser.post(paste_form(page).action, {"column": "2", "then": "again"} | making.form_key())
    assert {code: line[1] for code, line in read(answer).items()} == {"HEM": "3", "HO": "19"}
    take(browser, answer)
    assert values(quarter)["HEM"] == 3


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("", "Dán một cột"),
        (" \n \t\n", "Dán một cột"),
        ("HEM\t3\x00", "không in được"),
        ("x" * 60_001, "60.001 ký tự"),
        ("HEM\t\ufffd3", "đã mất"),
    ],
)
def test_a_block_that_cannot_be_read_is_refused_and_kept(
    block: str, said: str, quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    page = as_(clerk).post(PASTE, {"block": block} | making.form_key())
    assert page.status_code == 422 and said in page.content.decode()
    assert not Paste.objects.exists()


# --- taking ---------------------------------------------------------------------------------------


def test_what_is_ticked_is_entered_in_one_act_and_the_rest_is_not(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    page = brought(browser, "THUE\t5\nHEM\t3\nHO\t20\nNGHEO\tabc\n")
    assert take(browser, page, without=("HO",)).status_code == 302
    now = values(full_quarter)
    assert (now["THUE"], now["HEM"], now["HO"], now["NGHEO"]) == (5_000_000_000, 3, 19, 147)
    line = JournalEntry.objects.get(act="paste.taken")
    assert (line.by, line.facts) == (clerk, {"figures": 2, "left": 0})


def test_a_row_that_stands_as_pasted_is_said_and_not_ticked(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    page = brought(as_(clerk), "HEM\t0\nHO\t20\n")
    assert preview_of(page).same == 1
    assert ticked(page) == ["HO"]


def test_a_cell_changed_since_it_was_seen_is_left_and_the_others_are_taken(
    full_quarter: Sheet, clerk: Person, as_: Browser, indicators: dict[str, Indicator]
) -> None:
    browser = as_(clerk)
    page = brought(browser, "HEM\t3\nHO\t20\n")
    figures.enter(full_quarter, {indicators["HEM"].pk: Entry(Decimal(7))}, by=clerk)
    answer = take(browser, page)
    assert values(full_quarter)["HEM"] == 7 and values(full_quarter)["HO"] == 20
    assert "1 ô được giữ nguyên vì người khác vừa sửa." in browser.get(answer["Location"]).content.decode()


def test_when_nothing_but_a_changed_cell_was_ticked_nothing_is_taken(
    full_quarter: Sheet, clerk: Person, as_: Browser, indicators: dict[str, Indicator]
) -> None:
    browser = as_(clerk)
    page = brought(browser, "HEM\t3\n")
    figures.enter(full_quarter, {indicators["HEM"].pk: Entry(Decimal(7))}, by=clerk)
    answer = take(browser, page)
    assert answer.status_code == 422 and "Người khác vừa nhập 7" in refused(answer)["HEM"]
    assert values(full_quarter)["HEM"] == 7


def test_a_change_between_the_look_and_the_lock_is_left_too(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    held = pastes.bring(full_quarter, Brought((("HEM", "3"), ("HO", "20"))), by=clerk)
    seen = {
        indicators["HEM"].pk: Entry(Decimal(3), None, (Decimal(1), None)),
        indicators["HO"].pk: Entry(Decimal(20), None, (Decimal(19), None)),
    }
    done = pastes.take(held, seen, {}, by=clerk)
    assert done.left == {indicators["HEM"].pk} and done.changed == 1


def test_when_entering_refuses_the_sentences_stand_under_their_rows_and_the_other_ticks_stay(
    full_quarter: Sheet, clerk: Person, as_: Browser, indicators: dict[str, Indicator], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_(clerk)
    page = brought(browser, "HEM\t3\nHO\t20\nNGHEO\t150\n")

    def refuse(*_args: Any, **_facts: Any) -> int:
        raise figures.NotTaken({indicators["HEM"].pk: "Số này lớn hơn mức thường thấy."})

    monkeypatch.setattr(figures, "enter", refuse)
    answer = take(browser, page, without=("NGHEO",))
    assert answer.status_code == 422 and refused(answer) == {"HEM": "Số này lớn hơn mức thường thấy."}
    assert ticked(answer) == ["HO"] and values(full_quarter)["HO"] == 19


def test_a_paste_is_taken_once(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    page = brought(browser, "HEM\t3\n")
    assert take(browser, page).status_code == 302
    assert "Hoàn tác lần dán" in browser.get(take(browser, page)["Location"]).content.decode()
    assert JournalEntry.objects.filter(act="paste.taken").count() == 1


def test_forty_rows_are_looked_at_and_taken_in_few_queries(
    quarter: Sheet, clerk: Person, as_: Browser, django_assert_max_num_queries: Any
) -> None:
    many = _rows_added(quarter, 40)
    browser = as_(clerk)
    page = brought(browser, "\n".join(f"{code}\t{n}" for n, code in enumerate(many, start=1)))
    with django_assert_max_num_queries(40):
        browser.get(paste_form(page).action)
    with django_assert_max_num_queries(45):
        assert take(browser, page).status_code == 302
    assert values(quarter)[many[-1]] == 40


def _rows_added(sheet: Sheet, count: int) -> list[str]:
    field = Indicator.objects.filter(code="HEM").values_list("field", flat=True).get()
    rows = [
        Indicator(code=f"THEM{n}", field_id=field, position=n, name_vi=f"Việc thứ {n}", name_en=f"Work {n}",
                  name_search=f"viec thu {n}", measured="count", measure_vi="việc", measure_en="tasks", kind="flow",
                  direction="higher")
        for n in range(10, 10 + count)
    ]  # fmt: skip
    made = Indicator.objects.bulk_create(rows)
    making.reporting(sheet.unit, {row.code: row for row in made})
    Figure.objects.bulk_create(Figure(sheet=sheet, indicator=row) for row in made)
    return [row.code for row in made]


# --- putting back ---------------------------------------------------------------------------------


def undone(browser: Client, answer: Any) -> HttpResponse:
    where = browser.post(f"{answer['Location']}hoan-tac/", making.form_key())
    assert where.status_code == 302
    return browser.get(where["Location"])  # type: ignore[return-value]


def test_a_whole_paste_is_put_back_in_one_step(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    Figure.objects.filter(sheet=full_quarter).update(provenance=Figure.Provenance.LOADED)
    stood = list(full_quarter.figures.order_by("pk").values("value", "denominator", "typed", "provenance"))
    browser = as_(clerk)
    answer = take(browser, brought(browser, "THUE\t5\nHEM\t3\nNGHEO\t150\nTLNGHEO\t2900\nHOSO\t3/60\n"))
    assert values(full_quarter)["THUE"] == 5_000_000_000
    page = undone(browser, answer)
    assert list(full_quarter.figures.order_by("pk").values("value", "denominator", "typed", "provenance")) == stood
    assert "Đã hoàn tác" in page.content.decode()
    assert JournalEntry.objects.get(act="paste.undone").facts == {"figures": 5, "left": 0}
    assert browser.post(f"{answer['Location']}hoan-tac/", making.form_key()).status_code == 409


def test_a_cell_changed_after_the_paste_stays_and_is_named(
    full_quarter: Sheet, clerk: Person, as_: Browser, indicators: dict[str, Indicator]
) -> None:
    browser = as_(clerk)
    answer = take(browser, brought(browser, "HEM\t3\nHO\t20\n"))
    figures.enter(full_quarter, {indicators["HEM"].pk: Entry(Decimal(8))}, by=clerk)
    page = undone(browser, answer)
    assert values(full_quarter)["HEM"] == 8 and values(full_quarter)["HO"] == 19
    assert page.content.decode().count("đã sửa sau khi dán; giữ nguyên") == 1


def test_an_empty_cell_is_emptied_again(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    undone(browser, take(browser, brought(browser, "THUE\t5\nHEM\t3\n")))
    assert set(values(quarter).values()) == {None}


# --- wordings -------------------------------------------------------------------------------------


def test_a_line_named_by_hand_is_read_taken_and_remembered_for_the_next_quarter(
    ward: Unit, quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    page = brought(browser, "Đường nhỏ đã làm\t3\n")
    (left,) = preview_of(page).left
    answer = browser.post(paste_form(page).action, {left.field: "HEM", "then": "take"} | making.form_key())
    assert read(answer)["HEM"][1:] == ("3", "chọn bằng tay") and values(quarter)["HEM"] is None
    take(browser, answer)
    assert values(quarter)["HEM"] == 3
    assert list(PasteName.objects.values_list("wording", "indicator__code", "body")) == [
        ("duong nho da lam", "HEM", None)
    ]
    making.opened(ward, 2022, 2)
    again = browser.post(PASTE.replace("Q1", "Q2"), {"block": "2. đường nhỏ đã làm\t1"} | making.form_key())
    assert read(browser.get(again["Location"]))["HEM"][2] == "theo cách gọi đã ghi nhớ"


def test_a_part_of_a_name_is_remembered_once_its_line_was_taken(quarter: Sheet, clerk: Person, as_: Browser) -> None:
    Indicator.objects.filter(code="HEM").update(name_vi="Nâng cấp, mở rộng hẻm")
    browser = as_(clerk)
    page = brought(browser, "mở rộng hẻm\t3\nHO\t1\n")
    take(browser, page, without=("HEM",))
    assert not PasteName.objects.exists()
    take(browser, brought(browser, "mở rộng hẻm\t3\n"))
    assert list(PasteName.objects.values_list("wording", flat=True)) == ["mo rong hem"]


def test_what_one_provider_calls_an_indicator_is_not_what_another_does(
    ward: Unit, quarter: Sheet, indicators: dict[str, Indicator], clerk: Person, as_: Browser
) -> None:
    police, front = (making.body(ward, key, kind) for key, kind in (("CA", "police"), ("MT", "fatherland_front")))
    for provider, code in ((police, "QUAN"), (front, "HO")):
        Responsibility.objects.create(
            unit=ward, indicator=indicators[code], providing_body=provider, valid_from=making.FIRST_DAY
        )
        PasteName.objects.create(unit=ward, body=provider, wording="so moi", indicator=indicators[code])
    browser = as_(clerk)

    def found(body: Body) -> list[str]:
        return list(read(brought(browser, "Số mới\t3", body=str(body.pk))))

    assert (found(police), found(front)) == (["QUAN"], ["HO"])
    assert not read(brought(browser, "Số mới\t3"))


# --- who and when ---------------------------------------------------------------------------------


def test_only_those_who_enter_paste_and_only_while_the_sheet_is_open(
    full_quarter: Sheet, clerk: Person, vetter: Person, stranger: Person, as_: Browser
) -> None:
    held = pastes.bring(full_quarter, Brought((("HEM", "3"),)), by=clerk)
    pages = (PASTE, f"{PASTE}{held.pk}/")
    assert [as_(vetter).get(page).status_code for page in pages] == [403, 403]
    assert [as_(stranger).get(page).status_code for page in pages] == [404, 404]
    assert "/dan/" in as_(clerk).get(SHEET).content.decode()
    assert "/dan/" not in as_(vetter).get(SHEET).content.decode()
    with pytest.raises(PermissionDenied):
        pastes.take(held, {}, {}, by=vetter)
    making.walked(full_quarter, "submitted")
    assert [as_(clerk).get(page).status_code for page in pages] == [409, 409]
    assert "/dan/" not in as_(clerk).get(SHEET).content.decode()
    with pytest.raises(Refused, match="đã gửi"):
        pastes.take(held, {}, {}, by=clerk)


def test_what_someone_only_looks_at_is_theirs_alone_and_what_was_taken_is_everybodys(
    full_quarter: Sheet, committee: Body, clerk: Person, as_: Browser
) -> None:
    other = making.person("can-bo-2")
    making.appointed(other, "enter", at=committee)
    browser = as_(clerk)
    page = brought(browser, "HEM\t3\n")
    where = paste_form(page).action
    assert as_(other).get(where).status_code == 404
    take(as_(clerk), page)
    assert as_(other).get(where).status_code == 200


def test_a_second_block_sent_from_the_same_page_is_another_act_and_the_same_one_is_not(
    quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser, key = as_(clerk), making.form_key()
    first = browser.post(PASTE, {"block": "HEM\t3"} | key)["Location"]
    assert browser.post(PASTE, {"block": "HEM\t3"} | key)["Location"] == first
    assert browser.post(PASTE, {"block": "HEM\t4"} | key)["Location"] != first
    assert Paste.objects.count() == 1
