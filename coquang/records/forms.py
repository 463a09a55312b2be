"""The forms of checking a paper: by the code at its foot, or by the file itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang.textfields import TextField

CODE_AT_MOST = 20


class CodeForm(forms.Form):
    code = TextField(label=_("Paper code"), max_length=CODE_AT_MOST, help_text=_("Such as 9HD2-VK6L."))


NO_FILE = dict.fromkeys(
    ("required", "missing", "invalid", "empty"), _("No file came. Choose a file, then send once more.")
)


class FileForm(forms.Form):
    """The bytes are only counted and hashed; nothing of the file is read or kept."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages=NO_FILE,
    )


class WordForm(forms.Form):
    file = forms.FileField(
        label=_("Word document"), widget=forms.FileInput(attrs={"accept": ".docx"}), error_messages=NO_FILE
    )
