"""The shared list says what to send in four ways; each is understood, so that no case is quietly left out."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.security.corpus import SHARED, beside_the_checkout, shared, wire


@pytest.mark.parametrize(
    ("case", "size", "start"),
    [
        ({"value": "1.234"}, 5, b"1.234"),
        ({"value": {"gen": "x*1e6"}}, 1_000_000, b"xxx"),
        ({"value": "u*5000"}, 5000, b"uuu"),
        ({"value": "?q=aaa…x10000"}, 10_000, b"?q=aaa"),
        ({"value_hex": "fffe80"}, 3, b"\xff\xfe\x80"),
        ({"value_gen": {"prefix": "a", "repeat": "\u0301", "times": 5000}}, 10_001, b"a\xcc\x81"),
        ({"value_gen": {"repeat": "<div>", "times": 200, "suffix": "x"}}, 1001, b"<div><div>"),
    ],
)
def test_each_way_of_saying_what_to_send(case: Mapping[str, Any], size: int, start: bytes) -> None:
    raw = wire(case)
    assert raw is not None
    assert len(raw) == size
    assert raw.startswith(start)


def test_a_file_is_not_something_to_type() -> None:
    assert wire({"value_gen": {"file": "<svg onload>"}}) is None


@beside_the_checkout
def test_no_case_of_the_kinds_we_type_is_left_out() -> None:
    kinds = ("number", "integer", "text", "url", "query", "auth")
    held = [case for case in json.loads(SHARED.read_text(encoding="utf-8"))["cases"] if case["kind"] in kinds]
    elsewhere = [case for case in held if case["surface"].startswith("api")]
    assert len(shared(*kinds)) == len(held) - len(elsewhere) > 90
