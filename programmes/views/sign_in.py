"""Coming in and going out."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from coquang import limits
from programmes import demonstration


class SignInForm(AuthenticationForm):
    """Names are plain small letters, however they were typed; a NUL or a novel is simply not a name."""

    error_messages = {
        "invalid_login": _("This sign-in name and password do not belong together. Look at both and try again."),
        "inactive": _("This account is closed. The office that appoints can open it again."),
    }
    username = forms.CharField(max_length=limits.LOGIN)
    password = forms.CharField(max_length=limits.NAME, strip=False)

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = super().get_context_data(**kwargs)
        if settings.DEMO:
            facts |= {"demo_accounts": demonstration.accounts(), "demo_password": demonstration.PASSWORD}
        return facts

    def get_success_url(self) -> str:
        """Where the person wanted to go; not to nowhere ("abc"), nor to this page, which would be a circle."""
        url = str(super().get_success_url())
        leads_on = url.startswith("/") and urlsplit(url).path != self.request.path
        return url if leads_on else str(self.get_default_redirect_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=401)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")
