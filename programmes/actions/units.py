"""Planting a version of the tree: who the units are from a day on, and where they stand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from coquang.records.journal import record
from programmes.models import NATION_CODE, Place, Tree, Unit
from programmes.unit_files import NATION, UnitRow

BATCH = 1_000

Tick = Callable[[int], object]


@dataclass(frozen=True)
class Planted:
    """What a planting changed: units first met, and places set; both 0 when all was known."""

    units: int
    places: int


@transaction.atomic
def plant(rows: Sequence[UnitRow], *, valid_from: date, tick: Tick = lambda steps: None) -> Planted:
    """Make the rows the whole tree from that day on, or change nothing when they already are.

    A row with the code, name, kind and parent of a known unit is that unit. A partial version of the same day,
    or a later one that holds nothing else, gives way.
    """
    _one_at_a_time()
    before = Unit.objects.count()
    units = _units([NATION, *rows], valid_from)
    tree, _made = Tree.objects.get_or_create(valid_from=valid_from)
    wanted = _places([NATION, *rows], units)
    standing = dict(Place.objects.filter(tree=tree).values_list("unit_id", "path"))
    places = 0
    if standing != {unit_id: path for unit_id, _parent, path in wanted} or tree.is_partial:
        Place.objects.filter(tree=tree).delete()
        for batch in _batches(wanted):
            _set_places(tree, batch)
            tick(len(batch))
        tree.is_partial = False
        tree.save(update_fields=["is_partial"])
        places = len(wanted)
    else:
        tick(len(wanted))
    for partial in Tree.objects.filter(is_partial=True, valid_from__gt=valid_from):
        if set(partial.places.values_list("unit_id", "path")) <= {(unit, path) for unit, _parent, path in wanted}:
            partial.delete()
    _draw_lives()
    planted = Planted(units=Unit.objects.count() - before, places=places)
    if planted.places:
        record(tree, "tree.planted", by=None, units=planted.units, places=planted.places)
    return planted


@transaction.atomic
def place(rows: Sequence[UnitRow], *, valid_from: date) -> Planted:
    """See that these units stand in the tree of that day, leaving the rest of it as it is.

    Where no version holds on the day, a partial one begins then and knows only these units.
    """
    _one_at_a_time()
    before = Unit.objects.count()
    units = _units([NATION, *rows], valid_from)
    tree = Tree.objects.holding(valid_from).first() or Tree.objects.create(valid_from=valid_from, is_partial=True)
    standing = set(Place.objects.filter(tree=tree).values_list("unit_id", flat=True))
    missing = [item for item in _places([NATION, *rows], units) if item[0] not in standing]
    _set_places(tree, missing)
    _draw_lives()
    return Planted(units=Unit.objects.count() - before, places=len(missing))


def _one_at_a_time() -> None:
    """Alone with the tree, and for longer than a page may take: a nation is not a page."""
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '2min'")
        cursor.execute("select pg_advisory_xact_lock(hashtext('programmes.tree'))")


def _units(rows: Sequence[UnitRow], valid_from: date) -> dict[str, int]:
    """The unit behind each code, known or new."""
    known = _known()
    new = [
        Unit.named(
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent_code=row.parent_code,
            level=row.level,
            known_from=valid_from,
        )
        for row in rows
        if row.identity not in known
    ]
    Unit.objects.bulk_create(new, batch_size=BATCH)
    if new:
        known = _known()
    return {row.code: known[row.identity] for row in rows}


def _known() -> dict[tuple[str, str, str, str], int]:
    units = Unit.objects.values_list("code", "name", "kind", "parent_code", "pk")
    return {(code, name, kind, parent): pk for code, name, kind, parent, pk in units}


def _places(rows: Sequence[UnitRow], units: dict[str, int]) -> list[tuple[int, int | None, str]]:
    """(unit, parent, path) of each row, superiors first."""
    lines: dict[str, tuple[int, ...]] = {}
    places: list[tuple[int, int | None, str]] = []
    for row in sorted(rows, key=lambda row: row.level):
        above = () if row.code == NATION_CODE else lines[row.parent_code]
        lines[row.code] = (*above, units[row.code])
        places.append((units[row.code], above[-1] if above else None, Place.path_of(lines[row.code])))
    return places


def _set_places(tree: Tree, places: Iterable[tuple[int, int | None, str]]) -> None:
    Place.objects.bulk_create(
        [Place(tree=tree, unit_id=unit, parent_id=parent, path=path) for unit, parent, path in places],
        batch_size=BATCH,
    )


def _batches(places: list[tuple[int, int | None, str]]) -> Iterable[list[tuple[int, int | None, str]]]:
    return (places[start : start + BATCH] for start in range(0, len(places), BATCH))


def _draw_lives() -> None:
    """Each version holds until the next begins; a unit is known from its first version to the end of its last.

    A unit that stands in no version any more (its row was mended on the same day) was known for that day only.
    """
    with connection.cursor() as cursor:
        # Nothing is known yet of rows just written: taken for a handful, they would be joined one by one.
        cursor.execute("set local enable_nestloop = off")
        cursor.execute("""
            update programmes_tree t set valid_to = n.next
              from (select id, lead(valid_from) over (order by valid_from) as next from programmes_tree) n
             where n.id = t.id and t.valid_to is distinct from n.next""")
        cursor.execute("""
            update programmes_unit u set known_from = l.known_from, known_to = l.known_to
              from (select p.unit_id, min(t.valid_from) as known_from,
                           nullif(max(coalesce(t.valid_to, 'infinity')), 'infinity') as known_to
                      from programmes_place p join programmes_tree t on t.id = p.tree_id group by p.unit_id) l
             where l.unit_id = u.id
               and (u.known_from, u.known_to) is distinct from (l.known_from, l.known_to)""")
        cursor.execute("""
            update programmes_unit u set known_to = known_from + 1
             where known_to is null and not exists (select from programmes_place p where p.unit_id = u.id)""")
        cursor.execute("set local enable_nestloop = on")
