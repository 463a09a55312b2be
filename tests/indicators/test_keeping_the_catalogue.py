"""The catalogue: who keeps it, what figures rest on, how rows are numbered, and the catalogue an office starts with."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from coquang import limits
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import reference
from indicators.actions import catalogue, rules
from indicators.dashboards.sheets import sheet_page
from indicators.models import Definition, Field, Indicator, ReportedIndicator, Rule, Sheet
from indicators.numbering import outline, roman
from programmes.models import Person, Unit
from tests import making

NEW = {
    "code": "KT08",
    "name_vi": "Số hộ dùng nước máy",
    "name_en": "Households with piped water",
    "position": "8",
    "measured": "count",
    "measure_vi": "hộ",
    "measure_en": "households",
    "decimals": "0",
    "scale_decimals": "1",
    "kind": "level",
    "direction": "higher",
    **{f"share_{n}": str(25 * n) for n in (1, 2, 3, 4)},
    "on_course_from": "100",
    "at_risk_below": "80",
}


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    """Administers the whole district, and so keeps what all units share."""
    who = making.person("quan-tri", "Quản trị danh mục")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def ward_keeper(ward: Unit) -> Person:
    who = making.person("quan-tri-phuong", "Quản trị phường")
    making.appointed(who, "administer", unit=ward)
    return who


def test_parts_are_numbered_below_their_whole_and_fields_begin_anew() -> None:
    rows = [(10, 1, None), (11, 1, 12), (12, 1, None), (13, 1, 12), (20, 2, None)]
    assert outline(rows) == [(10, "1"), (12, "2"), (11, "2.1"), (13, "2.2"), (20, "1")]


def test_a_part_whose_whole_is_not_listed_stands_on_its_own() -> None:
    assert outline([(11, 1, 12), (13, 1, None), (14, 2, 13)]) == [(11, "1"), (13, "2"), (14, "1")]


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (16, "XVI"), (29, "XXIX")]
)
def test_fields_are_numbered_in_roman(number: int, letters: str) -> None:
    assert roman(number) == letters


def test_the_sheet_numbers_a_part_below_its_whole(quarter: Sheet, indicators: dict[str, Indicator]) -> None:
    Indicator.objects.filter(code="HO").update(parent=indicators["THUE"])
    rows = {row.code: row.number for row in sheet_page(quarter).rows}
    assert (rows["THUE"], rows["HO"], rows["HEM"], rows["NGHEO"]) == ("1", "1.1", "2", "1")


def test_the_sheet_says_that_only_published_figures_belong_in_a_row(
    quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HO").update(published_only=True)
    notes = {row.code: row.note for row in sheet_page(quarter).rows}
    assert notes["HO"] in {"published figures only", "chỉ ghi số đã công bố"}
    assert notes["HEM"] == ""


def test_an_indicator_is_found_without_marks_by_its_newest_name(
    as_: Any, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    held = indicators["HEM"]
    held.name_vi = "Tuyến hẻm được nâng cấp"
    held.save(update_fields=["name_vi"])
    found = as_(clerk).get("/danh-muc/chi-tieu/?q=tuyen+hem").content.decode()
    assert "Tuyến hẻm được nâng cấp" in found
    assert indicators["HO"].name_vi not in found


def test_the_list_narrows_to_a_field_a_kind_and_a_units_own(
    as_: Any, clerk: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HO").update(owner=ward)
    window = as_(clerk)

    def codes(asked: str) -> set[str]:
        rows = window.get(f"/danh-muc/chi-tieu/?tai=csv&{asked}").content.decode("utf-8-sig").splitlines()[1:]
        return {row.split(",")[2] for row in rows}

    assert codes(f"field={indicators['NGHEO'].field_id}") == {"NGHEO", "TLNGHEO", "QUAN", "HOSO"}
    assert codes("kind=level") == {"NGHEO"}
    assert codes("shared=rieng") == {"HO"}
    assert "HO" not in codes("shared=chung")


def test_the_file_of_indicators_says_for_whom_each_is_kept(
    as_: Any, clerk: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HO").update(owner=ward)
    rows = as_(clerk).get("/danh-muc/chi-tieu/?tai=csv").content.decode("utf-8-sig").splitlines()[1:]
    kept = {row.split(",")[2]: row.split(",")[-1] for row in rows}
    assert (kept["HO"], kept["HEM"]) == (ward.name, "mọi đơn vị")


def test_a_neighbours_own_indicator_is_neither_listed_nor_opened(
    as_: Any, clerk: Person, units: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HO").update(owner=units[making.SIBLING])
    window = as_(clerk)
    assert f'href="/danh-muc/chi-tieu/{indicators["HO"].pk}/"' not in window.get("/danh-muc/chi-tieu/").content.decode()
    assert window.get(f"/danh-muc/chi-tieu/{indicators['HO'].pk}/").status_code == 404
    assert window.get(f"/danh-muc/chi-tieu/{indicators['HEM'].pk}/").status_code == 200


def _posted(indicators: dict[str, Indicator], **changed: str) -> dict[str, str]:
    return {**NEW, "field": str(indicators["HEM"].field_id), **changed, **making.form_key()}


def test_a_keeper_of_the_whole_district_makes_a_shared_indicator(
    as_: Any, keeper: Person, indicators: dict[str, Indicator]
) -> None:
    answer = as_(keeper).post("/danh-muc/chi-tieu/moi/", _posted(indicators))
    made = Indicator.objects.get(code="KT08")
    assert answer.headers["Location"] == f"/danh-muc/chi-tieu/{made.pk}/"
    assert (made.owner, made.expected_share, made.due_quarter) == (None, [25, 50, 75, 100], None)
    assert made.name_search == "so ho dung nuoc may"
    assert JournalEntry.objects.filter(act="indicator.opened", thing_id=made.pk, by=keeper).count() == 1


def test_a_ward_makes_its_own_indicator_but_none_for_all(
    as_: Any, ward_keeper: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    window = as_(ward_keeper)
    assert window.post("/danh-muc/chi-tieu/moi/", _posted(indicators)).status_code == 422
    assert not Indicator.objects.filter(code="KT08").exists()
    window.post("/danh-muc/chi-tieu/moi/", _posted(indicators, owner=str(ward.pk)))
    assert Indicator.objects.get(code="KT08").owner == ward


def test_a_ward_does_not_mend_what_all_share(ward_keeper: Person, indicators: dict[str, Indicator]) -> None:
    with pytest.raises(PermissionDenied):
        catalogue.keep(indicators["HEM"], by=ward_keeper)


def test_who_keeps_nothing_is_led_to_reading(as_: Any, clerk: Person, indicators: dict[str, Indicator]) -> None:
    window = as_(clerk)
    pk = indicators["HEM"].pk
    assert window.get(f"/danh-muc/chi-tieu/{pk}/sua/").headers["Location"] == f"/danh-muc/chi-tieu/{pk}/"
    assert window.post(f"/danh-muc/chi-tieu/{pk}/sua/", _posted(indicators)).status_code == 403
    assert window.post("/danh-muc/chi-tieu/moi/", _posted(indicators)).status_code in {403, 422}
    assert not Indicator.objects.filter(code="KT08").exists()


@pytest.mark.parametrize(
    ("changed", "at_fault"),
    [
        ({"code": "KT 08"}, "code"),
        ({"code": "HEM"}, "code"),
        ({"share_3": "20"}, "share_4"),
        ({"share_4": "90"}, "share_4"),
        ({"at_risk_below": "101"}, "at_risk_below"),
        ({"on_course_from": "70"}, "at_risk_below"),
        ({"scale": "tỷ đồng"}, "scale"),
        ({"decimals": "5"}, "decimals"),
        ({"kind": "ratio_of_flows"}, "measured"),
        ({"numerator": "HEM"}, "numerator"),
        ({"kind": "ratio_of_levels", "measured": "percent", "numerator": "HEM"}, "numerator"),
        ({"kind": "ratio_of_flows", "measured": "percent", "denominator": "HOSO"}, "denominator"),
        ({"kind": "ratio_of_flows", "measured": "percent", "numerator": "QUAN"}, "numerator"),
        ({"parent": "NGHEO"}, "parent"),
        ({"parent": "HO"}, "parent"),
        ({"name_vi": ""}, "name_vi"),
    ],
)
def test_what_would_not_count_right_is_refused_at_its_field(
    as_: Any, keeper: Person, indicators: dict[str, Indicator], changed: dict[str, str], at_fault: str
) -> None:
    Indicator.objects.filter(code="HO").update(parent=indicators["HEM"])
    named = {n: str(indicators[v].pk) if v in indicators and n != "code" else v for n, v in changed.items()}
    answer = as_(keeper).post("/danh-muc/chi-tieu/moi/", _posted(indicators, **named))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {at_fault}


def test_a_ratio_takes_its_parts_from_counts_of_its_own_kind(
    as_: Any, keeper: Person, indicators: dict[str, Indicator]
) -> None:
    pk = str(indicators["HEM"].pk)
    told = _posted(indicators, kind="ratio_of_flows", measured="percent", numerator=pk, denominator=pk)
    assert as_(keeper).post("/danh-muc/chi-tieu/moi/", told).status_code == 302


def test_an_indicator_with_parts_becomes_no_part(keeper: Person, indicators: dict[str, Indicator]) -> None:
    Indicator.objects.filter(code="HO").update(parent=indicators["HEM"])
    indicators["HEM"].parent = indicators["THUE"]
    with pytest.raises(Refused):
        catalogue.keep(indicators["HEM"], by=keeper)


def test_what_a_ratio_takes_its_part_from_does_not_change_its_kind(
    keeper: Person, indicators: dict[str, Indicator]
) -> None:
    indicators["NGHEO"].kind = "flow"
    with pytest.raises(Refused):
        catalogue.keep(indicators["NGHEO"], by=keeper)


def test_parts_follow_their_whole_into_another_field(keeper: Person, indicators: dict[str, Indicator]) -> None:
    Indicator.objects.filter(code="HO").update(parent=indicators["HEM"])
    indicators["HEM"].field = indicators["NGHEO"].field
    catalogue.keep(indicators["HEM"], by=keeper)
    assert Indicator.objects.get(code="HO").field == indicators["NGHEO"].field


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "level"), ("measured", "quantity"), ("decimals", 2), ("due_quarter", 2)],
)
def test_what_figures_rest_on_changes_only_while_there_is_none(
    keeper: Person, quarter: Sheet, indicators: dict[str, Indicator], name: str, value: Any
) -> None:
    indicator = indicators["HEM"]
    setattr(indicator, name, value)
    catalogue.keep(indicator, by=keeper)
    indicator.refresh_from_db()
    assert getattr(indicator, name) == value

    Indicator.objects.filter(code="HEM").update(kind="flow", measured="count", decimals=0, due_quarter=None)
    making.filled(quarter)
    setattr(indicator := Indicator.objects.get(code="HEM"), name, value)
    with pytest.raises(Refused, match=r"new indicator|chỉ tiêu mới"):
        catalogue.keep(indicator, by=keeper)
    indicator.refresh_from_db()
    assert getattr(indicator, name) != value


def test_names_and_sentences_change_even_under_figures(
    as_: Any, keeper: Person, full_quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    """The form shows what stays without taking it, whatever is sent for it."""
    pk = indicators["HEM"].pk
    told = _posted(indicators, name_vi="Hẻm được mở rộng", sentence_vi="Mở rộng hẻm", kind="level", code="KHAC")
    assert as_(keeper).post(f"/danh-muc/chi-tieu/{pk}/sua/", told).status_code == 302
    held = Indicator.objects.get(pk=pk)
    assert (held.name_vi, held.sentence_vi) == ("Hẻm được mở rộng", "Mở rộng hẻm")
    assert (held.kind, held.code) == ("flow", "HEM")


def test_an_indicator_keeps_its_code_and_its_unit(keeper: Person, ward: Unit, indicators: dict[str, Indicator]) -> None:
    for name, value in (("code", "KHAC"), ("owner", ward)):
        indicator = Indicator.objects.get(code="HEM")
        setattr(indicator, name, value)
        with pytest.raises(Refused):
            catalogue.keep(indicator, by=keeper)


def test_a_definition_holds_from_its_year_and_approved_years_keep_theirs(
    as_: Any, keeper: Person, full_quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    indicator = indicators["HEM"]
    url = f"/danh-muc/chi-tieu/{indicator.pk}/cach-tinh/"
    window = as_(keeper)
    first = {"from_year": "2022", "text_vi": "Hẻm đã nghiệm thu."}
    assert window.post(url, {**first, **making.form_key()}).status_code == 302
    mended = {**first, "text_vi": "Hẻm đã bàn giao."}
    assert window.post(url, {**mended, **making.form_key()}).status_code == 302
    assert [d.text_vi for d in indicator.definitions.all()] == ["Hẻm đã bàn giao."]

    making.walked(full_quarter, "approved")
    assert window.post(url, {**first, **making.form_key()}).status_code == 409
    later = {"from_year": "2023", "text_vi": "Hẻm đã thông xe."}
    assert window.post(url, {**later, **making.form_key()}).status_code == 302
    held = indicator.definitions.filter(from_year__lte=2022).first()
    assert held is not None and held.text_vi == "Hẻm đã bàn giao."


def test_a_definition_is_the_keepers(ward_keeper: Person, indicators: dict[str, Indicator]) -> None:
    with pytest.raises(PermissionDenied):
        catalogue.define(Definition(indicator=indicators["HEM"], from_year=2022, text_vi="Khác"), by=ward_keeper)


def test_a_field_is_renamed_by_those_who_keep_what_all_share(
    as_: Any, keeper: Person, indicators: dict[str, Indicator]
) -> None:
    field = indicators["HEM"].field
    told = {"name_vi": "Kinh tế – đô thị", "name_en": "Economy", "position": "3", **making.form_key()}
    assert as_(keeper).post(f"/danh-muc/linh-vuc/{field.pk}/sua/", told).status_code == 302
    field.refresh_from_db()
    assert (field.name_vi, field.position) == ("Kinh tế – đô thị", 3)


def test_a_ward_does_not_rename_a_field(as_: Any, ward_keeper: Person, indicators: dict[str, Indicator]) -> None:
    field = indicators["HEM"].field
    told = {"name_vi": "Khác", "name_en": "Other", "position": "3", **making.form_key()}
    assert as_(ward_keeper).post(f"/danh-muc/linh-vuc/{field.pk}/sua/", told).status_code == 403
    assert Field.objects.get(pk=field.pk).name_vi != "Khác"


@pytest.mark.django_db
def test_an_office_starts_with_some_fifty_indicators_that_keep_the_rules() -> None:
    added, there = reference.load()
    assert added >= 48 and there == 0
    held = list(Indicator.objects.select_related("numerator", "denominator"))
    assert [indicator.code for indicator in held if catalogue.faults(indicator)] == []
    assert all(indicator.name_vi and indicator.name_en and indicator.owner is None for indicator in held)
    assert len({(i.field_id, i.position) for i in held}) == len(held)
    assert len({i.name_search for i in held}) == len(held)
    assert set(Definition.objects.values_list("from_year", flat=True)) == {limits.FIRST_YEAR}
    rate = Indicator.objects.get(code="VX04")
    assert rate.numerator is not None and rate.numerator.code == "VX03"
    told = list(Rule.objects.select_related("indicator", "other"))
    assert len(told) >= 15
    assert [rule for rule in told if rules.faults(rule)] == []


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_leaves_what_the_office_changed() -> None:
    reference.load()
    Indicator.objects.filter(code="KT01").update(name_vi="Thuế ngoài quốc doanh", direction="exactly")
    Field.objects.filter(code="KT").update(name_vi="Kinh tế")
    before = Indicator.objects.count()
    assert reference.load() == (0, before)
    assert Indicator.objects.get(code="KT01").name_vi == "Thuế ngoài quốc doanh"
    assert Field.objects.get(code="KT").name_vi == "Kinh tế"


@pytest.mark.django_db
def test_an_offices_other_indicator_under_a_known_code_lends_no_figure() -> None:
    field = Field.objects.create(code="VX", name_vi="Văn hóa", name_en="Culture", position=1)
    Indicator.objects.create(
        code="VX03", field=field, position=1, name_vi="Khác", name_en="Other", measured="count", measure_vi="hộ",
        measure_en="households", kind="flow", direction="higher",
    )  # fmt: skip
    reference.load()
    assert Indicator.objects.get(code="VX04").numerator is None
    assert Indicator.objects.get(code="VX03").name_vi == "Khác"


@pytest.mark.django_db
def test_the_reference_after_the_demonstration_doubles_nothing(settings: Any) -> None:
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    assert Indicator.objects.count() == 40
    call_command("load_catalogue", verbosity=0)
    names = list(Indicator.objects.values_list("name_search", flat=True))
    assert len(names) == len(set(names))
    assert names.count("thue cong thuong nghiep") == 1
    assert ReportedIndicator.objects.filter(indicator__code="KT21").count() == 0
