"""Hands jobs from PostgreSQL to the broker until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from coquang.celery import app  # noqa: F401 - the queue's settings, before anything is published
from coquang.records.relay import relay


class Command(BaseCommand):
    help = "Hand put-off jobs to the workers, and send again what was lost. Runs until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        relay(over.wait)
