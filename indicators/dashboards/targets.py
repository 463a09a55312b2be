"""The targets of a unit and year as their grid shows them: one row an indicator it reports, its main target typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from indicators.measures import column_unit, target_in, target_measure
from indicators.models import Field, Indicator, Target
from indicators.numbering import outline, roman
from indicators.readings import reported_in
from indicators.sentences import target_base
from programmes.models import Unit


@dataclass(frozen=True)
class TargetTyping:
    """What a person typed into one row, and why it was not taken."""

    base: str = Target.Base.ASSIGNED
    form: str = Target.Form.VALUE
    value: str = ""
    upper: str = ""
    document: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class GridRow:
    indicator: Indicator
    number: str
    name: str
    unit: str
    standing: str
    standing_base: str
    standing_document: str
    was: str
    typed: TargetTyping

    @property
    def code(self) -> str:
        return self.indicator.code


@dataclass(frozen=True)
class GridGroup:
    number: str
    name: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Grid:
    unit: Unit
    year: int
    groups: tuple[GridGroup, ...]
    reason: str = ""
    document: str = ""
    reason_refusal: str = ""

    @property
    def rows(self) -> list[GridRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def refusals(self) -> int:
        return sum(bool(row.typed.refusal) for row in self.rows) + bool(self.reason_refusal)

    @property
    def has_standing(self) -> bool:
        return any(row.standing for row in self.rows)

    def typed_into(
        self, typing: Mapping[str, TargetTyping], *, reason: str, document: str, reason_refusal: str = ""
    ) -> "Grid":
        """The grid again with what a form brought still in its cells."""
        groups = tuple(
            replace(group, rows=tuple(replace(row, typed=typing.get(row.code, row.typed)) for row in group.rows))
            for group in self.groups
        )
        return replace(self, groups=groups, reason=reason, document=document, reason_refusal=reason_refusal)


def grid(unit: Unit, year: int) -> Grid:
    """The grid as the targets stand."""
    language = get_language() or "vi"
    main = {t.indicator_id: t for t in Target.objects.filter(unit=unit, year=year, is_main=True)}
    order = ("indicator__field__position", "indicator__position", "indicator__pk")
    held = [r.indicator for r in reported_in([unit.pk], year).select_related("indicator__field").order_by(*order)]
    by_pk = {indicator.pk: indicator for indicator in held}
    grouped: dict[int, tuple[Field, list[GridRow]]] = {}
    for pk, number in outline((i.pk, i.field_id, i.parent_id) for i in held):
        indicator = by_pk[pk]
        of_field = grouped.setdefault(indicator.field_id, (indicator.field, []))[1]
        of_field.append(_row(indicator, number, main.get(pk), language))
    return Grid(
        unit,
        year,
        tuple(
            GridGroup(roman(place), field.named(language), tuple(rows))
            for place, (field, rows) in enumerate(grouped.values(), start=1)
        ),
    )


def _row(indicator: Indicator, number: str, target: Target | None, language: str) -> GridRow:
    typed = TargetTyping(*aim_typed(indicator, target)) if target else TargetTyping()
    return GridRow(
        indicator=indicator,
        number=number,
        name=indicator.named(language),
        unit=column_unit(indicator, language),
        standing=target_in(indicator, target, language) if target else "",
        standing_base=target_base(target) if target else "",
        standing_document=target.document if target else "",
        was=was(typed) if target else "",
        typed=typed,
    )


def aim_typed(indicator: Indicator, target: Target) -> tuple[str, str, str, str]:
    """A target as it would be typed: base, form, value, upper end."""
    measure = target_measure(indicator)
    return target.base, target.form, measure.shown(target.value), measure.shown(target.upper)


def was(typed: TargetTyping) -> str:
    """What stood in a row's cells when the page was made, as its hidden field says it."""
    return f"{typed.form}|{typed.value}|{typed.upper}"
