"""Naming by list, as when a standing committee takes up a notice of conclusions or an incoming paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coquang import dates, limits
from coquang.frame import here
from coquang.records.once import tried
from programmes import permissions_of_work as may
from programmes.actions import naming
from programmes.dashboards.tasks import in_order
from programmes.forms.naming import NamingForm
from programmes.models import Task
from programmes.requests import SignedInRequest
from programmes.views.tasks import home


@require_http_methods(["GET", "POST"])
def naming_list(request: SignedInRequest) -> HttpResponse:
    """The tasks of one's unit that nobody answers for yet: all, or (?hoi-nghi= / ?van-ban=) of one meeting or paper."""
    unit = home(request.user, may.naming_from_a_list)
    if unit is None:
        raise PermissionDenied
    unnamed = Task.objects.open().filter(_asked_for(request), unit=unit, owner__isnull=True)
    tasks = list(in_order(unnamed.select_related("lead_body", "giver"))[: limits.PAGE_ROWS])
    form = NamingForm(request.POST or None, unit=unit, tasks=tasks)
    if request.method == "POST" and form.is_valid():
        owners = form.owners()
        if tried(request, form, lambda: naming.name_by_list(unit, owners, by=request.user)):
            told = ngettext(
                "%d task has its responsible person now.", "%d tasks have their responsible persons now.", len(owners)
            )
            messages.success(request, told % len(owners))
            return redirect(request.get_full_path())
    path = [(_("Programme"), reverse("programmes:tasks")), (_("Naming by list"), "")]
    here(request, "tasks", path=path)
    facts = {"form": form, "unit": unit, "today": dates.today(), "place": "naming"}
    return render(request, "programmes/task/naming.html", facts, status=422 if form.errors else 200)


def _asked_for(request: SignedInRequest) -> Q:
    """Of one meeting or one incoming paper, when the address says so; what is no number narrows nothing."""
    asked = Q()
    meeting, paper = _number(request.GET.get("hoi-nghi", "")), _number(request.GET.get("van-ban", ""))
    if meeting:
        asked &= Q(conclusion__minutes__meeting=meeting) | Q(remark__minutes__meeting=meeting)
    if paper:
        asked &= Q(incoming=paper)
    return asked


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
