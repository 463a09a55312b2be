"""A pasted block or an uploaded workbook as it was brought."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coquang import limits, names, numbers
from coquang.names import NotText
from indicators import blocks, sheet_files, workbooks
from indicators.actions.pastes import Brought
from indicators.models import Sheet
from indicators.workbook_parts import NotAWorkbook
from programmes.models import Body

CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
Lines = tuple[tuple[str, ...], ...]


class BlockField(forms.CharField):
    """A pasted block, given back as lines of cells; a blank line in it holds a place."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        text = str(value or "")
        if len(text) > limits.PASTED:
            raise forms.ValidationError(
                _("This is %(n)s characters long; paste at most %(most)s, only the table of figures.")
                % {"n": numbers.written(len(text)), "most": numbers.written(limits.PASTED)}
            )
        try:
            return tuple(tuple(names.tidy(cell) for cell in line) for line in blocks.read_block(text).lines)
        except NotText as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal


class PasteForm(forms.Form):
    block = BlockField(
        label=gettext_lazy("Figures copied from Excel, a Word table or a message"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=gettext_lazy("or the sheet as an Excel file (.xlsx)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"invalid": gettext_lazy("The file did not arrive; choose it again.")},
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Provided by"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=gettext_lazy("not said"),
        help_text=gettext_lazy("What this provider calls each indicator is remembered for the next quarter."),
        error_messages={"invalid_choice": gettext_lazy("Choose a provider from the list.")},
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.brought: Brought | None = None
        providers = Body.objects.filter(provides__unit=sheet.unit, provides__valid_to__isnull=True)
        if providers.exists():
            self.fields["body"].queryset = providers.distinct().order_by("name")  # type: ignore[attr-defined]
        else:
            del self.fields["body"]

    @property
    def start(self) -> str:
        """The row the block was pasted into, by its code."""
        told = str(self.data.get("start", ""))
        return told if CODE.fullmatch(told) else ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.errors:
            return facts
        lines: Lines = facts.get("block") or ()
        formulas: tuple[tuple[int, int], ...] = ()
        name = ""
        if upload := facts.get("file"):
            try:
                lines, formulas = self._read_file(upload)
                name = names.tidy(upload.name)[-limits.NAME :]
            except (NotAWorkbook, NotText) as refusal:
                self.add_error("file", str(refusal))
                return facts
        if not any(any(line) for line in lines):
            told = _("Nothing was read from the file.") if upload else _("Paste a column or a table, or choose a file.")
            self.add_error("file" if upload else "block", told)
            return facts
        self.brought = Brought(lines, formulas, name, self.start, facts.get("body"))
        return facts

    def _read_file(self, upload: Any) -> tuple[Lines, tuple[tuple[int, int], ...]]:
        pages = workbooks.read_workbook(upload, wanted=[sheet_files.MARK])
        cells = sheet_files.brought_lines(pages, self.sheet.unit.code, self.sheet.period.code)
        lines = tuple(tuple(names.tidy(cell.text) for cell in line) for line in cells)
        formulas = tuple(
            (number, place) for number, line in enumerate(cells) for place, cell in enumerate(line) if cell.is_computed
        )
        return lines, formulas
