"""Pages that belong to no app: the choice of language, and whether the system is well."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from coquang.records import alarms


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the same page, never off this site."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) or not back.startswith("/"):
        back = "/"
    response = HttpResponseRedirect(back)
    asked = request.POST.get("language")
    if asked in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=not settings.DEMO,
            httponly=True,
            samesite="Lax",
        )
    return response


@login_not_required
@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve: the database answers and its tables are the code's."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503)
    if behind:
        return JsonResponse({"database": "ok", "migrations": f"{len(behind)} to apply"}, status=503)
    return JsonResponse({"database": "ok", "migrations": "ok"})


@login_not_required
@require_GET
def well(request: HttpRequest) -> HttpResponse:
    """What runs beside the web processes keeps up. For whatever watches the server: a page is served even when not."""
    try:
        told = {each.key: "alarm" if each.said else "ok" for each in alarms.WATCHED}
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503)
    return JsonResponse(told, status=503 if "alarm" in told.values() else 200)
