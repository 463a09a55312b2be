"""The catalogue's first page: what is kept here, and by whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang.frame import here
from coquang.records import alarms
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest


@require_GET
def catalogue(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=[(_("Catalogue"), "")])
    shelves = [
        (
            _("Bodies"),
            reverse("programmes:bodies"),
            _("Committees, offices, organisations: who issues papers, who provides figures."),
        ),
        (
            _("Appointments"),
            reverse("programmes:appointments"),
            _("Who does what for which unit or body, from which day to which."),
        ),
        (
            _("Groups of units"),
            reverse("programmes:groups"),
            _("The wards of a working group, the units of an emulation cluster."),
        ),
        (_("Themes"), reverse("programmes:themes"), _("The theme of the year at every level, and what adopted it.")),
        (
            _("Terms"),
            reverse("programmes:terms"),
            _("The terms of committees: the Party numbers its papers from 01 in each of them."),
        ),
        (_("Days off"), reverse("programmes:days-off"), _("Holidays, so that deadlines fall on working days.")),
        (
            _("Indicators"),
            reverse("indicators:indicators"),
            _("What is counted, how quarters make a year, and which way is better."),
        ),
        (_("Fields of work"), reverse("indicators:fields"), _("The headings of sheets and reports, and their order.")),
        (
            _("What units report"),
            reverse("indicators:reporting-units"),
            _("Each unit's indicators of a year: how they are typed, who provides them, who answers for them."),
        ),
        (
            _("Periods and deadlines"),
            reverse("indicators:periods"),
            _("The windows of data of each regime, and until when each level hands up."),
        ),
    ]
    if administers_anything(request.user):
        people = (_("People"), reverse("programmes:people"), _("Who is on record, and whether they can sign in."))
        shelves.insert(1, people)
    watched = [(each.name, each.said) for each in alarms.WATCHED] if administers_anything(request.user) else []
    return render(request, "programmes/catalogue.html", {"shelves": shelves, "watched": watched})
