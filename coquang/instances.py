"""Instances of models from a hand-written question: for what every request asks, where the ORM's composing costs most.

The columns stand in the question as the models have them, so that a new field is read without anyone remembering.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.base import ModelState


def one_line(question: str) -> str:
    """The same question without the breaks it is laid out with: psycopg takes one apart anew at each asking when it is
    longer than 4,096 letters."""
    return " ".join(question.split())


# A document (a question that tells JSON) beside the first row of a window w of the rows.
BESIDE_THE_FIRST = "case when row_number() over w = 1 then ({})::text end"


class AsRead(ModelState):
    """The state of an instance that was read, which needs not be told so each time."""

    db = DEFAULT_DB_ALIAS
    adding = False


class Columns:
    """The columns of one model, named “app.Model”, under an alias of the question.

    `shared`: what stands in several rows is one instance in all of them.
    """

    def __init__(self, model: str, alias: str, *, shared: bool = False) -> None:
        self.name, self.alias, self.is_shared = model, alias, shared

    @cached_property
    def model(self) -> type[Model]:
        return apps.get_model(self.name)

    @cached_property
    def attributes(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]

    @cached_property
    def sql(self) -> str:
        return ", ".join(f'{self.alias}."{field.column}"' for field in self.model._meta.concrete_fields)

    @cached_property
    def readers(self) -> list[tuple[int, Callable[..., Any]]]:
        """The columns that Django reads in its own way (JSON), by their places."""
        fields = enumerate(self.model._meta.concrete_fields)
        return [(place, field.from_db_value) for place, field in fields if hasattr(field, "from_db_value")]

    def instance(self, values: Sequence[Any]) -> Any:
        """The row as an instance; None where an outer join found nothing, which has no key."""
        if values[0] is None:
            return None
        if self.readers:
            values = list(values)
            for place, reader in self.readers:
                values[place] = reader(values[place], None, connection)
        # As from_db() makes it, but for the signals of making, for which nothing here waits: they and the setting of
        # each column apart took most of a row's time.
        thing = self.model.__new__(self.model)
        thing._state = AsRead()
        thing.__dict__.update(zip(self.attributes, values, strict=True))
        return thing


def read(question: str, facts: Mapping[str, Any], *parts: Columns) -> Iterator[list[Any]]:
    """The rows of a question that selects the columns of the parts in order: an instance of each, then what is left."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        rows = cursor.fetchall()
    spans: list[tuple[Columns, int, int, dict[Any, Any]]] = []
    end = 0
    for part in parts:
        begun, end = end, end + len(part.attributes)
        spans.append((part, begun, end, {}))
    for row in rows:
        told: list[Any] = []
        for part, first, after, known in spans:
            thing = known.get(row[first])
            if thing is None:
                thing = part.instance(row[first:after])
                if part.is_shared:
                    known[row[first]] = thing
            told.append(thing)
        yield [*told, *row[end:]]


def array(numbers: Iterable[Decimal | int | None]) -> str:
    """Numbers as PostgreSQL writes an array; the question says of which type. psycopg takes a list apart one by one."""
    return f"{{{','.join('null' if number is None else str(number) for number in numbers)}}}"


def beside(thing: Model, **related: Model | None) -> None:
    """Put related instances that were read with a thing where its relations look for them."""
    for name, other in related.items():
        thing._state.fields_cache[name] = other


P = ParamSpec("P")
T = TypeVar("T")

DOCUMENTS_KEPT = 32
LETTERS_KEPT = 64_000


def kept_by_its_letters(understand: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """What a document says, understood once for as long as the database tells the very same letters: most pages are
    opened again with nothing changed. What comes of it is shared, so nobody may change it. Long documents are not kept.
    """
    kept = lru_cache(DOCUMENTS_KEPT)(understand)

    def understood(document: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if len(document) > LETTERS_KEPT:
            return understand(document, *args, **kwargs)
        return kept(document, *args, **kwargs)  # type: ignore[arg-type]

    return understood


def untold(document: str | None) -> Any:
    """What a question told as JSON; its numbers with decimals are as exact as the columns they came from."""
    return None if document is None else json.loads(document, parse_float=Decimal)
