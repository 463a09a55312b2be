"""Template builtins: numbers, money and dates as Vietnamese offices write them, and the key of a form."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from uuid import uuid4

import jinja2
from django import template
from django.template import RequestContext, engines
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coquang import dates, money, numbers, richtext
from coquang.narrowing import narrowed
from coquang.records.once import FIELD

register = template.Library()


def language() -> str:
    return get_language() or "vi"


register.filter(narrowed)


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """1234567,5 → “1.234.567,5”; missing → “–”."""
    return numbers.written(value, decimals=decimals, language=language())


@register.filter
def dong(value: Decimal | int) -> str:
    """14500000000 → “14.500.000.000 đồng”."""
    return money.written_dong(value, language=language())


@register.filter
def short_date(day: date | datetime) -> str:
    """14/6/2026."""
    return dates.short(timezone.localtime(day).date() if isinstance(day, datetime) else day)


@register.filter
def roman(quarter: int) -> str:
    return dates.roman(quarter)


@register.filter
def clock(moment: datetime) -> str:
    """14:03."""
    return dates.clock(timezone.localtime(moment).time())


@register.filter
def rich(text: str) -> SafeString:
    """Bold words and lists of a remark, typed with plain signs."""
    return richtext.shown(text)


@register.filter
def lookup(table: Mapping[object, object], key: object) -> object:
    return table.get(key)


@register.simple_tag
def form_key() -> SafeString:
    """The hidden key that makes a doubled post one act."""
    return mark_safe(f'<input type="hidden" name="{FIELD}" value="{uuid4()}">')  # noqa: S308 - nothing from outside


@register.simple_tag
@lru_cache
def scripts(*paths: str) -> SafeString:
    """A page's own scripts, run once it is there. Their addresses never change while a process serves."""
    return mark_safe("".join(f'<script src="{static(path)}" defer></script>' for path in paths))  # noqa: S308


@register.simple_tag(takes_context=True)
def rows(context: RequestContext, name: str, **facts: object) -> SafeString:
    """What a page shows many times over, rendered by the second engine, with all the page's facts unless some are
    named; htmx may fetch the same file alone."""
    told: dict[str, Any] = facts or {str(name): fact for name, fact in context.flatten().items()}
    if token := told.get("csrf_token"):
        # The page's own token for all its forms: Django's second engine makes another for each of them.
        told["csrf_input"] = SimpleLazyObject(partial(csrf_field, token))
    template: jinja2.Template = engines["rows"].env.get_template(name)  # type: ignore[attr-defined]
    return mark_safe(template.render(told))  # noqa: S308


def csrf_field(token: str) -> SafeString:
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
