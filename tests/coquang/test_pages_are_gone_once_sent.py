"""What a page was made of is freed when the page is sent, without waiting for the collection of garbage."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory


class Row:
    """Something a page is made of."""


@pytest.fixture(autouse=True)
def _without_collecting() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_the_rows_of_a_page_are_freed_with_it() -> None:
    page = engines["django"].from_string(
        "{% for row in rows %}{% with a=row %}{{ forloop.counter }}{% endwith %}{% endfor %}"
    )
    row = Row()
    seen = weakref.ref(row)
    assert page.render({"rows": [row, row]}, RequestFactory().get("/")) == "12"
    del row
    assert seen() is None


def test_pages_of_files_are_such_pages() -> None:
    row = Row()
    seen = weakref.ref(row)
    get_template("components/empty.html").render({"row": row}, RequestFactory().get("/"))
    del row
    assert seen() is None
