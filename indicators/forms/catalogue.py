"""The forms of an indicator, of what it counts from a year on, and of a field of work."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import TextField
from indicators.actions.catalogue import RESTED_ON, faults
from indicators.models import Definition, Field, Indicator
from indicators.permissions import may_keep_shared
from programmes.models import Person, Unit

CODE = re.compile(r"[0-9A-Za-z-]+")
SCALES = [("", _("as it is")), *((scale, scale) for scale in ("nghìn đồng", "triệu đồng", "tỷ đồng"))]
QUARTERS = [("", _("every quarter")), ("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")]
SHARES = ("share_1", "share_2", "share_3", "share_4")

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What is counted"), ("owner", "code", "name_vi", "name_en", "field", "parent", "position", "published_only")),
    (
        _("How it is measured"),
        (
            "measured",
            "measure_vi",
            "measure_en",
            "decimals",
            "scale",
            "scale_decimals",
            "sentence_is_exact",
            "is_padded",
        ),
    ),
    (_("How quarters make a year"), ("kind", "due_quarter", "numerator", "denominator")),
    (_("How it is judged"), ("direction", *SHARES, "on_course_from", "at_risk_below")),
    (_("In a report"), ("sentence_vi", "sentence_en")),
)


def _number(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **kwargs)


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    code = TextField(label=_("Code"), max_length=limits.CODE, help_text=_("Plain letters, figures and hyphens: KT08."))
    name_vi = TextField(label=_("Name in Vietnamese"), max_length=limits.NAME)
    name_en = TextField(label=_("Name in English"), max_length=limits.NAME)
    position = _number(_("Order in its field"), 999)
    measure_vi = TextField(
        label=_("Measure"), max_length=limits.POST, help_text=_("As it heads a column: hộ, đồng, %.")
    )
    measure_en = TextField(label=_("Measure in English"), max_length=limits.POST)
    decimals = _number(_("Decimals"), limits.DECIMALS_AT_MOST, initial=0)
    scale = forms.ChoiceField(label=_("Display scale of money"), choices=SCALES, required=False)
    scale_decimals = _number(_("Decimals in the display scale"), limits.DECIMALS_AT_MOST, initial=1)
    due_quarter = forms.TypedChoiceField(
        label=_("Falls due"), choices=QUARTERS, required=False, coerce=int, empty_value=None
    )
    share_1 = _number(_("Percent of the year expected by the end of quarter I"), 100, initial=25)
    share_2 = _number(_("by the end of quarter II"), 100, initial=50)
    share_3 = _number(_("by the end of quarter III"), 100, initial=75)
    share_4 = _number(_("by the end of the year"), 100, initial=100)
    on_course_from = _number(_("On course from (%)"), 100, initial=100)
    at_risk_below = _number(_("At risk below (%)"), 100, initial=80)
    sentence_vi = TextField(
        label=_("Beginning of the Vietnamese sentence"),
        max_length=limits.NAME,
        required=False,
        help_text=_("Left empty, the sentence begins with the name."),
    )
    sentence_en = TextField(label=_("Beginning of the English sentence"), max_length=limits.NAME, required=False)

    class Meta:
        model = Indicator
        fields = (
            "owner", "code", "name_vi", "name_en", "field", "parent", "position", "published_only", "measured",
            "measure_vi", "measure_en", "decimals", "scale", "scale_decimals", "sentence_is_exact", "is_padded", "kind",
            "due_quarter", "numerator", "denominator", "direction", "on_course_from", "at_risk_below", "sentence_vi",
            "sentence_en",
        )  # fmt: skip
        labels = {"field": _("Field of work"), "numerator": _("Numerator from"), "denominator": _("Denominator from")}
        help_texts = {
            "parent": _("Makes the row 1.1 below row 1 of the same field."),
            "published_only": _("For what may stand here only once it has been made public; the sheet says so."),
            "numerator": _("A ratio may take its part from another indicator's figure, which is then typed once."),
        }
        error_messages = {"code": {"unique": _("Another indicator has this code.")}}

    def __init__(self, *args: Any, by: Person, is_settled: bool = False, **kwargs: Any) -> None:
        """`is_settled`: figures rest on the indicator, so what they rest on is shown and not changed."""
        super().__init__(*args, **kwargs)
        is_known = self.instance.pk is not None
        self.fields["owner"] = forms.ModelChoiceField(
            Unit.objects.administered_by(by).in_vietnamese_order(),
            label=_("Kept for"),
            required=not may_keep_shared(by) and not is_known,
            empty_label=_("all units (shared)") if may_keep_shared(by) else None,
            disabled=is_known,
        )
        self.fields["code"].disabled = is_known
        others = Indicator.objects.visible_to(by).exclude(pk=self.instance.pk).in_order()
        for name in ("parent", "numerator", "denominator"):
            known = self.fields[name]
            self.fields[name] = forms.ModelChoiceField(
                others, label=known.label, help_text=known.help_text, required=False
            )
        for name, share in zip(SHARES, self.instance.expected_share, strict=True):
            self.fields[name].initial = share
        for name in RESTED_ON if is_settled else ():
            self.fields[name].disabled = True

    @property
    def groups(self) -> Iterator[tuple[str, Sequence[BoundField]]]:
        """The fields as the page parts them."""
        return ((str(title), [self[name] for name in names]) for title, names in GROUPS)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("A code is made of plain letters, figures and hyphens, such as KT08."))
        return code

    def clean(self) -> dict[str, Any]:
        """The rules of the catalogue in its own words, each at its field; the action holds them once more."""
        facts = super().clean() or {}
        if self.errors:
            return facts
        construct_instance(self, self.instance, self.Meta.fields)
        self.instance.expected_share = [facts[name] for name in SHARES]
        for name, sentence in faults(self.instance).items():
            self.add_error("share_4" if name == "expected_share" else name, sentence)
        return facts


class DefinitionForm(forms.ModelForm):  # type: ignore[type-arg]
    from_year = forms.IntegerField(label=_("From year"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR)
    text_vi = TextField(label=_("Definition"), max_length=limits.PARAGRAPHS, multiline=True)
    text_en = TextField(label=_("Definition in English"), max_length=limits.PARAGRAPHS, multiline=True, required=False)

    class Meta:
        model = Definition
        fields = ("from_year", "text_vi", "text_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_year"].initial = dates.today().year


class FieldForm(forms.ModelForm):  # type: ignore[type-arg]
    name_vi = TextField(label=_("Name in Vietnamese"), max_length=limits.NAME)
    name_en = TextField(label=_("Name in English"), max_length=limits.NAME)
    position = _number(_("Order"), 999)

    class Meta:
        model = Field
        fields = ("name_vi", "name_en", "position")
