"""Sums are kept rolled up: whatever is changed and however, they say what adding up figure by figure says."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coquang.periods import Period
from indicators import arithmetic, roll_ups
from indicators.dashboards import boards, sums
from indicators.dashboards.board_lines import joint_aim, total
from indicators.dashboards.grounds import Ground, Themes
from indicators.models import (
    DirtyBranch,
    Figure,
    FigureRevision,
    Indicator,
    PriorFigure,
    ReportedIndicator,
    RollUp,
    Sheet,
    Tally,
    Target,
)
from indicators.models.roll_ups import of_a_reading
from indicators.readings import open_book
from indicators.results import Result
from indicators.windows import quarter_end
from programmes.actions.units import plant
from programmes.models import Unit
from programmes.unit_files import UnitRow
from tests import making

YEAR = 2022
SENT_UP = (Sheet.State.SUBMITTED, Sheet.State.VETTED, Sheet.State.APPROVED)
BASES = {"approved": (Sheet.State.APPROVED,), "submitted": SENT_UP}
SHARED = ("THUE", "HEM", "HO", "NGHEO", "TLNGHEO", "QUAN", "HOSO")


def expected_row(held: list[Result]) -> dict[str, Any]:
    """What one reading of a row is to say, by the rules of the board that adds up when it is read."""
    indicator = held[0].indicator
    present = [item for item in held if item.quantity is not None]
    quantity = total(item.quantity for item in present)
    aim = joint_aim(indicator, [item.target for item in present]) if present else None
    based = [item for item in present if item.base is not None and not indicator.is_ratio]
    return {
        "count": len(present),
        "value": quantity and quantity.value,
        "denominator": quantity and quantity.denominator,
        "base_count": len(based),
        "base": sum((item.base for item in based), Decimal(0)) if based else None,
        "form": aim and aim.form,
        "target": aim and aim.value,
        "upper": aim and aim.upper,
        "is_marked": any(item.is_marked for item in present),
        "is_provisional": any(item.is_provisional for item in present),
    }


REPORTING = """
with head as (select p.tree_id, p.path from programmes_place p join programmes_tree t on t.id = p.tree_id
               where p.unit_id = %(unit)s and t.valid_from <= %(day)s and (t.valid_to is null or t.valid_to > %(day)s))
select u.* from programmes_unit u
 where exists (select from indicators_reportedindicator r where r.unit_id = u.id and r.from_year <= %(year)s)
   and (u.id = %(unit)s or u.id in (select p.unit_id from programmes_place p join head on p.tree_id = head.tree_id
                                     where p.path >= head.path and p.path < head.path || '/'))
 order by u.name_sort, u.id
"""


def ground_of(unit: Unit, period: Period) -> Ground:
    """A unit and all at or below it that report, as a board that adds up stands on them."""
    day = quarter_end(period.year, period.through)
    units = list(Unit.objects.raw(REPORTING, {"unit": unit.pk, "day": day, "year": period.year}))
    sheets = Sheet.objects.of_quarter(period.year, period.through).filter(unit__in=units)
    return Ground(unit, [], Themes(None, None), units, {sheet.unit_id: sheet for sheet in sheets})


def expected_rows(unit: Unit, year: int, quarter: int) -> dict[int, dict[str, Any]]:
    """The unit's rows of a quarter, read figure by figure."""
    period = _up_to(year, quarter)
    units = [held.pk for held in ground_of(unit, period).reporting]
    rows: dict[int, dict[str, Any]] = defaultdict(dict)
    for basis, states in BASES.items():
        book = open_book(units, year, states=states)
        for alone in (False, True):
            by_indicator: dict[int, list[Result]] = defaultdict(list)
            for result in book.results(period, discrete=alone):
                by_indicator[result.indicator.pk].append(result)
            for pk, held in by_indicator.items():
                aim = joint_aim(held[0].indicator, [item.target for item in held])
                rows[pk] |= {
                    "expected": len(held),
                    "form": aim and aim.form,
                    "target": aim and aim.value,
                    "upper": aim and aim.upper,
                }
                reading = f"{basis}_alone" if alone else basis
                rows[pk] |= {f"{reading}_{end}": value for end, value in expected_row(held).items()}
    return dict(rows)


def _up_to(year: int, quarter: int) -> Period:
    return {
        1: Period(year, "quarter", 1),
        2: Period(year, "half", 1),
        3: Period(year, "nine_months", 1),
        4: Period(year, "year", 1),
    }[quarter]


def kept_rows(unit: Unit, year: int, quarter: int) -> dict[int, dict[str, Any]]:
    kept = RollUp.objects.filter(unit=unit, year=year, quarter=quarter)
    return {row.pop("indicator_id"): _plain(row) for row in kept.values()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Without its key; and without whether it is settled, which is its own columns' to say."""
    is_settled = row.pop("is_settled")
    assert is_settled == says_settled(row), row
    return {name: value for name, value in row.items() if name not in {"unit_id", "year", "quarter"}}


def says_settled(row: dict[str, Any]) -> bool:
    def reading(name: str, ends: Iterable[str]) -> list[Any]:
        return [row[f"{name}_{end}"] for end in ends]

    aim = ("form", "target", "upper")
    of_all = [row[end] for end in aim]
    return (
        row["approved_count"] > 0
        and reading("approved", aim) == of_all
        and (row["approved_alone_count"] == 0 or reading("approved_alone", aim) == of_all)
        and reading("approved", of_a_reading()) == reading("submitted", of_a_reading())
        and reading("approved_alone", of_a_reading()) == reading("submitted_alone", of_a_reading())
    )


def assert_exact(*years: int) -> None:
    """Every sum of every unit says what its figures say."""
    compared = 0
    for unit in Unit.objects.all():
        for year in years:
            for quarter in (1, 2, 3, 4):
                kept, read = kept_rows(unit, year, quarter), expected_rows(unit, year, quarter)
                assert kept == read, (unit, year, quarter)
                compared += len(kept)
    assert compared


def assert_same_boards(year: int) -> None:
    """A board read from kept sums says line for line what adding up says."""
    for tally in Tally.objects.filter(year=year, units__gt=1).select_related("unit"):
        for alone in (False, True):
            period = _up_to(year, tally.quarter)
            ground = ground_of(tally.unit, period)
            kept, read = sums.board(ground, period, discrete=alone), boards.board(ground, period, discrete=alone)
            assert kept is not None
            assert kept.lines == read.lines
            assert (kept.left_out, kept.expected, kept.approved) == (read.left_out, read.expected, read.approved)
            assert (kept.late, kept.reopened) == (read.late, read.reopened)


@pytest.fixture
def reporting(units: dict[str, Unit], indicators: dict[str, Indicator]) -> dict[str, Unit]:
    for code in (making.WARD, making.SIBLING, making.FAR_WARD):
        making.reporting(units[code], indicators, year=2021)
        Target.objects.filter(unit=units[code]).update(year=YEAR)
    return units


def test_a_unit_above_has_the_sums_of_its_wards(reporting: dict[str, Unit]) -> None:
    for code in (making.WARD, making.SIBLING):
        making.walked(making.filled(making.opened(reporting[code])), "approved")
    roll_ups.fold_now()
    tax = RollUp.objects.get(unit=reporting[making.DISTRICT], year=YEAR, quarter=1, indicator__code="THUE")
    assert (tax.expected, tax.approved_count, tax.approved_value) == (2, 2, Decimal(8_700_000_000))
    city = RollUp.objects.get(unit=reporting[making.CITY], year=YEAR, quarter=1, indicator__code="THUE")
    assert (city.expected, city.approved_count, city.approved_target) == (3, 2, Decimal(34_200_000_000))
    tally = Tally.objects.get(unit=reporting[making.CITY], year=YEAR, quarter=1)
    assert (tally.units, tally.submitted, tally.approved) == (3, 2, 2)
    assert_exact(YEAR)


def test_what_was_not_reported_is_missing_and_not_zero(reporting: dict[str, Unit]) -> None:
    making.walked(making.opened(reporting[making.WARD]), "approved")
    roll_ups.fold_now()
    rows = RollUp.objects.filter(unit=reporting[making.DISTRICT], year=YEAR, quarter=1)
    assert {(row.approved_count, row.approved_value) for row in rows} == {(0, None)}
    assert len(rows) == len(SHARED)


def test_sums_that_do_not_agree_are_added_up_each_by_itself(reporting: dict[str, Unit]) -> None:
    """One ward is approved and the other only sent up; no target tells them apart."""
    Target.objects.update(is_main=False)
    making.walked(making.filled(making.opened(reporting[making.WARD])), "approved")
    making.walked(making.filled(making.opened(reporting[making.SIBLING])), "submitted")
    roll_ups.fold_now()
    row = RollUp.objects.get(unit=reporting[making.CITY], year=YEAR, quarter=1, indicator__code="HO")
    assert (row.submitted_count, row.submitted_value, row.approved_count, row.approved_value) == (2, 38, 1, 19)
    assert not row.is_settled
    making.walked(Sheet.objects.get(unit=reporting[making.SIBLING]), "approved")
    roll_ups.fold_now()
    row.refresh_from_db()
    assert (row.submitted_count, row.submitted_value, row.approved_count, row.approved_value) == (2, 38, 2, 38)
    assert row.is_settled
    assert_exact(YEAR)


def test_figures_sent_up_stand_in_their_own_reading(reporting: dict[str, Unit]) -> None:
    making.walked(making.filled(making.opened(reporting[making.WARD])), "submitted")
    roll_ups.fold_now()
    row = RollUp.objects.get(unit=reporting[making.CITY], year=YEAR, quarter=1, indicator__code="HO")
    assert (row.submitted_count, row.submitted_value, row.approved_count, row.approved_value) == (1, 19, 0, None)


def test_a_draft_that_was_never_sent_up_leaves_no_note(reporting: dict[str, Unit]) -> None:
    sheet = making.opened(reporting[making.WARD])
    roll_ups.fold_now()
    Figure.objects.filter(sheet=sheet, indicator__code="HO").update(value=5)
    assert not DirtyBranch.objects.exists()
    assert_exact(YEAR)


def test_a_draft_of_what_was_approved_before_leaves_its_note(reporting: dict[str, Unit]) -> None:
    sheet = making.walked(making.filled(making.opened(reporting[making.WARD])), "approved")
    empty = {"submitted_at": None, "vetted_at": None, "approved_at": None}
    Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.DRAFT, revision=2, **empty)
    roll_ups.fold_now()
    Figure.objects.filter(sheet=sheet, indicator__code="HO").update(value=5)
    assert DirtyBranch.objects.count() == 1
    assert_exact(YEAR)


@pytest.mark.django_db
def test_one_statement_leaves_one_note_a_unit_and_quarter(reporting: dict[str, Unit]) -> None:
    sheets = [making.opened(reporting[code]) for code in (making.WARD, making.SIBLING)]
    roll_ups.fold_now()
    with connection.cursor() as cursor:
        cursor.execute("update indicators_figure set value = 3 where sheet_id = any(%s)", [[s.pk for s in sheets]])
        assert cursor.rowcount > 2
    noted = DirtyBranch.objects.values_list("unit_id", "year", "quarter")
    assert sorted(noted) == sorted((sheet.unit_id, YEAR, 1) for sheet in sheets)
    assert roll_ups.fold() == 0, "both are drafts that were never sent up, and in no sum"
    assert not DirtyBranch.objects.exists()


def test_what_changes_no_sum_leaves_no_note(reporting: dict[str, Unit]) -> None:
    sheet = making.opened(reporting[making.WARD])
    roll_ups.fold_now()
    Sheet.objects.filter(pk=sheet.pk).update(is_provisional=True)
    Indicator.objects.update(position=7)
    assert not DirtyBranch.objects.exists()


def change(world: "World", random: Random) -> None:
    random.choice(World.CHANGES)(world)


class World:
    """Random things done to a small country, by any door: some of them raw, some in bulk."""

    def __init__(self, random: Random, units: dict[str, Unit], indicators: dict[str, Indicator]) -> None:
        self.random = random
        self.units, self.indicators = units, list(indicators.values())
        self.reporters = [units[code] for code in (making.WARD, making.SIBLING, making.FAR_WARD)]
        if random.random() < 0.3:
            self.reporters.append(units[making.DISTRICT])
        for unit in self.reporters:
            for indicator in self.indicators:
                if random.random() < 0.8:
                    ReportedIndicator.objects.create(
                        unit=unit,
                        indicator=indicator,
                        from_year=random.choice([2021, 2021, 2022]),
                        to_year=random.choice([None, None, None, 2022]),
                    )

    def number(self) -> Decimal | None:
        return self.random.choice([None, Decimal(0), Decimal(self.random.randrange(1, 10**9)) / 10**4, Decimal(7)])

    def open_and_fill(self) -> None:
        unit, year = self.random.choice(self.reporters), self.random.choice([2021, 2022, 2022])
        quarter = self.random.choice([1, 1, 2, 3, 4])
        sheet, _made = Sheet.objects.get_or_create(unit=unit, year=year, quarter=quarter)
        if sheet.state != Sheet.State.DRAFT:
            return
        wanted = [i for i in self.indicators if self.random.random() < 0.9]
        Figure.objects.bulk_create(
            [
                Figure(
                    sheet=sheet,
                    indicator=indicator,
                    value=self.number(),
                    denominator=self.number() if indicator.is_ratio else None,
                    is_provisional=self.random.random() < 0.2,
                    provenance=self.random.choice([0, 0, 0, 3, 4]),
                    revision=sheet.revision,
                )
                for indicator in wanted
            ],
            ignore_conflicts=True,
        )

    def send(self) -> None:
        sheet = Sheet.objects.exclude(state=Sheet.State.APPROVED).order_by("?").first()
        if sheet is not None:
            at = making.WAY.index(sheet.state)
            making.walked(sheet, self.random.choice(making.WAY[at + 1 :]))

    def send_back(self) -> None:
        sheet = Sheet.objects.filter(state__in=[Sheet.State.SUBMITTED, Sheet.State.VETTED]).order_by("?").first()
        if sheet is not None:
            Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.DRAFT, submitted_at=None, vetted_at=None)

    def reopen(self) -> None:
        sheet = Sheet.objects.approved().order_by("?").first()
        if sheet is None:
            return
        figures = list(sheet.figures.filter(value__isnull=False))
        FigureRevision.objects.bulk_create(
            FigureRevision(
                figure=figure,
                revision=figure.revision,
                value=figure.value,
                denominator=figure.denominator,
                is_provisional=figure.is_provisional,
                reason="thử",
                revised_at=making.moment("2022-05-01"),
            )
            for figure in figures
        )
        Sheet.objects.filter(pk=sheet.pk).update(
            state=Sheet.State.DRAFT,
            revision=sheet.revision + 1,
            submitted_at=None,
            vetted_at=None,
            approved_at=None,
        )
        with connection.cursor() as cursor:
            cursor.execute("update indicators_figure set revision = revision + 1 where sheet_id = %s", [sheet.pk])

    def retype(self) -> None:
        sheet = Sheet.objects.filter(state=Sheet.State.DRAFT).order_by("?").first()
        if sheet is not None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "update indicators_figure set value = value + 1, version = version + 1 where sheet_id = %s",
                    [sheet.pk],
                )

    def type_last_year(self) -> None:
        sheet = Sheet.objects.filter(state=Sheet.State.DRAFT).order_by("?").first()
        if sheet is not None:
            PriorFigure.objects.bulk_create(
                [
                    PriorFigure(sheet=sheet, indicator=indicator, value=self.number() or 1)
                    for indicator in self.indicators
                ],
                ignore_conflicts=True,
            )

    def set_target(self) -> None:
        indicator, unit = self.random.choice(self.indicators), self.random.choice(self.reporters)
        form = self.random.choice(["value", "value", "value", "range", "at_most"])
        value = self.random.choice([Decimal(0), Decimal(50), Decimal(51), Decimal("0.5")])
        Target.objects.update_or_create(
            unit=unit,
            year=self.random.choice([2021, 2022, 2022, 2022]),
            indicator=indicator,
            base=self.random.choice(["assigned", "striving"]),
            defaults={"form": form, "value": value, "upper": value + 3 if form == "range" else None, "is_main": False},
        )
        first = Target.objects.filter(unit=unit, indicator=indicator, year=2022).order_by("?").first()
        if first is not None:
            Target.objects.filter(unit=unit, indicator=indicator, year=2022).update(is_main=False)
            Target.objects.filter(pk=first.pk).update(is_main=True)

    def drop_target(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from indicators_target where indicator_id = %s", [self.random.choice(self.indicators).pk]
            )

    def report_no_more(self) -> None:
        ReportedIndicator.objects.filter(
            unit=self.random.choice(self.reporters), indicator=self.random.choice(self.indicators)
        ).delete()

    def reform(self) -> None:
        """From the middle of 2022 a ward stands elsewhere in the tree."""
        rows = [
            UnitRow(row.code, row.name, row.kind, making.OTHER_DISTRICT, row.level)
            if row.code == making.SIBLING
            else row
            for row in making.ROWS
        ]
        plant(rows, valid_from=date(2022, 7, 1))

    def count_otherwise(self) -> None:
        kinds = [arithmetic.FLOW, arithmetic.LEVEL]
        Indicator.objects.filter(code="HO").update(kind=self.random.choice(kinds))

    CHANGES: tuple[Callable[["World"], None], ...] = (
        *(open_and_fill,) * 6,
        *(send,) * 6,
        send_back,
        *(reopen,) * 2,
        *(retype,) * 2,
        *(type_last_year,) * 2,
        *(set_target,) * 4,
        drop_target,
        report_no_more,
        reform,
        count_otherwise,
    )


@pytest.mark.slow
@given(seed=st.integers(0, 2**32), turns=st.integers(10, 60), folds=st.sets(st.integers(0, 60), max_size=6))
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_folded_sums_equal_what_is_read_figure_by_figure(
    seed: int, turns: int, folds: set[int], units: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    """Of random figures in a random tree, however the turns of the worker fall between the changes."""
    with transaction.atomic():
        world = World(Random(seed), units, indicators)
        for turn in range(turns):
            change(world, world.random)
            if turn in folds:
                roll_ups.fold()
        world.open_and_fill()
        roll_ups.fold_now()
        for year in sorted(roll_ups.kept_years()):
            assert_exact(year)
            assert_same_boards(year)
            assert [roll_ups.compare(year, quarter) for quarter in (1, 2, 3, 4)] == [0, 0, 0, 0]
        transaction.set_rollback(True)
