"""Django's own engine, whose pages are gone as soon as they are sent.

A context and what was pushed onto it hold each other, so that all a page was made of would lie about until the garbage
is next collected: of 300 units two thousand things each time, and a pause of 20 to 60 ms every 25 pages.
"""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.template.context import ContextDict, make_context


class PageTemplate(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as missing:
            reraise(missing, self.backend)
        finally:
            for pushed in made.dicts:
                if isinstance(pushed, ContextDict):
                    del pushed.context


class Pages(DjangoTemplates):
    def from_string(self, template_code: str) -> PageTemplate:
        return PageTemplate(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> PageTemplate:
        return PageTemplate(super().get_template(template_name).template, self)
