"""The forms of conclusions: the chair's sentence, a conclusion's words and bodies, and words split off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import TextField
from programmes.models import Body, Conclusion, Meeting
from programmes.permissions_of_meetings import bound_units


class SentenceForm(forms.Form):
    text = TextField(
        label=_("What the chair said, word for word"),
        max_length=limits.PARAGRAPHS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConclusionForm(forms.Form):
    text = TextField(label=_("Conclusion"), max_length=limits.PARAGRAPHS, widget=forms.Textarea(attrs={"rows": 3}))
    lead_body = forms.ModelChoiceField(Body.objects.none(), label=_("Lead body"), required=False, empty_label="–")
    supporting = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=_("Supporting bodies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline_words = TextField(label=_("Deadline as said"), max_length=limits.NAME, required=False)

    def __init__(self, *args: Any, conclusion: Conclusion, meeting: Meeting, **kwargs: Any) -> None:
        shown = {
            "text": conclusion.text,
            "lead_body": conclusion.lead_body_id,
            "supporting": list(conclusion.supporting_bodies.values_list("pk", flat=True)) if conclusion.pk else [],
            "deadline_words": conclusion.deadline_words,
        }
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.conclusion = conclusion
        for name in ("lead_body", "supporting"):
            self.fields[name].queryset = bodies_of(meeting)  # type: ignore[attr-defined]

    def told(self) -> Conclusion:
        for name in ("text", "lead_body", "deadline_words"):
            setattr(self.conclusion, name, self.cleaned_data[name])
        return self.conclusion


class SplitOffForm(forms.Form):
    words = TextField(
        label=_("Words to stand by themselves"),
        max_length=limits.PARAGRAPHS,
        help_text=_("Copied from the marked part of the sentence."),
    )


class NoTaskForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)


def bodies_of(meeting: Meeting) -> Any:
    """The bodies a conclusion can bind: those of the units the meeting spoke of, as they stood on its day."""
    on = meeting.held_on or dates.today()
    return Body.objects.current(on).filter(unit__in=bound_units(meeting)).order_by("unit__name_sort", "pk")
