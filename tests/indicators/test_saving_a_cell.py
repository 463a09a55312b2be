"""One cell sent as it is left: taken or kept with its reason, told in few bytes, never over somebody else's figure."""

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang.records.models import JournalEntry
from indicators.actions import sheets
from indicators.models import CellDraft, Figure, FigureChange, Sheet
from programmes.models import Body, Person
from tests import making

URL = "/so-lieu/26755/2022-Q{}/"
As = Callable[[Person], Client]


def sent(window: Client, code: str, value: str = "", denominator: str = "", *, was: str = "|", quarter: int = 1) -> Any:
    """What the page's script sends for one row."""
    typed = {f"v-{code}": value, f"d-{code}": denominator, f"was-{code}": was}
    return window.post(f"{URL.format(quarter)}{code}/luu/", typed, headers={"accept": "application/json"})


def figure(code: str, quarter: int = 1) -> Figure:
    return Figure.objects.get(indicator__code=code, sheet__unit__code="26755", sheet__quarter=quarter)


# --- taken ----------------------------------------------------------------------------------------


def test_a_cell_is_taken_and_its_row_is_told_as_the_page_shows_it(quarter: Sheet, clerk: Person, as_: As) -> None:
    told = sent(as_(clerk), "THUE", "4,35 tỷ").json()
    assert figure("THUE").value == 4_350_000_000
    assert told["state"] == "saved"
    assert told["cell"]["value"] == "4,35" and told["cell"]["was"] == "4,35|" and told["cell"]["total"] == "4,35"
    assert told["cell"]["read"] == "đọc là 4,35 tỷ đồng: bốn tỷ ba trăm năm mươi triệu đồng"
    assert told["cell"]["filled"]


def test_the_answer_to_a_saved_cell_is_under_a_kilobyte(quarter: Sheet, clerk: Person, as_: As) -> None:
    assert len(sent(as_(clerk), "NGHEO", "147").content) < 1_000


def test_a_cell_costs_five_questions_however_many_rows_the_sheet_has(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    sent(window, "HEM", "3")
    with CaptureQueriesContext(connection) as asked:
        sent(window, "HEM", "4", was="3|")
    own = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "select set_config"))]
    of_the_view = [sql for sql in own if "django_session" not in sql and '"programmes_person"."id" = ' not in sql[-60:]]
    assert len(of_the_view) <= 5, "\n".join(of_the_view)


def test_the_ratio_that_follows_a_cell_is_told_with_it(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    sent(window, "TLNGHEO", denominator="2.905")
    told = sent(window, "NGHEO", "147").json()
    [ratio] = told["others"]
    assert ratio["code"] == "TLNGHEO" and ratio["own"] == "147/2.905" and ratio["filled"]
    assert (figure("TLNGHEO").value, figure("TLNGHEO").denominator) == (147, 2905)


def test_the_history_of_a_cell_tells_who_typed_it_and_in_which_capacity(
    quarter: Sheet, clerk: Person, committee: Body, as_: As
) -> None:
    sent(as_(clerk), "HO", "19")
    change = FigureChange.objects.get(figure=figure("HO"))
    assert (change.new_value, change.person) == (Decimal(19), clerk)
    assert change.capacity == clerk.appointments.get().words


def test_a_cell_sent_twice_is_taken_once(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    told = [sent(window, "HO", "19").json()["state"] for _ in range(2)]
    assert told == ["saved", "saved"]
    assert FigureChange.objects.filter(figure=figure("HO")).count() == 1
    assert figure("HO").version == 2


def test_a_cell_that_is_emptied_is_missing_again(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    sent(window, "HO", "19")
    assert sent(window, "HO", "", was="19|").json()["cell"]["filled"] is False
    assert figure("HO").value is None


# --- kept, but not taken --------------------------------------------------------------------------


def test_what_cannot_be_read_is_kept_for_the_next_who_opens_the_sheet(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    told = sent(window, "HO", "12.5").json()
    assert told["state"] == "refused" and told["why"].startswith("Chưa đọc được “12.5”.")
    assert figure("HO").value is None
    page = window.get(URL.format(1)).content.decode()
    assert 'value="12.5"' in page and "Chưa đọc được “12.5”." in page and "01 ô chưa nhận" in page


def test_a_mended_cell_leaves_no_draft_behind(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    sent(window, "HO", "12.5")
    sent(window, "HO", "125")
    assert not CellDraft.objects.exists()
    assert figure("HO").value == 125


def test_a_draft_that_is_taken_back_to_what_stood_there_goes_as_well(quarter: Sheet, clerk: Person, as_: As) -> None:
    window = as_(clerk)
    sent(window, "HO", "12.5")
    sent(window, "HO", "")
    assert not CellDraft.objects.exists()


def test_half_a_ratio_is_no_figure(quarter: Sheet, clerk: Person, as_: As) -> None:
    told = sent(as_(clerk), "HOSO", "3.618").json()
    assert told["state"] == "refused" and "dấu gạch chéo" in told["why"]


def test_something_of_nothing_is_refused_and_nothing_of_nothing_is_a_quarter_without_a_case(
    quarter: Sheet, clerk: Person, as_: As
) -> None:
    window = as_(clerk)
    told = sent(window, "HOSO", "12", "0").json()
    assert told["state"] == "refused" and "chia được cho 0" in told["why"]
    assert sent(window, "HOSO", "0", "0").json()["state"] == "saved"


@pytest.mark.parametrize("typed", ["\0", "1\0", "9" * 500, "‮12", "=1+1", "NaN", "1e3", "<b>1</b>"])
def test_nonsense_in_a_cell_is_told_and_changes_no_figure(quarter: Sheet, clerk: Person, as_: As, typed: str) -> None:
    answer = sent(as_(clerk), "HO", typed)
    assert answer.status_code == 200 and answer.json()["state"] == "refused"
    assert not Figure.objects.filter(value__isnull=False).exists()


# --- asked ----------------------------------------------------------------------------------------


def test_what_is_asked_about_a_saved_figure_is_answered_below_it(quarter: Sheet, clerk: Person, as_: As) -> None:
    earlier = Sheet.objects.create(unit=quarter.unit, year=2021, quarter=1)
    Figure.objects.create(sheet=earlier, indicator=figure("HO").indicator, value=19)
    making.walked(earlier, "approved")
    window = as_(clerk)
    sent(window, "HO", "76")
    url = f"{URL.format(1)}HO/"
    asked = window.get(f"{url}hoi/").json()
    assert asked["question"] and not asked["answer"]
    told = window.post(f"{url}ly-do/luu/", {"a-HO": "…"}).json()
    assert told["state"] == "refused"
    told = window.post(f"{url}ly-do/luu/", {"a-HO": "Tháo gỡ xong thủ tục cho hộ mới."}).json()
    assert told["answer"] == "Tháo gỡ xong thủ tục cho hộ mới." and "Cán bộ Văn phòng" in told["said"]
    assert window.get(f"{URL.format(1)}HEM/hoi/").json()["question"] == ""


# --- not open -------------------------------------------------------------------------------------


def test_a_sheet_that_was_sent_up_takes_no_cell(full_quarter: Sheet, clerk: Person, as_: As) -> None:
    sheets.submit(full_quarter, by=clerk)
    answer = sent(as_(clerk), "HO", "20")
    assert answer.status_code == 409 and answer.json()["state"] == "closed"
    assert figure("HO").value != 20


def test_a_stranger_finds_no_cell_and_a_vetter_may_not_type(
    quarter: Sheet, stranger: Person, vetter: Person, as_: As
) -> None:
    assert sent(as_(stranger), "HO", "19").status_code == 404
    assert sent(as_(vetter), "HO", "19").status_code == 403


def test_a_script_whose_session_is_over_is_told_where_to_sign_in(quarter: Sheet, client: Client) -> None:
    answer = client.post(
        f"{URL.format(1)}HO/luu/",
        {"v-HO": "19"},
        headers={"accept": "application/json", "referer": f"http://testserver{URL.format(1)}"},
    )
    assert answer.status_code == 401
    assert answer.json() == {"sign_in": "/dang-nhap/?next=%2Fso-lieu%2F26755%2F2022-Q1%2F"}


# --- two people -----------------------------------------------------------------------------------


@pytest.fixture
def other(committee: Body) -> Person:
    who = making.person("can-bo-hai", "Cán bộ thứ hai")
    making.appointed(who, "enter", at=committee)
    return who


def test_the_second_of_two_sees_both_figures_who_and_when_and_loses_nothing(
    quarter: Sheet, clerk: Person, other: Person, as_: As
) -> None:
    sent(as_(other), "HO", "19")
    told = sent(as_(clerk), "HO", "20").json()
    assert told["state"] == "contested"
    assert (told["theirs"], told["by"]) == ("19", "Cán bộ thứ hai") and told["at"]
    assert figure("HO").value == 19
    assert CellDraft.objects.get().value == "20"
    assert JournalEntry.objects.get(act="figure.contested").facts == {"typed": ["20", ""]}

    assert sent(as_(clerk), "HO", "20", was=told["cell"]["was"]).json()["state"] == "saved"
    assert figure("HO").value == 20
    assert not CellDraft.objects.exists()


def test_of_500_interleavings_of_two_writers_no_figure_is_written_over_unseen(
    quarter: Sheet, clerk: Person, other: Person
) -> None:
    """Each writer sees the cell, thinks, and types; whoever types over what was not seen is told of it."""
    chance = random.Random(20230223)
    windows = [Client(), Client()]
    for window, who in zip(windows, (clerk, other), strict=True):
        window.force_login(who)
    seen, stands, overwritten, contested = ["|", "|"], "", 0, 0
    for turn in range(500):
        writer = chance.randrange(2)
        if chance.random() < 0.4:
            seen[writer] = f"{stands}|"
            continue
        told = sent(windows[writer], "HO", str(turn + 1), was=seen[writer]).json()
        is_unseen = seen[writer] != f"{stands}|"
        if told["state"] == "saved":
            overwritten += is_unseen
            stands = told["cell"]["value"]
        else:
            contested += 1
            assert told["theirs"] == (stands or "–")
        seen[writer] = f"{stands}|"
    assert overwritten == 0
    assert contested > 50


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_in_one_cell_leave_one_figure_and_a_line_for_each_change(quarter: Sheet, clerk: Person) -> None:
    def act(number: int) -> dict[str, Any]:
        window = Client()
        window.force_login(clerk)
        try:
            told: dict[str, Any] = json.loads(sent(window, "HO", str(number)).content)
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(partial(act), range(1, 21)))
    assert sorted(answer["state"] for answer in told).count("saved") == 1
    assert FigureChange.objects.filter(figure=figure("HO")).count() == 1
