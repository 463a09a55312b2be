"""Long lists of work and what is found among much that was said (L2, F1)."""

import json
import statistics
from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Person
from programmes.searching import found
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome, ratio
from tests.benchmarks.pages import opened, queries

TASKS = "/cong-viec/"
REMARKS = 100_000
# Two words that thousands of remarks hold, one that all hold, a beginning of many words, and one that hardly any holds.
TYPED = ("co giang", "thu", "h", "không gian văn hóa")
REPEATS = 5


def tasks() -> Iterator[Outcome]:
    """The first page of the ward's tasks, as its clerk has it."""
    client = place.signed_in(place.CLERK)
    page = opened(client, TASKS)
    place.more_tasks(100)
    few = queries(page)
    place.more_tasks(9_900)
    many = queries(page)
    yield Outcome(goals.TASKS, ratio(page, opened(client, "/floor/tasks/")))
    yield Outcome(goals.TASKS_QUERIES, many - few)


def search() -> Iterator[Outcome]:
    """All that a search asks, over every kind of thing: what PostgreSQL itself says it took."""
    place.more_remarks(REMARKS)
    readers = Person.objects.filter(username__in=(place.CLERK, place.LEADER))
    yield Outcome(goals.SEARCH, max(_took(typed, reader) for reader in readers for typed in TYPED))


def _took(typed: str, person: Person) -> float:
    with CaptureQueriesContext(connection) as captured:
        assert found(typed, person), typed
    asked = [query["sql"] for query in captured.captured_queries]
    return statistics.median(sum(_executed(question) for question in asked) for _time in range(REPEATS))


def _executed(question: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("explain (analyze, timing off, format json) " + question.replace("%", "%%"), ())
        (plan,) = cursor.fetchone() or ()
    told = json.loads(plan) if isinstance(plan, str) else plan
    return float(told[0]["Execution Time"])
