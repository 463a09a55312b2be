"""How quarters make a year, what a percent is of, and at which number a result word turns into the next."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coquang.limits import FIGURE_LIMIT
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Judgement, Quantity

KINDS = (arithmetic.FLOW, arithmetic.LEVEL, arithmetic.RATIO_OF_FLOWS, arithmetic.RATIO_OF_LEVELS)

# A busy machine is no fault of the arithmetic.
untimed = settings(deadline=None)

figures = st.decimals(min_value=0, max_value=FIGURE_LIMIT - 1, places=4)
counted = figures.filter(bool)
quantities = st.builds(Quantity, figures, figures)
years = st.fixed_dictionaries(dict.fromkeys((1, 2, 3, 4), quantities))
gaps = st.dictionaries(st.sampled_from((1, 2, 3, 4)), st.none() | quantities)
throughs = st.sampled_from((1, 2, 3, 4))


def q(value: str | int, below: str | int | None = None) -> Quantity:
    return Quantity(Decimal(value), None if below is None else Decimal(below))


YEAR = {1: q(10, 100), 2: q(20, 110), 3: q(5, 90), 4: q(7, 120)}


# --- quarters make a year -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "through", "total"),
    [
        (arithmetic.FLOW, 1, q(10)),
        (arithmetic.FLOW, 3, q(35)),
        (arithmetic.FLOW, 4, q(42)),
        (arithmetic.LEVEL, 1, q(10, 100)),
        (arithmetic.LEVEL, 3, q(5, 90)),
        (arithmetic.RATIO_OF_FLOWS, 2, q(30, 210)),
        (arithmetic.RATIO_OF_FLOWS, 4, q(42, 420)),
        (arithmetic.RATIO_OF_LEVELS, 4, q(7, 120)),
    ],
)
def test_each_kind_adds_up_in_its_own_way(kind: str, through: int, total: Quantity) -> None:
    assert arithmetic.cumulated(kind, YEAR, through) == total


@pytest.mark.parametrize("kind", [arithmetic.FLOW, arithmetic.RATIO_OF_FLOWS])
@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_a_sum_over_a_missing_quarter_is_missing_and_before_it_stands(kind: str, missing: int) -> None:
    for known in ({k: v for k, v in YEAR.items() if k != missing}, {**YEAR, missing: None}):
        for through in (1, 2, 3, 4):
            total = arithmetic.cumulated(kind, known, through)
            assert (total is None) == (through >= missing)


@pytest.mark.parametrize("kind", [arithmetic.LEVEL, arithmetic.RATIO_OF_LEVELS])
def test_a_level_needs_only_its_own_quarter(kind: str) -> None:
    assert arithmetic.cumulated(kind, {3: q(5, 90)}, 3) == q(5, 90)
    assert arithmetic.cumulated(kind, {3: q(5, 90)}, 4) is None


def test_a_ratio_with_one_denominator_missing_is_missing() -> None:
    assert arithmetic.cumulated(arithmetic.RATIO_OF_FLOWS, {**YEAR, 2: q(20)}, 2) is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_falls_due_once_is_nothing_before_its_quarter_and_itself_after(kind: str) -> None:
    known = {2: q(54, 54)}
    assert arithmetic.cumulated(kind, known, 1, due_quarter=2) is None
    for through in (2, 3, 4):
        assert arithmetic.cumulated(kind, known, through, due_quarter=2) == q(54, 54)
    assert arithmetic.cumulated(kind, {1: q(9)}, 4, due_quarter=2) is None


@untimed
@given(year=years, through=throughs)
def test_a_flow_up_to_a_quarter_is_the_one_before_and_the_quarters_own(year: dict[int, Quantity], through: int) -> None:
    now = arithmetic.cumulated(arithmetic.FLOW, year, through)
    before = arithmetic.cumulated(arithmetic.FLOW, year, through - 1) if through > 1 else None
    assert now is not None
    assert arithmetic.quarter_of(now.value, before.value if before else None) == year[through].value


@untimed
@given(year=years, through=throughs)
def test_a_rate_of_the_year_lies_between_the_rates_of_its_quarters(year: dict[int, Quantity], through: int) -> None:
    rates = [
        rate
        for quarter in range(1, through + 1)
        if (rate := arithmetic.number(arithmetic.RATIO_OF_FLOWS, year[quarter])) is not None
    ]
    whole = arithmetic.cumulated(arithmetic.RATIO_OF_FLOWS, year, through)
    if len(rates) == through:
        rate = arithmetic.number(arithmetic.RATIO_OF_FLOWS, whole)
        assert rate is not None
        tiny = Decimal("1e-9") * max([Decimal(1), *rates])
        assert min(rates) - tiny <= rate <= max(rates) + tiny


@untimed
@given(kind=st.sampled_from(KINDS), quarters=gaps, through=throughs)
def test_nothing_is_ever_made_up_for_a_missing_quarter(
    kind: str, quarters: dict[int, Quantity | None], through: int
) -> None:
    total = arithmetic.cumulated(kind, quarters, through)
    counts = range(1, through + 1) if kind in arithmetic.ADDS_UP else [through]
    assert (total is None) == any(quarters.get(quarter) is None for quarter in counts)


@untimed
@given(values=st.lists(figures, min_size=4, max_size=4))
def test_sums_are_exact_to_the_last_dong(values: list[Decimal]) -> None:
    year = {quarter: Quantity(value) for quarter, value in enumerate(values, start=1)}
    total = arithmetic.cumulated(arithmetic.FLOW, year, 4)
    assert total is not None
    assert int(total.value * 10_000) == sum(int(value * 10_000) for value in values)


# --- numbers, percents, points --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "quantity", "number"),
    [
        (arithmetic.FLOW, None, None),
        (arithmetic.FLOW, q(0), Decimal(0)),
        (arithmetic.LEVEL, q(147), Decimal(147)),
        (arithmetic.RATIO_OF_FLOWS, q(3, 4), Decimal(75)),
        (arithmetic.RATIO_OF_LEVELS, q(0, 4), Decimal(0)),
        (arithmetic.RATIO_OF_LEVELS, q(3, 0), None),
        (arithmetic.RATIO_OF_FLOWS, q(3), None),
    ],
)
def test_a_quantity_stands_for_one_number(kind: str, quantity: Quantity | None, number: Decimal | None) -> None:
    assert arithmetic.number(kind, quantity) == number


@pytest.mark.parametrize(
    ("result", "aim", "completion"),
    [
        (14_500_000_000, Aim("value", Decimal(17_100_000_000)), "84.8"),
        (26, Aim("value", Decimal(20)), "130.0"),
        (0, Aim("value", Decimal(20)), "0.0"),
        (95, Aim("at_least", Decimal(90)), "105.6"),
        (0, Aim("value", Decimal(0)), None),
        (3, Aim("at_least", Decimal(0)), None),
        (4, Aim("range", Decimal(4), Decimal(5)), None),
        (4, Aim("at_most", Decimal(5)), None),
        (4, Aim("less_than", Decimal(5)), None),
        (None, Aim("value", Decimal(20)), None),
        (4, None, None),
    ],
)
def test_completion_is_a_percent_only_of_a_height_above_zero(
    result: int | None, aim: Aim | None, completion: str | None
) -> None:
    found = arithmetic.completion(None if result is None else Decimal(result), aim)
    assert (None if found is None else str(round(found, 1))) == completion


@pytest.mark.parametrize(
    ("kind", "now", "then", "change"),
    [
        (arithmetic.FLOW, 120, 100, Change(percent=Decimal(20))),
        (arithmetic.FLOW, 0, 100, Change(percent=Decimal(-100))),
        (arithmetic.LEVEL, 50, 100, Change(percent=Decimal(-50))),
        (arithmetic.FLOW, 5, 0, Change()),
        (arithmetic.FLOW, 0, 0, Change()),
        (arithmetic.FLOW, None, 100, Change()),
        (arithmetic.FLOW, 100, None, Change()),
        (arithmetic.RATIO_OF_FLOWS, 92, 90, Change(points=Decimal(2))),
        (arithmetic.RATIO_OF_LEVELS, 90, 92, Change(points=Decimal(-2))),
        (arithmetic.RATIO_OF_LEVELS, 5, 0, Change(points=Decimal(5))),
        (arithmetic.RATIO_OF_LEVELS, None, 92, Change()),
    ],
)
def test_growth_is_a_percent_and_that_of_a_rate_is_points(
    kind: str, now: int | None, then: int | None, change: Change
) -> None:
    as_number = [None if value is None else Decimal(value) for value in (now, then)]
    assert arithmetic.change(kind, *as_number) == change


@untimed
@given(now=figures, then=counted)
def test_growth_and_fall_have_the_sign_of_the_difference(now: Decimal, then: Decimal) -> None:
    percent = arithmetic.change(arithmetic.FLOW, now, then).percent
    assert percent is not None
    assert percent >= -100
    if abs(now - then) > then / 10**20:
        assert (percent > 0) == (now > then)


# --- the result word at the year's end ------------------------------------------------------------

VALUE, RANGE = arithmetic.VALUE, arithmetic.RANGE
AT_LEAST, AT_MOST, LESS_THAN = arithmetic.AT_LEAST, arithmetic.NO_MORE_THAN, arithmetic.LESS_THAN
HIGHER, LOWER, EXACTLY, LIMIT = arithmetic.HIGHER, arithmetic.LOWER, arithmetic.EXACTLY, arithmetic.AT_MOST


def aim(form: str, value: str, upper: str | None = None) -> Aim:
    return Aim(form, Decimal(value), None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    ("direction", "target", "result", "word"),
    [
        (HIGHER, aim(VALUE, "20"), "20", "met"),
        (HIGHER, aim(VALUE, "20"), "20.0001", "exceeded"),
        (HIGHER, aim(VALUE, "20"), "19.9999", "missed"),
        (EXACTLY, aim(VALUE, "100"), "100", "met"),
        (EXACTLY, aim(VALUE, "100"), "99.9", "missed"),
        (HIGHER, aim(VALUE, "0"), "0", "met"),
        (HIGHER, aim(RANGE, "4", "5"), "4", "met"),
        (HIGHER, aim(RANGE, "4", "5"), "5", "met"),
        (HIGHER, aim(RANGE, "4", "5"), "3.9999", "missed"),
        (HIGHER, aim(AT_LEAST, "92"), "92", "met"),
        (HIGHER, aim(AT_LEAST, "92"), "99", "met"),
        (HIGHER, aim(AT_LEAST, "92"), "91.9999", "missed"),
        (LOWER, aim(AT_LEAST, "92"), "91", "missed"),
        (LOWER, aim(AT_MOST, "150"), "150", "met"),
        (LOWER, aim(AT_MOST, "150"), "150.0001", "missed"),
        (HIGHER, aim(AT_MOST, "150"), "151", "missed"),
        (LOWER, aim(LESS_THAN, "4"), "4", "missed"),
        (LOWER, aim(LESS_THAN, "4"), "3.9999", "met"),
        (LOWER, aim(VALUE, "20"), "20", "met"),
        (LOWER, aim(VALUE, "20"), "21", "missed"),
        (LOWER, aim(VALUE, "20"), "0", "met"),
        (LIMIT, aim(VALUE, "0"), "0", "met"),
        (LIMIT, aim(VALUE, "0"), "1", "missed"),
    ],
)
def test_at_the_years_end_the_word_turns_at_the_target_itself(
    direction: str, target: Aim, result: str, word: str
) -> None:
    case = Judgement(arithmetic.FLOW, direction, target, Decimal(result), is_due=True, is_closed=True)
    assert arithmetic.standing(case) == word


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_closed", [True, False])
def test_words_that_ask_for_no_number(kind: str, is_closed: bool) -> None:
    def word(direction: str, target: Aim | None, result: Decimal | None, is_due: bool) -> str:
        return arithmetic.standing(Judgement(kind, direction, target, result, is_due=is_due, is_closed=is_closed))

    target = aim(VALUE, "20")
    assert word(arithmetic.MONITOR, target, Decimal(3), True) == "monitored"
    assert word(arithmetic.MONITOR, None, None, False) == "monitored"
    assert word(HIGHER, None, Decimal(3), True) == "unassigned"
    assert word(HIGHER, target, None, True) == "no_figure"
    assert word(HIGHER, target, None, False) == "not_due"


# --- the result word on the way -------------------------------------------------------------------


def running(
    target: Aim,
    result: str,
    *,
    kind: str = arithmetic.FLOW,
    direction: str = HIGHER,
    share: int = 50,
    start: str | None = None,
    on_course_from: int = 100,
    at_risk_below: int = 80,
) -> str:
    """The word half way through a year."""
    case = Judgement(
        kind,
        direction,
        target,
        Decimal(result),
        is_due=True,
        is_closed=False,
        share=share,
        start=None if start is None else Decimal(start),
        on_course_from=on_course_from,
        at_risk_below=at_risk_below,
    )
    return arithmetic.standing(case)


@pytest.mark.parametrize(
    ("result", "word"),
    [("50", "on_course"), ("49.9999", "behind"), ("40", "behind"), ("39.9999", "at_risk"), ("0", "at_risk")],
)
def test_a_flow_is_measured_at_the_share_expected_by_now(result: str, word: str) -> None:
    assert running(aim(VALUE, "100"), result) == word


@pytest.mark.parametrize(
    ("result", "word"), [("45", "on_course"), ("44.9999", "behind"), ("35", "behind"), ("34.9999", "at_risk")]
)
def test_an_indicator_may_have_thresholds_of_its_own(result: str, word: str) -> None:
    assert running(aim(VALUE, "100"), result, on_course_from=90, at_risk_below=70) == word


def test_where_nothing_is_expected_yet_nothing_is_late() -> None:
    assert running(aim(VALUE, "100"), "0", share=0) == "on_course"


def test_a_range_and_an_at_least_are_measured_at_their_lower_end() -> None:
    assert running(aim(RANGE, "4", "6"), "2") == "on_course"
    assert running(aim(RANGE, "4", "6"), "1.9") == "behind"
    assert running(aim(AT_LEAST, "4"), "2") == "on_course"


@pytest.mark.parametrize(
    ("result", "word"), [("10", "on_course"), ("10.0001", "behind"), ("20", "behind"), ("20.0001", "at_risk")]
)
@pytest.mark.parametrize(("direction", "form"), [(LOWER, VALUE), (LIMIT, VALUE), (LOWER, AT_MOST)])
def test_a_limit_that_is_counted_up_is_lost_once_it_is_passed(
    direction: str, form: str, result: str, word: str
) -> None:
    assert running(aim(form, "20"), result, direction=direction) == word


def test_a_limit_of_less_than_is_lost_when_it_is_reached() -> None:
    assert running(aim(LESS_THAN, "20"), "20", direction=LOWER) == "at_risk"
    assert running(aim(LESS_THAN, "20"), "19.9999", direction=LOWER) == "behind"


def test_a_limit_of_none_at_all_is_kept_by_none_and_lost_by_one() -> None:
    assert running(aim(VALUE, "0"), "0", direction=LIMIT) == "on_course"
    assert running(aim(VALUE, "0"), "1", direction=LIMIT) == "at_risk"


def test_a_rate_is_measured_at_the_whole_target_from_the_first_quarter_on() -> None:
    for share in (25, 100):
        assert running(aim(AT_LEAST, "90"), "90", kind=arithmetic.RATIO_OF_FLOWS, share=share) == "on_course"
        assert running(aim(AT_LEAST, "90"), "89", kind=arithmetic.RATIO_OF_FLOWS, share=share) == "behind"
        assert running(aim(AT_LEAST, "90"), "71.9", kind=arithmetic.RATIO_OF_FLOWS, share=share) == "at_risk"


@pytest.mark.parametrize("kind", [arithmetic.LEVEL, arithmetic.RATIO_OF_LEVELS])
def test_a_level_is_measured_on_the_way_from_where_the_year_began(kind: str) -> None:
    target = aim(VALUE, "100")
    assert running(target, "90", kind=kind, start="80") == "on_course"
    assert running(target, "89.9999", kind=kind, start="80") == "behind"
    assert running(target, "71.9999", kind=kind, start="80") == "at_risk"


@pytest.mark.parametrize("kind", [arithmetic.LEVEL, arithmetic.RATIO_OF_LEVELS])
def test_a_level_that_is_to_fall_may_stand_above_its_limit_on_the_way(kind: str) -> None:
    target = aim(AT_MOST, "150")
    assert running(target, "165", kind=kind, direction=LOWER, start="180") == "on_course"
    assert running(target, "165.0001", kind=kind, direction=LOWER, start="180") == "behind"
    assert running(target, "207", kind=kind, direction=LOWER, start="180") == "at_risk"
    assert running(target, "150", kind=kind, direction=LOWER, start="140") == "on_course"


@pytest.mark.parametrize("kind", [arithmetic.LEVEL, arithmetic.RATIO_OF_LEVELS])
def test_a_level_without_a_known_start_is_measured_at_its_target(kind: str) -> None:
    assert running(aim(VALUE, "100"), "100", kind=kind) == "on_course"
    assert running(aim(VALUE, "100"), "99", kind=kind) == "behind"


RANK = {word: rank for rank, word in enumerate(("at_risk", "behind", "on_course"))}
ENDS = {word: rank for rank, word in enumerate(("missed", "met", "exceeded"))}
aims = st.builds(
    lambda form, value, more: Aim(form, value, value + more if form == RANGE else None),
    st.sampled_from((VALUE, RANGE, AT_LEAST, AT_MOST, LESS_THAN)),
    figures,
    counted,
)
judged = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "direction": st.sampled_from((HIGHER, LOWER, EXACTLY, LIMIT)),
        "aim": aims,
        "is_due": st.just(True),
        "share": st.integers(0, 100),
        "start": st.none() | figures,
    }
)


@untimed
@given(case=judged, results=st.lists(figures, min_size=2, max_size=8), is_closed=st.booleans())
def test_a_better_result_never_has_a_worse_word(
    case: dict[str, object], results: list[Decimal], is_closed: bool
) -> None:
    ranks = ENDS if is_closed else RANK
    words = [
        arithmetic.standing(Judgement(**case, result=result, is_closed=is_closed))  # type: ignore[arg-type]
        for result in sorted(results)
    ]
    if arithmetic.is_ceiling(case["aim"], str(case["direction"])):  # type: ignore[arg-type]
        words.reverse()
    assert all(ranks[worse] <= ranks[better] for worse, better in pairwise(words))


def test_no_figure_keeps_below_zero_and_the_board_still_answers() -> None:
    assert running(aim(LESS_THAN, "0"), "0", kind="level") == "at_risk"


def test_arithmetic_knows_every_word_it_says() -> None:
    assert set(arithmetic.ASSESSED) == set(RANK) | set(ENDS)
    assert arithmetic.even_share() == [25, 50, 75, 100]
