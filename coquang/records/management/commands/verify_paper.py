"""manage.py verify_paper FILE.pdf — is this file a paper of ours, and unaltered?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.told import told_of
from coquang.records.verifying import document_with


class Command(BaseCommand):
    help = "Tells whether a file is, byte for byte, a paper the portal made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = document_with([options["file"].read_bytes()])
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror}") from fault
        with translation.override("vi"):
            if document is None:
                raise CommandError(_("This file is no paper of ours, or not as it was made."))
            told = told_of(document)
            facts = {"code": document.code, "day": dates.short(document.issued_on), "unit": document.unit.name}
            self.stdout.write(told.sentence if told else _("Printed for %(unit)s on %(day)s, code %(code)s.") % facts)
            self.stdout.write(_("The file is unaltered."))
            for warning in told.warnings if told else ():
                self.stdout.write(warning)
