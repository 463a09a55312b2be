"""The forms by which a figure is called right or put right: at the cell's door, and as the office was told."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.fields import NumberField
from coquang.textfields import DayField, HourField, TextField
from indicators.actions.remarks import Told, Verdict
from indicators.forms.notes import NO_HOUR
from indicators.measures import column_unit, measure_of
from indicators.models import FigureNote, Remark


class MendForm(forms.Form):
    """What the right figure is, and words to it if any."""

    text = TextField(
        label=_("In words, if you like"), max_length=limits.SENTENCE, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, question: Remark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, indicator = question, question.figure.indicator
        measure, is_ratio = measure_of(indicator), indicator.is_ratio
        self.fields["value"] = NumberField(
            label=_("Before the slash") if is_ratio else _("The right figure"),
            measure=measure,
            help_text="" if is_ratio else column_unit(indicator),
        )
        if is_ratio:
            self.fields["denominator"] = NumberField(label=_("After the slash"), measure=measure)
        self.order_fields(["is_right", "value", "denominator", "text"])

    @property
    def verdict(self) -> Verdict:
        return Verdict(False, self.cleaned_data["value"], self.cleaned_data.get("denominator"))


class ToldForm(MendForm):
    """The same as the office was told it, by telephone as a rule: who said it, when, and what."""

    RIGHT, NOT_RIGHT = "1", "0"

    is_right = forms.ChoiceField(
        label=_("What the cell says"), choices=[(RIGHT, _("Correct")), (NOT_RIGHT, _("Not right"))]
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=FigureNote.Channel.choices, initial="phone")
    informant = TextField(label=_("Told by"), max_length=limits.POST, help_text=_("The post, not the name."))
    told_on = DayField(label=_("Told on"))
    told_hour = HourField(label=_("at"), required=False)

    is_told = True

    def __init__(self, *args: Any, question: Remark, **kwargs: Any) -> None:
        now = timezone.localtime(dates.now())
        initial = {"informant": question.asked_post, "told_on": now.date(), "told_hour": now.time()}
        own = {"auto_id": f"tra-loi-{question.pk}-%s", "initial": initial}
        super().__init__(*args, question=question, **{**own, **kwargs})
        self.number = question.pk
        for name in ("value", "denominator"):
            if name in self.fields:
                self.fields[name].required = False
        if question.value is None:
            self.fields["is_right"] = forms.ChoiceField(
                label=_("What the cell says"), choices=[(self.NOT_RIGHT, _("The figure below"))]
            )
        self.order_fields(["is_right", "value", "denominator", "text", "channel", "informant", "told_on", "told_hour"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("value", "denominator"):
            is_missing = name in self.fields and facts.get(name) is None and name not in self.errors
            if facts.get("is_right") == self.NOT_RIGHT and is_missing:
                self.add_error(name, gettext("Type the figure the cell calls right."))
        if facts.get("told_on") and facts["told_on"] > dates.today():
            self.add_error("told_on", gettext("This day has not come yet."))
        return facts

    @property
    def verdict(self) -> Verdict:
        return Verdict(True) if self.cleaned_data["is_right"] == self.RIGHT else super().verdict

    @property
    def told(self) -> Told:
        facts = self.cleaned_data
        at = timezone.make_aware(datetime.combine(facts["told_on"], facts["told_hour"] or NO_HOUR))
        return Told(channel=facts["channel"], informant=facts["informant"], at=at)
