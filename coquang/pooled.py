"""The lines to the database that a process keeps in its pool.

The pool looks at a line before it gives it to a page, and waits twice as long after each dead one: with all of them
dead, as after the database was started anew, a page would wait longer than it may, though the database answers.
"""

from typing import Any

from psycopg import Connection, Cursor, OperationalError
from psycopg_pool import ConnectionPool

LOOK = ""  # what the pool asks to see whether a line is alive


class Line(Connection[Any]):
    """A line that, found dead, takes along those that rest beside it in the pool: they were cut with it."""

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Cursor[Any]:
        try:
            return super().execute(query, *args, **kwargs)
        except OperationalError:
            if query == LOOK and isinstance(pool := getattr(self, "_pool", None), ConnectionPool):
                pool.drain()
            raise
