"""My papers: what is printing, what is ready, what could not be printed and why; and checking a paper in hand."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import here
from coquang.listing import page_of
from coquang.records.doors import may_read
from coquang.records.figures import standing_of
from coquang.records.forms import CodeForm, FileForm, WordForm
from coquang.records.models import PrintedDocument
from coquang.records.told import told_of
from coquang.records.verifying import document_coded, document_with
from coquang.refusals import Refused
from coquang.uploads import takes_a_file
from coquang.word import as_docx
from coquang.word_back import changed_figures

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _door(request: HttpRequest, pk: int) -> PrintedDocument:
    """A paper the person may read; any other is 404."""
    document = get_object_or_404(PrintedDocument.objects.select_related("job", "unit"), pk=pk)
    if not request.user.is_authenticated or not may_read(document, request.user):
        raise Http404
    return document


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise Http404
    here(request, "papers", path=[(_("My papers"), "")])
    seats = request.user.reach(dates.today()).seat_ids
    mine = PrintedDocument.objects.made_for(request.user, seats).select_related("job", "unit")
    return render(request, "records/paper/list.html", {"page_obj": page_of(request, mine)})


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


@require_GET
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same paper as a Word document, to be polished."""
    document = _official(request, pk)
    made = as_docx(document.facts, created=document.issued_at)
    headers = {"Content-Disposition": f'attachment; filename="{document.code}.docx"'}
    return HttpResponse(made, content_type=WORD_TYPE, headers=headers)


@takes_a_file
@require_http_methods(["GET", "POST"])
def word_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Which figures of a Word document that came back are not those of the paper."""
    document = _official(request, pk)
    here(request, "papers", path=[(_("My papers"), ""), (document.title, "")])
    form = WordForm(request.POST or None, request.FILES or None)
    facts: dict[str, object] = {"document": document, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            facts["changed"] = changed_figures(document.facts, form.cleaned_data["file"].read())
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
    return render(request, "records/paper/word.html", facts, status=422 if form.errors else 200)


def _official(request: HttpRequest, pk: int) -> PrintedDocument:
    """A paper in one of the forms of official papers; slips and forms are not made in Word."""
    document = _door(request, pk)
    if "rule" not in document.facts:
        raise Http404
    return document


@login_not_required
@require_GET
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the square at the foot of a paper leads. Who may read the paper sees its figures and whether they stand;
    anybody else that it stands in the register, and of a paper that does not, nothing.
    """
    document = document_coded(code)
    here(request, "papers", path=[(_("Check a paper"), "")])
    facts = _known(request, document)
    return render(request, "records/paper/code.html", facts, status=200 if facts["told"] or facts["document"] else 404)


@takes_a_file
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Is this file a paper of ours, and unaltered?"""
    here(request, "papers", path=[(_("Check a paper"), "")])
    facts: dict[str, object] = {"form": FileForm(), "code_form": CodeForm()}
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        facts["form"] = form
        if form.is_valid():
            facts |= {**_known(request, document_with(form.cleaned_data["file"].chunks())), "is_checked": True}
        return render(request, "records/paper/verify.html", facts, status=200 if form.is_valid() else 422)
    if request.GET.get("code"):
        asked = CodeForm(request.GET)
        if asked.is_valid():
            code = re.sub("[^0-9A-Z-]", "", asked.cleaned_data["code"].upper())
            return redirect("records:code", code or "-")
        facts["code_form"] = asked
    return render(request, "records/paper/verify.html", facts)


def _known(request: HttpRequest, document: PrintedDocument | None) -> dict[str, object]:
    """As much of a document as this visitor may know."""
    told = told_of(document) if document else None
    if document is None or not request.user.is_authenticated or not may_read(document, request.user):
        return {"told": told, "document": None}
    return {"told": told, "document": document, "standings": standing_of(document)}
