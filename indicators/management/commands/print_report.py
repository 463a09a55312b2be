"""Prints a unit's progress report to a file, without the queue: the same facts, the same paper."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates, printing
from coquang.periods import NotAPeriod, Period
from coquang.refusals import Refused
from coquang.typeface import Unprintable
from indicators.documents import progress_report
from indicators.windows import quarter_end
from programmes.models import Unit


class Command(BaseCommand):
    help = "Print the progress report of one unit and period as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--period", required=True, metavar="2022 | 2022-Q1 … 2022-Q4 | 2022-6T | 2022-9T")
        parser.add_argument("--discrete", action="store_true", help="the last quarter alone instead of the year so far")
        parser.add_argument("--language", choices=["vi", "en"], default="vi")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["period"])
        except NotAPeriod as refusal:
            raise CommandError(f"--period: {refusal}") from refusal
        day = quarter_end(period.year, period.through)
        unit = Unit.objects.with_code(options["unit"], on=day).first()
        if unit is None:
            told = {"code": options["unit"], "day": dates.short(day)}
            raise CommandError(_("No unit bore the code %(code)s on %(day)s.") % told)
        issued = timezone.make_aware(datetime.combine(dates.today(), time()))
        try:
            draft = progress_report(unit, period, language=options["language"], discrete=options["discrete"])
            pdf = printing.ink(draft.template, {**draft.facts, "code": ""}, language=draft.language, created=issued)
        except (Refused, Unprintable) as refusal:
            raise CommandError(str(refusal)) from refusal
        options["output"].write_bytes(pdf)
        told = {"file": options["output"], "pages": printing.pages(pdf)}
        self.stdout.write(_("%(file)s: %(pages)d pages.") % told)
