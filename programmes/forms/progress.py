"""The small forms on a task's page, one a deed: name, done, reopen, extend, urge, answer, take back."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coquang import attachments, dates, limits
from coquang.attachments import Attachment
from coquang.not_attached import NotAttached
from coquang.textfields import DayField, TextField
from programmes.actions.naming import candidates
from programmes.models import Appointment, Task

YES, NO = "1", "0"


class DeedForm(forms.Form):
    """A form of one deed beside others on a page: its boxes have ids of their own."""

    key = ""

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.key}-%s", **kwargs})
        self.task = task


class OwnerForm(DeedForm):
    key = "phan-cong"
    owner = forms.ChoiceField(label=gettext_lazy("Responsible person"))
    reason = TextField(label=gettext_lazy("Reason"), max_length=limits.SENTENCE, required=False)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, task=task, **kwargs)
        bodies = [task.lead_body_id] if task.lead_body_id else []
        self._held = {str(held.pk): held for held in candidates(task.unit_id, bodies) if held.pk != task.owner_id}
        choices = [("", "–"), *((key, held.named) for key, held in self._held.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        if task.owner_id is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True

    @property
    def named(self) -> Appointment:
        return self._held[self.cleaned_data["owner"]]


class DoneForm(DeedForm):
    key = "xong"
    done_on = DayField(label=gettext_lazy("Done on"), help_text=gettext_lazy("The day of the document that proves it."))
    evidence = TextField(
        label=gettext_lazy("Document that proves it"),
        max_length=limits.SENTENCE,
        required=False,
        help_text=gettext_lazy("Kind, number, day: Plan 121-KH/ĐU of 08/3/2023."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=forms.FileInput(attrs={"accept": attachments.ACCEPT})
    )
    no_evidence = TextField(
        label=gettext_lazy("Or the reason why there is no document"), max_length=limits.SENTENCE, required=False
    )

    def clean_file(self) -> Attachment | None:
        return examined(self.cleaned_data["file"])


def examined(sent: Any) -> Attachment | None:
    """A file that was sent, as what it is by its content; none stays none."""
    if sent is None:
        return None
    try:
        if sent.size > limits.FILE_BYTES:
            raise attachments.too_large()
        return attachments.examine(sent.name, sent.read())
    except NotAttached as refusal:
        raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal


class ReasonForm(DeedForm):
    reason = TextField(label=gettext_lazy("Reason"), max_length=limits.SENTENCE)


class ReopenForm(ReasonForm):
    key = "mo-lai"


class DropForm(ReasonForm):
    key = "bo"


class ExtensionForm(DeedForm):
    key = "gia-han"
    new_due = DayField(label=gettext_lazy("New day"))
    reason = TextField(label=gettext_lazy("Reason"), max_length=limits.SENTENCE)

    def clean_new_due(self) -> Any:
        day = self.cleaned_data["new_due"]
        if day <= max(self.task.due_on or dates.today(), dates.today()):
            raise forms.ValidationError(_("The new day lies after the one that stands, and after today."))
        return day


class ExtensionAnswerForm(DeedForm):
    key = "tra-loi-gia-han"
    is_granted = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[(YES, gettext_lazy("agreed")), (NO, gettext_lazy("not agreed yet"))],
        widget=forms.RadioSelect,
    )
    answer = TextField(label=gettext_lazy("Words of the answer"), max_length=limits.SENTENCE, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("is_granted") == NO and not facts.get("answer"):
            self.add_error("answer", _("Write why the extension is not agreed to."))
        return facts


class UrgeForm(DeedForm):
    key = "don-doc"
    text = TextField(label=gettext_lazy("Words"), max_length=limits.SENTENCE, required=False)


class UrgingAnswerForm(DeedForm):
    key = "tra-loi-don-doc"
    answer = TextField(
        label=gettext_lazy("How it stands, and when it will be done"), max_length=limits.SENTENCE, multiline=True
    )
