"""Units and their dated places: who reports, and under whom, at a given day.

A unit is a code *and* a life: codes are given again to other units after a reform. Where a unit stands is said
by its place in a version of the tree; each version holds from its first day until the next one begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits, names

if TYPE_CHECKING:
    from programmes.models.people import Person, Reach

NATION_CODE = "VN"

# By its place in the latest tree, the nation left out. A unit without a place stands alone.
LINE_IDS = """
coalesce((select (string_to_array(p.path, '.')::int[])[2:]
            from programmes_place p join programmes_tree t on t.id = p.tree_id
           where p.unit_id = {unit} order by t.valid_from desc limit 1), array[{unit}::int])
"""
LINE = f"select u.* from programmes_unit u where u.id = any({LINE_IDS.format(unit='%s')}) order by u.level"
# The same beside a unit that is read by hand, for Unit.told_line().
LINE_BESIDE = f"""
array(select array[above.id::text, above.code, above.name] from programmes_unit above
       where above.id = any({LINE_IDS.format(unit="programmes_unit.id")}) order by above.level)
"""


# Single units, and whole subtrees as one range of paths each. Asked by most pages, some several times: composed by the
# ORM it took longer than answering it.
WITHIN = """
select unnest(%s::int[])
union all
select p.unit_id
  from programmes_place h
  join programmes_tree t on t.id = h.tree_id
  join programmes_place p on p.tree_id = h.tree_id and p.path >= h.path and p.path < h.path || '/'
 where h.unit_id = any(%s) and t.valid_from <= %s and (t.valid_to is null or t.valid_to > %s)
"""


class UnitQuerySet(models.QuerySet["Unit"]):
    def with_code(self, code: str, *, on: date) -> Self:
        """The unit that bore this code on that day (none or one)."""
        return self.filter(code=code, places__tree__in=Tree.objects.holding(on))

    def visible_to(self, person: "Person", *, places_on: date | None = None) -> Self:
        """Own units, and all below a unit whose whole subtree the person is appointed to today. Siblings never.

        What stood below is asked of the tree of `places_on` (today): a reform does not hide what was reported.
        """
        return self._within(person.reach(dates.today()), places_on)

    def administered_by(self, person: "Person") -> Self:
        """The units whose catalogue and rights the person keeps."""
        return self._within(person.reach(dates.today(), roles={"administer"}))

    def wholly_administered_by(self, person: "Person") -> Self:
        """The units of which all that stands below is the person's to keep as well."""
        reach = person.reach(dates.today(), roles={"administer"})
        return self._within(replace(reach, unit_ids=frozenset()))

    def seen_with_all_below(self, person: "Person", *, places_on: date | None = None) -> Self:
        """Units of which the person sees everything that stands below, by appointments to whole subtrees."""
        return self._within(replace(person.reach(dates.today()), unit_ids=frozenset()), places_on)

    def _within(self, reach: "Reach", places_on: date | None = None) -> Self:
        if not reach.subtree_ids:
            return self.filter(pk__in=reach.unit_ids)
        on = places_on or dates.today()
        facts = [list(reach.unit_ids), list(reach.subtree_ids), on, on]
        return self.filter(pk__in=RawSQL(WITHIN, facts))  # noqa: S611 - our own words

    def in_vietnamese_order(self) -> Self:
        return self.order_by("name_sort", "pk")

    def line_to(self, unit: "Unit") -> "list[Unit]":
        """The units above one, the nation left out, and the unit itself, by its place in the latest tree."""
        return list(self.raw(LINE, [unit.pk, unit.pk])) if unit.line is None else unit.line

    def above_all(self, units: "Iterable[Unit]", *, on: date) -> "Unit":
        """The lowest unit of that day at or above every one of these."""
        lines = Place.objects.filter(unit__in=units, tree__in=Tree.objects.holding(on)).values_list("path", flat=True)
        levels = zip(*(line.split(".") for line in lines), strict=False)
        shared = [level[0] for level in levels if len(set(level)) == 1]
        return self.get(pk=int(shared[-1]))


def short_name(name: str, kind: str) -> str:
    """“Cô Giang” of “Phường Cô Giang”; a number keeps its kind (“Quận 1”)."""
    rest = name.removeprefix(kind).strip()
    return name if not rest or rest.isdigit() else rest


class Unit(models.Model):
    """A ward, district, city or the nation, as it was called during one life."""

    class Level(models.IntegerChoices):
        NATION = 0, _("nation")
        PROVINCE = 1, _("province or city")
        DISTRICT = 2, _("district")
        COMMUNE = 3, _("ward or commune")

    code = models.CharField(_("code"), max_length=limits.CODE)
    name = models.CharField(_("name"), max_length=limits.NAME)
    kind = models.CharField(_("kind"), max_length=limits.CODE * 2)
    parent_code = models.CharField(max_length=limits.CODE, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    known_from = models.DateField()
    known_to = models.DateField(null=True)
    name_sort = models.CharField(max_length=limits.NAME * 4, db_collation="C", editable=False)
    name_search = models.CharField(max_length=limits.NAME, editable=False)

    objects = UnitQuerySet.as_manager()

    # Where it was read beside the unit; asked for otherwise.
    line: "list[Unit] | None" = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "name", "kind", "parent_code"], name="a_unit_is_its_code_name_kind_and_parent"
            ),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gt=F("known_from")),
                name="a_unit_is_known_for_at_least_a_day",
            ),
            models.CheckConstraint(condition=Q(level__lte=3), name="a_unit_stands_on_one_of_four_levels"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return short_name(self.name, self.kind)

    @property
    def name_in_sentence(self) -> str:
        """“phường Cô Giang” inside a sentence."""
        return self.name[:1].lower() + self.name[1:]

    def told_line(self, told: Iterable[Sequence[str]]) -> None:
        """Take the line above it as read: of each unit its key, code and name."""
        self.line = [Unit.from_db(self._state.db, ["id", "code", "name"], (int(pk), *words)) for pk, *words in told]

    @classmethod
    def named(cls, *, code: str, name: str, kind: str, parent_code: str, level: int, known_from: date) -> "Unit":
        """A new unit with its sort and search keys filled, not yet saved."""
        return cls(
            code=code,
            name=name,
            kind=kind,
            parent_code=parent_code,
            level=level,
            known_from=known_from,
            name_sort=names.sort_key(name),
            name_search=names.search_key(name),
        )


class TreeQuerySet(models.QuerySet["Tree"]):
    def holding(self, on: date) -> Self:
        """The version that holds on that day (none before the first)."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Tree(models.Model):
    """One version of the whole tree. A partial one knows only some units and gives way to a full one."""

    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True)
    is_partial = models.BooleanField(default=False)

    objects = TreeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_tree_holds_at_least_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.valid_from)


class Place(models.Model):
    """Where a unit stands in one version of the tree. The path lists the units from the nation down."""

    tree = models.ForeignKey(Tree, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=60, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tree", "unit"], name="a_unit_stands_once_in_a_tree"),
            models.UniqueConstraint(fields=["tree", "path"], name="a_path_is_taken_once_in_a_tree"),
            models.UniqueConstraint(fields=["tree"], condition=Q(parent__isnull=True), name="a_tree_has_one_root"),
            models.CheckConstraint(
                condition=Q(path__regex=r"^[0-9]{7}([.][0-9]{7})*$"), name="a_path_is_numbers_and_dots"
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @staticmethod
    def path_of(unit_ids: Iterable[int]) -> str:
        return ".".join(f"{pk:07d}" for pk in unit_ids)


class UnitGroupQuerySet(models.QuerySet["UnitGroup"]):
    def current(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def within(self, units: models.QuerySet[Unit]) -> Self:
        """The groups all of whose units are among these; never one without units."""
        links = UnitGroup.units.through.objects.filter(unitgroup=OuterRef("pk"))
        return self.filter(Exists(links.filter(unit__in=units)) & ~Exists(links.exclude(unit__in=units)))


class UnitGroup(models.Model):
    """A named, dated group of units: a working group's wards, an emulation cluster."""

    name = models.CharField(_("name"), max_length=limits.NAME)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    units = models.ManyToManyField(Unit, related_name="groups")
    compares = models.BooleanField(_("units of like size and kind, compared among themselves"), default=False)
    """Whether its units are ranked among themselves: an emulation cluster, never a working group's chance set."""

    objects = UnitGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_group_lasts_at_least_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.name
