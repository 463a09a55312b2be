"""A superior asks a few figures of chosen units by an hour; what is there already is not asked for again."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang.periods import Period
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators.actions import one_offs
from indicators.actions.one_off_paper import print_one_off
from indicators.actions.one_offs import Free, Given
from indicators.dashboards.one_offs import table_of
from indicators.models import Indicator, OneOff, OneOffAnswer, OneOffUnit, Sheet
from indicators.workbooks import read_workbook
from programmes.models import Person, Unit, UnitGroup
from tests import making

Browser = Callable[[Person], Client]
QUARTER = Period(2022, "quarter", 1)
LIST = f"/theo-doi/{making.DISTRICT}/dot-xuat/"
NEW = f"{LIST}moi/"
DUE = making.moment("2022-03-22 11:00:00")


@pytest.fixture(autouse=True)
def a_morning_in_march(clock: Callable[[str], None]) -> None:
    clock("2022-03-21 08:00:00")


@pytest.fixture
def district(units: dict[str, Unit]) -> Unit:
    return units[making.DISTRICT]


@pytest.fixture
def wards(full_quarter: Sheet, units: dict[str, Unit], indicators: dict[str, Indicator]) -> list[Unit]:
    """Cô Giang with its full draft, and the neighbour with an approved quarter."""
    neighbour = units[making.SIBLING]
    making.reporting(neighbour, indicators)
    making.walked(making.filled(making.opened(neighbour)), "approved")
    return [units[making.WARD], neighbour]


@pytest.fixture
def ask(district: Unit, wards: list[Unit], indicators: dict[str, Indicator], reader: Person) -> Callable[..., OneOff]:
    def asked(*codes: str, free: tuple[Free, ...] = ()) -> OneOff:
        return one_offs.ask(
            district,
            title="Hẻm và hồ sơ",
            text="",
            due_at=DUE,
            period=QUARTER,
            units=wards,
            indicators=[indicators[code] for code in codes],
            free=free,
            by=reader,
        )

    return asked


def typed(district: Unit, wards: list[Unit], known: dict[str, Indicator], **more: Any) -> dict[str, Any]:
    facts = {
        "title": "Số hẻm",
        "text": "",
        "due_on": "22/3/2022",
        "due_hour": "11 giờ",
        "units": [unit.pk for unit in wards],
        "group": "",
        "period": "2022-Q1",
        "indicators": [known["HO"].pk],
    }
    return {**facts, **more, **making.form_key()}


def row_of(one_off: OneOff, code: str) -> OneOffUnit:
    return one_off.asked.select_related("unit", "one_off").get(unit__code=code)


def key(one_off: OneOff, place: int) -> int:
    return one_off.questions.all()[place].pk


def test_a_unit_whose_figures_are_approved_is_not_asked(ask: Callable[..., OneOff]) -> None:
    one_off = ask("HO")
    assert row_of(one_off, making.SIBLING).was_held and not row_of(one_off, making.WARD).was_held
    table = table_of(one_off)
    assert [[cell.shown for cell in row.cells] for row in table.rows] == [["–"], ["19"]]
    assert table.rows[1].cells[0].state == "đã duyệt"
    assert (table.sums[0].shown, table.complete[0]) == ("19", "1/2")


def test_asking_for_what_is_approved_shows_it_instead_of_sending(
    district: Unit, wards: list[Unit], indicators: dict[str, Indicator], reader: Person, as_: Browser
) -> None:
    page = as_(reader).post(NEW, typed(district, wards[1:], indicators))
    text = page.content.decode()
    assert page.status_code == 422 and "Đã có số đã duyệt" in text
    assert "Số hệ thống đã có" in text and ">19 <" in text
    assert not OneOff.objects.exists()


def test_looking_first_shows_the_table_and_sends_nothing(
    district: Unit, wards: list[Unit], indicators: dict[str, Indicator], reader: Person, as_: Browser
) -> None:
    page = as_(reader).post(NEW, typed(district, wards, indicators, look="1"))
    assert page.status_code == 200 and "Số hệ thống đã có" in page.content.decode()
    assert not OneOff.objects.exists()


def test_a_sent_figure_is_offered_and_only_what_is_missing_is_typed(
    ask: Callable[..., OneOff], full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    making.walked(full_quarter, "submitted")
    one_off = ask("HO", free=(Free("Số hộ cần hỗ trợ", "count", "hộ"),))
    page = f"/dot-xuat/{one_off.pk}/{making.WARD}/"
    shown = as_(clerk).get(page).content.decode()
    assert "19 hộ" in shown and "hệ thống đã có số: đã gửi" in shown
    assert f'name="v-{key(one_off, 0)}"' not in shown and f'name="v-{key(one_off, 1)}"' in shown
    assert "Hẻm và hồ sơ" in as_(clerk).get("/viec-cua-toi/").content.decode()
    as_(clerk).post(page, {f"v-{key(one_off, 1)}": "1.500", "note": "", "send": "1"} | making.form_key())
    cells = {row.unit.code: [(c.shown, c.state) for c in row.cells] for row in table_of(one_off).rows}
    assert cells[making.WARD] == [("19", "đã gửi"), ("1.500", "")]
    assert "Hẻm và hồ sơ" not in as_(clerk).get("/viec-cua-toi/").content.decode()


def test_what_is_kept_or_still_entered_is_not_seen_above_until_it_is_sent(
    ask: Callable[..., OneOff], clerk: Person, as_: Browser
) -> None:
    one_off = ask("HO")
    row = row_of(one_off, making.WARD)
    shown = as_(clerk).get(f"/dot-xuat/{one_off.pk}/{making.WARD}/").content.decode()
    assert 'value="19"' in shown and "số đang nhập trong biểu" in shown  # what is being entered is offered
    one_offs.keep(row, {key(one_off, 0): Given(Decimal(21))}, note="", by=clerk)
    assert table_of(one_off).rows[0].cells[0].shown == "–"
    one_offs.send(row, {key(one_off, 0): Given(Decimal(21))}, note="", by=clerk)
    assert table_of(one_off).rows[0].cells[0].shown == "21"


def test_sums_add_only_what_may_be_added(ask: Callable[..., OneOff], clerk: Person) -> None:
    one_off = ask(
        "HOSO", free=(Free("Tỷ lệ phủ", "percent", "%"), Free("Khó khăn", "text"), Free("Chi", "money", "đồng"))
    )
    keys = [key(one_off, n) for n in range(4)]
    given = {
        keys[0]: Given(Decimal(3), Decimal(4)),
        keys[1]: Given(Decimal("84.8")),
        keys[2]: Given(text="Thiếu người."),
        keys[3]: Given(Decimal(1_500_000)),
    }
    one_offs.send(row_of(one_off, making.WARD), given, note="", by=clerk)
    table = table_of(one_off)
    hoso = (Decimal(3618) + 3) / (3624 + 4) * 100
    assert table.columns[0].number(table.sums[0].quantity) == hoso
    assert [cell.shown for cell in table.sums[1:]] == ["–", "–", "1.500.000"]
    assert table.complete == ["2/2", "1/2", "1/2", "1/2"]


def test_a_late_answer_is_recorded_as_late(
    ask: Callable[..., OneOff], clerk: Person, reader: Person, clock: Callable[[str], None], as_: Browser
) -> None:
    one_off = ask("HO")
    clock("2022-03-22 11:00:01")
    work = as_(reader).get("/viec-cua-toi/").content.decode()
    assert "Đã yêu cầu, quá hạn chưa trả lời" in work and f'href="/dot-xuat/{one_off.pk}/"' in work
    sent = one_offs.send(row_of(one_off, making.WARD), {key(one_off, 0): Given(Decimal(1))}, note="", by=clerk)
    assert sent.was_late
    assert "muộn" in as_(reader).get(f"/dot-xuat/{one_off.pk}/").content.decode()


def test_every_question_is_answered_or_a_note_says_why_not(ask: Callable[..., OneOff], clerk: Person) -> None:
    one_off = ask("HO")
    row = row_of(one_off, making.WARD)
    with pytest.raises(Refused, match="Còn trống: Chỉ tiêu HO"):
        one_offs.send(row, {}, note="", by=clerk)
    one_offs.send(row, {}, note="Đang rà soát.", by=clerk)
    assert table_of(one_off).complete == ["1/2"]


def test_what_was_sent_stands_for_the_database_too(ask: Callable[..., OneOff], clerk: Person) -> None:
    one_off = ask("HO")
    row = one_offs.send(row_of(one_off, making.WARD), {key(one_off, 0): Given(Decimal(1))}, note="", by=clerk)
    with pytest.raises(Refused, match="đã gửi trả lời"):
        one_offs.send(row, {key(one_off, 0): Given(Decimal(2))}, note="", by=clerk)
    for change in (
        lambda: OneOffAnswer.objects.filter(asked=row).update(value=2),
        lambda: OneOffAnswer.objects.filter(asked=row).delete(),
        lambda: OneOffUnit.objects.filter(pk=row.pk).update(was_late=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_numbers_come_out_of_the_workbook_as_numbers(
    ask: Callable[..., OneOff], clerk: Person, reader: Person, as_: Browser
) -> None:
    one_off = ask("THUE", "HOSO", free=(Free("Khó khăn", "text"),))
    given = {
        key(one_off, 0): Given(Decimal(14_500_000_000)),
        key(one_off, 1): Given(Decimal(1), Decimal(2)),
        key(one_off, 2): Given(text="=1+1"),
    }
    one_offs.send(row_of(one_off, making.WARD), given, note="", by=clerk)
    answer = as_(reader).get(f"/dot-xuat/{one_off.pk}/tai/")
    (page,) = read_workbook(io.BytesIO(answer.content))
    # A stored number comes back with its comma; words would come back as they were written.
    assert [cell.text for cell in page.rows[3][1:7]] == ["Phường Cô Giang", "14,5", "", "50%", "", "=1+1"]
    assert not page.rows[3][6].is_computed
    assert page.rows[5][2].text == "18,85"


def test_a_group_is_asked_by_its_name(
    district: Unit, wards: list[Unit], indicators: dict[str, Indicator], reader: Person, as_: Browser
) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set(wards)
    facts = typed(district, [], indicators, group=group.pk, question1="Số hộ", kind1="count", measure1="hộ")
    assert as_(reader).post(NEW, facts).status_code == 302
    assert OneOffUnit.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"units": []}, "units"),
        ({"indicators": []}, "indicators"),
        ({"due_on": "20/3/2022"}, "due_on"),
        ({"due_hour": "25:00"}, "due_hour"),
        ({"question1": "Số hộ", "kind1": "count"}, "measure1"),
        ({"question1": "Số hộ"}, "kind1"),
        ({"period": "2050"}, "period"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused(
    district: Unit,
    wards: list[Unit],
    indicators: dict[str, Indicator],
    reader: Person,
    as_: Browser,
    wrong: dict[str, Any],
    field: str,
) -> None:
    page = as_(reader).post(NEW, typed(district, wards, indicators, **wrong))
    assert page.status_code == 422 and field in page.context["form"].errors
    assert not OneOff.objects.exists()


def test_a_misread_number_is_refused_with_the_rest_kept(
    ask: Callable[..., OneOff], clerk: Person, as_: Browser
) -> None:
    one_off = ask("HO", "HOSO")
    facts = {f"v-{key(one_off, 0)}": "12.5", f"v-{key(one_off, 1)}": "3", "note": "Giữ lại.", "send": "1"}
    page = as_(clerk).post(f"/dot-xuat/{one_off.pk}/{making.WARD}/", facts | making.form_key())
    assert page.status_code == 422 and "Giữ lại." in page.content.decode()
    assert set(page.context["form"].errors) == {f"v-{key(one_off, 0)}", f"d-{key(one_off, 1)}"}
    assert not OneOffAnswer.objects.filter(asked__unit__code=making.WARD).exists()


def test_who_sees_what(
    ask: Callable[..., OneOff], clerk: Person, stranger: Person, reader: Person, wards: list[Unit], as_: Browser
) -> None:
    one_off = ask("HO", free=(Free("Khó khăn", "text"),))
    own, table = f"/dot-xuat/{one_off.pk}/{making.WARD}/", f"/dot-xuat/{one_off.pk}/"
    seen = {
        who.username: [as_(who).get(url).status_code for url in (own, table, f"{table}tai/", LIST, NEW)]
        for who in (clerk, stranger, reader)
    }
    assert seen == {
        "can-bo": [200, 404, 404, 404, 404],
        "can-bo-ban": [404, 404, 404, 404, 404],
        "quan-uy": [404, 200, 200, 200, 200],
    }
    for who in (stranger, reader):
        with pytest.raises(PermissionDenied):
            one_offs.send(row_of(one_off, making.WARD), {}, note="x", by=who)


def test_only_who_stands_above_asks(
    district: Unit, wards: list[Unit], indicators: dict[str, Indicator], clerk: Person, stranger: Person
) -> None:
    facts: dict[str, Any] = {"title": "x", "text": "", "due_at": DUE, "period": QUARTER, "units": wards, "free": ()}
    for who in (clerk, stranger):
        with pytest.raises(PermissionDenied):
            one_offs.ask(district, indicators=[indicators["HO"]], by=who, **facts)


def test_more_units_cost_no_more_questions(
    ask: Callable[..., OneOff], reader: Person, wards: list[Unit], as_: Browser
) -> None:
    both = ask("HO", "HOSO", free=(Free("Khó khăn", "text"),))
    del wards[1]
    one = ask("HO", free=(Free("Khó khăn", "text"),))
    browser = as_(reader)

    def asked(one_off: OneOff) -> int:
        browser.get(f"/dot-xuat/{one_off.pk}/")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/dot-xuat/{one_off.pk}/")
        return len(queries)

    assert asked(one) == asked(both) <= 18


def test_the_table_is_printed_with_its_sums_and_the_state_of_what_was_held(
    ask: Callable[..., OneOff], clerk: Person, reader: Person, as_: Browser, drawer: Path
) -> None:
    one_off = ask(
        "HO", "HOSO", free=(Free("Khó khăn", "text"), Free("Chi", "money", "đồng"), Free("Thu", "money", "đồng"))
    )
    given = {
        key(one_off, 0): Given(Decimal(21)),
        key(one_off, 1): Given(Decimal(1), Decimal(2)),
        key(one_off, 4): Given(Decimal(122_950_000_000)),
    }
    one_offs.send(row_of(one_off, making.WARD), given, note="Chưa có khó khăn.", by=clerk)
    client, form = as_(reader), making.form_key()
    answer = client.post(f"/dot-xuat/{one_off.pk}/in/", form)
    client.post(f"/dot-xuat/{one_off.pk}/in/", form)
    document = PrintedDocument.objects.get(kind="one_off_table")
    assert answer.headers["Location"] == f"/van-ban/{document.pk}/"
    facts = document.facts
    assert "1/2 đơn vị đã trả lời" in facts["span"][0]
    # What does not stand beside each other on one sheet stands below.
    first, last = facts["tables"]
    assert (first["heads"][-1], last["heads"][-2:]) == ("Chi (đồng)", ["Thu (đồng)", "Trả lời lúc"])
    rows = [[cell["text"] for cell in row["cells"]] for group in first["groups"] for row in group["rows"]]
    assert ["1", "Phường Cô Giang", "21", "50", "–", "–"] in rows
    assert ["", "Cộng", "40", "99,8", "–", "–"] in rows
    sibling = first["groups"][0]["rows"][1]["cells"]
    assert (sibling[2]["text"], sibling[2]["lines"]) == ("19", ["đã duyệt"])
    told = last["groups"][0]["rows"][0]["cells"][-1]
    assert told["lines"] == ["Chưa có khó khăn."]


def test_only_who_stands_above_prints_the_table(ask: Callable[..., OneOff], clerk: Person, as_: Browser) -> None:
    one_off = ask("HO")
    assert as_(clerk).post(f"/dot-xuat/{one_off.pk}/in/", making.form_key()).status_code == 404
    with pytest.raises(PermissionDenied):
        print_one_off(one_off, language="vi", by=clerk)
