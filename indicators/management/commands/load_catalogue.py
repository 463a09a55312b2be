"""Loads the reference catalogue: what wards commonly report. An office's own changes are left alone."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from indicators import reference


class Command(BaseCommand):
    help = "Add the indicators of the reference catalogue that are not on record yet. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        added, there = reference.load()
        self.stdout.write(
            _("%(added)d indicators added; %(there)d were there and are left as they are.")
            % {
                "added": added,
                "there": there,
            }
        )
