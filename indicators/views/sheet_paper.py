"""The sheet on paper."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import sheet_paper
from indicators.views.sheets import door
from programmes.requests import SignedInRequest

EMPTY = "trong"


@require_POST
def sheet_print(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The sheet as it stands; with “trong” its empty form."""
    sheet = door(request, unit, period)
    if not is_first(request):
        return redirect("records:papers")
    empty = request.POST.get(EMPTY) == "1"
    document = sheet_paper.print_sheet(sheet, empty=empty, language=get_language() or "vi", by=request.user)
    return redirect("records:paper", document.pk)
