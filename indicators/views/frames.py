"""What the pages of this app tell the frame: the path of units, the periods to switch between."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from django.utils.translation import gettext as _

from coquang import dates
from coquang.addresses import address
from coquang.frame import Crumb, Picker
from coquang.periods import Period
from indicators.models import Sheet
from indicators.views.asked import Asked
from programmes.models import Person, Unit

# The part of an address that asks for the list of one quarter.
QUARTER = "ky"
# A page that is looked at in one way only.
USUAL = Asked()


def unit_path(unit: Unit, person: Person, period: Period | None = None, asked: Asked = USUAL) -> Sequence[Crumb]:
    """The unit below its superiors, each a link to its board where the person may see it: from a board to those of
    the same period, looked at in the same way."""
    line = Unit.objects.line_to(unit) or [unit]  # above the provinces stands only the nation
    seen = _seen(line, person)
    return [(above.name, board_url(above, period) + asked.ending if above.pk in seen else "") for above in line]


def _seen(units: Sequence[Unit], person: Person) -> Set[int]:
    """Which of them the person may see; the database is asked only when somebody's reach goes below their seat."""
    reach = person.reach(dates.today())
    if not reach.subtree_ids:
        return reach.unit_ids
    return set(person.visible_units().filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))


def board_url(unit: Unit, period: Period | None = None) -> str:
    return address("indicators:board", unit.code, period or Period(dates.today().year - 1, "year", 1))


def sheet_pickers(sheet: Sheet) -> Sequence[Picker]:
    """Year and quarter, over the sheets the unit has, as find_sheet() read them beside this one."""
    known = [(year, quarter) for year, quarter in sheet.known_quarters]  # type: ignore[attr-defined]
    years = sorted({year for year, _quarter in known})
    in_year = [quarter for year, quarter in known if year == sheet.year]

    def url(year: int, quarter: int) -> str:
        return address("indicators:sheet", sheet.unit.code, Period(year, "quarter", quarter))

    return [
        Picker(
            _("Year"),
            [(str(year), url(year, _nearest(known, year, sheet.quarter)), year == sheet.year) for year in years],
        ),
        Picker("", [(_quarter_label(q), url(sheet.year, q), q == sheet.quarter) for q in in_year]),
    ]


def quarter_pickers(quarters: Sequence[Period], present: Period | None) -> Sequence[Picker]:
    """The quarters a list can be shown of; nothing to choose where there is at most one."""
    if len(quarters) < 2:
        return []
    return [Picker("", [(_capital(each.name()), f"?{QUARTER}={each.code}", each == present) for each in quarters])]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _nearest(known: Sequence[tuple[int, int]], year: int, quarter: int) -> int:
    return min((q for y, q in known if y == year), key=lambda q: abs(q - quarter))


def _quarter_label(quarter: int) -> str:
    return _("Quarter %s") % dates.roman(quarter)


def period_pickers(
    unit: Unit,
    period: Period,
    name: str,
    years: Sequence[int],
    *,
    asked: Asked = USUAL,
    further: Sequence[str] = (),
) -> Sequence[Picker]:
    """Year, and how much of it: up to a quarter's end, or one quarter alone. `further` stands behind the period."""
    return _pickers(lambda of: address(name, unit.code, of, *further), period, years, asked)


def group_pickers(pk: int, period: Period, years: Sequence[int], asked: Asked) -> Sequence[Picker]:
    """The same for the board of a named group."""
    return _pickers(lambda of: address("indicators:board-group", pk, of), period, years, asked)


def _pickers(place: Callable[[Period], str], period: Period, years: Sequence[int], asked: Asked) -> Sequence[Picker]:
    year, discrete = period.year, asked.discrete
    endings = {alone: replace(asked, discrete=alone).ending for alone in (False, True)}

    def url(of: Period, alone: bool) -> str:
        return place(of) + endings[alone]

    quarters = [Period(year, "quarter", number) for number in (1, 2, 3, 4)]
    stretches = [quarters[0], Period(year, "half", 1), Period(year, "nine_months", 1), Period(year, "year", 1)]
    labels = [_("Quarter I"), _("Six months"), _("Nine months"), _("Whole year")]
    so_far = [
        (label, url(of, False), of.through == period.through and not discrete)
        for label, of in zip(labels, stretches, strict=True)
    ]
    alone = [
        (_("Quarter %s alone") % dates.roman(of.number), url(of, True), of.through == period.through and discrete)
        for of in quarters[1:]
    ]
    return [
        Picker(_("Year"), [(str(y), url(Period(y, period.kind, period.number), discrete), y == year) for y in years]),
        Picker("", [*so_far, *alone]),
    ]
