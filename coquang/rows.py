"""The second template engine, for the sheet and the boards only: what a page shows many times over at every opening."""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any

import jinja2
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from coquang.addresses import address
from coquang.tags import clock, form_key, language, number, short_date

ROWS_KEPT = 2_048

SPECIAL = re.compile("[&<>\"']")


def escaped(value: Any) -> str:
    """The same letters as markupsafe's escape() gives, without wrapping each piece in a string class of its own: the
    engine wraps what it joins, and the wrapping took longer than the escaping."""
    kind = type(value)
    if kind is Markup or (kind is str and not SPECIAL.search(value)):
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


class Rows(jinja2.Template):
    """A template that escapes by the above."""

    @classmethod
    def from_code(cls, *made_of: Any, **options: Any) -> jinja2.Template:
        made = super().from_code(*made_of, **options)
        made.root_render_func.__globals__["escape"] = escaped
        return made


class Plainly(CodeGenerator):
    """`line.name` is Python's own attribute, and nothing else: the engine would look for it by a function that falls
    back to an item and then to an undefined thing, a tenth of a row's time. What is not there is an error."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the engine's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


def translated(words: str) -> str:
    """gettext(), which asks three times what language it is before it looks a message up."""
    return _translated(get_language(), words)


@lru_cache(4_096)
def _translated(_language: str | None, words: str) -> str:
    return gettext(words)


def environment(**options: Any) -> jinja2.Environment:
    engine = jinja2.Environment(  # noqa: S701 - autoescape is on
        **{**options, "autoescape": True},
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.template_class = Rows
    engine.code_generator_class = Plainly
    engine.install_gettext_callables(translated, ngettext, newstyle=False)  # type: ignore[attr-defined]

    @lru_cache(ROWS_KEPT)
    def painted(name: str, *facts: Hashable) -> Markup:
        """A row of a long table, painted once for as long as its facts are the same; the language is one of them. Of a
        page that is opened again few have changed."""
        return Markup(engine.get_template(name).render(facts=facts))  # noqa: S704 - escaped already

    engine.globals.update(static=static, url=address, form_key=form_key, language=language, painted=painted)
    engine.filters.update(number=number, short_date=short_date, clock=clock, told=told)
    return engine


def told(words: str, **facts: object) -> Markup:
    """A translated sentence with its facts: `_("Due <b>%(day)s</b>")|told(day=…)`. Only the facts are escaped."""
    return Markup(words) % facts  # noqa: S704 - the words are our own
