"""People: the list, one person, a new one, their name, their account, and inviting them to sign in."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import invitations, people
from programmes.forms.people import AccountForm, MailForm, PersonForm
from programmes.models import Appointment, Person
from programmes.people_tables import People, PersonFilter, account_words
from programmes.permissions import administers_anything, may_keep_account, may_keep_door, people_of
from programmes.requests import SignedInRequest


@require_GET
def person_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    now = Appointment.objects.current(dates.today()).filter(person=OuterRef("pk"))
    posts = ArraySubquery(now.order_by("post").values("post").distinct())
    return listed(
        request,
        People,
        _seen(request).annotate(posts=posts).order_by("name_sort", "pk"),
        template="programmes/person/list.html",
        filters=PersonFilter,
        file_name="nguoi",
    )


@require_GET
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(_seen(request), pk=pk)
    _here(request, who.full_name)
    return render(request, "programmes/person/detail.html", _facts(request, who))


@require_http_methods(["GET", "POST"])
def person_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not is_first(request):
            return redirect("programmes:people")
        facts = form.cleaned_data
        who = people.put_on_record(facts["username"], facts["full_name"], by=request.user)
        messages.success(request, _("Kept. Appoint this person next, then invite them."))
        return redirect("programmes:person", who.pk)
    _here(request)
    facts = {"form": form, "title": _("New person"), "leave_url": reverse("programmes:people")}
    return render(request, "programmes/person/form.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(_seen(request), pk=pk)
    if not may_keep_account(request.user, who):
        raise PermissionDenied
    form = AccountForm(request.POST or None, initial={"full_name": who.full_name, **_mail(who)})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            if facts["full_name"] != who.full_name:
                people.rename(who, facts["full_name"], by=request.user)
            people.keep_mail(who, facts["email"], facts["wants_reminders"], by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:person", pk)
    _here(request, who.full_name)
    shown = {"form": form, "title": who.full_name, "leave_url": reverse("programmes:person", args=[pk])}
    return render(request, "programmes/person/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """One's own account: where mail goes, and whether to be reminded by it."""
    form = MailForm(request.POST or None, initial=_mail(request.user))
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            people.keep_mail(request.user, facts["email"], facts["wants_reminders"], by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:account")
    here(request, "", path=[(_("My account"), "")])
    shown = {"form": form, "title": _("My account"), "leave_url": "/"}
    return render(request, "programmes/person/form.html", shown, status=422 if form.errors else 200)


def _mail(who: Person) -> dict[str, object]:
    return {"email": who.email, "wants_reminders": who.wants_reminders}


@require_POST
def person_close(request: SignedInRequest, pk: int) -> HttpResponse:
    return _deed(request, pk, people.close, _("Closed. Nobody signs in with this account any more."))


@require_POST
def person_open(request: SignedInRequest, pk: int) -> HttpResponse:
    return _deed(request, pk, people.open_again, _("Opened again."))


def _deed(request: SignedInRequest, pk: int, act: Callable[..., Person], done: str) -> HttpResponse:
    who = get_object_or_404(_seen(request), pk=pk)
    if is_first(request):
        act(who, by=request.user)
        messages.success(request, done)
    return redirect("programmes:person", pk)


@never_cache
@require_POST
def person_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """The link stands on the answer alone: it is kept nowhere, and sending the form again shows no second one."""
    who = get_object_or_404(_seen(request), pk=pk)
    if not is_first(request):
        messages.warning(request, _("The link was shown once. If it was not copied, invite again."))
        return redirect("programmes:person", pk)
    invitation, token = invitations.invite(who, by=request.user)
    _here(request, who.full_name)
    link = request.build_absolute_uri(reverse("join", args=[token]))
    return render(request, "programmes/person/invited.html", {"person": who, "invitation": invitation, "link": link})


def _seen(request: SignedInRequest) -> QuerySet[Person]:
    if not administers_anything(request.user):
        raise PermissionDenied
    return people_of(request.user)


def _facts(request: SignedInRequest, who: Person) -> dict[str, object]:
    today = dates.today()
    held = who.appointments.select_related("body", "unit", "group").order_by("-valid_from", "pk")
    in_force = set(who.appointments.current(today).values_list("pk", flat=True))
    return {
        "person": who,
        "account": account_words(who),
        "appointments": [(appointment, appointment.pk in in_force) for appointment in held],
        "invitations": who.invitations.select_related("made_by").order_by("-pk"),
        "may_keep": may_keep_account(request.user, who),
        "is_self": who.pk == request.user.pk,
        "may_keep_door": may_keep_door(request.user, who),
        "keys": who.door_keys.in_force().order_by("pk"),
    }


def _here(request: SignedInRequest, name: str = "") -> None:
    path = [(_("Catalogue"), ""), (_("People"), reverse("programmes:people"))]
    here(request, "catalogue", path=[*path, (name, "")] if name else path)
