"""Loads the demonstration: ward Cô Giang of District 1, 2021–2023."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators import demonstration
from programmes.demonstration import PASSWORD, accounts


class Command(BaseCommand):
    help = "Load the demonstration's units, people by post, catalogue and figures. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is a real office's system: demonstration accounts are not loaded into it."))
        demonstration.load()
        lines = [f"  {account.login:<18} {account.post}" for account in accounts()]
        text = "\n".join([_("Sign in as one of these; the password of all is %s") % PASSWORD, *lines, ""])
        (settings.VAR_DIR / "announcement.txt").write_text(text, encoding="utf-8")
        self.stdout.write(_("The demonstration is loaded."))
