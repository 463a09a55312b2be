"""Handing work over: what is with whom, passing it on, and the records of what was passed."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.records.once import is_first
from programmes.actions import handovers
from programmes.forms.handovers import HandoverForm
from programmes.holdings import Holder, holder_of, holders_in, own_units, told_of
from programmes.models import Appointment, Handover, Person, Unit
from programmes.permissions import may_see_work_of, receivers_of
from programmes.requests import SignedInRequest

SHOWN = 100


@require_GET
def handover_list(request: SignedInRequest) -> HttpResponse:
    """What one holds oneself; as head of an office also what is with others; and what was handed over before."""
    person, headed = request.user, told_of(request.user)
    units = headed | own_units(person)
    holders = [h for h in holders_in(units) if h.person == person or h.unit.pk in headed]
    past = Handover.objects.filter(Q(unit__in=headed) | Q(pk__in=Handover.objects.of(person).values("pk")))
    facts = {
        "own": [holder for holder in holders if holder.person == person],
        "others": [holder for holder in holders if holder.person != person],
        "heads": bool(headed),
        "past": past.select_related("unit", "giver", "receiver")[:SHOWN],
    }
    _here(request)
    return render(request, "programmes/handover/list.html", facts)


@require_http_methods(["GET", "POST"])
def handover_new(request: SignedInRequest, unit: str, pk: int) -> HttpResponse:
    """All that a person holds in a unit, to be passed on whole or by line."""
    holder = _holder(request, unit, pk)
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        holder=holder,
        receivers=receivers_of(holder.person, holder.unit.pk),
    )
    if request.method == "POST" and form.is_valid():
        if not is_first(request):
            return redirect("programmes:handovers")
        told = form.cleaned_data
        made = handovers.hand_over(
            holder.unit, holder.person, told["receiver"], told["things"], reason=told["reason"], by=request.user
        )
        messages.success(request, _("Handed over. Print the record for both to sign."))
        return redirect("programmes:handover", made.pk)
    _here(request, holder.person.full_name)
    facts = {"form": form, "holder": holder}
    return render(request, "programmes/handover/form.html", facts, status=422 if form.errors else 200)


@require_GET
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _seen(request, pk)
    _here(request, made.giver.full_name)
    return render(request, "programmes/handover/detail.html", {"handover": made, "lines": made.lines.all()})


@require_POST
def handover_print(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _seen(request, pk)
    if not is_first(request):
        return redirect("records:papers")
    document = handovers.print_record(made, language=get_language() or "vi", by=request.user)
    return redirect("records:paper", document.pk)


def _holder(request: SignedInRequest, code: str, pk: int) -> Holder:
    """A person's work in a unit, for themselves and for the head of its office; anybody else's is not there."""
    unit = request.user.visible_units().with_code(code, on=dates.today()).first()
    if unit is None:
        raise Http404
    seated = Appointment.objects.seated_in(Unit.objects.filter(pk=unit.pk))
    person = get_object_or_404(Person.objects.filter(pk__in=seated.values("person")), pk=pk)
    if not may_see_work_of(request.user, person, unit):
        raise Http404
    return holder_of(person, unit)


def _seen(request: SignedInRequest, pk: int) -> Handover:
    made = get_object_or_404(Handover.objects.select_related("unit", "giver", "receiver", "made_by"), pk=pk)
    if not handovers.may_see(request.user, made):
        raise Http404
    return made


def _here(request: SignedInRequest, *names: str) -> None:
    path = [(_("My work"), "/"), (_("Handing work over"), reverse("programmes:handovers") if names else "")]
    here(request, "work", path=[*path, *((name, "") for name in names)])
