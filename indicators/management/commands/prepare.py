"""All a start needs, in one process: translations, tables, and at first the demonstration or the catalogue."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coquang.translations import compile_messages
from indicators.models import Indicator, Sheet


class Command(BaseCommand):
    help = "Compile translations, apply migrations; fill an empty database with the demonstration or the catalogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compile_messages()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if settings.DEMO and not Sheet.objects.exists():
            call_command("load_demo")
        if not settings.DEMO and not Indicator.objects.exists():
            call_command("load_catalogue")
