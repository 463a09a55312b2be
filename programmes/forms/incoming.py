"""The form of an incoming paper: from whom, number, day, subject, file."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import attachments, dates, limits
from coquang.attachments import Attachment
from coquang.textfields import DayField, TextField
from programmes.forms.progress import examined
from programmes.models import Body, Unit


class IncomingForm(forms.Form):
    from_body = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Issued by"),
        required=False,
        empty_label=gettext_lazy("a body that is not on record"),
    )
    from_text = TextField(
        label=gettext_lazy("Name of a body that is not on record"), max_length=limits.NAME, required=False
    )
    number = TextField(
        label=gettext_lazy("Number and symbol"),
        max_length=limits.CODE * 2,
        help_text=gettext_lazy("As it is printed: 118-CTr/ĐU."),
    )
    dated = DayField(label=gettext_lazy("Day of the document"))
    subject = TextField(label=gettext_lazy("Subject"), max_length=limits.SENTENCE)
    received_on = DayField(label=gettext_lazy("Received on"))
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=forms.FileInput(attrs={"accept": attachments.ACCEPT})
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"received_on": dates.today()}, **kwargs})
        self.fields["from_body"].queryset = bodies_above(unit)  # type: ignore[attr-defined]

    def clean_file(self) -> Attachment | None:
        return examined(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not facts.get("from_body") and not facts.get("from_text") and "from_body" not in self.errors:
            self.add_error("from_text", _("Say which body issued the paper."))
        dated, received = facts.get("dated"), facts.get("received_on")
        if received and received > dates.today():
            self.add_error("received_on", _("This day has not come yet."))
        elif dated and received and received < dated:
            self.add_error("received_on", _("A paper is received on its own day or later."))
        return facts


def bodies_above(unit: Unit) -> QuerySet[Body]:
    """The bodies of the units above one: who gives it tasks."""
    above = [held.pk for held in Unit.objects.line_to(unit) if held.pk != unit.pk]
    return Body.objects.current(dates.today()).filter(unit__in=above).order_by("name", "pk")
