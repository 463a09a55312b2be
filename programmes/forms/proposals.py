"""The forms of proposals: writing one, sending several up in one paper, answering."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.models import Body, Meeting, Person, Proposal, ProposalReply, Unit
from programmes.permissions_of_proposals import units_to_write_for

Kind = ProposalReply.Kind
ANSWER_WITHIN = timedelta(days=20)


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    text = TextField(
        label=_("What is proposed"),
        max_length=limits.PARAGRAPHS,
        multiline=True,
        help_text=_("One matter in each proposal: it is answered by itself. Several may go up in one paper."),
    )

    class Meta:
        model = Proposal
        fields = ("unit", "addressed_to", "text", "meeting")
        labels = {"unit": _("Unit"), "addressed_to": _("Addressed to"), "meeting": _("Raised at the meeting")}

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_to_write_for(by)
        above = {step.pk for unit in units for step in Unit.objects.line_to(unit) if step.pk != unit.pk}
        bodies = Body.objects.current(dates.today()).filter(unit__in=above).select_related("unit")
        pick: Any = self.fields
        pick["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_vietnamese_order()
        pick["addressed_to"].queryset = bodies.order_by("-unit__level", "name")
        pick["meeting"].queryset = Meeting.objects.visible_to(by).filter(is_cancelled=False)
        pick["meeting"].empty_label = gettext("At no meeting")
        pick["addressed_to"].empty_label = None
        if len(units) == 1:
            pick["unit"].initial, pick["unit"].empty_label = units[0], None


class SendForm(forms.Form):
    """Which go up, in which paper, when, and until when an answer is owed."""

    proposals = forms.ModelMultipleChoiceField(
        Proposal.objects.none(), label=_("Proposals"), widget=forms.CheckboxSelectMultiple
    )
    paper_number = TextField(
        label=_("Number of the paper"),
        max_length=limits.CODE * 2,
        required=False,
        help_text=_("As it stands in the book, such as 45-TTr/ĐU; empty when it went up by word."),
    )
    sent_on = DayField(label=_("Sent on"))
    answer_due = DayField(label=_("Answer due on"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        today = dates.today()
        kwargs.setdefault("initial", {"sent_on": today, "answer_due": today + ANSWER_WITHIN})
        super().__init__(*args, **kwargs)
        drafts = Proposal.objects.filter(unit__in=units_to_write_for(by), sent_on__isnull=True)
        field: Any = self.fields["proposals"]
        field.queryset = drafts.select_related("addressed_to").order_by("addressed_to", "pk")
        field.label_from_instance = lambda one: f"{one.addressed_to}: {one.text[:160]}"

    @property
    def has_choices(self) -> bool:
        field: Any = self.fields["proposals"]
        return bool(field.queryset.exists())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        sent, due = facts.get("sent_on"), facts.get("answer_due")
        if sent and sent > dates.today():
            self.add_error("sent_on", gettext("A proposal is sent today or was sent before, not on a day to come."))
        if sent and due and due <= sent:
            self.add_error("answer_due", gettext("The answer is due after the day of sending."))
        chosen = facts.get("proposals") or ()
        if len({(one.unit_id, one.addressed_to_id) for one in chosen}) > 1:
            self.add_error("proposals", gettext("One paper goes to one body: choose proposals to the same body."))
        return facts


class ReplyForm(forms.Form):
    kind = forms.ChoiceField(label=_("Answer"), choices=Kind.choices)
    text = TextField(label=_("Words of the answer"), max_length=limits.PARAGRAPHS, required=False, multiline=True)
    forwarded_to = TextField(
        label=_("Given to"),
        max_length=limits.NAME,
        required=False,
        help_text=_("The body that is to settle it, when it is given on."),
    )
    settled_by = DayField(label=_("To be settled by"), required=False)
    answered_on = DayField(label=_("Answered on"))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"answered_on": dates.today(), "kind": Kind.AGREED})
        super().__init__(*args, **kwargs)
        self.proposal = proposal

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        kind, on, until = facts.get("kind"), facts.get("answered_on"), facts.get("settled_by")
        if kind == Kind.REFUSED and not facts.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Say why it is not agreed yet."))
        if kind == Kind.FORWARDED:
            if not facts.get("forwarded_to") and "forwarded_to" not in self.errors:
                self.add_error("forwarded_to", gettext("Name the body it is given to."))
            if not until and "settled_by" not in self.errors:
                self.add_error("settled_by", gettext("Say by which day it is to be settled."))
        sent = self.proposal.sent_on
        if on and (on > dates.today() or (sent and on < sent)):
            self.add_error("answered_on", gettext("An answer is given between the day of sending and today."))
        if on and until and until < on:
            self.add_error("settled_by", gettext("The day it is to be settled by stands before the answer."))
        return facts
