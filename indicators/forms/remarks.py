"""The forms of what is said about a figure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField
from indicators.actions.remarks import Told
from indicators.models import FigureNote


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2})


class CommentForm(forms.Form):
    text = TextField(label=_("Comment"), max_length=limits.REMARK, widget=_few_lines())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "y-kien-%s", **kwargs})


class QuestionForm(forms.Form):
    text = TextField(label=_("Question"), max_length=limits.REMARK, widget=_few_lines())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "hoi-lai-%s", **kwargs})


class AnswerForm(forms.Form):
    """An answer; one that was told says also by which channel and from whom, by post."""

    text = TextField(label=_("Answer"), max_length=limits.REMARK, widget=_few_lines())

    def __init__(self, *args: Any, is_told: bool, number: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"tra-loi-{number}-%s", **kwargs})
        self.is_told, self.number = is_told, number
        if is_told:
            self.fields["channel"] = forms.ChoiceField(label=_("Channel"), choices=FigureNote.Channel.choices)
            self.fields["informant"] = TextField(
                label=_("Told by"), max_length=limits.POST, help_text=_("The post, not the name.")
            )

    @property
    def told(self) -> Told | None:
        if not self.is_told:
            return None
        return Told(channel=self.cleaned_data["channel"], informant=self.cleaned_data["informant"])
