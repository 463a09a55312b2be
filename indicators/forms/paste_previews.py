"""What would come of a pasted block or a workbook, line by line, before any of it counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import numbers
from coquang.unread import Unread
from indicators import blocks, pasting, workbooks
from indicators.actions.figures import Entry
from indicators.dashboards.sheets import Row, SheetPage
from indicators.forms.sheets import HalfTyped
from indicators.measures import measure_of
from indicators.models import Figure, Paste, PasteName
from indicators.words import FOUND, LEFT_OVER

# Lines shown that went nowhere; a block that leaves over more was not meant for this sheet.
LEFT_SHOWN = 200
TO_BE_NAMED = {"unknown", "ambiguous", "run_on", "twice"}


@dataclass(frozen=True)
class Line:
    """One row of the sheet for which something was pasted: what stands, what was read, why it cannot be taken."""

    row: Row
    indicator_id: int
    old: str
    was: str
    pasted: str
    how: str
    wording: str
    read: str = ""
    words: str = ""
    notes: tuple[str, ...] = ()
    refusal: str = ""
    entry: Entry | None = None
    is_same: bool = False
    is_ticked: bool = False
    is_confirming: bool = False
    is_moved: bool = False

    @property
    def can_be_taken(self) -> bool:
        return self.entry is not None and not self.refusal and not self.is_same


@dataclass(frozen=True)
class Left:
    """A line that went nowhere; one that may be named by hand has a name for its select."""

    text: str
    why: str
    field: str
    assigned: str


@dataclass(frozen=True)
class Preview:
    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    choices: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    column: str
    left_beyond: int = 0

    @property
    def entries(self) -> dict[int, Entry]:
        """What could be entered, by indicator id."""
        return {line.indicator_id: line.entry for line in self.lines if line.entry and line.can_be_taken}

    @property
    def offered(self) -> set[str]:
        return {line.row.code for line in self.lines if line.can_be_taken}

    @property
    def chosen(self) -> dict[int, Entry]:
        ticked = {line.indicator_id for line in self.lines if line.is_ticked}
        return {pk: entry for pk, entry in self.entries.items() if pk in ticked}

    @property
    def wordings(self) -> dict[str, int]:
        """The words a person confirms by taking their lines."""
        return {line.wording: line.indicator_id for line in self.lines if line.wording and line.is_confirming}

    @property
    def refused(self) -> int:
        return sum(bool(line.refusal) for line in self.lines)

    @property
    def same(self) -> int:
        return sum(line.is_same for line in self.lines)

    def told(self, sentences: Mapping[int, str]) -> "Preview":
        """The same with what entering says against some of the cells; their ticks are taken off."""
        return replace(
            self,
            lines=tuple(
                replace(line, refusal=sentences[line.indicator_id], is_ticked=False)
                if line.indicator_id in sentences
                else line
                for line in self.lines
            ),
        )


def look(
    paste: Paste, page: SheetPage, post: Mapping[str, str] | None = None, *, offered: Collection[str] | None = None
) -> Preview:
    """What a block would do to the sheet as it stands; with a post, ticked as it was posted.

    `offered` are the rows the posted page could tick, where it did not show all that are found now.
    """
    language = get_language() or "vi"
    rows = {row.code: row for row in page.rows}
    figures = {f.indicator.code: f for f in page.sheet.figures.select_related("indicator")}
    block = blocks.Block(tuple(tuple(line) for line in paste.lines))
    known = [pasting.Row(code, figures[code].indicator.name_vi, rows[code].is_ratio) for code in rows]
    matched = pasting.match(block, known, _hints(paste, block, list(rows.values())))
    formulas = {(number, block.lines[number][place]) for number, place in paste.formulas}
    lines = [
        _line(row, figures[code], matched.found[code], language, formulas)
        for code, row in rows.items()
        if code in matched.found
    ]
    return Preview(
        tuple(_ticked(line, post if offered is None or line.row.code in offered else None) for line in lines),
        tuple(_left(left, paste) for left in matched.left[:LEFT_SHOWN]),
        tuple((row.code, f"{row.number} {row.name}") for row in rows.values()),
        _columns(block, matched, paste),
        "" if paste.column is None else str(paste.column),
        max(0, len(matched.left) - LEFT_SHOWN),
    )


def corrections(post: Mapping[str, str], paste: Paste, preview: Preview) -> tuple[dict[str, str], int | None]:
    """The lines named by hand, those named before among them, and the column to read."""
    codes = {code for code, _name in preview.choices}
    assigned = {number: code for number, code in paste.assigned.items() if code in codes}
    for left in preview.left:
        if left.field and post.get(left.field) in codes:
            assigned[left.field.removeprefix("line-")] = post[left.field]
    column = post.get("column", preview.column)
    return assigned, int(column) if column in {key for key, _words in preview.columns} else paste.column


def _hints(paste: Paste, block: blocks.Block, rows: Sequence[Row]) -> pasting.Hints:
    remembered = PasteName.objects.filter(Q(body__isnull=True) | Q(body=paste.body_id), unit=paste.sheet.unit_id)
    # A provider's own words come last and so go before what anybody says.
    own_last = remembered.order_by(F("body").asc(nulls_first=True)).values_list("wording", "indicator__code")
    codes = {row.code for row in rows}
    return pasting.Hints(
        places=_places(paste.start, len(block.lines), rows),
        remembered=dict(own_last),
        assigned={int(number): code for number, code in paste.assigned.items() if code in codes},
        column=paste.column,
    )


def _places(start: str, length: int, rows: Sequence[Row]) -> list[str]:
    """The rows a bare column is laid on: from the row it was pasted into; else all, or those that can be typed into,
    when it is just as long; else from the first row due."""
    codes = [row.code for row in rows]
    if start in codes:
        return codes[codes.index(start) :]
    typed = [row.code for row in rows if not _closed(row)]
    if length == len(codes) or not typed:
        return codes
    return typed if length == len(typed) else codes[codes.index(typed[0]) :]


def _closed(row: Row) -> str:
    """Why nothing is typed into a row; empty when something is."""
    if not row.is_due:
        return _("Not due this quarter (%s).") % row.not_due
    if row.is_ratio and row.numerator_from and row.denominator_from:
        return _("Worked out from %(one)s and %(other)s; nothing is typed here.") % {
            "one": row.numerator_from,
            "other": row.denominator_from,
        }
    return ""


def _line(row: Row, figure: Figure, found: pasting.Found, language: str, formulas: Collection[tuple[int, str]]) -> Line:
    indicator = figure.indicator
    value = figure.value if figure.typed is None else figure.typed
    line = Line(
        row=row,
        indicator_id=indicator.pk,
        old=_pair(row.typed, row.typed_denominator) if row.is_ratio else row.typed or numbers.MISSING,
        was=row.was,
        pasted=found.text,
        how=str(FOUND[found.how]),
        wording=found.wording if found.how in {"part", "hand"} else "",
        notes=_notes(row, found, formulas),
        is_confirming=found.how in {"part", "hand"},
    )
    if closed := _closed(row) or _spreadsheet_error(found.text):
        return replace(line, refusal=closed)
    try:
        top, bottom = _read(row, figure, found.text)
    except Unread as refusal:
        return replace(line, refusal=refusal.sentence(language))
    except HalfTyped as refusal:
        return replace(line, refusal=str(refusal))
    measure = measure_of(indicator, language)
    shown_top = row.typed if row.numerator_from else measure.shown(top)
    shown_bottom = row.typed_denominator if row.denominator_from or not row.is_ratio else measure.shown(bottom)
    return replace(
        line,
        entry=Entry(top, bottom, (value, figure.denominator)),
        read=_pair(shown_top, shown_bottom) if row.is_ratio else shown_top,
        words=measure.spoken(top) if language == "vi" and not row.is_ratio and top is not None else "",
        is_same=(shown_top, shown_bottom) == (row.typed, row.typed_denominator),
    )


def _pair(top: str, bottom: str) -> str:
    """A ratio as it is read; one of which nothing is known is missing as a whole."""
    return f"{top or numbers.MISSING}/{bottom or numbers.MISSING}" if top or bottom else numbers.MISSING


def _notes(row: Row, found: pasting.Found, formulas: Collection[tuple[int, str]]) -> tuple[str, ...]:
    notes = [_("cumulative since January")] if row.is_cumulative else []
    notes += [_("before the slash from %s") % row.numerator_from] if row.numerator_from else []
    notes += [_("after the slash from %s") % row.denominator_from] if row.denominator_from else []
    if any((found.number, part) in formulas for part in found.text.split("/")):
        notes.append(_("a formula; the value last saved in the file"))
    return tuple(notes)


def _spreadsheet_error(text: str) -> str:
    if not text.startswith("#"):
        return ""
    if text == workbooks.DAY:
        return _("The cell is a day in Excel, not a number; make it a number there and bring it again.")
    if text == workbooks.NOT_COMPUTED:
        return _("The formula of this cell was never worked out; open the file in Excel, save it and bring it again.")
    return _("Excel shows the error %s in this cell; mend it there and bring it again.") % text


def _read(row: Row, figure: Figure, text: str) -> tuple[Decimal | None, Decimal | None]:
    """The number, or the parts of a ratio that are typed into it."""
    measure = measure_of(figure.indicator)
    if not row.is_ratio:
        return measure.read(text), None
    parts = [part.strip() for part in text.split("/")]
    follows = bool(row.numerator_from or row.denominator_from)
    if len(parts) > 2 or not all(parts) or (len(parts) == 1 and not follows):
        raise HalfTyped(_("A ratio needs both its parts: type the number before and the number after the slash."))
    top = None if row.numerator_from else measure.read(parts[0])
    bottom = None if row.denominator_from else measure.read(parts[-1])
    return top, bottom


def _ticked(line: Line, post: Mapping[str, str] | None) -> Line:
    """Ticked unless someone took the tick off; a cell that moved since the page was made is left."""
    field = f"take-{line.row.code}"
    if post is None or not line.can_be_taken:
        return replace(line, is_ticked=line.can_be_taken)
    if field in post and post[field] != line.was:
        told = _("Someone else has meanwhile entered %(theirs)s here; look at it again.") % {"theirs": line.old}
        return replace(line, refusal=told, is_ticked=False, is_moved=True)
    return replace(line, is_ticked=field in post)


def _left(left: pasting.LeftOver, paste: Paste) -> Left:
    field = f"line-{left.number}" if left.why in TO_BE_NAMED else ""
    return Left(left.text, str(LEFT_OVER[left.why]), field, paste.assigned.get(str(left.number), ""))


def _columns(block: blocks.Block, matched: pasting.Matched, paste: Paste) -> tuple[tuple[str, str], ...]:
    """The columns a figure may stand in, by what is written at their head; none when each line says one number."""
    if paste.column is None and not any(left.why == "several_values" for left in matched.left):
        return ()
    width = max(len(line) for line in block.lines)
    heads = next((line for line in block.lines if len([cell for cell in line if cell]) > 2), ())
    return tuple(
        (str(place), f"{place + 1}. {heads[place] if place < len(heads) else ''}".strip(" "))
        for place in range(1, min(width, workbooks.COLUMNS))
    )
