"""The cell secretary's door: coming in by telephone number and PIN, or by a card."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from programmes.actions import door_keys
from programmes.confinement import QUESTIONS, let_in
from programmes.forms.door import CardForm, PhoneAndPinForm
from programmes.models import DoorKey


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def door(request: HttpRequest) -> HttpResponse:
    """Both ways in on one page. Who knocks in vain is not told whether the number is registered."""
    is_card = "card" in request.POST
    phone_form = PhoneAndPinForm(request.POST if request.method == "POST" and not is_card else None)
    card_form = CardForm(request.POST if is_card else None)
    facts = {"phone_form": phone_form, "card_form": card_form, "offices": door_keys.offices()}
    form: forms.Form = card_form if is_card else phone_form
    if not form.is_valid():
        return render(request, "registration/door.html", facts, status=422 if form.errors else 200)
    try:
        key = _knock(form, _address(request))
    except door_keys.TooOften as refusal:
        facts["refusal"] = _too_often(refusal.until)
        return render(request, "registration/door.html", facts, status=429)
    if key is None:
        facts["refusal"] = (
            _("This card is not good, was used already or is too old. Telephone the office for a new one.")
            if is_card
            else _("This telephone number and PIN do not belong together. Look at both and try again.")
        )
        return render(request, "registration/door.html", facts, status=401)
    let_in(request, key)
    return redirect(QUESTIONS)


def _knock(form: forms.Form, address: str) -> DoorKey | None:
    told = form.cleaned_data
    if "card" in told:
        return door_keys.knock_by_card(told["card"], address=address)
    return door_keys.knock_by_phone(told["phone"], told["pin"], address=address)


def _too_often(until: datetime) -> str:
    minutes = int((until - timezone.now()).total_seconds() // 60) + 1
    if minutes <= 90:
        waiting = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    else:
        hours = minutes // 60 + 1
        waiting = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("Tried in vain too often. Try again in %(time)s, or telephone the office.") % {"time": waiting}


def _address(request: HttpRequest) -> str:
    """Where the request comes from. In production a proxy stands in front and writes the last of these addresses."""
    told = "" if settings.DEMO else request.headers.get("X-Forwarded-For", "")
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
