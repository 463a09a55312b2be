"""The catalogue's first page: what is kept here, and by whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang.frame import here
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
    ]
    return render(request, "programmes/catalogue.html", {"shelves": shelves})
