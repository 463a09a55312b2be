"""When a unit may enter and send a quarter: from the clock at each request, so a period closes without anybody.

Due at an hour; from then a sheet is late. Closed at 24:00 of its closing day; from then only an extension, or the end
given with a reopening, keeps it open, each to 24:00 of its own day. All in the time of Việt Nam. Before its first day
a quarter takes figures too: offices note them as they come.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.refusals import Refused
from indicators.models import Period, Regime, Sheet

EARLY = "early"
OPEN = "open"
LATE = "late"
EXTENDED = "extended"
CLOSED = "closed"

# Asked beside the sheet, in SQL: as subqueries of the ORM they would take longer to write than to answer.
QUARTER = f"""
from indicators_period p
left join indicators_deadline d on d.period_id = p.id and d.level = programmes_unit.level
where p.regime = '{Regime.STATE.value}' and p.kind = '{Period.Kind.QUARTER.value}'
  and p.year = indicators_sheet.year and p.number = indicators_sheet.quarter
"""
EXTENDED_UNTIL = """
greatest((select max(e.until) from indicators_extension e
           where e.unit_id = indicators_sheet.unit_id and e.year = indicators_sheet.year
             and e.quarter = indicators_sheet.quarter),
         (select r.until from indicators_reopening r
           where r.sheet_id = indicators_sheet.id and r.revision = indicators_sheet.revision))
"""
# By the names under which a sheet carries them; all but the last stand in its quarter.
TIMES = {
    "opens_on": "p.opens_on",
    "cut_off": "p.cut_off",
    "due_at": "d.due_at",
    "moved_from": "d.moved_from",
    "closes_on": "d.closes_on",
    "extended_until": EXTENDED_UNTIL,
}


@dataclass(frozen=True)
class Times:
    """The days and hours a quarter has for one unit."""

    opens_on: date | None = None
    cut_off: date | None = None
    due_at: datetime | None = None
    moved_from: date | None = None
    closes_on: date | None = None
    extended_until: date | None = None


@dataclass(frozen=True)
class Openness:
    """Whether figures may be entered and sent at a moment, and the sentence that says so."""

    state: str
    times: Times

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def is_extended(self) -> bool:
        return self.state == EXTENDED

    @property
    def ends_at(self) -> datetime | None:
        """By when the unit owes the sheet: its deadline, or the last day it was given after the closing."""
        until = self.times.extended_until
        return dates.end_of(until) - timedelta(seconds=1) if self.is_extended and until else self.times.due_at

    @property
    def is_before_cut_off(self) -> bool:
        return self.times.cut_off is not None and dates.now() < dates.end_of(self.times.cut_off)

    @property
    def sentence(self) -> str:
        """What a person is told of it; nothing of an ordinary open quarter."""
        times = self.times
        if self.state == EARLY and times.opens_on:
            told = {"day": dates.short(times.opens_on)}
            return _("The data of this quarter begin on %(day)s; figures may be noted before.") % told
        if self.state == LATE and times.due_at:
            due_at = timezone.localtime(times.due_at)
            told = {"time": dates.clock(due_at), "day": dates.short(due_at.date())}
            return _("The deadline, %(time)s on %(day)s, has passed; the sheet will be recorded as late.") % told
        if self.state == EXTENDED and times.extended_until:
            told = {"day": dates.short(times.extended_until)}
            return _("Closed by its day, but kept open for this unit to the end of %(day)s.") % told
        if self.state == CLOSED and times.closes_on:
            last = max(filter(None, (times.closes_on, times.extended_until)))
            return _(
                "Entry closed at 24:00 on %(day)s; nothing is entered or sent any more. "
                "An administrator of the unit or of its superior can extend it."
            ) % {"day": dates.short(last)}
        return ""

    @property
    def moved(self) -> str:
        """“chuyển từ thứ Bảy 14/10/2023”, where the deadline gave way to a day on which offices are open."""
        return moved_words(self.times.moved_from)


def judge(times: Times, at: datetime) -> Openness:
    """How a quarter stands at a moment. Pure."""
    if times.closes_on is not None and at >= dates.end_of(times.closes_on):
        kept = times.extended_until is not None and at < dates.end_of(times.extended_until)
        return Openness(EXTENDED if kept else CLOSED, times)
    if times.due_at is not None and at > times.due_at:
        return Openness(LATE, times)
    if times.opens_on is not None and at < dates.start_of(times.opens_on):
        return Openness(EARLY, times)
    return Openness(OPEN, times)


def with_times(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """The sheets, each with its unit and with what its openness is read from."""
    *of_quarter, (extended, until) = TIMES.items()
    times = {name: RawSQL(f"select {column} {QUARTER}", []) for name, column in of_quarter}  # noqa: S611 - our own words
    return sheets.select_related("unit").annotate(**times, **{extended: RawSQL(until, [])})  # noqa: S611


def entry_ends(sheet: Sheet) -> Openness:
    """How a sheet's quarter stands now for its unit. Asks the database unless the sheet came by with_times()."""
    if not hasattr(sheet, "opens_on"):
        sheet = with_times(Sheet.objects.filter(pk=sheet.pk)).get()
    return judge(Times(**{name: getattr(sheet, name) for name in TIMES}), dates.now())


def refuse_closed(sheet: Sheet) -> Openness:
    """How the quarter stands; Refused when it is closed to its unit."""
    openness = entry_ends(sheet)
    if openness.is_closed:
        raise Refused(openness.sentence)
    return openness


def moved_words(day: date | None) -> str:
    """That a deadline was set to a day on which offices are closed; empty when it was not."""
    if day is None:
        return ""
    told = {"weekday": dates.weekday(day, get_language() or "vi"), "day": dates.short(day)}
    return _("moved from %(weekday)s %(day)s") % told
