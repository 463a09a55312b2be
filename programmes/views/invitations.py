"""Coming in by an invitation: who is meant, and the password they choose."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from programmes.actions import invitations
from programmes.forms.people import PasswordForm
from programmes.models import Invitation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables("token", "password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, used, withdrawn and expired invitations are told apart by nobody who holds the link."""
    invitation = Invitation.objects.with_token(token).open().select_related("person").first()
    if invitation is None or not invitation.person.is_active:
        return _gone(request)
    form = PasswordForm(request.POST or None, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        person = invitations.join(token, form.cleaned_data["password"])
        if person is None:
            return _gone(request)
        login(request, person, backend=BACKEND)
        return redirect("indicators:work")
    facts = {"form": form, "person": invitation.person}
    return render(request, "registration/join.html", facts, status=422 if form.errors else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/invitation_gone.html", status=404)
