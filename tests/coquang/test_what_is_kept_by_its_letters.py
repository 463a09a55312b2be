"""What a page repeats is kept by the very facts it was made of, so that it is never out of date."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader

from coquang.addresses import by_code
from coquang.instances import LETTERS_KEPT, array, kept_by_its_letters
from coquang.periods import Period
from coquang.rows import environment


def test_a_document_is_understood_anew_only_when_its_letters_changed() -> None:
    asked: list[str] = []

    @kept_by_its_letters
    def understood(document: str, unit: int) -> str:
        asked.append(document)
        return f"{document} {unit}"

    told = [understood("[1]", 7), understood("[1]", 7), understood("[2]", 7), understood("[2]", 8)]

    assert told == ["[1] 7", "[1] 7", "[2] 7", "[2] 8"]
    assert asked == ["[1]", "[2]", "[2]"]


def test_a_long_document_is_not_kept() -> None:
    asked: list[int] = []

    @kept_by_its_letters
    def understood(document: str) -> int:
        asked.append(len(document))
        return len(document)

    long = "x" * (LETTERS_KEPT + 1)
    assert understood(long) == understood(long)
    assert asked == [len(long)] * 2


def test_a_row_is_painted_anew_for_another_language_or_another_fact() -> None:
    engine = environment(loader=DictLoader({"row": "<b>{{ facts[0] }}</b> {{ facts[1] }}"}))
    painted = engine.globals["painted"]

    told = [painted("row", *facts) for facts in (("a < b", "vi"), ("a < b", "vi"), ("a < b", "en"), ("c", "en"))]

    assert told == ["<b>a &lt; b</b> vi", "<b>a &lt; b</b> vi", "<b>a &lt; b</b> en", "<b>c</b> en"]
    assert told[0] is told[1]


@pytest.mark.django_db
@given(
    st.lists(
        st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**15, min_value=-(10**15))
    )
)
def test_numbers_reach_the_database_as_they_were(numbers: list[Decimal | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select %s::numeric[]", [array(numbers)])
        assert cursor.fetchone() == (numbers,)


def test_an_address_found_by_its_code_is_the_one_that_is_looked_up() -> None:
    period = Period(2022, "quarter", 3)
    url = by_code("indicators:sheet", period)
    for code in ("26755", "T1", "H-62"):
        assert url(code) == reverse("indicators:sheet", args=[code, period])
