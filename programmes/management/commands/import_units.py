"""Loads a whole version of the tree of units from a CSV file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.progress import Bar
from programmes.actions import units
from programmes.unit_files import Fault, read_units


class Command(BaseCommand):
    help = "Load units (code,name,kind,parent_code,level) as the tree that holds from a day on: all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--from", dest="valid_from", required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            valid_from = dates.read(options["valid_from"])
            content = options["file"].read_bytes()
        except dates.NotADate as refusal:
            raise CommandError(f"--from: {refusal}") from refusal
        except OSError as refusal:
            raise CommandError(
                _("Cannot read %(file)s: %(why)s.") % {"file": options["file"], "why": refusal.strerror}
            ) from refusal
        rows, faults = read_units(content)
        if faults:
            self._show(faults)
            raise CommandError(_("Nothing was loaded: the file has %d faults.") % len(faults))
        bar = Bar(sys.stderr, options["file"].name, len(rows) + 1)
        with transaction.atomic():
            planted = units.plant(rows, valid_from=valid_from, tick=bar.advance)
            if options["dry_run"]:
                transaction.set_rollback(True)
        told = {"rows": len(rows), "units": planted.units, "places": planted.places}
        if options["dry_run"]:
            self.stdout.write(
                _("%(rows)d rows are right; %(units)d new units and %(places)d places would be set.") % told
            )
        else:
            self.stdout.write(_("%(rows)d rows: %(units)d new units, %(places)d places set.") % told)

    def _show(self, faults: list[Fault]) -> None:
        lines = [(_("row"), _("column"), _("value"), _("reason"))]
        lines += [(str(f.row), f.column, f.value, f.reason) for f in faults[: limits.FAULTS_SHOWN]]
        widths = [max(len(line[place]) for line in lines) for place in range(3)]
        for line in lines:
            cells = [cell.ljust(width) for cell, width in zip(line[:3], widths, strict=True)]
            self.stderr.write("  ".join([*cells, line[3]]))
        if len(faults) > limits.FAULTS_SHOWN:
            self.stderr.write(_("… and %d more.") % (len(faults) - limits.FAULTS_SHOWN))
