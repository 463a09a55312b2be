"""The two ways of saying no: you may not (PermissionDenied), and not now, because … (Refused)."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from coquang import limits


class Refused(Exception):
    """The act is right but not now; the message is a full sentence for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refusal(request: HttpRequest, *, title: str, sentence: str, status: int, code: str) -> HttpResponse:
    """A calm page, or its fragment for a request that only wants a piece of one."""
    template = "errors/_refused.html" if getattr(request, "htmx", False) else "errors/refused.html"
    facts = {"title": title, "sentence": sentence, "code": code, "back_url": _back(request)}
    return render(request, template, facts, status=status)


def _back(request: HttpRequest) -> str:
    """The page the form was sent from, when it is one of this site."""
    came_from = request.headers.get("referer", "") if request.method == "POST" else ""
    return came_from if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}) else "/"


def may_not(request: HttpRequest) -> HttpResponse:
    return refusal(
        request,
        title=_("This is not open to you"),
        sentence=_("Your present capacity does not include this act. The office that appoints you can widen it."),
        status=403,
        code="403",
    )


def not_now(request: HttpRequest, sentence: str) -> HttpResponse:
    return refusal(request, title=_("Not done"), sentence=sentence, status=409, code="409")


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than a page with a file takes; nothing of it was read."""
    sentence = _(
        "The file is larger than %(most)d MB, so nothing was taken. Scan it more coarsely or split it, then choose it "
        "again."
    ) % {"most": limits.FILE_BYTES // (1024 * 1024)}
    return refusal(request, title=_("Not done"), sentence=sentence, status=413, code="413")


def not_open(request: HttpRequest) -> HttpResponse:
    """The database is away, or too busy to answer in time. The page asks it nothing."""
    request.user = AnonymousUser()
    response = render(request, "errors/503.html", status=503)
    response["Retry-After"] = "10"
    return response
