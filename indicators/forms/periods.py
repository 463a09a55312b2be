"""The forms of the calendar of reporting: laying out a year, moving a deadline."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.refusals import Refused
from coquang.textfields import DayField
from indicators.actions.periods import settled
from indicators.models import Deadline, Regime


class YearForm(forms.Form):
    regime = forms.ChoiceField(label=_("Regime"), choices=Regime.choices)
    year = forms.IntegerField(label=_("Year"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR)


class DeadlineForm(forms.Form):
    day = DayField(label=_("Day"))
    hour = forms.TimeField(
        label=_("Hour"),
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H giờ %M", "%H giờ"],
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off", "placeholder": "17:00"}),
        error_messages={"invalid": _("Type the hour as 17:00.")},
    )

    closes_on = DayField(
        label=_("Closes at 24:00 on"),
        required=False,
        help_text=_("After it nothing is entered or sent without an extension. Empty: it does not close by itself."),
    )

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        due_at = timezone.localtime(deadline.due_at)
        shown = {"day": due_at.date(), "hour": due_at.time(), "closes_on": deadline.closes_on}
        super().__init__(*args, **{**kwargs, "initial": shown})
        self.deadline = deadline

    def clean_day(self) -> date:
        """The day as it was typed; whether it can stand is the action's rule."""
        day: date = self.cleaned_data["day"]
        if abs(day.year - self.deadline.period.year) > 1:
            raise forms.ValidationError(_("That is another year than the period's: %s.") % dates.short(day))
        try:
            self.falls_on = settled(self.deadline.period, day)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return day

    def clean_closes_on(self) -> date | None:
        """Not before the deadline; one that a moved deadline overtakes goes along with it."""
        day: date | None = self.cleaned_data["closes_on"]
        falls_on = getattr(self, "falls_on", None)
        if day is None or falls_on is None or day >= falls_on or day == self.deadline.closes_on:
            return day
        raise forms.ValidationError(_("A period cannot close before it is due, %s.") % dates.short(falls_on))
