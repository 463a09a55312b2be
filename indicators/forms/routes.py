"""The form of a unit's route of approval: for each field, and for all others, the bodies that approve it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from indicators.models import Field
from programmes.models import Body

ALL_OTHERS = "f-0"


class RouteForm(forms.Form):
    """One row of ticks a field. A body that has ended stands only where it is still routed to."""

    def __init__(
        self, *args: Any, bodies: Collection[Body], routed: Mapping[int | None, Collection[int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = list(bodies)
        choices = [(str(body.pk), body.name) for body in self.bodies]
        self.keys: dict[str, int | None] = {f"f-{field.pk}": field.pk for field in Field.objects.all()}
        names = {f"f-{field.pk}": field.name for field in Field.objects.all()}
        self.keys[ALL_OTHERS], names[ALL_OTHERS] = None, gettext("All other fields")
        for name, key in self.keys.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=names[name],
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(pk) for pk in routed.get(key, ())],
            )

    @property
    def wanted(self) -> dict[int | None, set[int]]:
        return {key: {int(pk) for pk in self.cleaned_data[name]} for name, key in self.keys.items()}

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, list[tuple[str, str, str, bool]]]]:
        """Each field with its cells: body, the tick's name and value, and whether it is ticked."""
        for name in self.keys:
            bound = self[name]
            ticked = {str(value) for value in bound.value() or ()}
            yield (
                bound,
                [(body.name, bound.html_name, str(body.pk), str(body.pk) in ticked) for body in self.bodies],
            )
