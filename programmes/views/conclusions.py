"""The chair's sentence and the conclusions taken from it: proposed, split, merged, put in order, put in words."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.records.once import is_first
from coquang.uploads import handed_out, takes_a_file
from programmes import splitting
from programmes.actions import conclusions
from programmes.dashboards.minutes import marked
from programmes.forms.conclusions import ConclusionForm, SentenceForm, SplitOffForm
from programmes.forms.papers import HandwritingForm
from programmes.models import Conclusion
from programmes.models.kept_files import drawer
from programmes.permissions_of_meetings import may_see_handwriting
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import (
    conclusion_door,
    done,
    sentence_door,
    small_page,
    stand,
    to_minutes,
    writers_door,
)

HERE = "ket-luan"


@require_http_methods(["GET", "POST"])
def sentence_new(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = SentenceForm(request.POST or None)
    if done(request, form, lambda: conclusions.keep_sentence(held, form.cleaned_data["text"], by=request.user)):
        _say_how_many(request, len(splitting.proposed(form.cleaned_data["text"])))
        return to_minutes(held, HERE)
    back = reverse("programmes:minutes", args=[held.pk])
    facts = _("Kept once, as it was spoken. A split at its semicolons is proposed; nothing is split by itself.")
    return small_page(
        request, form, held, title=_("What the chair concluded"), button=_("Keep"), back=back, facts=facts
    )


@require_http_methods(["GET", "POST"])
def sentence(request: SignedInRequest, pk: int, sentence: int) -> HttpResponse:
    held = writers_door(request, pk)
    kept = sentence_door(request, pk, sentence)
    form = SentenceForm(request.POST or None, initial={"text": kept.text})
    if done(request, form, lambda: conclusions.mend_sentence(kept, form.cleaned_data["text"], by=request.user)):
        messages.success(request, _("Kept."))
        return to_minutes(held, HERE)
    back = reverse("programmes:minutes", args=[held.pk])
    return small_page(request, form, held, title=_("What the chair concluded"), button=_("Save"), back=back)


@require_POST
def sentence_split(request: SignedInRequest, pk: int, sentence: int) -> HttpResponse:
    """Keep the proposed split, parted only where a person left the tick."""
    held = writers_door(request, pk)
    kept = sentence_door(request, pk, sentence)
    if is_first(request):
        parts = splitting.proposed(kept.text)
        ticked = {place for place in range(1, len(parts)) if request.POST.get(f"cut-{place}")}
        made = conclusions.split(kept, splitting.joined(parts, ticked), by=request.user)
        told = ngettext("%(n)d conclusion is made.", "%(n)d conclusions are made.", len(made))
        messages.success(request, told % {"n": len(made)})
    return to_minutes(held, HERE)


@require_POST
def sentence_undo(request: SignedInRequest, pk: int, sentence: int) -> HttpResponse:
    held = writers_door(request, pk)
    kept = sentence_door(request, pk, sentence)
    if is_first(request):
        conclusions.undo_split(kept, by=request.user)
        messages.success(request, _("The split is undone; the sentence stays."))
    return to_minutes(held, HERE)


@takes_a_file
@require_http_methods(["GET", "POST"])
def handwriting(request: SignedInRequest, pk: int, sentence: int) -> HttpResponse:
    held = writers_door(request, pk)
    kept = sentence_door(request, pk, sentence)
    form = HandwritingForm(request.POST or None, request.FILES or None)
    if done(request, form, lambda: conclusions.keep_handwriting(kept, form.cleaned_data["file"], by=request.user)):
        messages.success(request, _("The sheet lies beside the sentence, for the office only."))
        return to_minutes(held, HERE)
    back = reverse("programmes:minutes", args=[held.pk])
    return small_page(
        request, form, held, title=_("The chair's own sheet"), button=_("Keep"), back=back, takes_file=True
    )


@require_GET
def handwriting_picture(request: SignedInRequest, pk: int, sentence: int) -> FileResponse:
    """The chair's sheet, for the office that writes the minutes and for who signs them; to others it is not there."""
    kept = sentence_door(request, pk, sentence)
    if kept.handwriting is None or not may_see_handwriting(request.user, kept.minutes.meeting):
        raise Http404
    file = kept.handwriting
    return handed_out(drawer(), file.stored_as, file_name=file.file_name, content_type=file.content_type)


@require_http_methods(["GET", "POST"])
def conclusion(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    """The words of a conclusion, who leads it, and the words that could stand by themselves."""
    held = writers_door(request, pk)
    row = conclusion_door(request, pk, conclusion)
    form = ConclusionForm(request.POST or None, conclusion=row, meeting=held)
    if done(
        request,
        form,
        lambda: conclusions.reword(form.told(), supporting=list(form.cleaned_data["supporting"]), by=request.user),
    ):
        messages.success(request, _("Kept."))
        return to_minutes(held, HERE)
    return _conclusion(request, row, form, SplitOffForm())


@require_POST
def conclusion_split(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = conclusion_door(request, pk, conclusion)
    form = SplitOffForm(request.POST)
    if done(request, form, lambda: conclusions.split_off(row, form.cleaned_data["words"], by=request.user)):
        messages.success(request, _("The words stand by themselves now."))
        return to_minutes(held, HERE)
    return _conclusion(request, row, ConclusionForm(conclusion=row, meeting=held), form)


def _conclusion(
    request: SignedInRequest, row: Conclusion, form: ConclusionForm, split_form: SplitOffForm
) -> HttpResponse:
    held = row.minutes.meeting
    stand(request, held, _("Conclusion %d") % row.number)
    before, inside, after = marked(row)
    facts = {
        "meeting": held,
        "conclusion": row,
        "form": form,
        "split_form": split_form,
        "before": before,
        "inside": inside,
        "after": after,
    }
    refused = form.errors or split_form.errors
    return render(request, "programmes/minutes/conclusion.html", facts, status=422 if refused else 200)


@require_POST
def conclusion_merge(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = conclusion_door(request, pk, conclusion)
    if is_first(request):
        conclusions.merge(row, by=request.user)
        messages.success(request, _("Joined with the next one."))
    return to_minutes(held, HERE)


@require_POST
def conclusion_move(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = conclusion_door(request, pk, conclusion)
    if is_first(request):
        conclusions.move(row, up=request.POST.get("to") == "up", by=request.user)
    return to_minutes(held, HERE)


@require_POST
def conclusion_remove(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = conclusion_door(request, pk, conclusion)
    if is_first(request):
        conclusions.remove(row, by=request.user)
        messages.success(request, _("The conclusion is taken away; the sentence stays."))
    return redirect(reverse("programmes:minutes", args=[held.pk]) + f"#{HERE}")


def _say_how_many(request: SignedInRequest, parts: int) -> None:
    told = ngettext(
        "The sentence is kept. It makes %(n)d part.",
        "The sentence is kept. A split into %(n)d parts is proposed.",
        parts,
    )
    messages.success(request, told % {"n": parts})
