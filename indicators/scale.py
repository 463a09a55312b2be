"""A made country of any size: units, a catalogue, five years of sheets and figures, always the same from the same seed.

Everything of it is marked as demonstration. Written by COPY as the owner of the tables, whose rules stand still
meanwhile, so it belongs into a database of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from indicators import arithmetic
from indicators.actions.periods import lay_out
from indicators.models import Deadline, Field, Figure, Indicator, Sheet
from programmes.actions.units import plant
from programmes.models import NATION_CODE, Appointment, Person, Unit
from programmes.unit_files import UnitRow

YEARS = range(2021, 2026)
YEARS_WITH_TARGETS = (2024, 2025)
QUARTERS = (1, 2, 3, 4)
INDICATORS = 60
WARDS_A_DISTRICT, DISTRICTS_A_CITY = 15, 11
FIRST_DAY = date(2021, 1, 1)
CLERK, LEADER = "do-can-bo", "do-lanh-dao"
SEED = 2026
VARIETY = 4_099  # different values; a prime, so that neighbours differ

# Of ten indicators: their kinds, and the direction of those of that kind.
KINDS = (arithmetic.FLOW,) * 6 + (arithmetic.LEVEL,) * 2 + (arithmetic.RATIO_OF_FLOWS, arithmetic.RATIO_OF_LEVELS)

# Tables that are filled while their triggers stand still.
TABLES = ("indicators_sheet", "indicators_figure", "indicators_reportedindicator", "indicators_target")

Tick = Callable[[int], object]


def database_of(wards: int) -> str:
    return f"coquang_scale_{wards}"


def turn_to(name: str) -> None:
    """Let this process work with another database of the same server from now on."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = name


def steps(wards: int) -> int:
    """How far a progress bar goes: the figures, and as much again for their sums."""
    return 2 * wards * len(YEARS) * len(QUARTERS)


def load(wards: int, tick: Tick, *, provinces: int = 0) -> None:
    """Fill an empty database; sums are folded by who calls.

    With a number of provinces all but the last have one ward each, and the rest lie in one district of the last: the
    nation then has many units right below it, and so has that district.
    """
    with transaction.atomic():
        ids = _units(wards, _beside(wards, provinces) if provinces else _dealt(wards))
        indicators = _catalogue()
        for year in YEARS:
            lay_out(year)
        Deadline.objects.update(closes_on=None)
        _people(next(unit for unit in ids if state_of(unit) == Sheet.State.DRAFT))
    with transaction.atomic(), _rules_standing_still():
        _reporting(ids, indicators)
        _sheets(ids)
        _figures(len(ids), indicators, tick)
    with connection.cursor() as cursor:
        cursor.execute("insert into indicators_dirtybranch (at, of_figures) values (now(), false)")
        cursor.execute("analyze")


def _dealt(wards: int) -> list[tuple[int, int]]:
    """Of each ward its district and its city, by their numbers, in a country like the real one."""
    return [(ward // WARDS_A_DISTRICT, ward // (WARDS_A_DISTRICT * DISTRICTS_A_CITY)) for ward in range(wards)]


def _beside(wards: int, provinces: int) -> list[tuple[int, int]]:
    """The same with one district in each province, and all wards that are left in the last."""
    return [(min(ward, provinces - 1),) * 2 for ward in range(wards)]


def _units(wards: int, above: Sequence[tuple[int, int]]) -> list[int]:
    rows: dict[str, UnitRow] = {}
    for ward, (district, city) in zip(range(wards), above, strict=True):
        for row in (
            UnitRow(f"T{city}", f"Tỉnh đo {city}", "Tỉnh", NATION_CODE, Unit.Level.PROVINCE),
            UnitRow(f"H{district}", f"Huyện đo {district}", "Huyện", f"T{city}", Unit.Level.DISTRICT),
            UnitRow(f"P{ward}", f"Phường đo {ward}", "Phường", f"H{district}", Unit.Level.COMMUNE),
        ):
            rows.setdefault(row.code, row)
    plant(list(rows.values()), valid_from=FIRST_DAY)
    return list(Unit.objects.filter(level=Unit.Level.COMMUNE).order_by("pk").values_list("pk", flat=True))


def _catalogue() -> list[Indicator]:
    fields = [
        Field.objects.create(code=f"DO{n}", name_vi=f"Lĩnh vực đo {n}", name_en=f"Measured field {n}", position=n)
        for n in range(6)
    ]
    return [_indicator(n, fields[n // 10]) for n in range(INDICATORS)]


def _indicator(number: int, field: Field) -> Indicator:
    kind = KINDS[number % len(KINDS)]
    is_ratio = kind in arithmetic.RATIOS
    return Indicator.objects.create(
        code=f"DO-{number:02d}",
        field=field,
        position=number,
        name_vi=f"Chỉ tiêu đo {number}",
        name_en=f"Measured indicator {number}",
        measured="percent" if is_ratio else "count",
        measure_vi="%" if is_ratio else "hộ",
        measure_en="%" if is_ratio else "households",
        kind=kind,
        direction=arithmetic.LOWER if number % 7 == 0 else arithmetic.HIGHER,
    )


def state_of(unit: int) -> str:
    """How far the last quarter's sheet of a ward has come; all sheets before it are approved."""
    return (Sheet.State.APPROVED, Sheet.State.SUBMITTED, Sheet.State.DRAFT)[unit % 3]


def _people(ward_id: int) -> None:
    """Who opens the pages that are measured: nobody knows their passwords, for there are none."""
    ward, nation = Unit.objects.get(pk=ward_id), Unit.objects.get(code=NATION_CODE)
    for login, role, unit in ((CLERK, "enter", ward), (LEADER, "read", nation)):
        person = Person.objects.create(username=login, full_name=f"Người đo {login}", password=make_password(None))
        Appointment.objects.create(
            person=person,
            role=role,
            post=f"Người đo {login}",
            unit=unit,
            whole_subtree=unit is nation,
            valid_from=FIRST_DAY,
        )


@contextmanager
def _rules_standing_still() -> Iterator[None]:
    """Without triggers, and without the constraints of figures, which are looked at once at the end."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(
            "select conname, pg_get_constraintdef(oid) from pg_constraint"
            " where conrelid = 'indicators_figure'::regclass and contype in ('f', 'u') order by contype desc"
        )
        constraints = cursor.fetchall()
        for name, _definition in constraints:
            cursor.execute(f'alter table indicators_figure drop constraint "{name}"')
    yield
    with connection.cursor() as cursor:
        for name, definition in constraints:
            cursor.execute(f'alter table indicators_figure add constraint "{name}" {definition}')
        cursor.execute("set constraints all immediate")
        for table in TABLES:
            cursor.execute(f"alter table {table} enable trigger user")


def _reporting(ids: Sequence[int], indicators: Sequence[Indicator]) -> None:
    _copy(
        "indicators_reportedindicator (unit_id, indicator_id, from_year, entry_mode)",
        (f"{unit}\t{indicator.pk}\t{YEARS[0]}\tquarter\n" for unit in ids for indicator in indicators),
    )
    random = Random(SEED)  # noqa: S311 - made figures, no secret
    amounts = [100 + random.randrange(10**6) for _ in range(VARIETY)]
    _copy(
        "indicators_target (unit_id, indicator_id, year, base, base_printed, form, value, is_main, document,"
        " is_demonstration)",
        (
            f"{unit}\t{indicator.pk}\t{year}\tassigned\t\tvalue\t"
            f"{50 if indicator.is_ratio else 4 * amounts[(unit * 31 + indicator.pk) % VARIETY]}\tt\t\tt\n"
            for unit in ids
            for indicator in indicators
            for year in YEARS_WITH_TARGETS
        ),
    )


def _periods() -> Iterator[tuple[int, int]]:
    return ((year, quarter) for year in YEARS for quarter in QUARTERS)


def _sheets(ids: Sequence[int]) -> None:
    last = (YEARS[-1], QUARTERS[-1])

    def line(number: int, unit: int, year: int, quarter: int) -> str:
        state = state_of(unit) if (year, quarter) == last else "approved"
        moment = f"{year}-{3 * quarter:02d}-20 09:00+07"
        submitted = moment if state != "draft" else r"\N"
        approved = moment if state == "approved" else r"\N"
        moments = f"{submitted}\t{submitted}\t{approved}\t{approved}"
        return f"{number}\t{unit}\t{year}\t{quarter}\t{state}\t1\tf\t{moments}\t\tf\n"

    places = ((unit, year, quarter) for year, quarter in _periods() for unit in ids)
    _copy(
        "indicators_sheet (id, unit_id, year, quarter, state, revision, is_provisional, first_submitted_at,"
        " submitted_at, vetted_at, approved_at, return_reason, one_hand)",
        (line(number, *place) for number, place in enumerate(places, 1)),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval(pg_get_serial_sequence('indicators_sheet', 'id'), (select max(id) from indicators_sheet))"
        )


def _figures(wards: int, indicators: Sequence[Indicator], tick: Tick) -> None:
    random = Random(SEED + 1)  # noqa: S311
    values = [str(100 + random.randrange(10**6)) for _ in range(VARIETY)]
    below = [str(10**6 + random.randrange(10**6)) for _ in range(VARIETY)]
    facts = f"{Figure.Provenance.DEMONSTRATION:d}\t1\t1\tf"
    kinds = [(indicator.pk, indicator.is_ratio) for indicator in indicators]

    def lines() -> Iterator[str]:
        for sheet in range(1, wards * len(YEARS) * len(QUARTERS) + 1):
            start = sheet * 67
            yield "".join(
                f"{sheet}\t{pk}\t{facts}\t{values[(start + pk * 31) % VARIETY]}"
                f"\t{below[(start + pk * 17) % VARIETY] if is_ratio else null}\n"
                for pk, is_ratio in kinds
            )
            tick(1)

    null = r"\N"
    _copy(
        "indicators_figure (sheet_id, indicator_id, provenance, revision, version, is_provisional, value, denominator)",
        lines(),
    )


def _copy(into: str, lines: Iterable[str]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin") as copying:
        held: list[str] = []
        for line in lines:
            held.append(line)
            if len(held) == 500:
                copying.write("".join(held))
                held.clear()
        copying.write("".join(held))
