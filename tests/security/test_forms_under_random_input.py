"""Thousands of random posts: what reads them says no in its own words, and in no other way."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coquang import limits, names
from indicators.forms.reports import ReportTextForm
from indicators.forms.sheets import read_sheet
from indicators.models import Indicator, ReportText
from tests.security.corpus import INTEGERS, NUMBERS, TEXTS

MANY = settings(
    max_examples=1500,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

COUNT = Indicator(pk=1, code="HEM", measured="count", measure_vi="hẻm", kind="flow")
MONEY = Indicator(pk=2, code="THUE", measured="money", measure_vi="đồng", kind="flow", scale="tỷ đồng")
RATE = Indicator(pk=3, code="TYLE", measured="percent", measure_vi="%", kind="level", decimals=2)
RATIO = Indicator(pk=4, code="HOSO", measured="percent", measure_vi="%", kind="ratio_of_flows", decimals=1)
HALF_GIVEN = Indicator(pk=5, code="TLNGHEO", measured="percent", kind="ratio_of_levels", numerator=COUNT)
LATER = Indicator(pk=6, code="QUAN", measured="count", measure_vi="người", kind="flow", due_quarter=3)
ROWS = [COUNT, MONEY, RATE, RATIO, HALF_GIVEN, LATER]

numerals = st.text("0123456789.,  \u00a0\u202f-+%eE", max_size=30)
with_words = st.lists(
    st.sampled_from(["1", "2.750", "27,5", "tỷ", "triệu", "tr", "nghìn", "đồng", "đ", "%", " ", ",", "."]), max_size=9
).map("".join)
known = st.sampled_from([case.text for case in (*NUMBERS, *INTEGERS) if len(case.raw) < 10_000])
typed = st.one_of(numerals, with_words, known, st.text(max_size=90))
boxes = st.sampled_from([f"{mark}-{row.code}" for row in ROWS for mark in ("v", "d", "n", "was")])
posts = st.dictionaries(st.one_of(boxes, st.text(max_size=12)), typed, max_size=24)


@MANY
@given(posts, st.integers(min_value=1, max_value=4))
def test_a_posted_sheet_is_read_or_refused_row_by_row(post: dict[str, str], quarter: int) -> None:
    read = read_sheet(post, ROWS, quarter)
    typed = read.typing()
    refused = {code for code, typing in typed.items() if typing.refusal}
    codes = {row.pk: row.code for row in ROWS}
    assert refused.isdisjoint(codes[pk] for pk in read.entries)
    for code, typing in typed.items():
        assert typing.value in {post.get(f"v-{code}", "").strip(), ""}
        assert typing.denominator in {post.get(f"d-{code}", "").strip(), ""}
        assert not typing.refusal or typing.refusal.endswith(".")
    for pk, entry in read.entries.items():
        for number in (entry.value, entry.denominator):
            assert number is None or (type(number) is Decimal and 0 <= number < limits.FIGURE_LIMIT)
            assert number is None or -number.as_tuple().exponent <= limits.FIGURE_DECIMALS  # type: ignore[operator]
        assert entry.denominator is None or codes[pk] in {"HOSO", "TLNGHEO"}
        assert entry.seen is None or len(entry.seen) == 2
    assert quarter == 3 or "QUAN" not in typed


pasted = st.one_of(
    st.sampled_from([case.text for case in TEXTS if len(case.raw) < 100_000]),
    st.text(max_size=200),
    st.text("aế\u0301\u0323\u0302\u200b\u202e\n\r\t\x00\x1b\u2028\ufffd \u0344", max_size=60),
)


@MANY
@given(pasted, pasted, pasted, st.one_of(st.none(), typed))
def test_the_written_parts_are_kept_or_refused_by_name(
    shortcomings: str, coming_tasks: str, proposals: str, seen: str | None
) -> None:
    post = {"shortcomings": shortcomings, "coming_tasks": coming_tasks, "proposals": proposals}
    form = ReportTextForm(post if seen is None else {**post, "seen": seen}, instance=ReportText())
    if not form.is_valid():
        assert set(form.errors) <= {*post, "__all__"}
        assert all(sentence for sentences in form.errors.values() for sentence in sentences)
    for name in set(post) & set(form.cleaned_data):
        text = form.cleaned_data[name]
        assert text == names.tidy(text, multiline=True)
        assert len(text) <= limits.PARAGRAPHS
