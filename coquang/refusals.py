"""The two ways of saying no: you may not (PermissionDenied), and not now, because … (Refused)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class Refused(Exception):
    """The act is right but not now; the message is a full sentence for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refusal(request: HttpRequest, *, title: str, sentence: str, status: int, code: str) -> HttpResponse:
    """A calm page, or its fragment for a request that only wants a piece of one."""
    template = "errors/_refused.html" if getattr(request, "htmx", False) else "errors/refused.html"
    back_url = request.META.get("HTTP_REFERER", "") if request.method == "POST" else ""
    facts = {"title": title, "sentence": sentence, "code": code, "back_url": back_url or "/"}
    return render(request, template, facts, status=status)


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
