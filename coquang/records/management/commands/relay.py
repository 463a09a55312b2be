"""Hands jobs from PostgreSQL to the broker, keeps the clock and what is seen to each second, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from coquang.celery import app
from coquang.records.clock import Clock
from coquang.records.relay import relay
from coquang.records.upkeep import keep_up


class Command(BaseCommand):
    help = "Hand put-off jobs to the workers, send again what was lost, begin what the hour asks. Runs until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        app.loader.import_default_modules()  # what is to be kept up registers itself
        threading.Thread(target=keep_up, args=(over.wait,), daemon=True).start()
        relay(over.wait, Clock(app))
