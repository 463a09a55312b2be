"""A request by someone who has signed in: all pages but the few that say otherwise get nothing else."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from programmes.models import Person


class SignedInRequest(HttpRequest):
    user: Person
    htmx: HtmxDetails
