"""The second template engine, for the rows of the sheet and the board only."""

from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from coquang.tags import number


def environment(**options: Any) -> jinja2.Environment:
    engine = jinja2.Environment(  # noqa: S701 - autoescape is on
        **{**options, "autoescape": True},
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    engine.globals.update(static=static, url=lambda name, *args: reverse(name, args=args))
    engine.filters["number"] = number
    return engine
