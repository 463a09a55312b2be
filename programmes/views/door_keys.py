"""Giving and taking the keys of the cell secretary's door. What opens it stands on one answer and is kept nowhere."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from coquang.frame import here
from coquang.records.once import is_first
from programmes.actions import door_keys
from programmes.forms.door import PhoneForm
from programmes.models import DoorKey, Person
from programmes.permissions import may_keep_door, people_of
from programmes.requests import SignedInRequest


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def person_pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Register a telephone number; the answer holds its PIN."""
    who = _kept(request, pk)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not is_first(request):
            return _shown_once(request, pk)
        key, pin = door_keys.give_pin(who, form.cleaned_data["phone"], by=request.user)
        return _slip(request, who, key, pin)
    _here(request, who)
    facts = {
        "form": form,
        "title": _("Telephone and PIN of %(person)s") % {"person": who.full_name},
        "leave_url": reverse("programmes:person", args=[pk]),
    }
    return render(request, "programmes/person/form.html", facts, status=422 if form.errors else 200)


@never_cache
@sensitive_variables()
@require_POST
def person_card(request: SignedInRequest, pk: int) -> HttpResponse:
    who = _kept(request, pk)
    if not is_first(request):
        return _shown_once(request, pk)
    key, code = door_keys.give_card(who, by=request.user)
    return _slip(request, who, key, f"{code[:4]}-{code[4:]}")


@require_POST
def person_door_close(request: SignedInRequest, pk: int) -> HttpResponse:
    who = _kept(request, pk)
    if is_first(request):
        door_keys.revoke(who, by=request.user)
        messages.success(
            request, _("The telephone number, the PIN and all cards of this person open nothing any more.")
        )
    return redirect("programmes:person", pk)


def _kept(request: SignedInRequest, pk: int) -> Person:
    who = get_object_or_404(people_of(request.user), pk=pk)
    if not may_keep_door(request.user, who):
        raise PermissionDenied
    return who


def _shown_once(request: SignedInRequest, pk: int) -> HttpResponse:
    messages.warning(request, _("The slip was shown once. If it was not printed, make a new one."))
    return redirect("programmes:person", pk)


def _slip(request: SignedInRequest, who: Person, key: DoorKey, opens: str) -> HttpResponse:
    _here(request, who)
    facts = {
        "person": who,
        "key": key,
        "opens": opens,
        "office": door_keys.office_of(who),
        "address": request.build_absolute_uri(reverse("cell-door")),
    }
    return render(request, "programmes/door/slip.html", facts)


def _here(request: SignedInRequest, who: Person) -> None:
    people = (_("People"), reverse("programmes:people"))
    here(request, "catalogue", path=[(_("Catalogue"), ""), people, (who.full_name, "")])
