"""Laying down a year's targets: several with their bases, one main, revisions that keep what stood before."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.actions import targets
from indicators.arithmetic import Aim
from indicators.documents import progress_report
from indicators.forms.targets import NotAnAim, read_aim, split_aim
from indicators.models import Indicator, Sheet, Target, TargetRevision
from programmes.models import Body, Person, Unit
from tests import making

URL = f"/chi-tieu/{making.WARD}/2022/"
Browser = Callable[[Person], Client]


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    """Keeps the catalogue of the whole district."""
    who = making.person("quan-tri", "Quản trị Quận ủy")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def tax(quarter: Sheet) -> Target:
    return Target.objects.select_related("indicator", "unit").get(indicator__code="THUE")


def on(day: date) -> override_settings:
    return override_settings(WORK_DATE=day)


def test_a_second_target_stands_beside_the_main_one(tax: Target, keeper: Person) -> None:
    striving = Target(
        unit=tax.unit, indicator=tax.indicator, year=2022, base="striving", form="value", value=Decimal("18e9")
    )
    targets.add(striving, by=keeper)
    assert (striving.is_main, Target.objects.get(pk=tax.pk).is_main) == (False, True)
    assert JournalEntry.objects.about(striving).filter(act="target.set", by=keeper).exists()


def test_one_base_has_one_target(tax: Target, keeper: Person) -> None:
    again = Target(unit=tax.unit, indicator=tax.indicator, year=2022, base="assigned", form="value", value=Decimal(1))
    with pytest.raises(Refused, match="đã có"):
        targets.add(again, by=keeper)


def test_what_is_not_reported_gets_no_target(tax: Target, keeper: Person) -> None:
    before = Target(unit=tax.unit, indicator=tax.indicator, year=2021, base="assigned", form="value", value=Decimal(1))
    with pytest.raises(Refused, match="2021"):
        targets.add(before, by=keeper)


def test_another_target_is_made_the_main_one_and_there_is_never_a_second(tax: Target, keeper: Person) -> None:
    striving = Target(
        unit=tax.unit, indicator=tax.indicator, year=2022, base="striving", form="value", value=Decimal("18e9")
    )
    targets.add(striving, by=keeper)
    targets.make_main(striving, by=keeper)
    main = Target.objects.filter(indicator=tax.indicator, year=2022, is_main=True)
    assert [target.base for target in main] == ["striving"]
    with pytest.raises(Refused):
        targets.make_main(striving, by=keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=tax.pk).update(is_main=True)


def test_a_revision_keeps_what_stood_before_with_reason_and_document(tax: Target, keeper: Person) -> None:
    with on(date(2022, 5, 4)):
        targets.revise(tax, Aim("value", Decimal("16e9")), reason="Giãn thuế", document="QĐ 12/QĐ-UBND", by=keeper)
    kept = TargetRevision.objects.get(target=tax)
    assert (kept.value, kept.reason, kept.document) == (Decimal("17100000000"), "Giãn thuế", "QĐ 12/QĐ-UBND")
    assert (kept.revised_on, kept.revised_by, kept.is_late_lowering) == (date(2022, 5, 4), keeper, False)
    tax.refresh_from_db()
    assert tax.value == Decimal("16e9")


@pytest.mark.parametrize(
    ("day", "value", "is_late"),
    [
        (date(2022, 9, 14), "16e9", False),  # the last day of the third quarter's data
        (date(2022, 9, 15), "16e9", True),
        (date(2022, 9, 15), "18e9", False),  # raised
        (date(2023, 2, 1), "16e9", True),
    ],
)
def test_lowering_after_the_third_quarters_cut_off_is_late(
    tax: Target, keeper: Person, day: date, value: str, is_late: bool
) -> None:
    with on(day):
        kept = targets.revise(tax, Aim("value", Decimal(value)), reason="Lý do", document="", by=keeper)
    assert kept.is_late_lowering is is_late


def test_loosening_a_limit_late_counts_as_lowering(quarter: Sheet, keeper: Person) -> None:
    poor = Target.objects.get(indicator__code="NGHEO")
    with on(date(2022, 10, 1)):
        kept = targets.revise(poor, Aim("at_most", Decimal(160)), reason="Lý do", document="", by=keeper)
    assert kept.is_late_lowering


def test_a_revision_needs_a_reason_and_a_change(tax: Target, keeper: Person) -> None:
    with pytest.raises(Refused, match="vì sao"):
        targets.revise(tax, Aim("value", Decimal(1)), reason="", document="", by=keeper)
    with pytest.raises(Refused):
        targets.revise(tax, tax.aim, reason="Lý do", document="", by=keeper)


def test_the_unit_itself_changes_no_target(tax: Target, clerk: Person, as_: Browser) -> None:
    with pytest.raises(PermissionDenied):
        targets.revise(tax, Aim("value", Decimal(1)), reason="Lý do", document="", by=clerk)
    assert as_(clerk).get(URL).status_code == 200
    assert as_(clerk).get(f"{URL}nhap/").status_code == 403
    assert as_(clerk).post(f"{URL}{tax.pk}/sua/", making.form_key()).status_code == 403


def test_a_stranger_finds_no_targets(tax: Target, stranger: Person, as_: Browser) -> None:
    for page in ("", "nhap/", "moi/", f"{tax.pk}/sua/"):
        assert as_(stranger).get(URL + page).status_code == 404


def test_a_target_is_removed_only_while_nothing_rests_on_it(
    tax: Target, keeper: Person, committee: Body, ward: Unit
) -> None:
    poor, recruits = Target.objects.get(indicator__code="NGHEO"), Target.objects.get(indicator__code="QUAN")
    targets.revise(poor, Aim("at_most", Decimal(140)), reason="Lý do", document="", by=keeper)
    with pytest.raises(Refused, match="điều chỉnh"):
        targets.remove(poor, by=keeper)
    targets.remove(recruits, by=keeper)
    assert not Target.objects.filter(pk=recruits.pk).exists()
    making.paper_of(ward)
    with pytest.raises(Refused, match="văn bản"):
        targets.remove(tax, by=keeper)


def test_a_main_target_with_others_beside_it_is_not_removed(tax: Target, keeper: Person) -> None:
    beside = Target(unit=tax.unit, indicator=tax.indicator, year=2022, base="striving", form="value", value=Decimal(9))
    targets.add(beside, by=keeper)
    with pytest.raises(Refused):
        targets.remove(tax, by=keeper)
    targets.remove(beside, by=keeper)


def test_a_late_lowering_stays_beside_the_result_on_board_figure_and_report(
    full_quarter: Sheet, keeper: Person, clerk: Person, committee: Body, ward: Unit, as_: Browser
) -> None:
    making.walked(full_quarter, "approved")
    tax = Target.objects.get(indicator__code="THUE")
    with on(date(2022, 10, 3)):
        targets.revise(tax, Aim("value", Decimal("15e9")), reason="Lý do", document="", by=keeper)
    said = "hỉ tiêu điều chỉnh giảm ngày 3/10/2022, trước là 17,1 tỷ đồng"
    assert said in as_(clerk).get(f"/theo-doi/{making.WARD}/2022-Q1/").content.decode()
    assert said in as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/THUE/").content.decode()
    assert said in as_(clerk).get(f"/bao-cao/{making.WARD}/2022-Q1/").content.decode()
    (annex,) = progress_report(ward, full_quarter.period).facts["annexes"]
    table = next(block for block in annex["blocks"] if block["block"] == "results")
    assert said in table["groups"][0]["rows"][0]["lowered"]
    assert said in as_(clerk).get(URL).content.decode()


def test_an_early_revision_says_nothing_on_the_board(full_quarter: Sheet, keeper: Person, as_: Browser) -> None:
    making.walked(full_quarter, "approved")
    with on(date(2022, 5, 3)):
        tax = Target.objects.get(indicator__code="THUE")
        targets.revise(tax, Aim("value", Decimal("15e9")), reason="Lý do", document="", by=keeper)
    page = as_(keeper).get(f"/theo-doi/{making.WARD}/2022-Q1/").content.decode()
    assert "điều chỉnh giảm" not in page


# The grid of the year.


def typed(page: Client, **cells: str) -> dict[str, str]:
    """The grid as it was rendered, with some cells typed over."""
    context = page.get(f"{URL}nhap/").context["page"]
    post: dict[str, str] = {}
    for row in context.rows:
        t = row.typed
        post |= {
            f"f-{row.code}": t.form,
            f"v-{row.code}": t.value,
            f"u-{row.code}": t.upper,
            f"was-{row.code}": row.was,
        }
        if not row.standing:
            post |= {f"b-{row.code}": t.base, f"d-{row.code}": t.document}
    return post | {name.replace("_", "-"): value for name, value in cells.items()} | making.form_key()


def test_a_years_targets_are_entered_at_once(
    ward: Unit, indicators: dict[str, Indicator], keeper: Person, as_: Browser
) -> None:
    making.reporting(ward, indicators, year=2021)
    browser = as_(keeper)
    post = typed(
        browser, v_THUE="17,1 tỷ", d_THUE="QĐ 1", f_HEM="range", v_HEM="4", u_HEM="5", f_HOSO="at_least", v_HOSO="99,5%"
    )
    assert browser.post(f"{URL}nhap/", post).status_code == 302
    laid = {
        t.indicator.code: (t.form, t.value, t.upper, t.document, t.is_main) for t in Target.objects.filter(year=2022)
    }
    assert laid == {
        "THUE": ("value", Decimal(17_100_000_000), None, "QĐ 1", True),
        "HEM": ("range", Decimal(4), Decimal(5), "", True),
        "HOSO": ("at_least", Decimal("99.5"), None, "", True),
    }


def test_a_ratios_target_is_a_percentage_and_not_a_count(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    page = browser.post(f"{URL}nhap/", typed(browser, v_TLNGHEO="4,955", reason="Lý do"))
    assert page.status_code == 422
    assert "chữ số sau dấu phẩy" in page.content.decode()
    assert browser.post(f"{URL}nhap/", typed(browser, v_TLNGHEO="4,95", reason="Lý do")).status_code == 302
    assert Target.objects.get(indicator__code="TLNGHEO").value == Decimal("4.95")


def test_a_target_that_no_figure_can_keep_is_refused(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    page = browser.post(f"{URL}nhap/", typed(browser, f_HEM="less_than", v_HEM="0", reason="Lý do"))
    assert page.status_code == 422
    assert "Không số nào nhỏ hơn 0" in page.content.decode()


def test_one_unreadable_row_keeps_the_whole_grid_as_typed(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    page = browser.post(f"{URL}nhap/", typed(browser, v_HEM="5", v_THUE="mười bảy", reason="Lý do tăng"))
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="5"' in text and 'value="mười bảy"' in text and 'value="Lý do tăng"' in text
    assert text.count('class="target-below"') == 1 and "Chưa đọc được “mười bảy”" in text
    assert Target.objects.get(indicator__code="HEM").value == 4


def test_changing_what_stands_needs_a_reason_and_leaves_a_revision(
    quarter: Sheet, keeper: Person, as_: Browser
) -> None:
    browser = as_(keeper)
    assert browser.post(f"{URL}nhap/", typed(browser, v_HEM="5")).status_code == 422
    assert not TargetRevision.objects.exists()
    post = typed(browser, v_HEM="5", reason="Thêm một hẻm", paper="NQ 3")
    assert browser.post(f"{URL}nhap/", post).status_code == 302
    kept = TargetRevision.objects.get()
    assert (kept.target.indicator.code, kept.value, kept.reason, kept.document) == ("HEM", 4, "Thêm một hẻm", "NQ 3")


def test_a_grid_left_as_it_was_changes_nothing(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    assert browser.post(f"{URL}nhap/", typed(browser)).status_code == 302
    assert not TargetRevision.objects.exists() and not JournalEntry.objects.filter(act__startswith="target").exists()


def test_a_target_that_stands_is_not_emptied_in_the_grid(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    assert browser.post(f"{URL}nhap/", typed(browser, v_HEM="", reason="Bỏ")).status_code == 422


def test_what_someone_else_changed_meanwhile_is_not_overwritten(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    post = typed(browser, v_HEM="6", reason="Lý do")
    alley = Target.objects.get(indicator__code="HEM")
    targets.revise(alley, Aim("value", Decimal(5)), reason="Trước", document="", by=keeper)
    assert browser.post(f"{URL}nhap/", post).status_code == 422
    alley.refresh_from_db()
    assert alley.value == 5


# Pasting into the grid.


def test_a_pasted_block_is_shown_old_beside_new_and_saves_nothing(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    block = "HEM\t10–12\nChỉ tiêu THUE\t16,5 tỷ\nNGHEO\t≤ 140\nQUAN\t12.5\nLẠ\t5\n"
    page = browser.post(f"{URL}nhap/dan/", {**typed(browser, d_HO="giữ nguyên"), "block": block})
    lines = {line.row.code: line for line in page.context["preview"].rows}
    assert (lines["HEM"].row.standing, lines["HEM"].read) == ("4", "10–12")
    assert (lines["THUE"].read, lines["NGHEO"].read) == ("16,5", "≤ 140")
    assert "nhập 125" in lines["QUAN"].refusal
    assert [text for text, _why in page.context["preview"].left] == ["LẠ 5"]
    assert 'name="d-HO" value="giữ nguyên"' in page.content.decode()
    assert not TargetRevision.objects.exists()


def test_accepted_values_stand_in_the_grid_as_if_typed(quarter: Sheet, keeper: Person, as_: Browser) -> None:
    browser = as_(keeper)
    post = {**typed(browser), "pasted-HEM": "10–12", "pasted-NGHEO": "≤ 140", "take-HEM": "1"}
    page = browser.post(f"{URL}nhap/dan/", {**post, "then": "chosen"})
    rows = {row.code: row.typed for row in page.context["page"].rows}
    assert (rows["HEM"].form, rows["HEM"].value, rows["HEM"].upper) == ("range", "10", "12")
    assert rows["NGHEO"].value == "150"
    page = browser.post(f"{URL}nhap/dan/", {**post, "then": "all"})
    rows = {row.code: row.typed for row in page.context["page"].rows}
    assert (rows["NGHEO"].form, rows["NGHEO"].value) == ("at_most", "140")
    assert not TargetRevision.objects.exists()


@pytest.mark.parametrize(
    ("text", "form", "value", "upper"),
    [
        ("≥ 92", "at_least", "92", ""),
        ("từ 92% trở lên", "at_least", "92%", ""),
        ("không quá 150", "at_most", "150", ""),
        ("dưới 0,5%", "less_than", "0,5%", ""),
        ("từ 10 đến 12", "range", "10", "12"),
        ("10-12", "range", "10", "12"),
        ("17,1 tỷ", "value", "17,1 tỷ", ""),
        ("trên 90", "value", "trên 90", ""),
    ],
)
def test_limits_and_ranges_are_known_by_how_tables_write_them(text: str, form: str, value: str, upper: str) -> None:
    assert split_aim(text) == (form, value, upper)


@given(st.text(max_size=30))
def test_no_pasted_text_breaks_the_reading_of_a_target(text: str) -> None:
    count = Indicator(measured="count", measure_vi="tuyến", kind="flow", direction="higher")
    try:
        aim = read_aim(count, *split_aim(text))
    except NotAnAim as refusal:
        assert str(refusal)
    else:
        assert aim.value >= 0 and (aim.upper is None or aim.upper > aim.value)


# What is easier.


@pytest.mark.parametrize(
    ("new", "old", "direction", "is_easier"),
    [
        (("value", 9), ("value", 10), "higher", True),
        (("value", 10), ("value", 9), "higher", False),
        (("at_most", 160), ("at_most", 150), "lower", True),
        (("at_most", 140), ("at_most", 150), "lower", False),
        (("value", 11), ("value", 10), "lower", True),
        (("at_most", 5), ("less_than", 5), "lower", True),
        (("less_than", 5), ("at_most", 5), "lower", False),
        (("at_most", 10), ("value", 10), "higher", True),
        (("at_least", 10), ("value", 10), "higher", False),
    ],
)
def test_an_aim_is_easier_when_it_asks_for_less(
    new: tuple[str, int], old: tuple[str, int], direction: str, is_easier: bool
) -> None:
    made = [Aim(form, Decimal(value)) for form, value in (new, old)]
    assert arithmetic.is_easier(made[0], made[1], direction) is is_easier
