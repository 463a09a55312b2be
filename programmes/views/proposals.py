"""Proposals upward: the list, a new one, sending several in one paper, one with its answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import proposals
from programmes.dashboards.proposals import answers_of
from programmes.forms.proposals import ProposalForm, ReplyForm, SendForm
from programmes.models import Body, Proposal
from programmes.permissions_of_proposals import may_answer_proposal, may_propose, units_to_write_for
from programmes.proposing import stand
from programmes.requests import SignedInRequest
from programmes.tables_of_proposals import ProposalFilter, Proposals


@require_GET
def proposal_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    rows = Proposal.objects.visible_to(request.user).select_related("unit", "addressed_to").prefetch_related("replies")
    may_write = bool(units_to_write_for(request.user))
    drafts = rows.filter(sent_on__isnull=True, unit__in=units_to_write_for(request.user)) if may_write else rows.none()
    return listed(
        request,
        Proposals,
        rows,
        template="programmes/proposal/list.html",
        filters=ProposalFilter,
        file_name="kien-nghi",
        may_add=may_write,
        drafts=len(drafts),
    )


@require_http_methods(["GET", "POST"])
def proposal_new(request: SignedInRequest) -> HttpResponse:
    if not units_to_write_for(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def proposal_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    proposal = _door(request, pk)
    if not may_propose(request.user, proposal.unit):
        raise PermissionDenied
    return _form(request, proposal)


@require_http_methods(["GET", "POST"])
def proposal_send(request: SignedInRequest) -> HttpResponse:
    if not units_to_write_for(request.user):
        raise PermissionDenied
    form = SendForm(request.POST or None, by=request.user)
    if not form.has_choices:
        messages.warning(request, _("No proposal waits to be sent; write one first."))
        return redirect("programmes:proposals")
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            told = form.cleaned_data
            proposals.send(
                list(told["proposals"]),
                sent_on=told["sent_on"],
                answer_due=told["answer_due"],
                paper_number=told["paper_number"],
                by=request.user,
            )
            messages.success(request, _("Sent up. The clock of the answer runs."))
        return redirect("programmes:proposals")
    _here(request)
    return render(request, "programmes/proposal/send.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One proposal with its answers; posting adds an answer."""
    found = _door(request, pk)
    held = stand(found, dates.today())
    may_answer = found.sent_on is not None and may_answer_proposal(request.user, found)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = (
        ReplyForm(request.POST or None, proposal=found)
        if may_answer and (request.method == "POST" or held.is_open)
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        if is_first(request):
            proposals.answer(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Answered. The answer stands on the papers of both units."))
        return redirect("programmes:proposal", found.pk)
    _here(request, found.text[:40])
    facts = {
        "proposal": found,
        "answers": answers_of(found, request.user),
        "stand": held,
        "form": form,
        "may_edit": found.sent_on is None and may_propose(request.user, found.unit),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "programmes/proposal/detail.html", facts, status=status)


@require_POST
def reply_task(request: SignedInRequest, pk: int, reply: int, body: int) -> HttpResponse:
    """One click: the answer is a task of the chosen body; its page asks for the rest."""
    found = _door(request, pk)
    given = get_object_or_404(found.replies.select_related("proposal"), pk=reply)
    lead = get_object_or_404(Body, pk=body, unit__in=[found.unit_id, found.addressed_to.unit_id])
    if not is_first(request):
        return redirect("programmes:proposal", pk)
    task = proposals.make_task(given, lead, by=request.user)
    messages.success(request, _("The answer is a task now. Add its day or its person here."))
    return redirect("programmes:task", task.pk)


def _door(request: SignedInRequest, pk: int) -> Proposal:
    seen = Proposal.objects.visible_to(request.user).select_related("unit", "addressed_to__unit", "meeting", "by")
    return get_object_or_404(seen.prefetch_related("replies"), pk=pk)


def _form(request: SignedInRequest, proposal: Proposal | None) -> HttpResponse:
    form = ProposalForm(request.POST or None, instance=proposal, by=request.user)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            proposals.keep(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept. It goes up when you send it."))
        return redirect("programmes:proposals")
    _here(request)
    facts = {"form": form, "proposal": proposal}
    return render(request, "programmes/proposal/form.html", facts, status=422 if form.errors else 200)


def _here(request: SignedInRequest, name: str = "") -> None:
    path = [(_("Proposals upward"), "/kien-nghi/" if name else "")]
    here(request, "meetings", path=[*path, (name, "")] if name else path)
