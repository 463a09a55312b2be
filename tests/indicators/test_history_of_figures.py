"""Whoever changes figures and however: each that changed has its line, and nothing else has one."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg.errors
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from indicators.models import Figure, FigureChange, FigureWriting, Indicator, Sheet
from programmes.models import Unit
from tests import making

Line = tuple[Decimal | None, Decimal | None]


def asked(statement: str, *facts: object) -> int:
    """A statement past the application; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.rowcount


def lines(figure: Figure) -> list[Line]:
    """Old and new of each line of a figure's history, the oldest first."""
    return list(FigureChange.objects.of(figure).order_by("pk").values_list("old_value", "new_value"))


def of(sheet: Sheet, code: str = "HO") -> Figure:
    return sheet.figures.get(indicator__code=code)


def test_an_opened_quarter_has_no_history_yet(quarter: Sheet) -> None:
    assert quarter.figures.count() > 1
    assert not FigureWriting.objects.exists()


def test_history_begins_with_the_first_change_and_goes_on_in_order(quarter: Sheet) -> None:
    for value in (19, 20, None, 21):
        asked("update indicators_figure set value = %s, version = version + 1 where id = %s", value, of(quarter).pk)
    assert lines(of(quarter)) == [(None, 19), (19, 20), (20, None), (None, 21)]
    newest = FigureChange.objects.of(of(quarter)).first()
    assert newest is not None and newest.version == of(quarter).version == 5


def test_one_statement_is_one_writing_and_a_line_for_each_figure_it_changed(full_quarter: Sheet) -> None:
    before = FigureWriting.objects.count()
    kept = dict(full_quarter.figures.values_list("pk", "value"))
    asked("update indicators_figure set value = 19, version = version + 1 where sheet_id = %s", full_quarter.pk)
    assert FigureWriting.objects.count() == before + 1
    for figure in full_quarter.figures.all():
        last = FigureChange.objects.of(figure).first()
        if figure == of(full_quarter):
            assert last is not None and (last.old_value, last.new_value) == (None, 19), "it said 19 already"
        else:
            assert last is not None and (last.old_value, last.new_value) == (kept[figure.pk], 19)


def test_a_statement_over_several_sheets_leaves_each_its_own_lines(
    units: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
    sheets = [making.opened(units[making.WARD]), making.opened(units[making.SIBLING])]
    asked("update indicators_figure set value = 7 where sheet_id = any(%s)", [sheet.pk for sheet in sheets])
    asked("update indicators_figure set value = 8 where indicator_id = %s", indicators["HO"].pk)
    assert FigureWriting.objects.count() == 2 * len(sheets)
    for sheet in sheets:
        assert lines(of(sheet)) == [(None, 7), (7, 8)]
        assert lines(of(sheet, "HEM")) == [(None, 7)]


def test_what_changes_no_amount_leaves_no_line(full_quarter: Sheet) -> None:
    before = FigureChange.objects.count()
    asked("update indicators_figure set is_provisional = true")
    making.walked(full_quarter, "approved")
    empty = {"submitted_at": None, "vetted_at": None, "approved_at": None}
    Sheet.objects.filter(pk=full_quarter.pk).update(state=Sheet.State.DRAFT, revision=2, **empty)
    asked("update indicators_figure set revision = 2, version = version + 1")
    assert FigureChange.objects.count() == before


def test_figures_laid_with_an_amount_and_taken_away_again_leave_their_lines(quarter: Sheet) -> None:
    gone = of(quarter)
    asked("delete from indicators_figure where id = %s", gone.pk)
    assert not lines(gone), "nothing was ever reported"
    laid = Figure.objects.create(sheet=quarter, indicator=gone.indicator, value=4)
    asked("delete from indicators_figure where sheet_id = %s", quarter.pk)
    assert lines(laid) == [(None, 4), (4, None)]
    assert FigureWriting.objects.count() == 2


def test_a_reopened_sheet_keeps_its_history(full_quarter: Sheet) -> None:
    making.walked(full_quarter, "approved")
    empty = {"submitted_at": None, "vetted_at": None, "approved_at": None}
    Sheet.objects.filter(pk=full_quarter.pk).update(state=Sheet.State.DRAFT, revision=2, **empty)
    asked("update indicators_figure set value = 3 where id = %s", of(full_quarter).pk)
    assert lines(of(full_quarter)) == [(None, 19), (19, 3)]


def beside(act: Callable[[], object]) -> Callable[[], object]:
    """An act on a connection of its own, in another thread."""

    def work() -> object:
        try:
            return act()
        finally:
            connection.close()

    return work


@pytest.mark.django_db(transaction=True)
def test_a_sheet_is_not_sent_up_while_its_figures_are_being_written(quarter: Sheet) -> None:
    def send_up() -> None:
        with transaction.atomic():
            asked("set local lock_timeout = '300ms'")
            Sheet.objects.filter(pk=quarter.pk).update(state="submitted", submitted_at=timezone.now())

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        asked("update indicators_figure set value = 5 where id = %s", of(quarter).pk)
        with pytest.raises(DatabaseError) as refusal:
            threads.submit(beside(send_up)).result()
    assert isinstance(refusal.value.__cause__, psycopg.errors.LockNotAvailable)


@pytest.mark.django_db(transaction=True)
def test_figures_do_not_change_when_their_sheet_is_being_sent_up(quarter: Sheet) -> None:
    figure = of(quarter)

    def write() -> int:
        return asked("update indicators_figure set value = 5 where id = %s", figure.pk)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Sheet.objects.filter(pk=quarter.pk).update(state="submitted", submitted_at=timezone.now())
            writing = threads.submit(beside(write))
            time.sleep(0.3)
        with pytest.raises(IntegrityError, match="do not change"):
            writing.result()
    assert not lines(figure)
