"""The register of numbers, papers that came, and the terms of committees."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import tried
from programmes.actions import numbering, paper_copies, terms
from programmes.dashboards.register import gaps
from programmes.forms.official import TakeInForm
from programmes.forms.registers import OutsideForm, TermForm
from programmes.models import Delivery, RegisterEntry, Term, Unit
from programmes.models.papers import offices_of
from programmes.permissions import administers_anything
from programmes.permissions_of_papers import bodies_to_draft_for, may_handle_incoming
from programmes.requests import SignedInRequest
from programmes.tables_of_papers import ArrivalFilter, Arrivals, Register, RegisterFilter, Terms


@require_GET
def register(request: SignedInRequest) -> HttpResponse:
    """The lines of all units whose office one works in."""
    _here(request, _("Register of papers"))
    units = offices_of(request.user)
    rows = RegisterEntry.objects.filter(series__unit__in=units).select_related("paper", "series")
    return listed(
        request,
        Register,
        rows,
        template="programmes/register/list.html",
        filters=RegisterFilter,
        file_name="so-van-ban",
        gaps=gaps(units),
        may_add=bool(bodies_to_draft_for(request.user)),
    )


@require_http_methods(["GET", "POST"])
def register_outside(request: SignedInRequest) -> HttpResponse:
    if not bodies_to_draft_for(request.user):
        raise PermissionDenied
    form = OutsideForm(request.POST or None, by=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(request, form, lambda: numbering.note_outside(by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Entered; the number is taken."))
        return redirect("programmes:register")
    _here(request, _("Register of papers"), _("Number taken outside"))
    return render(request, "programmes/register/outside.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def arrivals(request: SignedInRequest) -> HttpResponse:
    _here(request, _("Papers that came"))
    rows = Delivery.objects.filter(sent_at__isnull=False, body__unit__in=offices_of(request.user))
    return listed(
        request,
        Arrivals,
        rows.select_related("paper__entry", "paper__body", "body", "handler"),
        template="programmes/register/arrivals.html",
        filters=ArrivalFilter,
        file_name="van-ban-den",
    )


@require_http_methods(["GET", "POST"])
def arrival(request: SignedInRequest, pk: int) -> HttpResponse:
    """A paper that came. Opening it receives it; posting enters its incoming number and who handles it."""
    seen = Delivery.objects.filter(sent_at__isnull=False, body__unit__in=offices_of(request.user))
    found = get_object_or_404(seen.select_related("paper__body", "paper__entry", "body__unit", "opened_by"), pk=pk)
    may_handle = may_handle_incoming(request.user, found)
    form = TakeInForm(request.POST or None, delivery=found) if may_handle else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            told = form.cleaned_data
            if tried(request, form, lambda: paper_copies.take_in(found, by=request.user, **told)):
                messages.success(request, _("Kept."))
                return redirect("programmes:arrival", pk)
    else:
        opened = paper_copies.open_delivery(found, by=request.user)
        found.opened_at, found.opened_by = opened.opened_at, opened.opened_by
    _here(request, _("Papers that came"), found.paper.subject)
    printed = found.paper.prints.filter(state="issued").select_related("document__job").order_by("pk").first()
    facts = {"delivery": found, "form": form, "printed": printed}
    status = 422 if form is not None and form.errors else 200
    return render(request, "programmes/register/arrival.html", facts, status=status)


@require_GET
def term_list(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Terms"), "")])
    rows = Term.objects.filter(body__unit__in=request.user.visible_units()).select_related("body")
    return listed(
        request,
        Terms,
        rows.order_by("body__unit__name_sort", "-valid_from"),
        template="programmes/term/list.html",
        file_name="nhiem-ky",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def term_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    return _term_form(request, None)


@require_http_methods(["GET", "POST"])
def term_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Term.objects.filter(body__unit__in=Unit.objects.administered_by(request.user))
    return _term_form(request, get_object_or_404(seen, pk=pk))


def _term_form(request: SignedInRequest, term: Term | None) -> HttpResponse:
    form = TermForm(request.POST or None, instance=term, by=request.user)
    if request.method == "POST" and form.is_valid():
        written = form.save(commit=False)
        if tried(request, form, lambda: terms.keep(written, by=request.user)):
            messages.success(request, _("Kept."))
            return redirect("programmes:terms")
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Terms"), "")])
    facts = {"form": form, "term": term}
    return render(request, "programmes/term/form.html", facts, status=422 if form.errors else 200)


def _here(request: SignedInRequest, *names: str) -> None:
    *before, last = names
    here(request, "papers", path=[*((name, "") for name in before), (last, "")])
