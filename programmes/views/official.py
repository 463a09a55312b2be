"""Official papers: the list, writing one, and each step of its way from draft to signed copy."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first, tried
from coquang.uploads import handed_out, takes_a_file
from programmes.actions import paper_copies, papers
from programmes.besides import beside
from programmes.dashboards.papers import paper_page
from programmes.forms.official import (
    CopyForm,
    IssueForm,
    NewPaperForm,
    PaperForm,
    ReasonForm,
    SignForm,
)
from programmes.models import OfficialPaper
from programmes.models.kept_files import drawer
from programmes.official import new_paper
from programmes.permissions_of_papers import bodies_to_draft_for, may_draft
from programmes.requests import SignedInRequest
from programmes.tables_of_papers import PaperFilter, Papers


@require_GET
def paper_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    rows = OfficialPaper.objects.visible_to(request.user).select_related("unit", "body", "entry")
    return listed(
        request,
        Papers,
        rows,
        template="programmes/paper/list.html",
        filters=PaperFilter,
        file_name="van-ban-di",
        may_add=bool(bodies_to_draft_for(request.user)),
    )


@require_http_methods(["GET", "POST"])
def paper_new(request: SignedInRequest) -> HttpResponse:
    """Who issues what; then on to writing it."""
    if not bodies_to_draft_for(request.user):
        raise PermissionDenied
    form = NewPaperForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        paper = OfficialPaper(body=told["body"], subject=told["subject"], **new_paper(told["body"], told["kind"]))
        if tried(request, form, lambda: papers.keep(paper, by=request.user)):
            return redirect("programmes:paper-edit", paper.pk) if paper.pk else redirect("programmes:papers")
    _here(request, _("New paper"))
    return render(request, "programmes/paper/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paper_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = _door(request, pk)
    if not may_draft(request.user, paper.body):
        raise PermissionDenied
    if not paper.is_open:
        return redirect("programmes:paper", pk)
    form = PaperForm(request.POST or None, paper=paper)
    if request.method == "POST" and form.is_valid():
        written, told = form.save(commit=False), form.cleaned_data
        kept = tried(
            request,
            form,
            lambda: papers.keep(written, to=told["to"], seen_version=told["seen"], by=request.user),
        )
        if kept:
            messages.success(request, _("Kept."))
            return redirect("programmes:paper", pk)
    _here(request, str(paper.subject))
    facts = {"form": form, "paper": paper, "pieces": beside(paper, "text", request.user)}
    return render(request, "programmes/paper/form.html", facts, status=422 if form.errors else 200)


@require_GET
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, _door(request, pk))


@require_POST
def paper_circulate(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    if is_first(request):
        papers.circulate(found, by=request.user)
        messages.success(request, _("The draft is being printed; pass it round for comments."))
    return redirect("programmes:paper", pk)


@require_POST
def paper_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    if is_first(request):
        papers.submit(found, by=request.user)
        messages.success(request, _("The text stands; the print for the signer is being made."))
    return redirect("programmes:paper", pk)


@require_POST
def paper_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _door(request, pk), ReasonForm(request.POST, prefix="back")
    return _stepped(
        request,
        found,
        form,
        lambda told: papers.take_back(found, told["reason"], by=request.user),
        _("A draft again."),
    )


@require_POST
def paper_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    form = SignForm(request.POST, paper=found, prefix="sign")
    return _stepped(request, found, form, lambda told: papers.sign(found, by=request.user, **told), _("Signed."))


@require_POST
def paper_issue(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _door(request, pk), IssueForm(request.POST, prefix="issue")
    said = _("Issued; its number stands in the register.")
    return _stepped(request, found, form, lambda told: papers.issue(found, by=request.user, **told), said)


@takes_a_file
@require_POST
def paper_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    form = CopyForm(request.POST, request.FILES, paper=found, prefix="copy")

    def kept(told: dict[str, Any]) -> object:
        return paper_copies.file_copy(found, told["file"], code=told["code"], by=request.user)

    return _stepped(request, found, form, kept, _("The signed copy is kept; everybody reads it from now on."))


@require_GET
def paper_copy_download(request: SignedInRequest, pk: int) -> FileResponse:
    copy = _door(request, pk).signed_copy
    if copy is None:
        raise Http404
    return handed_out(drawer(), copy.stored_as, file_name=copy.file_name, content_type=copy.content_type)


@require_POST
def paper_reading(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    if is_first(request):
        papers.print_reading_copy(found, by=request.user)
        messages.success(request, _("The reading copy is being printed."))
    return redirect("programmes:paper", pk)


@require_POST
def paper_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _door(request, pk), ReasonForm(request.POST, prefix="cancel")
    said = _("Cancelled; its number stays with it.")
    return _stepped(request, found, form, lambda told: papers.cancel(found, told["reason"], by=request.user), said)


@require_POST
def paper_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the notice of correction; what is corrected is written on the next page."""
    found = _door(request, pk)
    if not is_first(request):
        return redirect("programmes:papers")
    return redirect("programmes:paper-edit", papers.correct(found, by=request.user).pk)


def _stepped(
    request: SignedInRequest,
    found: OfficialPaper,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    """One step further, or the same page with the form saying what is wrong with what was typed."""
    if form.is_valid() and tried(request, form, lambda: act(form.cleaned_data)):
        messages.success(request, said)
        return redirect("programmes:paper", found.pk)
    return _shown(request, found, refused=form)


def _shown(request: SignedInRequest, found: OfficialPaper, refused: forms.Form | None = None) -> HttpResponse:
    _here(request, found.subject)
    page = paper_page(found, request.user)
    offered: list[forms.Form] = [
        SignForm(paper=found, prefix="sign"),
        IssueForm(prefix="issue"),
        CopyForm(paper=found, prefix="copy"),
        ReasonForm(prefix="back"),
        ReasonForm(prefix="cancel"),
    ]
    if refused is not None:
        offered.append(refused)
    shown = {f"{form.prefix}_form": form for form in offered if form.prefix in page.steps or form is refused}
    facts = {"page": page, "pieces": beside(found, "text", request.user), **shown}
    return render(request, "programmes/paper/detail.html", facts, status=200 if refused is None else 422)


def _door(request: SignedInRequest, pk: int) -> OfficialPaper:
    seen = OfficialPaper.objects.visible_to(request.user).select_related(
        "unit", "body__unit", "signed_copy", "corrects"
    )
    return get_object_or_404(seen, pk=pk)


def _here(request: SignedInRequest, name: str = "") -> None:
    path = [(_("Official papers"), "/van-ban-di/" if name else "")]
    here(request, "papers", path=[*path, (name, "")] if name else path)
