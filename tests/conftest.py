"""The suite works as the serving role does: the owner only makes the test database and empties its tables."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.template.base import Template

from coquang import embedded
from coquang.settings import database
from coquang.translations import compile_messages
from tests.running import EMPTY, copy_database, drop_database

pytest_plugins = ["tests.people"]

if settings.EMBEDDED:
    embedded.hold(settings.VAR_DIR)
compile_messages()


HERE = Path(__file__).parent
RENDER = Template._render  # before Django's tests put their own in its place

# The files that take longest come first, so that no process is left alone with one of them at the end.
FIRST = (
    *("security/test_bad_addresses.py", "security/test_nonsense_in_every_form.py"),
    *("security/test_whatever_is_typed_into_a_form.py", "browser/", "faults/", "print/", "security/"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(HERE).as_posix()
        return next((place for place, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never again walk what stays to the end: it took a fifth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def connect_as(url: str) -> None:
    """Let the default connection work under the role of an address from now on."""
    role = database(url)
    connection = connections["default"]
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(USER=role["USER"], PASSWORD=role["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    connect_as(settings.DATABASE_OWNER_URL)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Made and migrated by the owner (migrating also grants), used by the serving role, dropped by the owner.

    Yields the name of a copy that nobody writes into; of an empty database, where no test asks for the tables.
    """
    name = connections["default"].settings_dict["NAME"]
    is_made = name != database(settings.DATABASE_URL)["NAME"]
    untouched = f"{name}_untouched" if is_made else EMPTY
    with django_db_blocker.unblock():
        connect_as(settings.DATABASE_URL)
    if is_made:
        copy_database(untouched, name)
    yield untouched
    with django_db_blocker.unblock():
        connect_as(settings.DATABASE_OWNER_URL)
    if is_made:
        drop_database(untouched)


@pytest.fixture(scope="session")
def migrated(django_db_setup: str) -> str:
    """A database to copy, so that a portal of its own need not migrate anew."""
    return django_db_setup


def empty_tables(operations: DatabaseOperations, statements: Sequence[str]) -> None:
    """TRUNCATE between tests that commit is the owner's right, not the serving role's."""
    owner = database(settings.DATABASE_OWNER_URL)
    with psycopg.connect(
        dbname=operations.connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=str(owner["PORT"] or ""),
        autocommit=True,
    ) as line:
        for statement in statements:
            line.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_by_their_owner() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty_tables)
        yield


@pytest.fixture(scope="module")
def pages_as_served(django_test_environment: None) -> Iterator[None]:
    """Pages are rendered as for people; `answer.context` is then None.

    Otherwise the context of every template is copied for the test, that of every field's too: a third of the time
    of a page with forms.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", RENDER)
        yield
