"""Folds the sums by hand: what the relay does each second, or a comparison of everything with its figures."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from coquang.progress import Bar
from indicators import roll_ups


class Command(BaseCommand):
    help = "Add the sums up anew under what was changed; with --compare all of them, mending those that differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compare", action="store_true", help="add up everything anew and tell what differed")

    def handle(self, *args: Any, **options: Any) -> None:
        roll_ups.fold_now()
        if not options["compare"]:
            self.stdout.write(_("The sums are true as of now."))
            return
        periods = [(year, quarter) for year in sorted(roll_ups.kept_years()) for quarter in (1, 2, 3, 4)]
        bar = Bar(sys.stderr, _("Compared"), len(periods))
        differing = 0
        for year, quarter in periods:
            differing += roll_ups.compare(year, quarter)
            bar.advance()
        self.stdout.write(_("%(rows)d sums differed from their figures and were mended.") % {"rows": differing})
