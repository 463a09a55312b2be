"""Whoever came by the door of cell secretaries, or holds nothing but the right to confirm, finds no other page."""

from collections.abc import Callable

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from coquang import dates
from programmes.models import DoorKey
from programmes.permissions import Role

KEY = "door_key"
QUESTIONS = "indicators:door"
THEIRS = {QUESTIONS, "indicators:door-question", "indicators:door-mend", "sign-out", "language", "live", "ready"}
VISIT = 2 * 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"


class CellDoor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (key := request.session.get(KEY)):
            if not DoorKey.objects.standing().filter(pk=key, person=request.user).exists():
                logout(request)
                return redirect("cell-door")
            request.user.came_by_door = True
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not is_confined(request):
            return None
        request.at_the_door = True  # type: ignore[attr-defined]
        if request.resolver_match and request.resolver_match.view_name in THEIRS:
            return None
        if request.method in {"GET", "HEAD"}:
            return redirect(QUESTIONS)
        raise Http404


def is_confined(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    held = request.user.appointments_on(dates.today())
    return request.user.came_by_door or (bool(held) and all(a.role == Role.CONFIRM for a in held))


def let_in(request: HttpRequest, key: DoorKey) -> None:
    """Sign the person in for one short visit, which ends at once when the office revokes the key."""
    login(request, key.person, backend=BACKEND)
    request.session[KEY] = key.pk
    request.session.set_expiry(VISIT)
