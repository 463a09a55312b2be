"""What a browser finds in an answer: the boxes and what stands in them, sentences by their id, tags, words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
CODE = str(Path(__file__).parents[2])
WORDS_OF_A_FAULT = ("Traceback", "psycopg", "django.", "File &quot;", 'File "/', "DataError", "SELECT ", f"{CODE}/")


@dataclass
class Seen(HTMLParser):
    """The page as read; `boxes` by name, `told` the text below each element that has an id."""

    boxes: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.handlers += [name for name in facts if name.startswith("on")]
        if tag == "input" and "name" in facts:
            self.boxes[facts["name"]] = facts.get("value", "")
        if tag == "textarea":
            self.boxes[facts.get("name", "")] = ""
        if tag not in VOID:
            self._open.append((tag, facts.get("name" if tag == "textarea" else "id", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag, name in self._open:
            if tag == "textarea":
                self.boxes[name] += data
            elif name:
                self.told[name] = self.told.get(name, "") + data


def page(answer: HttpResponse) -> Seen:
    seen = Seen()
    seen.feed(answer.content.decode("utf-8"))
    seen.close()
    return seen


def is_calm(answer: HttpResponse) -> bool:
    """No fault of ours, and not a word of how the thing is built."""
    if answer.status_code >= 500:
        return False
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return True
    text = answer.content.decode("utf-8")
    return not any(word in text for word in WORDS_OF_A_FAULT)
