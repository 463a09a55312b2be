"""Compiles the translations."""

from typing import Any

from django.core.management.base import BaseCommand

from coquang.translations import compile_messages


class Command(BaseCommand):
    help = "Compile the translations (.po to .mo)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compile_messages()
