"""The report of the sample file: its pieces, easy to change in a test, become the facts that are printed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coquang.blocks import Block, Heading, Item, Paragraph, Results, composed
from coquang.papers import listed

Facts = dict[str, Any]

SAMPLE = Path(__file__).parent / "progress_report_facts.json"
PIECES = {"theme", "opening", "results_heading", "summary", "fields", "table", "parts"}


def pieces() -> Facts:
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def report(told: Facts) -> Facts:
    """The facts of the report: blocks counted and punctuated as the rule of form asks."""
    facts = {name: value for name, value in told.items() if name not in PIECES}
    blocks, rule = list(_blocks(told)), told["rule"]
    return facts | {"blocks": composed(blocks, rule), "recipients": listed(told["recipients"], rule)}


def _blocks(told: Facts) -> Iterator[Block]:
    if told["theme"]:
        yield Paragraph("{label}: “{text}” ({adopted_by})".format(**told["theme"]), end=".")
    if told["opening"]:
        yield Paragraph(told["opening"])
    yield Heading(told["results_heading"])
    if told["summary"]:
        yield Paragraph(told["summary"])
    for field in told["fields"]:
        yield Heading(field["name"], level=2)
        *before, last = field["sentences"]
        for sentence in before:
            yield Item(sentence["text"], "(*)" if sentence["marked"] else "", ";")
        yield Item(last["text"], "(*)" if last["marked"] else "", ".")
    if told["table"]:
        yield Results(told["table"])
    for part in told["parts"]:
        yield Heading(part["heading"])
        yield from (Paragraph(paragraph) for paragraph in part["paragraphs"])
