"""What happens around every request: its language, its one transaction, its refusals made calm."""

import random
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation

from coquang import uploads
from coquang.refusals import Refused, may_not, not_now, not_open, too_large

Answer = Callable[[HttpRequest], HttpResponse]

# Serialization failure and deadlock: PostgreSQL undid the work and asks for it again.
TRY_AGAIN = {"40001", "40P01"}
ATTEMPTS = 3

# Whether the process lives is asked of the process, not of the database.
HEALTH = "/healthz/"

# What a script of ours says it reads; a form never does.
SCRIPT_ASKS = "application/json"
TO_BE_MENDED = 422


class SoundRequests:
    """Turns away what no browser sends, before anything is looked up with it.

    PostgreSQL keeps no NUL, and a body in another writing than UTF-8 would be read as something else than was
    typed; Python's list of writings even holds some that are none ("zlib"). A body of parts is bounded as any
    other, files included, but for the few views that take files and say how much.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        writing = (request.content_params or {}).get("charset", "utf-8").lower()
        if writing not in {"utf-8", "utf8"}:
            raise BadRequest("a body is sent in UTF-8")
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        if any("\0" in text for text in (request.path_info, *asked, *request.COOKIES.values())):
            raise BadRequest("a NUL in the address or in a cookie")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        most = uploads.most_for(view)
        length = uploads.length_of(request)
        if most is None:
            if request.content_type == "multipart/form-data" and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig("a body of parts larger than any page of this system sends")
            return None
        if length <= most:
            return None
        uploads.let_pass(request)
        return too_large(request)


class ChosenLanguage:
    """Vietnamese unless the person asked for English; a browser's own language is no wish."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignedIn(LoginRequiredMiddleware):
    """Every page is for those signed in; who was signed out while writing returns to the page they wrote on.

    The address their browser posted to is none to come back to: it takes posts only. A script that sent one cell keeps
    what was typed and is told where to sign in.
    """

    def handle_no_permission(  # type: ignore[override]  # django-stubs know of the redirect alone
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("Referer", ""))
        back = page.path if page.netloc == request.get_host() else resolve_url(settings.LOGIN_REDIRECT_URL)
        if request.headers.get("Accept") == SCRIPT_ASKS:
            return JsonResponse(
                {"sign_in": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"}, status=401
            )
        asked = urlencode({"next": back, "unsaved": 1})
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{asked}")


class CalmRefusals:
    """Turns a refusal into a page with a sentence and a way back, for full pages and fragments alike."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionDenied):
            return may_not(request)
        if isinstance(exception, Refused):
            return not_now(request, exception.sentence)
        return not_open(request) if isinstance(exception, OperationalError) else None


class OneTransaction:
    """One transaction a request, carrying who acts; undone as a whole when the view raised or answered 5xx.

    So it is when a form came back to be mended (422): the form's key is not spent, and going back to it, mending
    and sending it again is a first post.

    Not ATOMIC_REQUESTS: that opens after the person was read and not around error pages. An exception in a
    view reaches an outer middleware as a response, so it is noted in process_exception.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(HEALTH):
            return self.get_response(request)
        try:
            return self._in_one_transaction(request)
        except OperationalError:
            return not_open(request)

    def _in_one_transaction(self, request: HttpRequest) -> HttpResponse:
        person_id = request.user.pk if request.user.is_authenticated else None
        for attempt in range(1, ATTEMPTS + 1):
            request.broken_off = None  # type: ignore[attr-defined]
            with transaction.atomic():
                act_as(person_id)
                response = self.get_response(request)
                broken_off = request.broken_off  # type: ignore[attr-defined]
                if broken_off is not None or response.status_code == TO_BE_MENDED or response.status_code >= 500:
                    transaction.set_rollback(True)
            if attempt == ATTEMPTS or not _asks_for_another_try(broken_off):
                break
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.broken_off = exception  # type: ignore[attr-defined]


def _asks_for_another_try(exception: Exception | None) -> bool:
    cause = exception.__cause__ if isinstance(exception, DatabaseError) else None
    return getattr(cause, "sqlstate", None) in TRY_AGAIN


def act_as(person_id: int | None, *, source: str = "web") -> None:
    """Tell the database, for this transaction only, who acts and through what door: history is written there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('coquang.person', %s, true), set_config('coquang.source', %s, true)",
            ["" if person_id is None else str(person_id), source],
        )
