"""Books of results: ordered, watched, called off, fetched."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.records.models.documents import papers
from coquang.records.once import is_first, tried
from indicators.actions import books, packs
from indicators.forms.books import BookOrderForm
from indicators.models import PackRound
from programmes.models import Person, Unit
from programmes.requests import SignedInRequest

ORDERS_SHOWN = 20
PLACE = "papers"


@require_http_methods(["GET", "POST"])
def orders(request: SignedInRequest) -> HttpResponse:
    """One's own books, and a new one."""
    units = _units(request.user)
    if not units:
        raise PermissionDenied
    form = BookOrderForm(request.POST or None, units=units)
    made: list[PackRound] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if tried(request, form, lambda: made.append(books.order(told["unit"], told["period"], by=request.user))):
            return redirect("indicators:book", made[0].pk) if made else redirect("indicators:books")
    here(request, PLACE, path=[(_("Books of results"), "")])
    known = PackRound.objects.asked_for_by(request.user).books().select_related("host", "job")[:ORDERS_SHOWN]
    facts = {"form": form, "orders": known}
    return render(request, "indicators/book/orders.html", facts, status=422 if form.errors else 200)


@require_GET
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a book is; htmx fetches the state alone until it is bound."""
    made = _order(request, pk)
    here(request, PLACE, path=[(_("Books of results"), reverse("indicators:books")), (made.host.name, "")])
    rows = made.packs.filter(position__gt=0).select_related("unit", "document").defer("document__facts")
    template = "indicators/book/_order.html" if request.htmx else "indicators/book/order.html"
    return render(request, template, {"order": made, "parts": rows})


@require_POST
def order_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _order(request, pk)
    if is_first(request):
        packs.call_off(made, by=request.user)
    return redirect("indicators:book", made.pk)


@require_GET
def order_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The book and each of its parts in one file."""
    made = _order(request, pk)
    if not made.stored_as:
        raise Http404
    file = papers().open(made.stored_as, "rb")
    return FileResponse(file, as_attachment=True, filename=made.stored_as, content_type="application/zip")


def _units(person: Person) -> list[Unit]:
    """The units above wards of which a person sees all that stands below."""
    above = Unit.objects.seen_with_all_below(person).filter(level__in=[Unit.Level.PROVINCE, Unit.Level.DISTRICT])
    return list(above.in_vietnamese_order())


def _order(request: SignedInRequest, pk: int) -> PackRound:
    """An order is its maker's."""
    rows = PackRound.objects.asked_for_by(request.user).books().select_related("host", "job", "book")
    return get_object_or_404(rows, pk=pk)
