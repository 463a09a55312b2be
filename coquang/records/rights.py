"""What the serving role may do with each table, told to PostgreSQL after every migration.

The tables belong to the migrating role. The serving role reads and writes them, except where a model says
otherwise in `serving_rights`: history it may only read, the journal it may only read and append to, papers
it may never delete.
"""

from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

ALL = "select, insert, update, delete"
RIGHTS = {"read": "select", "append": "select, insert", "keep": "select, insert, update"}


def grant(using: str = "default") -> None:
    """Give the serving role exactly its rights. Run as the owner of the tables."""
    role = sql.Identifier(settings.SERVING_ROLE)
    with connections[using].cursor() as cursor:
        statements = [
            sql.SQL("grant usage on schema public to {role}"),
            sql.SQL(f"grant {ALL} on all tables in schema public to {{role}}"),
            sql.SQL("grant usage, select on all sequences in schema public to {role}"),
        ]
        for statement in statements:
            cursor.execute(statement.format(role=role).as_string(None))
        for model in apps.get_models():
            kept = getattr(model, "serving_rights", None)
            if kept is None:
                continue
            table = sql.Identifier(model._meta.db_table)
            cursor.execute(sql.SQL("revoke all on {} from {}").format(table, role).as_string(None))
            cursor.execute(sql.SQL(f"grant {RIGHTS[kept]} on {{}} to {{}}").format(table, role).as_string(None))


def grant_after_migrating(*, using: str, **_kwargs: object) -> None:
    if settings.SERVING_ROLE != settings.OWNING_ROLE:
        grant(using)
