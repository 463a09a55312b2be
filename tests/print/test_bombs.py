"""What would hang a press is printed or refused with a sentence, and the next paper is printed as if nothing was."""

import time
from collections.abc import Callable

import pytest

from coquang import laying_out, printing
from coquang.bounded import Bounds
from coquang.typeface import Unprintable
from tests.print.composing import Facts

NEST = "<ul><li>" * 200 + "a" + "</li></ul>" * 200
LONG = "<table>" + "<tr><td>a<td>b<td>c</tr>" * 3000 + "</table>"


Printed = Callable[..., bytes]


def page(body: str) -> str:
    return f'<html lang="vi"><title>a</title><body>{body}</body></html>'


def test_two_hundred_lists_in_each_other_are_refused_with_a_sentence() -> None:
    with pytest.raises(Unprintable, match="quá lớn"):
        laying_out.pressed(page(NEST))


def test_a_word_of_40000_letters_is_printed(printed: Printed, facts: Facts) -> None:
    assert printing.pages(printed(facts, opening="x" * 40_000)) > 10


@pytest.mark.slow
def test_three_thousand_rows_are_printed_or_refused_within_the_bounds(printed: Printed, facts: Facts) -> None:
    rows = facts["table"]["groups"][0]["rows"]
    facts["table"]["groups"][0]["rows"] = [rows[at % len(rows)] for at in range(3000)]
    begun = time.monotonic()
    try:
        assert printing.pages(printed(facts)) > 50
    except Unprintable as refusal:
        assert str(refusal).startswith(("Văn bản này quá lớn", "Việc dàn trang"))
    assert time.monotonic() - begun < Bounds().seconds + 10


def test_what_takes_too_long_is_ended_and_the_next_paper_is_printed(
    printed: Printed, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = printed(facts)
    with monkeypatch.context() as patch:
        patch.setattr("coquang.laying_out.Bounds", lambda: Bounds(work=1))
        with pytest.raises(Unprintable, match="quá lâu"):
            laying_out.pressed(page(LONG))
    assert printed(facts) == sound


def test_a_long_paper_is_allowed_more_work_with_each_ten_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    leaves = "".join(f"<p style='break-after: page'>{number}</p>" for number in range(12))
    laying_out._counted(page(leaves), [], laying_out.VARIANT, told.append)
    assert told == list(range(1, len(told) + 1)) and len(told) >= 12
