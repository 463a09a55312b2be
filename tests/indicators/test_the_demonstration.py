"""The demonstration is true where it says so, marked where it is not, and never in anyone's way."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client

from coquang.periods import Period
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import arithmetic, demonstration
from indicators.actions import figures
from indicators.dashboards.one_offs import progress_of, table_of
from indicators.measures import percent
from indicators.models import Explanation, Figure, FigureChange, Indicator, OneOff, Sheet, Target
from indicators.readings import open_book
from indicators.results import Result
from indicators.words import RESULT
from programmes.demonstration import accounts
from programmes.demonstration import papers as sample_papers
from programmes.models import Delivery, NonWorkingDay, OfficialPaper, Person, Theme, Unit

pytestmark = pytest.mark.xdist_group("story")

TOLD: dict[str, Any] = json.loads((Path(demonstration.__file__).parent / "figures.json").read_text(encoding="utf-8"))
Provenance = Figure.Provenance

TABLES = (
    *("programmes_unit", "programmes_tree", "programmes_place", "programmes_body", "programmes_person"),
    *("programmes_appointment", "programmes_theme", "programmes_nonworkingday"),
    *("indicators_field", "indicators_indicator", "indicators_reportedindicator", "indicators_target"),
    *("indicators_period", "indicators_deadline", "indicators_sheet", "indicators_figure", "indicators_figurenote"),
    *("indicators_figurerevision", "indicators_figurechange", "indicators_approvalroute", "indicators_reporttext"),
    *("indicators_answer", "indicators_rule", "indicators_explanation", "indicators_explanationanswer"),
    *("indicators_oneoff", "indicators_oneoffquestion", "indicators_oneoffunit", "indicators_oneoffanswer"),
    *("programmes_officialpaper", "programmes_delivery", "programmes_registerentry", "records_printeddocument"),
    *("indicators_priorfigure", "indicators_partapproval", "records_journalentry", "records_job"),
)


def everything() -> dict[str, str]:
    """A fingerprint of each table the story touches."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table} t")
            found[table] = hashlib.sha256(repr(cursor.fetchone()).encode()).hexdigest()
    return found


def results(unit: Unit, year: int) -> dict[str, Result]:
    found = open_book([unit.pk], year).results(Period(year, "year", 1))
    return {result.indicator.code: result for result in found}


def key_of(code: str) -> int:
    return Indicator.objects.get(code=code).pk


def quarters(code: str, year: int) -> list[Decimal | None]:
    rows = Figure.objects.filter(sheet__unit__code="26755", sheet__year=year, indicator__code=code)
    return list(rows.order_by("sheet__quarter").values_list("value", flat=True))


# --- what is true ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "total"), [("KT01", 14_500_000_000), ("QP01", 26), ("XD01", 3), ("VX01", 673), ("VX02", 359_800_000)]
)
def test_quarters_add_up_exactly_to_what_the_article_says_of_the_year(co_giang: Unit, code: str, total: int) -> None:
    assert sum(value for value in quarters(code, 2022) if value is not None) == total
    assert results(co_giang, 2022)[code].result == total


def test_the_target_of_the_article_is_whole(co_giang: Unit) -> None:
    target = Target.objects.get(unit=co_giang, indicator__code="KT01", year=2022)
    assert (target.value, target.is_demonstration) == (Decimal(17_100_000_000), False)


@pytest.mark.parametrize("code", ["KT01", "QP01", "XD01", "VX01", "VX02"])
def test_the_articles_totals_are_marked_published_and_nothing_else_is(co_giang: Unit, code: str) -> None:
    closing = Figure.objects.get(
        sheet__unit=co_giang,
        sheet__year=2022,
        indicator__code=code,
        sheet__quarter=Indicator.objects.get(code=code).due_quarter or 4,
    )
    assert closing.provenance == Provenance.PUBLISHED
    assert Figure.objects.filter(provenance=Provenance.PUBLISHED).count() == 5


def test_the_tax_of_2021_is_derived_from_the_articles_growth_and_says_so(co_giang: Unit) -> None:
    rows = Figure.objects.filter(sheet__unit=co_giang, sheet__year=2021, indicator__code="KT01")
    assert sum(row.value or 0 for row in rows) == 12_742_000_000
    assert {row.provenance for row in rows} == {Provenance.DERIVED}
    assert set(Figure.objects.filter(provenance=Provenance.DERIVED)) == set(rows)
    assert round(14_500_000_000 / Decimal("1.138") / 1_000_000) == 12_742


def test_whatever_is_invented_is_marked_as_such(co_giang: Unit) -> None:
    known = Figure.objects.filter(value__isnull=False)
    true = Provenance.PUBLISHED, Provenance.DERIVED
    assert not known.exclude(provenance__in=(*true, Provenance.DEMONSTRATION)).exists()
    assert not Person.objects.filter(is_demonstration=False).exists()
    assert list(Target.objects.filter(is_demonstration=False).values_list("indicator__code", "year")) == [
        (row["indicator"], row["year"]) for row in TOLD["targets"] if row.get("article")
    ]
    assert set(Theme.objects.filter(is_demonstration=False).values_list("unit__code", flat=True)) == {"79"}


def test_a_total_typed_cumulatively_is_the_sum_of_its_quarters(co_giang: Unit) -> None:
    for year in (2021, 2022, 2023):
        for code in ("KT01", "KT02", "QP04"):
            reached = Decimal(0)
            for figure in Figure.objects.filter(sheet__unit=co_giang, sheet__year=year, indicator__code=code).order_by(
                "sheet__quarter"
            ):
                reached += figure.value or 0
                assert figure.typed == reached


def test_a_rate_that_follows_another_figure_has_that_figure_in_it(co_giang: Unit) -> None:
    by_key = {(f.sheet_id, f.indicator.code): f for f in Figure.objects.filter(sheet__unit=co_giang)}
    pairs = [(key, figure) for key, figure in by_key.items() if figure.value is not None]
    followed = 0
    for (sheet, _code), figure in pairs:
        for part, value in (("numerator", figure.value), ("denominator", figure.denominator)):
            if source := getattr(figure.indicator, part):
                assert by_key[sheet, source.code].value == value
                followed += 1
    assert followed == 2 * 9


# --- what is judged -------------------------------------------------------------------------------

WORDS = {"vượt": arithmetic.EXCEEDED, "đạt": arithmetic.MET, "chưa đạt": arithmetic.MISSED}
JUDGED = [(row["indicator"], row["year"], *row["judged"]) for row in TOLD["figures"] if "judged" in row]


@pytest.mark.parametrize("year", [2021, 2022])
def test_each_result_word_of_a_closed_year_is_the_one_the_story_tells(co_giang: Unit, year: int) -> None:
    told = {code: WORDS[word] for code, of_year, _percent, word in JUDGED if of_year == year}
    found = {code: result.standing for code, result in results(co_giang, year).items()}
    assert {code: found[code] for code in told} == told
    assert len(told) >= 30
    for code in found.keys() - told.keys():
        assert found[code] in {arithmetic.MONITORED, arithmetic.UNASSIGNED}


@pytest.mark.parametrize("year", [2021, 2022])
def test_each_percent_of_a_closed_year_is_the_one_the_story_tells(co_giang: Unit, year: int) -> None:
    told = {code: shown for code, of_year, shown, _word in JUDGED if of_year == year and shown}
    found = results(co_giang, year)
    assert {code: percent(found[code].completion) for code in told} == told
    assert len(told) >= 15


def test_the_storys_words_are_the_screens_words() -> None:
    assert {word: str(RESULT[standing]) for word, standing in WORDS.items()} == {word: word for word in WORDS}


def test_in_march_2023_the_ward_still_lacks_two_figures(co_giang: Unit) -> None:
    sheet = Sheet.objects.get(unit=co_giang, year=2023, quarter=1)
    lacking = [f for f in sheet.figures.select_related("indicator") if f.value is None and f.indicator.is_due_in(1)]
    assert sheet.state == Sheet.State.DRAFT
    assert {figure.indicator.code for figure in lacking} == set(TOLD["not_yet_entered"])


def test_the_ten_wards_stand_where_the_story_leaves_them(co_giang: Unit) -> None:
    states = dict(Sheet.objects.of_quarter(2023, 1).values_list("unit__code", "state"))
    told = {row["unit"]: row["quarter_1_2023"] for row in TOLD["wards"]}
    assert len(states) == 10
    for code, state in told.items():
        assert states[code] == (state if state in Sheet.State.values else Sheet.State.DRAFT)
    returned = Sheet.objects.of_quarter(2023, 1).get(returned_at__isnull=False)
    assert told[returned.unit.code] == "returned"


def test_the_district_asked_for_two_explanations_and_one_came(co_giang: Unit) -> None:
    assert [str(each) for each in Explanation.objects.open()] == [f"{co_giang.pk} {key_of('VX11')} 2022"]
    assert Explanation.objects.exclude(answer=None).get().indicator_id == key_of("KT01")
    assert all("(minh họa)" in each.text for each in Explanation.objects.all())


def test_one_one_off_report_of_the_district_is_whole_and_one_waits_for_five_wards(co_giang: Unit) -> None:
    whole, partial = OneOff.objects.order_by("at")
    found = {one_off: progress_of(one_off, table_of(one_off)) for one_off in (whole, partial)}
    assert (found[whole].sent, found[whole].late, found[whole].units) == (10, 1, 10)
    assert (found[partial].sent, found[partial].late, found[partial].units) == (5, 0, 10)
    assert {row.unit.code for row in partial.asked.filter(was_held=True)} == {"26734", "26758"}
    assert "26755" in partial.asked.open().filter(was_held=False).values_list("unit__code", flat=True)
    assert table_of(whole).complete == ["10/10", "10/10", "9/10"]


# --- loading it -----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def announcement(settings: Any, tmp_path: Path) -> Path:
    """Where the command writes whom one can sign in as."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "announcement.txt"


def test_loading_it_again_changes_nothing_at_all(co_giang: Unit, announcement: Path) -> None:
    before = everything()
    call_command("load_demo", verbosity=0)
    assert everything() == before
    assert "van-phong" in announcement.read_text(encoding="utf-8")


def test_loading_it_again_leaves_what_a_person_typed(co_giang: Unit) -> None:
    sheet = Sheet.objects.get(unit=co_giang, year=2023, quarter=1)
    clerk = Person.objects.get(username="van-phong")
    pk = Indicator.objects.get(code="DV06").pk
    figures.enter(sheet, {pk: figures.Entry(Decimal(400), Decimal(410))}, by=clerk)
    before = everything()
    demonstration.load()
    assert everything() == before
    figure = Figure.objects.get(sheet=sheet, indicator=pk)
    assert (figure.value, figure.denominator) == (400, 410)


def test_loading_it_again_leaves_what_was_deliberately_emptied(co_giang: Unit) -> None:
    sheet = Sheet.objects.get(unit=co_giang, year=2023, quarter=1)
    clerk = Person.objects.get(username="van-phong")
    pk = Indicator.objects.get(code="KT04").pk
    figures.enter(sheet, {pk: figures.Entry(None)}, by=clerk)
    demonstration.load()
    assert Figure.objects.get(sheet=sheet, indicator=pk).value is None


def test_loading_it_again_leaves_renamed_indicators_changed_targets_and_ended_appointments(co_giang: Unit) -> None:
    Indicator.objects.filter(code="KT01").update(name_vi="Tên đã đổi")
    Target.objects.filter(unit=co_giang, indicator__code="KT02", year=2023).update(value=1)
    person = Person.objects.get(username="tai-chinh")
    person.appointments.update(valid_to="2023-01-01")
    before = everything()
    demonstration.load()
    assert everything() == before


def test_a_real_offices_system_refuses_it(co_giang: Unit, settings: Any, announcement: Path) -> None:
    NonWorkingDay.objects.all().delete()
    settings.DEMO = False
    with pytest.raises(CommandError, match="Đây là hệ thống dùng thật"):
        call_command("load_demo")
    assert not NonWorkingDay.objects.exists()
    assert not announcement.exists()


def test_it_was_loaded_by_nobody_and_its_history_says_so(co_giang: Unit) -> None:
    assert not FigureChange.objects.filter(person__isnull=False).exists()
    # Its papers alone went through the hands of its own accounts.
    acts = JournalEntry.objects.filter(by__isnull=False).exclude(by__is_demonstration=True, act__startswith="paper.")
    assert set(acts.values_list("act", flat=True)) <= {"number.noted", "meeting.notice_drafted"}


def test_the_cell_secretary_comes_in_with_what_the_sign_in_page_prints_and_finds_two_questions(
    co_giang: Unit, client: Client, settings: Any
) -> None:
    # The story was loaded with the quick hasher of the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    page = client.get("/dang-nhap/").content.decode()
    told = next(account for account in accounts() if account.phone)
    assert told.phone in page and told.pin in page
    answer = client.post("/chi-bo/", {"phone": told.phone, "pin": told.pin}, follow=True)
    assert "câu hỏi 1/2" in answer.content.decode()


def test_the_police_of_the_ward_see_their_five_rows(co_giang: Unit, as_: Any) -> None:
    page = as_(Person.objects.get(username="cong-an")).get("/so-lieu/26755/2023-Q1/")
    assert [row.code for row in page.context["page"].rows] == ["KT07", "QP04", "QP05", "QP06", "QP07"]


def test_there_is_a_paper_in_every_state_and_every_one_is_marked(co_giang: Unit) -> None:
    papers = OfficialPaper.objects.all()
    assert {paper.state for paper in papers} == set(OfficialPaper.State)
    assert all(paper.is_demonstration and paper.signer_name in {"", "(minh họa)"} for paper in papers)
    assert papers.filter(corrects__isnull=False).count() == 1
    waiting = [delivery for delivery in Delivery.objects.filter(sent_at__isnull=False) if delivery.opened_at is None]
    assert {delivery.body.unit.code for delivery in waiting} == {"26755", "760"}


def test_without_the_people_its_papers_need_there_are_none(co_giang: Unit) -> None:
    """As after a visitor has ended their appointments: the rest of the story is there all the same."""
    Person.objects.get(username="chanh-van-phong").appointments.update(valid_to="2022-01-01")
    with pytest.raises((PermissionDenied, Refused)), transaction.atomic():
        sample_papers.load()
