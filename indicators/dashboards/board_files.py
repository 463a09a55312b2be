"""A board, and one indicator over units and years, with their numbers as numbers, for a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.arithmetic import HUNDRED, Change
from indicators.board_files import FilePage
from indicators.dashboards.board_lines import Exact, Line
from indicators.dashboards.boards import Board
from indicators.dashboards.one_indicator import OneIndicator
from indicators.dashboards.sheet_files import PERCENT, number_cell
from indicators.models import Indicator
from indicators.sentences import stretch
from indicators.sheet_files import FileCell, FileRow


def board_pages(board: Board) -> list[FilePage]:
    """The lines as on the board; below a unit above others, its units against indicators on a second sheet."""
    pages = [
        FilePage(
            name=_("Board"),
            lines=[f"{board.unit.name}, {board.stretch}", board.said],
            heads=_heads(),
            rows=list(_line_rows(board)),
        )
    ]
    if board.heat:
        heads = [
            (_("Unit"), 28),
            (_("At risk"), 10),
            *((name, 16) for name, _url in board.heat_heads),
            (_("Sheet"), 22),
        ]
        rows = [
            FileRow(
                (
                    FileCell(row.unit.name),
                    FileCell(Decimal(row.needing), "0"),
                    *(_share(cell.value) if cell.is_percent else FileCell(cell.value) for cell in row.cells),
                    FileCell(row.sheet_word),
                )
            )
            for row in board.heat
        ]
        lines = [f"{board.unit.name}, {board.stretch}", board.said]
        pages.append(FilePage(_("Units"), lines, heads, rows))
    return pages


def _heads() -> list[tuple[str, int]]:
    return [
        (_("Indicator"), 44), (_("Code"), 10), (_("Measure"), 14), (_("Result"), 16), (_("Target"), 16),
        (_("Of target"), 10), (_("On last year"), 12), (_("% points"), 10), (_("Same period last year"), 16),
        (_("Complete"), 10), (_("Standing"), 22), (_("Notes"), 40),
    ]  # fmt: skip


def _line_rows(board: Board) -> Iterator[FileRow]:
    groups: dict[str, list[Line]] = {}
    for line in board.lines:
        groups.setdefault(line.field, []).append(line)
    for name, lines in groups.items():
        yield FileRow((FileCell(name),), is_heading=True)
        for line in lines:
            yield _line_row(line)


def _line_row(line: Line) -> FileRow:
    indicator, exact = line.indicator, line.exact
    notes = [line.lowered, line.others, line.stated, line.sent]
    return FileRow(
        (
            FileCell(line.name),
            FileCell(line.code),
            FileCell(line.unit),
            number_cell(indicator, exact.result),
            _target(line, exact),
            _share(exact.completion),
            *_grown(exact.change),
            number_cell(indicator, exact.base),
            FileCell(line.complete),
            FileCell(line.word),
            FileCell("; ".join(note for note in notes if note)),
        )
    )


def _target(line: Line, exact: Exact) -> FileCell:
    """A height as its number; a range and a limit as they are written."""
    is_plain = line.target[:1].isdigit() and "–" not in line.target
    return number_cell(line.indicator, exact.target) if is_plain else FileCell(line.target)


def _share(percent: Decimal | None) -> FileCell:
    return FileCell(percent / HUNDRED if percent is not None else None, PERCENT)


def _grown(change: Change) -> tuple[FileCell, FileCell]:
    """Percent and percentage points are different things, and have columns of their own."""
    return _share(change.percent), FileCell(change.points, "+0.0;-0.0;0")


def indicator_pages(page: OneIndicator) -> list[FilePage]:
    """The years of the unit, and the units below it beside each other."""
    language = get_language() or "vi"
    title = f"{page.indicator.named(language)}, {page.unit.name}, "
    title += stretch(page.period, language, discrete=page.discrete)
    lines = [title, _("Measure: %s") % page.measure, _("Figures as of %s.") % page.as_of if page.as_of else ""]
    heads = [(_("Unit"), 28), *((str(year), 16) for year in page.years)]
    rows = [FileRow((FileCell(page.unit.name), *_years(page.indicator, page.year_values)))]
    each = ((line.unit.name, line.told.year_values) for line in page.children)
    rows += [FileRow((FileCell(name), *_years(page.indicator, values))) for name, values in each]
    pages = [FilePage(_("Five years"), lines, heads, rows)]
    if page.children:
        pages.append(FilePage(_("Units"), lines, _child_heads(), list(_child_rows(page))))
    return pages


def _years(indicator: Indicator, values: Sequence[Decimal | None]) -> Iterable[FileCell]:
    return (number_cell(indicator, value) for value in values)


def _child_heads() -> list[tuple[str, int]]:
    return [
        (_("Unit"), 28), (_("Group of like units"), 24), (_("Rank in the group"), 12), (_("Result"), 16),
        (_("Target"), 16), (_("Of target"), 10), (_("On last year"), 12), (_("% points"), 10), (_("Complete"), 10),
        (_("Standing"), 22), (_("Sheet"), 22),
    ]  # fmt: skip


def _child_rows(page: OneIndicator) -> Iterator[FileRow]:
    for line in page.children:
        result, target, completion = line.told.exact
        yield FileRow(
            (
                FileCell(line.unit.name),
                FileCell(line.group),
                FileCell(line.rank),
                number_cell(page.indicator, result),
                number_cell(page.indicator, target),
                _share(completion),
                *_grown(line.told.change),
                FileCell(line.told.complete),
                FileCell(line.told.word),
                FileCell(line.sheet_word),
            )
        )
