"""My papers: what is printing, what is ready, what could not be printed and why."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang import limits
from coquang.frame import here
from coquang.records.models import PrintedDocument


def _door(request: HttpRequest, pk: int) -> PrintedDocument:
    """A paper of a unit the person may see, as units stood when it was issued; any other is 404."""
    document = get_object_or_404(PrintedDocument.objects.select_related("job", "unit"), pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    if not request.user.visible_units(places_on=document.issued_on).filter(pk=document.unit_id).exists():
        raise Http404
    return document


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise Http404
    here(request, "papers", path=[(_("My papers"), "")])
    mine = PrintedDocument.objects.asked_for_by(request.user).select_related("job", "unit")
    page = Paginator(mine, limits.PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "records/paper/list.html", {"page_obj": page})


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper and how far it is; htmx fetches the row alone until the paper is ready."""
    document = _door(request, pk)
    here(request, "papers", path=[(_("My papers"), ""), (document.title, "")])
    template = "records/paper/_row.html" if request.htmx else "records/paper/detail.html"  # type: ignore[attr-defined]
    return render(request, template, {"document": document})


@require_GET
def download(request: HttpRequest, pk: int) -> FileResponse:
    document = _door(request, pk)
    if not document.is_ready:
        raise Http404
    name = f"{document.code}.pdf"
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
