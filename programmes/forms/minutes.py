"""The forms of minutes: a remark, the steps to the signature, comments and their answers, a supplementary record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, HourField, SeenField, TextField
from programmes.actions.minutes import Said
from programmes.models import AgendaItem, Attendance, Meeting, Remark


class Speaker(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return told_as(obj)


class RemarkForm(forms.Form):
    speaker = Speaker(Attendance.objects.none(), label=_("Speaker"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Remark.Kind.choices, initial=Remark.Kind.SUGGESTION)
    agenda_item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Agenda item"), required=False, empty_label="–"
    )
    said_at = HourField(label=_("At"), required=False)
    text = TextField(
        label=_("Remark"),
        multiline=True,
        max_length=limits.PARAGRAPHS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("**Words between two stars** are bold; lines that begin with “- ” or “1. ” make a list."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, meeting: Meeting, remark: Remark | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _shown(remark), **kwargs})
        self.fields["speaker"].queryset = meeting.attendance.exclude(  # type: ignore[attr-defined]
            presence=Attendance.Presence.ABSENT
        )
        self.fields["agenda_item"].queryset = meeting.agenda.all()  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        facts = self.cleaned_data
        item: AgendaItem | None = facts["agenda_item"]
        return Said(facts["speaker"].pk, facts["kind"], facts["text"], item.pk if item else None, facts["said_at"])


class PrepareForm(forms.Form):
    ended_at = HourField(label=_("The meeting ended at"), required=False)


class CommentsForm(forms.Form):
    until = DayField(label=_("Comments until"))


class CommentForm(forms.Form):
    text = TextField(label=_("What is to be changed"), multiline=True, max_length=limits.PARAGRAPHS)


class CommentAnswerForm(forms.Form):
    accepted = forms.ChoiceField(label=_("Answer"), choices=[("1", _("accepted")), ("0", _("not accepted"))])
    words = TextField(label=_("Words of the answer"), max_length=limits.SENTENCE, required=False)


class SupplementForm(forms.Form):
    text = TextField(
        label=_("What the record says otherwise"),
        multiline=True,
        max_length=limits.PARAGRAPHS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def told_as(seat: Attendance) -> str:
    """The name and post of one at the meeting, on one line."""
    return " – ".join(part for part in (seat.name, seat.post) if part)


def _shown(remark: Remark | None) -> dict[str, Any] | None:
    if remark is None:
        return None
    return {
        "speaker": remark.speaker_id,
        "kind": remark.kind,
        "agenda_item": remark.agenda_item_id,
        "said_at": remark.said_at,
        "text": remark.text,
        "seen": remark.version,
    }
