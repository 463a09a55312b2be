"""What somebody may do to the tables by hand, as their owner, past every check: undone when the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

from coquang.settings import database


@contextmanager
def owner_hand() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The test database under its owner; what is done is committed, so tests that use it commit as well."""
    owner = database(settings.DATABASE_OWNER_URL)
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=str(owner["PORT"] or ""),
        autocommit=True,
    ) as line:
        yield line
