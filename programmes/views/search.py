"""Search over programmes, tasks, minutes, conclusions and proposals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang import limits
from coquang.frame import here
from programmes.requests import SignedInRequest
from programmes.searching import found, words_of


@require_GET
def search(request: SignedInRequest) -> HttpResponse:
    """What is typed is shown again as it was; what cannot be a word says nothing and breaks nothing."""
    typed = request.GET.get("q", "").replace("\0", "")[: limits.SENTENCE].strip()
    here(request, "", path=[(_("Search"), "")])
    facts = {"typed": typed, "has_words": bool(words_of(typed)), "kinds": found(typed, request.user)}
    return render(request, "programmes/search.html", facts)
