"""Typing a quarter in the browser: the whole form is taken or none of it, and every change leaves its line."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from threading import Barrier
from typing import Any

import psycopg.errors
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from coquang.records.models import JournalEntry, PrintedDocument, SentForm
from indicators.actions import figures, sheets
from indicators.models import Figure, FigureChange, Indicator, ReportedIndicator, Sheet
from programmes.models import Person, Unit
from tests import making

URL = "/so-lieu/26755/2022-Q{}/"

# What a clerk types into the seven rows of a first quarter.
TYPED = {
    "v-THUE": "4,35",
    "v-HEM": "0",
    "v-HO": "19",
    "v-NGHEO": "147",
    "d-TLNGHEO": "2.905",
    "v-QUAN": "26",
    "v-HOSO": "3.618",
    "d-HOSO": "3.624",
}


class Form(HTMLParser):
    """The fields of the page's form with this id, by name; and all text of the page."""

    def __init__(self, page: str, form: str = "sheet") -> None:
        super().__init__()
        self.form, self.fields, self.text = form, {}, []  # type: ignore[var-annotated]
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.is_inside = told.get("id") == self.form
        elif tag == "input" and self.is_inside and told.get("name"):
            self.fields[str(told["name"])] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False

    def handle_data(self, data: str) -> None:
        self.text.append(" ".join(data.split()))


class Sitting:
    """One person before the sheet of one quarter: opens the page, changes some cells, sends the whole form."""

    def __init__(self, window: Client, quarter: int = 1) -> None:
        self.window, self.url = window, URL.format(quarter)
        self.open()

    def open(self) -> None:
        answer = self.window.get(self.url)
        assert answer.status_code == 200
        self.fields = Form(answer.content.decode()).fields

    def send(self, typed: Mapping[str, str] | None = None, **more: str) -> Any:
        assert set(typed or {}) <= set(self.fields), "a person types into cells that are there"
        return self.window.post(f"{self.url}luu/", {**self.fields, **(typed or {}), **more})


@pytest.fixture
def sitting(quarter: Sheet, clerk: Person, as_: Callable[[Person], Client]) -> Sitting:
    """The clerk before the empty first quarter."""
    return Sitting(as_(clerk))


def values(quarter: int = 1) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    rows = Figure.objects.filter(sheet__unit__code="26755", sheet__quarter=quarter)
    return {code: (value, below) for code, value, below in rows.values_list("indicator__code", "value", "denominator")}


def everything() -> str:
    """A fingerprint of all figures, their history and the journal."""
    with connection.cursor() as cursor:
        told = hashlib.sha256()
        for table in ("indicators_figure", "indicators_figurechange", "indicators_sheet", "records_journalentry"):
            cursor.execute(f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table} t")
            told.update(repr(cursor.fetchone()).encode())
    return told.hexdigest()


def reopened(unit: Unit, quarter: int) -> Sheet:
    return making.opened(unit, 2022, quarter)


# --- taken ----------------------------------------------------------------------------------------


def test_a_typed_quarter_is_kept_in_whole_dong_and_whole_counts(sitting: Sitting) -> None:
    assert sitting.send(TYPED).status_code == 302
    assert values() == {
        "THUE": (Decimal(4_350_000_000), None),
        "HEM": (Decimal(0), None),
        "HO": (Decimal(19), None),
        "NGHEO": (Decimal(147), None),
        "TLNGHEO": (Decimal(147), Decimal(2905)),
        "QUAN": (Decimal(26), None),
        "HOSO": (Decimal(3618), Decimal(3624)),
    }


def test_what_was_kept_stands_in_its_cells_when_the_page_is_opened_again(sitting: Sitting) -> None:
    sitting.send(TYPED)
    sitting.open()
    shown = {name: value for name, value in sitting.fields.items() if name[:2] in {"v-", "d-"}}
    assert shown == TYPED


def test_a_blank_cell_is_a_missing_figure_and_a_zero_is_a_figure(sitting: Sitting) -> None:
    sitting.send({**TYPED, "v-HO": "  "})
    assert values()["HO"] == (None, None)
    assert values()["HEM"] == (Decimal(0), None)


def test_a_figure_taken_back_is_missing_and_not_zero(sitting: Sitting) -> None:
    sitting.send(TYPED)
    sitting.open()
    sitting.send({"v-HO": "", "v-HOSO": "", "d-HOSO": ""})
    assert values()["HO"] == (None, None)
    assert values()["HOSO"] == (None, None)


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("4,35", 4_350_000_000),
        ("4,35 tỷ", 4_350_000_000),
        ("4.350 triệu", 4_350_000_000),
        ("4.350.000.000đ", 4_350_000_000),
    ],
)
def test_money_is_read_in_the_scale_of_its_column_unless_another_is_typed(
    sitting: Sitting, typed: str, dong: int
) -> None:
    sitting.send({"v-THUE": typed})
    assert values()["THUE"] == (Decimal(dong), None)


def test_the_rate_of_poor_households_follows_their_number_and_is_not_typed_twice(sitting: Sitting) -> None:
    assert "v-TLNGHEO" not in sitting.fields
    sitting.send({"v-NGHEO": "147", "d-TLNGHEO": "2.905"})
    sitting.open()
    sitting.send({"v-NGHEO": "150"})
    assert values()["TLNGHEO"] == (Decimal(150), Decimal(2905))


def test_a_denominator_that_is_another_figure_follows_it(
    quarter: Sheet, clerk: Person, as_: Callable[[Person], Client], indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HOSO").update(denominator=indicators["HO"])
    sitting = Sitting(as_(clerk))
    assert "d-HOSO" not in sitting.fields
    sitting.send({"v-HOSO": "4", "v-HO": "5"})
    assert values()["HOSO"] == (Decimal(4), Decimal(5))


def test_a_total_since_january_gives_the_quarter_behind_it(
    sitting: Sitting, ward: Unit, clerk: Person, as_: Callable[[Person], Client]
) -> None:
    sitting.send(TYPED)
    reopened(ward, 2)
    second = Sitting(as_(clerk), 2)
    assert "v-QUAN" not in second.fields, "handing over conscripts falls due in the first quarter only"
    second.send({"v-THUE": "7,83"})
    figure = Figure.objects.get(sheet__quarter=2, indicator__code="THUE")
    assert (figure.typed, figure.value) == (Decimal(7_830_000_000), Decimal(3_480_000_000))
    second.open()
    assert second.fields["v-THUE"] == "7,83"


def test_an_earlier_quarter_that_is_mended_moves_the_later_one_and_leaves_its_total(
    sitting: Sitting, ward: Unit, clerk: Person, as_: Callable[[Person], Client]
) -> None:
    sitting.send(TYPED)
    reopened(ward, 2)
    Sitting(as_(clerk), 2).send({"v-THUE": "7,83"})
    sitting.open()
    sitting.send({"v-THUE": "4,4"})
    figure = Figure.objects.get(sheet__quarter=2, indicator__code="THUE")
    assert (figure.typed, figure.value) == (Decimal(7_830_000_000), Decimal(3_430_000_000))


def test_with_send_a_full_quarter_goes_up_and_a_lacking_one_is_only_saved(sitting: Sitting, quarter: Sheet) -> None:
    sitting.send({**TYPED, "v-HO": ""}, then="submit")
    quarter.refresh_from_db()
    assert quarter.state == "draft"
    assert values()["HEM"] == (Decimal(0), None)
    sitting.open()
    sitting.send({"v-HO": "19"}, then="submit")
    quarter.refresh_from_db()
    assert quarter.state == "submitted"


def test_what_is_typed_into_a_demonstration_is_marked_as_one(sitting: Sitting, settings: Any) -> None:
    sitting.send({"v-HEM": "1"})
    settings.DEMO = False
    sitting.open()
    sitting.send({"v-HO": "19"})
    sources = dict(Figure.objects.values_list("indicator__code", "provenance"))
    assert sources["HEM"] == Figure.Provenance.DEMONSTRATION
    assert sources["HO"] == Figure.Provenance.TYPED


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        ("v-HO", "mười chín", "Chưa đọc được “mười chín”."),
        ("v-HO", "-3", "Chưa đọc được “-3”."),
        ("v-HO", "19,5", "Chưa đọc được “19,5”."),
        ("v-HO", "19 tỷ", "chỉ tiêu này tính bằng hộ, không phải tiền; chỉ nhập số"),
        ("v-HO", "19%", "chỉ tiêu này không phải tỷ lệ; nhập số, không kèm dấu %"),
        ("v-HO", "10.000.000.000.000.000", "số lớn hơn mức hệ thống nhận"),
        ("v-THUE", "4350000", "cột này tính bằng tỷ đồng; nếu là đồng, nhập 4.350.000đ"),
        ("d-HOSO", "", "Tỷ lệ cần đủ hai số: nhập cả số trước và số sau dấu gạch chéo."),
    ],
)
def test_one_cell_that_cannot_be_read_keeps_the_whole_form_back_as_it_was_typed(
    sitting: Sitting, cell: str, typed: str, sentence: str
) -> None:
    before = everything()
    all_typed = {**TYPED, cell: typed}
    answer = sitting.send(all_typed)
    assert answer.status_code == 422
    assert everything() == before
    page = Form(answer.content.decode())
    assert {name: page.fields[name] for name in all_typed} == all_typed
    said = " ".join(" ".join(page.text).split())
    assert sentence.lower() in said.lower()
    assert "Có 1 ô chưa nhận được nên chưa lưu gì." in said


def test_a_refused_form_can_be_mended_and_sent_again(sitting: Sitting) -> None:
    answer = sitting.send({**TYPED, "v-HO": "x"})
    sitting.fields = Form(answer.content.decode()).fields
    assert sitting.send({"v-HO": "19"}).status_code == 302
    assert values()["HO"] == (Decimal(19), None)
    assert values()["THUE"] == (Decimal(4_350_000_000), None)


def test_a_refused_form_sent_twice_is_refused_twice_and_nothing_typed_is_lost(sitting: Sitting) -> None:
    for _time in (1, 2):
        answer = sitting.send({**TYPED, "v-HO": "x"})
        assert answer.status_code == 422
        assert Form(answer.content.decode()).fields["v-THUE"] == "4,35"
    assert not SentForm.objects.exists()


def test_in_english_the_sentence_is_english_and_numbers_are_typed_the_same(sitting: Sitting) -> None:
    sitting.window.cookies["coquang_language"] = "en"
    answer = sitting.send({"v-HO": "19 tỷ"})
    assert "counted in hộ, not in money" in answer.content.decode().replace("&#x27;", "'")


def test_a_total_smaller_than_the_quarters_before_is_refused_with_their_sum(
    sitting: Sitting, ward: Unit, clerk: Person, as_: Callable[[Person], Client]
) -> None:
    sitting.send(TYPED)
    reopened(ward, 2)
    before = everything()
    answer = Sitting(as_(clerk), 2).send({"v-THUE": "4,3", "v-HO": "5"})
    assert answer.status_code == 422
    assert "4,35 tỷ đồng" in " ".join(Form(answer.content.decode()).text)
    assert everything() == before


def test_a_total_over_a_quarter_that_is_missing_is_refused(
    sitting: Sitting, ward: Unit, clerk: Person, as_: Callable[[Person], Client]
) -> None:
    reopened(ward, 2)
    before = everything()
    answer = Sitting(as_(clerk), 2).send({"v-THUE": "7,83"})
    assert answer.status_code == 422
    assert everything() == before


def test_figures_of_a_sheet_that_was_sent_up_are_refused(
    sitting: Sitting, quarter: Sheet, clerk: Person, vetter: Person
) -> None:
    sheets.submit(making.filled(quarter), by=clerk)
    before = everything()
    answer = sitting.send({"v-HO": "20"})
    assert answer.status_code == 409
    assert "Biểu quý này đã gửi; số liệu không sửa được nữa." in answer.content.decode()
    assert everything() == before


def test_a_form_without_its_key_is_refused(sitting: Sitting) -> None:
    before = everything()
    for key in ("", "x", "1" * 40):
        assert sitting.send(TYPED, form_key=key).status_code == 409
    assert everything() == before


# --- twice, and two at once -----------------------------------------------------------------------


def test_one_form_sent_twice_is_one_act(sitting: Sitting) -> None:
    sitting.send(TYPED)
    before = everything()
    assert sitting.send({**TYPED, "v-HO": "20"}).status_code == 302
    assert everything() == before
    assert SentForm.objects.count() == 1


def test_cells_that_nobody_touched_are_not_written(sitting: Sitting) -> None:
    sitting.send(TYPED)
    lines = FigureChange.objects.count()
    sitting.open()
    sitting.send({"v-HO": "20"})
    assert FigureChange.objects.count() == lines + 1
    versions = dict(Figure.objects.values_list("indicator__code", "version"))
    assert versions["HO"] == 3
    assert {version for code, version in versions.items() if code != "HO"} == {2}


def test_a_form_nobody_touched_changes_nothing_at_all(sitting: Sitting) -> None:
    sitting.send(TYPED)
    sitting.open()
    before = everything()
    assert sitting.send().status_code == 302
    assert everything() == before


def test_a_figure_someone_else_has_saved_meanwhile_is_not_overwritten(sitting: Sitting, quarter: Sheet) -> None:
    other = making.person("dong-nghiep")
    making.appointed(other, "enter", unit=quarter.unit)
    pk = Indicator.objects.get(code="HO").pk
    figures.enter(quarter, {pk: figures.Entry(Decimal(21))}, by=other)
    before = everything()
    answer = sitting.send({"v-HO": "19", "v-HEM": "2"})
    assert answer.status_code == 422
    page = Form(answer.content.decode())
    assert "21" in next(words for words in page.text if "Người khác vừa nhập" in words)
    assert (page.fields["v-HO"], page.fields["v-HEM"]) == ("19", "2")
    assert everything() == before


def test_what_two_people_typed_alike_is_no_quarrel(sitting: Sitting, quarter: Sheet) -> None:
    other = making.person("dong-nghiep")
    making.appointed(other, "enter", unit=quarter.unit)
    figures.enter(quarter, {Indicator.objects.get(code="HO").pk: figures.Entry(Decimal(19))}, by=other)
    assert sitting.send({"v-HO": "19", "v-HEM": "2"}).status_code == 302
    assert values()["HEM"] == (Decimal(2), None)


def test_two_people_in_different_rows_do_not_meet(quarter: Sheet, clerk: Person, units: dict[str, Unit]) -> None:
    other = making.person("dong-nghiep")
    making.appointed(other, "enter", unit=quarter.unit)
    sittings = []
    for who in (clerk, other):
        window = Client()
        window.force_login(who)
        sittings.append(Sitting(window))
    assert sittings[0].send({"v-HO": "19"}).status_code == 302
    assert sittings[1].send({"v-HEM": "2"}).status_code == 302
    assert (values()["HO"][0], values()["HEM"][0]) == (Decimal(19), Decimal(2))


def test_a_neighbours_clerk_types_nothing(sitting: Sitting, stranger: Person) -> None:
    before = everything()
    window = Client()
    window.force_login(stranger)
    assert window.post(f"{sitting.url}luu/", {**sitting.fields, "v-HO": "1"}).status_code == 404
    assert everything() == before


def answers_at_once(posts: Sequence[Callable[[], Any]]) -> list[int]:
    """The statuses of posts that were let go together, each with a connection of its own."""
    line = Barrier(len(posts), timeout=20)

    def go(post: Callable[[], Any]) -> int:
        try:
            line.wait()
            return int(post().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as threads:
        return list(threads.map(go, posts))


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_the_same_moment_is_one_act(sitting: Sitting, clerk: Person) -> None:
    windows = [Client(), Client()]
    for window in windows:
        window.force_login(clerk)
    body = {**sitting.fields, **TYPED}
    posts = [partial(window.post, f"{sitting.url}luu/", body) for window in windows]
    assert answers_at_once(posts) == [302, 302]
    assert SentForm.objects.count() == 1
    assert JournalEntry.objects.filter(act="sheet.figures_entered").count() == 1
    assert set(Figure.objects.values_list("version", flat=True)) == {2}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_in_one_cell_at_the_same_moment_one_is_told_of_the_other(quarter: Sheet, clerk: Person) -> None:
    other = making.person("dong-nghiep")
    making.appointed(other, "enter", unit=quarter.unit)
    sittings = []
    for who in (clerk, other):
        window = Client()
        window.force_login(who)
        sittings.append(Sitting(window))
    typed = ({"v-HO": "19"}, {"v-HO": "20"})
    posts = [partial(sitting.send, cells) for sitting, cells in zip(sittings, typed, strict=True)]
    assert sorted(answers_at_once(posts)) == [302, 422]
    assert FigureChange.objects.count() == 1


# --- history --------------------------------------------------------------------------------------


def test_history_says_who_typed_what_over_what_and_where(sitting: Sitting, clerk: Person) -> None:
    sitting.send(TYPED)
    sitting.open()
    sitting.send({"v-HO": "20"})
    newest, first = FigureChange.objects.filter(figure__indicator__code="HO")
    assert (first.old_value, first.new_value, first.person, first.source) == (None, 19, clerk, "web")
    assert (newest.old_value, newest.new_value, newest.person, newest.source) == (19, 20, clerk, "web")
    assert (first.version, newest.version) == (2, 3)


def test_both_parts_of_a_ratio_stand_in_its_history(sitting: Sitting) -> None:
    sitting.send(TYPED)
    line = FigureChange.objects.get(figure__indicator__code="HOSO")
    assert (line.old_value, line.old_denominator) == (None, None)
    assert (line.new_value, line.new_denominator) == (3618, 3624)


def test_one_entering_is_one_line_of_the_journal_with_its_count(
    sitting: Sitting, quarter: Sheet, clerk: Person
) -> None:
    sitting.send(TYPED)
    line = JournalEntry.objects.about(quarter).get(act="sheet.figures_entered")
    assert (line.by, line.capacity, line.facts) == (clerk, "Cán bộ Văn phòng, Đảng ủy phường Cô Giang", {"figures": 7})


def test_figures_changed_past_the_application_leave_history_too(full_quarter: Sheet) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update indicators_figure set value = 1 where value = 19")
    line = FigureChange.objects.get(figure__indicator__code="HO", new_value=1)
    assert (line.old_value, line.person) == (19, None)
    assert line.source == connection.settings_dict["USER"][:20]


@pytest.fixture
def kept(sitting: Sitting, quarter: Sheet, clerk: Person) -> None:
    """A line of history, a line of the journal and an issued paper, and the serving role before them."""
    sitting.send(TYPED)
    making.paper_of(quarter.unit, by=clerk)
    assert FigureChange.objects.exists()
    assert JournalEntry.objects.exists()
    assert PrintedDocument.objects.exists()


NOT_ALLOWED = (
    "insert into indicators_figurewriting (sheet_id, at, capacity, source, figures, versions, amounts, denominators)"
    " values (1, now(), '', 'x', '{1}', '{9}', '{1}', '{null}')",
    "update indicators_figurewriting set amounts = '{1}'",
    "delete from indicators_figurewriting",
    "truncate indicators_figurewriting",
    "drop view indicators_figurechange",
    "update records_journalentry set act = 'sheet.approved'",
    "delete from records_journalentry",
    "truncate records_journalentry",
    "delete from records_printeddocument",
    "truncate records_printeddocument cascade",
    "delete from indicators_sheet",
    "alter table records_journalentry disable trigger all",
    "drop trigger figures_change on indicators_figure",
    "set session_replication_role = replica",
)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("statement", NOT_ALLOWED)
def test_the_serving_role_cannot_rewrite_what_was_kept(statement: str) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "change",
    [
        'facts = facts || \'{"subject": "khác"}\'',
        "facts_sha256 = repeat('0', 64)",
        "code = 'AAAA-BBBB'",
        "issued_by_id = null",
        "issued_at = now() + interval '1 day'",
        "unit_id = unit_id + 1",
        "job_id = null",
    ],
)
def test_an_issued_paper_does_not_change(change: str) -> None:
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update records_printeddocument set {change}")


def test_a_made_file_is_not_exchanged_for_another(ward: Unit, drawer: object) -> None:
    document = making.paper_of(ward, content=b"%PDF-")
    for change in ({"file": "x.pdf"}, {"file_sha256": "1" * 64}, {"pages": 2}, {"file": "", "file_sha256": ""}):
        with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            PrintedDocument.objects.filter(pk=document.pk).update(**change)


def test_an_indicator_added_during_the_year_is_typed_like_the_others(
    quarter: Sheet, clerk: Person, as_: Callable[[Person], Client], indicators: dict[str, Indicator]
) -> None:
    later = Indicator.objects.create(
        code="MOI",
        field=indicators["HO"].field,
        position=99,
        name_vi="Chỉ tiêu mới",
        name_en="New",
        measured="count",
        measure_vi="hộ",
        measure_en="households",
        kind="flow",
        direction="monitor",
    )
    ReportedIndicator.objects.create(unit=quarter.unit, indicator=later, from_year=2022)
    sheets.open_quarter(quarter.unit, 2022, 1)
    Sitting(as_(clerk)).send({"v-MOI": "5"})
    assert values()["MOI"] == (Decimal(5), None)
