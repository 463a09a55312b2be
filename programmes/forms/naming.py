"""Naming by list: one picker for each task that nobody answers for yet; a task left empty stays unnamed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from programmes.actions.naming import candidates
from programmes.models import Appointment, Task, Unit

SELECT = forms.Select(attrs={"class": "form-select"})


class NamingForm(forms.Form):
    def __init__(self, *args: Any, unit: Unit, tasks: Sequence[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = {f"nv{task.pk}": task for task in tasks}
        self._held = {str(held.pk): held for held in candidates(unit.pk)}
        for name, task in self.tasks.items():
            self.fields[name] = forms.ChoiceField(
                label=str(task), required=False, choices=self._choices(task.lead_body_id), widget=SELECT
            )

    def _choices(self, body_id: int | None) -> list[tuple[str, str]]:
        """Those of the lead body first."""
        held = sorted(self._held.items(), key=lambda pair: pair[1].body_id != body_id)
        return [("", "–"), *((key, appointment.named) for key, appointment in held)]

    def lines(self) -> list[tuple[Task, forms.BoundField]]:
        return [(task, self[name]) for name, task in self.tasks.items()]

    def owners(self) -> dict[Task, Appointment]:
        chosen = self.cleaned_data
        return {task: self._held[chosen[name]] for name, task in self.tasks.items() if chosen.get(name)}
