"""Reading a file of units (code,name,kind,parent_code,level): every fault found, or every row right."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coquang import limits, names
from programmes.models import NATION_CODE, Unit

COLUMNS = ("code", "name", "kind", "parent_code", "level")


@dataclass(frozen=True)
class UnitRow:
    """One unit as a file gives it; the parent of a province is the nation."""

    code: str
    name: str
    kind: str
    parent_code: str
    level: int

    @property
    def identity(self) -> tuple[str, str, str, str]:
        return self.code, self.name, self.kind, self.parent_code


@dataclass(frozen=True)
class Fault:
    """What is wrong: the line of the file (the heading is line 1), the column, what stands there, and why."""

    row: int
    column: str
    value: str
    reason: str


NATION = UnitRow(NATION_CODE, "Việt Nam", "Quốc gia", "", Unit.Level.NATION)


def read_units(content: bytes) -> tuple[list[UnitRow], list[Fault]]:
    """The rows of a UTF-8 CSV file and its faults; with any fault the rows are not to be used."""
    if len(content) > limits.IMPORT_BYTES:
        return [], [Fault(1, "", "", _("The file is larger than 20 MB; a file of units is not."))]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        return [], [Fault(line, "", "", _("This line is not UTF-8; save the file as CSV UTF-8."))]
    if "\0" in text:
        return [], [Fault(text[: text.index("\0")].count("\n") + 1, "", "", _("A line holds a NUL character."))]
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            heading = ",".join(reader.fieldnames or [])
            return [], [Fault(1, column, heading[:60], _("This column is missing.")) for column in missing]
        numbered = [(reader.line_num, row) for row in reader]
    except csv.Error as broken_csv:
        line = reader.reader.line_num
        return [], [
            Fault(line, "", "", _("This is not a row of a CSV file; look at its quotation marks (%s).") % broken_csv)
        ]
    if len(numbered) > limits.IMPORT_ROWS:
        return [], [Fault(limits.IMPORT_ROWS + 2, "", "", _("There are more rows than any nation has units."))]
    return _checked(numbered)


def _checked(numbered: list[tuple[int, dict[str, str | None]]]) -> tuple[list[UnitRow], list[Fault]]:
    rows: list[tuple[int, UnitRow]] = []
    faults: list[Fault] = []
    for line, raw in numbered:
        found = list(_cell_faults(line, raw))
        faults += found
        if not found:
            rows.append((line, _row(raw)))
    faults += _faults_between(rows)
    if not rows and not faults:
        faults.append(Fault(2, "", "", _("The file has no rows.")))
    return [row for _line, row in rows], sorted(faults, key=lambda fault: fault.row)


def _row(raw: dict[str, str | None]) -> UnitRow:
    cell = {column: names.tidy(raw[column] or "") for column in COLUMNS}
    level = int(cell["level"])
    parent = NATION_CODE if level == Unit.Level.PROVINCE else cell["parent_code"]
    return UnitRow(cell["code"], cell["name"], cell["kind"], parent, level)


def _cell_faults(line: int, raw: dict[str, str | None]) -> Iterable[Fault]:
    if None in raw.values():
        yield Fault(line, "", "", _("The row has too few columns."))
        return
    if None in raw:
        yield Fault(line, "", "", _("The row has too many columns."))
        return
    lengths = {"code": limits.CODE, "name": limits.NAME, "kind": limits.CODE * 2, "parent_code": limits.CODE}
    for column, most in lengths.items():
        value = raw[column] or ""
        try:
            clean = names.tidy(value)
        except names.NotText as refusal:
            yield Fault(line, column, refusal.text, str(refusal))
            continue
        if len(clean) > most:
            yield Fault(line, column, clean[:40], _("Longer than %d characters.") % most)
        if not clean and column != "parent_code":
            yield Fault(line, column, value, _("This cell is empty."))
    level = (raw["level"] or "").strip()
    if level not in {"1", "2", "3"}:
        yield Fault(line, "level", level[:40], _("A level is 1 (province), 2 (district) or 3 (ward)."))
    elif level != "1" and not (raw["parent_code"] or "").strip():
        yield Fault(line, "parent_code", "", _("A unit below a province names its superior's code."))


def _faults_between(rows: list[tuple[int, UnitRow]]) -> Iterable[Fault]:
    first: dict[str, tuple[int, UnitRow]] = {}
    for line, row in rows:
        if row.code in first or row.code == NATION_CODE:
            taken = first[row.code][0] if row.code in first else 0
            yield Fault(line, "code", row.code, _("This code already stands in line %d.") % taken)
        else:
            first[row.code] = line, row
    for line, row in rows:
        if row.parent_code == NATION_CODE:
            continue
        if row.parent_code not in first:
            yield Fault(line, "parent_code", row.parent_code, _("No unit of the file has this code."))
        elif first[row.parent_code][1].level >= row.level:
            yield Fault(line, "parent_code", row.parent_code, _("The superior stands no higher than the unit."))
