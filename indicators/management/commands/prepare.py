"""Everything a start needs, in one process: translations, tables, and on a first run the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coquang.translations import compile_messages
from indicators.models import Sheet


class Command(BaseCommand):
    help = "Compile translations, apply migrations, and load the demonstration into an empty demonstration database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compile_messages()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if settings.DEMO and not Sheet.objects.exists():
            call_command("load_demo")
