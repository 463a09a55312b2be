"""Lets the first person of a new installation in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from coquang import dates
from coquang.refusals import Refused
from programmes.actions.beginnings import first_administrator
from programmes.forms.people import PersonForm
from programmes.models import Unit


class Command(BaseCommand):
    help = "Put the first administrator on record and print the link by which they set their password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the name they sign in with")
        parser.add_argument("full_name", help="their name as it is shown")
        parser.add_argument("--unit", required=True, help="code of the unit they administer, with all below it")
        parser.add_argument("--post", default="Quản trị", help="the post they hold, as it is kept with their acts")

    def handle(self, *args: Any, **options: Any) -> None:
        form = PersonForm({"username": options["username"], "full_name": options["full_name"]})
        if not form.is_valid():
            raise CommandError(
                "\n".join(f"{form[name].label}: {' '.join(map(str, told))}" for name, told in form.errors.items())
            )
        unit = Unit.objects.with_code(options["unit"], on=dates.today()).first()
        if unit is None:
            raise CommandError(_("No unit has the code “%s” today.") % options["unit"])
        try:
            token = first_administrator(**form.cleaned_data, unit=unit, post=options["post"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Open this once, within seven days: %s") % reverse("join", args=[token]))
