"""The forms of a page as a browser holds them: each field with what stands in it, and the sentences of a refusal."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from django.http import HttpResponse

from tests.security.seen import VOID

REFUSALS = {"invalid-feedback", "alert-danger", "notice-error", "hand", "errorlist"}
BUTTONS = {"submit", "button", "reset", "image"}


@dataclass
class Box:
    """A field of a form: an input, a text area, a select, or the ticks of one name."""

    name: str
    kind: str
    marks: dict[str, str]
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    @property
    def is_disabled(self) -> bool:
        return "disabled" in self.marks


@dataclass
class Form:
    method: str
    action: str
    boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def can_be_typed_into(self) -> bool:
        return any(box.kind != "hidden" and not box.is_disabled for box in self.boxes.values())

    def shown(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched."""
        return {name: list(box.values) for name, box in self.boxes.items() if not box.is_disabled}


class Forms(HTMLParser):
    """The forms of a page, and the text of every element that says what was refused."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.refusals: list[str] = []
        self._form: Form | None = None
        self._area: Box | None = None
        self._select: Box | None = None
        self._open: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(facts.get("method", "get").lower(), facts.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and facts.get("name"):
            self._field(self._form, tag, facts)
        elif tag == "option" and self._select is not None:
            value = facts.get("value", "")
            self._select.options.append(value)
            if "selected" in facts:
                self._select.values.append(value)
        if tag not in VOID:
            tells = not REFUSALS.isdisjoint(facts.get("class", "").split())
            self._open.append((tag, tells))
            if tells:
                self.refusals.append("")

    def _field(self, form: Form, tag: str, facts: dict[str, str]) -> None:
        kind = facts.get("type", "text") if tag == "input" else tag
        if tag == "button":
            # Sent by the first button, as by the Enter key.
            form.boxes.setdefault(facts["name"], Box(facts["name"], "hidden", facts, [facts.get("value", "")]))
        if tag not in {"input", "textarea", "select"} or kind in BUTTONS:
            return
        box = form.boxes.setdefault(facts["name"], Box(facts["name"], kind, facts))
        if tag == "textarea":
            self._area, box.values = box, [""]
        elif tag == "select":
            self._select = box
        elif kind in {"checkbox", "radio"}:
            box.options.append(facts.get("value", "on"))
            box.values += [facts.get("value", "on")] if "checked" in facts else []
        else:
            box.values = [facts.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._area.values = [self._area.values[0].removeprefix("\n")]
            self._area = None
        elif tag == "select" and self._select is not None:
            if not self._select.values and "multiple" not in self._select.marks:
                self._select.values = self._select.options[:1]
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[0] += data
        elif self.refusals and any(tells for _tag, tells in self._open):
            self.refusals[-1] += data


@lru_cache(maxsize=1)
def _read(text: str) -> Forms:
    """A refusal is asked for its sentences, then for its fields: read it once."""
    return Forms(text)


def forms(answer: HttpResponse) -> Iterator[Form]:
    """The forms of a page that are sent by post."""
    return (form for form in _read(answer.content.decode("utf-8")).forms if form.method == "post")


def refusals(answer: HttpResponse) -> list[str]:
    return [text for text in map(str.strip, _read(answer.content.decode("utf-8")).refusals) if text]
