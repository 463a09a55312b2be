"""Reading a target: a value, a range, a limit; and the forms of a new target and of a revision."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coquang import limits
from coquang.textfields import TextField
from coquang.unread import Unread
from indicators.arithmetic import Aim
from indicators.measures import target_measure
from indicators.models import Indicator, Target
from indicators.readings import reported_in
from programmes.models import Unit

Form = Target.Form

# How limits and ranges are written in the tables that are pasted.
_SIGNED = (
    (
        re.compile(r"(?:≥|>=|từ(?=.*trở lên)|ít nhất|tối thiểu)\s*(?P<value>[0-9].*?)(?:\s*trở lên)?", re.I),
        Form.AT_LEAST,
    ),
    (re.compile(r"(?:≤|<=|không quá|tối đa)\s*(?P<value>[0-9].*)", re.I), Form.AT_MOST),
    (re.compile(r"(?:<|dưới)\s*(?P<value>[0-9].*)", re.I), Form.LESS_THAN),
)
_RANGE = re.compile(r"(?:từ\s+)?(?P<value>[0-9].*?)\s*(?:–|—|-|đến)\s*(?P<upper>[0-9].*)", re.I)


class NotAnAim(Exception):
    """What was typed is no target; the message says what to type."""


def read_aim(indicator: Indicator, form: str, value: str, upper: str) -> Aim:
    """The aim typed into a row, exact in the indicator's measure; NotAnAim with a sentence otherwise."""
    if form not in Form.values:
        raise NotAnAim(_("Choose a form of the target from the list."))
    if form != Form.RANGE and upper.strip():
        raise NotAnAim(_("Only a range has an upper end; choose “a range” or empty the second number."))
    if form == Form.RANGE and not upper.strip():
        raise NotAnAim(_("A range needs its upper end; type it beside the first number."))
    measure = target_measure(indicator)
    try:
        low = measure.read(value)
        high = measure.read(upper) if form == Form.RANGE else None
    except Unread as refusal:
        raise NotAnAim(refusal.sentence(get_language() or "vi")) from refusal
    if form == Form.LESS_THAN and not low:
        raise NotAnAim(_("No figure is less than zero; choose “a value” and type 0 where none may occur."))
    if high is not None and high <= low:
        raise NotAnAim(_("The upper end of a range is above its lower end; type the smaller number first."))
    return Aim(form, low, high)


def split_aim(text: str, *, form: str = Form.VALUE) -> tuple[str, str, str]:
    """A target as tables write it (“≥ 92”, “10–12”, “dưới 0,5%”): form, value, upper end, still as text."""
    clean = text.strip()
    for pattern, signed in _SIGNED:
        if found := pattern.fullmatch(clean):
            return signed, found["value"].strip(), ""
    if found := _RANGE.fullmatch(clean):
        return Form.RANGE, found["value"].strip(), found["upper"].strip()
    return (Form.VALUE if form == Form.RANGE else form), clean, ""


class AimForm(forms.Form):
    """The part both forms share: what is to be reached."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form.choices)
    value = forms.CharField(label=gettext_lazy("Value"), max_length=limits.NUMBER_TYPED)
    upper = forms.CharField(label=gettext_lazy("Up to (of a range)"), max_length=limits.NUMBER_TYPED, required=False)
    document = TextField(label=gettext_lazy("Document"), max_length=limits.SENTENCE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "upper"):
            self.fields[name].widget.attrs.update(inputmode="decimal", autocomplete="off")

    def of(self, facts: dict[str, Any]) -> Indicator | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        indicator = self.of(facts)
        if indicator is not None and "value" in facts and "form" in facts:
            try:
                facts["aim"] = read_aim(indicator, facts["form"], facts["value"], facts.get("upper", ""))
            except NotAnAim as refusal:
                self.add_error("value", str(refusal))
        return facts


class TargetForm(AimForm):
    indicator = forms.ModelChoiceField(Indicator.objects.none(), label=gettext_lazy("Indicator"))
    base = forms.ChoiceField(label=gettext_lazy("Base"), choices=Target.Base.choices)
    base_printed = TextField(
        label=gettext_lazy("Base as printed"),
        max_length=limits.POST,
        required=False,
        help_text=gettext_lazy("As it stands on paper beside the number, such as “dự toán pháp lệnh”."),
    )

    field_order = ("indicator", "base", "base_printed", "form", "value", "upper", "document")

    def __init__(self, *args: Any, unit: Unit, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.year = unit, year
        known = Indicator.objects.filter(pk__in=reported_in([unit.pk], year).values("indicator"))
        self.fields["indicator"] = forms.ModelChoiceField(known, label=gettext_lazy("Indicator"))
        self.order_fields(self.field_order)

    def of(self, facts: dict[str, Any]) -> Indicator | None:
        return facts.get("indicator")

    def target(self) -> Target:
        """The target the form describes, not yet saved."""
        facts = self.cleaned_data
        aim: Aim = facts["aim"]
        return Target(
            unit=self.unit,
            year=self.year,
            indicator=facts["indicator"],
            base=facts["base"],
            base_printed=facts["base_printed"],
            form=aim.form,
            value=aim.value,
            upper=aim.upper,
            document=facts["document"],
        )


class RevisionForm(AimForm):
    reason = TextField(label=gettext_lazy("Reason"), max_length=limits.SENTENCE)

    field_order = ("form", "value", "upper", "reason", "document")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["document"].label = gettext_lazy("Document of the revision")

    def of(self, facts: dict[str, Any]) -> Indicator | None:
        return self.indicator
