"""Takes in meetings held elsewhere from a JSON file, and prints what their reports leave out."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, limits
from programmes.actions.meeting_imports import Imported, bring_in
from programmes.meeting_files import SaidMeeting, missing, read_meetings


class Command(BaseCommand):
    help = "Take in meetings from a JSON file: every conclusion becomes a proposed task; all meetings or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken in, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as refusal:
            raise CommandError(
                _("Cannot read %(file)s: %(why)s.") % {"file": options["file"], "why": refusal.strerror}
            ) from refusal
        said, faults = read_meetings(content)
        if faults:
            rows = [(str(fault.row), fault.column, fault.value, fault.reason) for fault in faults]
            self._table([(_("row"), _("column"), _("value"), _("reason")), *rows[: limits.FAULTS_SHOWN]])
            raise CommandError(_("Nothing was loaded: the file has %d faults.") % len(faults))
        with transaction.atomic():
            taken = [bring_in(meeting) for meeting in said]
            self._table([(_("meeting"), _("day"), _("tasks"), _("what is missing")), *map(self._row, said, taken)])
            if options["dry_run"]:
                transaction.set_rollback(True)
        told = {
            "meetings": sum(each.is_new for each in taken),
            "known": sum(not each.is_new for each in taken),
            "tasks": sum(each.tasks for each in taken),
            "none": sum(each.without_task for each in taken),
        }
        words = _("%(meetings)d meetings, %(tasks)d proposed tasks, %(none)d conclusions without one; %(known)d known.")
        self.stdout.write(words % told)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was changed."))

    def _row(self, said: SaidMeeting, taken: Imported) -> tuple[str, str, str, str]:
        day = dates.short(said.held_on) if said.held_on else said.date_text or "–"
        lacks = missing(said, unit_found=taken.meeting.unit_id is not None)
        return f"{said.unit}: {said.title}"[:60], day[:24], str(taken.tasks), "; ".join(lacks) or "–"

    def _table(self, lines: list[tuple[str, str, str, str]]) -> None:
        widths = [max(len(line[place]) for line in lines) for place in range(3)]
        for line in lines:
            cells = [cell.ljust(width) for cell, width in zip(line[:3], widths, strict=True)]
            self.stdout.write("  ".join([*cells, line[3]]))
