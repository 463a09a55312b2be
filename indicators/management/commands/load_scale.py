"""Makes a country of so many wards, with five years of figures, in a database of its own; --drop forgets it."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from coquang.progress import Bar
from indicators import roll_ups, scale

WARDS_AT_MOST = 20_000


class Command(BaseCommand):
    help = "Make a country of N wards in a database of its own, the same at each call; or drop that database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wards", required=True, type=int, metavar="N")
        parser.add_argument(
            "--provinces",
            type=int,
            default=0,
            metavar="N",
            help="all but the last with one ward, the rest in one district",
        )
        parser.add_argument("--drop", action="store_true", help="drop the database of that many wards")

    def handle(self, *args: Any, **options: Any) -> None:
        wards = options["wards"]
        if not 1 <= wards <= WARDS_AT_MOST:
            raise CommandError(_("--wards: from 1 to %d.") % WARDS_AT_MOST)
        if not 0 <= options["provinces"] <= wards:
            raise CommandError(_("--provinces: from 0 to as many as there are wards."))
        name = scale.database_of(wards)
        with connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {name}")
            if options["drop"]:
                self.stdout.write(_("The database %s is dropped.") % name)
                return
            cursor.execute(f"create database {name}")
        scale.turn_to(name)
        call_command("migrate", verbosity=0)
        bar = Bar(sys.stderr, _("%d wards") % wards, scale.steps(wards))
        scale.load(wards, bar.advance, provinces=options["provinces"])
        roll_ups.fold_now(bar.advance)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        self.stdout.write(_("%(wards)d wards stand in the database %(name)s.") % {"wards": wards, "name": name})
