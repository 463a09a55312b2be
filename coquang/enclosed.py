"""What travels inside a paper's file: its figures for machines (JSON) and for a spreadsheet (XLSX)."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import xlsxwriter

HEADS = ("name", "measure", "target", "result", "value")


class Enclosed(NamedTuple):
    """A file inside a paper's file; `relationship` as PDF/A-3 names it."""

    name: str
    data: bytes
    relationship: str
    created: datetime


def with_paper(facts: Mapping[str, Any], created: datetime) -> list[Enclosed]:
    """The same figures twice; none when the paper has none. Equal figures are equal bytes."""
    figures: Sequence[Mapping[str, str]] = facts.get("figures", ())
    if not figures:
        return []
    told = {"code": facts.get("code", ""), "figures": list(figures)}
    data = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return [
        Enclosed("figures.json", data, "Data", created),
        Enclosed("figures.xlsx", _workbook(figures, created), "Source", created),
    ]


def _workbook(figures: Sequence[Mapping[str, str]], created: datetime) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    for row, cells in enumerate([dict(zip(HEADS, HEADS, strict=True)), *figures]):
        for column, name in enumerate(HEADS):
            sheet.write_string(row, column, cells[name])
    book.close()
    return out.getvalue()
