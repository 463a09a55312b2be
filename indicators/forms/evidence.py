"""The forms of papers behind a figure: a new file for it and other rows, and a paper the sheet has already."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.filefields import AttachedField
from coquang.textfields import TextField

Choices = Sequence[tuple[str, str]]


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
