"""The capacity a person chose to work in. It lasts for the session, and only while the appointment is in force."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from programmes.models import Appointment

CHOSEN = "appointment"


class ChosenCapacity:
    """Puts the choice on the person, so that whatever they do in this request is kept with the capacity they state."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.chosen_appointment_id = request.session.get(CHOSEN)
        return self.get_response(request)


def choose(request: HttpRequest, appointment: Appointment) -> None:
    """Work in this capacity from now on."""
    request.session[CHOSEN] = appointment.pk
