"""The forms of papers behind a figure: a new file for it and other rows, and a paper the sheet has already."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import attachments, limits
from coquang.attachments import Attachment
from coquang.textfields import TextField

Choices = Sequence[tuple[str, str]]

NO_FILE = _("No file came. Choose a file, then send once more.")


class AttachedField(forms.FileField):
    """A file, given back as what it is by its content; refused with a sentence when it is not taken."""

    def __init__(self, *, endings: Collection[str] = attachments.ENDINGS, **kwargs: Any) -> None:
        accept = ",".join(f".{ending}" for ending in endings)
        told = {
            "required": NO_FILE,
            "missing": NO_FILE,
            "invalid": NO_FILE,
            "empty": _("The file is empty; choose it again."),
        }
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), error_messages=told, **kwargs)
        self.kinds = {attachments.ENDINGS[ending] for ending in endings}

    def clean(self, data: Any, initial: Any = None) -> Attachment:
        sent = super().clean(data, initial)
        try:
            if sent.size > limits.FILE_BYTES:
                raise attachments.too_large()
            attachment = attachments.examine(sent.name, sent.read())
        except attachments.NotAttached as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal
        if attachment.kind not in self.kinds:
            raise forms.ValidationError(gettext("Only a PDF or a picture (JPG, PNG, WebP) is taken here."))
        return attachment


class PaperForm(forms.Form):
    file = AttachedField(
        label=_("File"), help_text=_("PDF, a picture (JPG, PNG, WebP) or Excel (.xlsx), at most 10 MB.")
    )
    title = TextField(
        label=_("Title of the paper"),
        max_length=limits.NAME,
        help_text=_("Such as: Report 15/BC-UBND of 14/3/2023."),
    )

    def __init__(self, *args: Any, rows: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "giay-%s", **kwargs})
        if rows:
            self.fields["rows"] = forms.MultipleChoiceField(
                label=_("Also serves these indicators"),
                choices=rows,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def chosen_rows(self) -> list[str]:
        return list(self.cleaned_data.get("rows", ()))


class LinkForm(forms.Form):
    def __init__(self, *args: Any, papers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "co-san-%s", **kwargs})
        self.fields["paper"] = forms.ChoiceField(label=_("A paper of this sheet"), choices=papers)
