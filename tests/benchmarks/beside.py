"""One indicator of many units beside each other, and over the years, against floors (W11)."""

from collections.abc import Iterator

from django.test import override_settings

from indicators import scale
from programmes.models import NATION_CODE, Appointment, Person, Unit
from tests.benchmarks import country, goals, place
from tests.benchmarks.measuring import Outcome, ratio
from tests.benchmarks.pages import opened

PROVINCES, WARDS = 63, 300
LAST = PROVINCES - 1
ALL = LAST + WARDS  # each of the other provinces has one
INDICATOR = "DO-01"
YEAR = scale.YEARS[-1] - 1

NATION, DISTRICT, WARD = NATION_CODE, f"H{LAST}", f"P{LAST}"


def beside() -> Iterator[Outcome | str]:
    """The provinces of a nation, the wards of a district and one ward alone, as somebody who reads each has them."""
    with country.made([ALL], "--provinces", str(PROVINCES)) as took:
        yield from took
        with country.in_country(ALL), place.served(), override_settings(ROOT_URLCONF="tests.benchmarks.floors"):
            _appoint(DISTRICT, WARD)
            leader = place.signed_in(scale.LEADER)
            for goal, unit, below in (
                (goals.PROVINCES, NATION, PROVINCES),
                (goals.MANY_WARDS, DISTRICT, WARDS),
                (goals.FIVE_YEARS, WARD, 0),
            ):
                ours = opened(leader, f"/theo-doi/{unit}/{YEAR}-Q4/chi-tieu/{INDICATOR}/")
                floor = opened(leader, f"/floor/beside/{unit}/{YEAR}/{INDICATOR}/")
                for page in (ours, floor):
                    assert bytes(page()).count(b'class="board-trend"') >= below, (unit, "the units are not all there")
                yield Outcome(goal, ratio(ours, floor))


def _appoint(*codes: str) -> None:
    """The leader to more units than the nation: a floor asks for an appointment to the very unit."""
    leader = Person.objects.get(username=scale.LEADER)
    for unit in Unit.objects.filter(code__in=codes):
        Appointment.objects.create(
            person=leader, role="read", post=place.MADE, unit=unit, whole_subtree=True, valid_from=scale.FIRST_DAY
        )
