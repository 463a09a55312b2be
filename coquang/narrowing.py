"""The form that narrows a list, written field by field: one line of words, one choice, or one tick.

A long list is opened often, and composing these few fields by templates was a quarter of its page.
"""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markupsafe import escape

LABEL = '<label for="{id}" class="form-{kind}label">{label}</label>'
TICK = (
    '<div id="div_{id}" class="mb-3 form-check"><input type="checkbox" name="{name}" class="form-check-input{wrong}" '
    'id="{id}"{ticked}>{head}{told}</div>'
)
CHOICE = (
    '<div id="div_{id}" class="mb-3">{head}<select name="{name}" class="form-select{wrong}" id="{id}">{options}'
    "</select>{told}</div>"
)
WORDS = (
    '<div id="div_{id}" class="mb-3">{head}<input type="{type}" name="{name}" value="{value}" '
    'class="form-control{wrong}" id="{id}">{told}</div>'
)


def narrowed(form: forms.BaseForm) -> SafeString:
    """The fields of a filter as Bootstrap's forms have them, what was typed or chosen in them."""
    return SafeString("".join(_field(bound) for bound in form))


def _field(bound: forms.BoundField) -> SafeString:
    field, typed = bound.field, bound.value()
    told = format_html_join("", '<p class="invalid-feedback d-block">{}</p>', ((error,) for error in bound.errors))
    facts = {"id": bound.id_for_label, "name": bound.html_name, "told": told}
    facts["wrong"] = " is-invalid" if bound.errors else ""
    is_tick = isinstance(field.widget, forms.CheckboxInput)
    facts["head"] = format_html(LABEL, id=facts["id"], label=bound.label, kind="check-" if is_tick else "")
    if is_tick:
        return format_html(TICK, ticked=SafeString(" checked") if typed in {True, "on", "True"} else "", **facts)
    if isinstance(field.widget, forms.Select):
        return format_html(CHOICE, options=_options(field, str(typed or "")), **facts)
    value = "" if typed is None else typed
    return format_html(WORDS, type=getattr(field.widget, "input_type", "text"), value=value, **facts)


def _options(field: forms.Field, chosen: str) -> SafeString:
    """Dozens of them stand in a filter: each is joined by hand, for format_html() took half of their time."""
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if str(value) == chosen else ""}>{escape(label)}</option>'
            for value, label in field.widget.choices
        )
    )
