"""Forms that take a file or a text: a paper handed in for a meeting, the chair's handwritten sheet."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import attachments, limits
from coquang.attachments import Attachment
from coquang.not_attached import NotAttached
from coquang.textfields import TextField

_NO_FILE = _("No file came. Choose a file, then send once more.")
_MESSAGES = {"required": _NO_FILE, "missing": _NO_FILE, "invalid": _NO_FILE, "empty": _NO_FILE}
PICTURES = {"jpeg", "png", "webp"}


class AttachedField(forms.FileField):
    """A file, given back as what it is by its content."""

    def __init__(self, *, accept: str = attachments.ACCEPT, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(widget=widget, error_messages=dict(_MESSAGES), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Attachment | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            if sent.size > limits.FILE_BYTES:
                raise attachments.too_large()
            return attachments.examine(sent.name, sent.read())
        except NotAttached as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal


class HandInForm(forms.Form):
    text = TextField(
        label=_("Text"),
        multiline=True,
        max_length=limits.PARAGRAPHS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = AttachedField(
        label=_("File"), required=False, help_text=_("PDF, a picture (JPG, PNG, WebP) or Excel (.xlsx), at most 10 MB.")
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not facts.get("text") and not facts.get("file"):
            self.add_error("text", _("Nothing came: write the text or choose a file."))
        return facts


class HandwritingForm(forms.Form):
    file = AttachedField(
        label=_("Picture of the handwritten sheet"),
        accept=".jpg,.jpeg,.png,.webp",
        help_text=_("A picture (JPG, PNG, WebP), at most 10 MB. Only the office and the chair see it."),
    )

    def clean_file(self) -> Attachment:
        sent: Attachment = self.cleaned_data["file"]
        if sent.kind not in PICTURES:
            raise forms.ValidationError(_("The chair's sheet is kept as a picture: choose a JPG, PNG or WebP file."))
        return sent
