"""The form of a source note: who told the figure, by which channel, when, and what paper is to follow."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates, limits, numbers
from coquang.fields import Measure, NumberField
from coquang.textfields import DayField, HourField, TextField
from indicators.models import FigureNote

# A note without an hour is of the day; it stands at its first minute.
NO_HOUR = time(0, 0)


class NoteForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=FigureNote.Channel.choices)
    informant = TextField(
        label=gettext_lazy("Told by"),
        max_length=limits.POST,
        required=False,
        help_text=gettext_lazy("The post, not the name."),
    )
    received_on = DayField(label=gettext_lazy("Received on"), required=False)
    received_hour = HourField(label=gettext_lazy("at"), required=False)
    document = TextField(label=gettext_lazy("Document"), max_length=limits.SENTENCE, required=False)
    stated_percent = NumberField(
        label=gettext_lazy("Percent of the target stated there"),
        measure=Measure(name="%", decimals=limits.PERCENT_DECIMALS, is_percentage=True),
        required=False,
        help_text=gettext_lazy("Only where the document itself states it, as it is printed there: 84,8%."),
    )
    paper_follows = forms.BooleanField(label=gettext_lazy("The paper is sent later"), required=False)
    paper_due = DayField(label=gettext_lazy("The paper is due on"), required=False)

    def __init__(self, *args: Any, note: FigureNote | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _shown(note) if note else None, **kwargs})

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("received_hour") and not facts.get("received_on") and "received_on" not in self.errors:
            self.add_error("received_on", _("Say also on which day it was received."))
        if facts.get("received_on") and facts["received_on"] > dates.today():
            self.add_error("received_on", _("This day has not come yet."))
        if facts.get("paper_due") and not facts.get("paper_follows"):
            self.add_error("paper_due", _("A day is set only for a paper that is sent later; tick that it is."))
        if (facts.get("stated_percent") or 0) >= limits.PERCENT_LIMIT:
            most = numbers.written(limits.PERCENT_LIMIT)
            self.add_error("stated_percent", _("A percent is less than %s; type it as the document has it.") % most)
        return facts

    def note(self) -> FigureNote:
        """The note the form describes, not yet saved."""
        facts = self.cleaned_data
        day, hour = facts["received_on"], facts["received_hour"] or NO_HOUR
        return FigureNote(
            channel=facts["channel"],
            informant=facts["informant"],
            received_at=timezone.make_aware(datetime.combine(day, hour)) if day else None,
            document=facts["document"],
            stated_percent=facts["stated_percent"],
            paper_follows=facts["paper_follows"],
            paper_due=facts["paper_due"],
        )


def _shown(note: FigureNote) -> dict[str, Any]:
    at = timezone.localtime(note.received_at) if note.received_at else None
    return {
        "channel": note.channel,
        "informant": note.informant,
        "received_on": at.date() if at else None,
        "received_hour": at.time() if at and at.time() != NO_HOUR else None,
        "document": note.document,
        "stated_percent": "" if note.stated is None else numbers.written(note.stated),
        "paper_follows": note.paper_follows,
        "paper_due": note.paper_due,
    }
