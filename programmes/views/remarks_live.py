"""Remarks as a script sends them while they are typed, and what the other writer changed meanwhile."""

from typing import Any
from uuid import UUID

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from coquang import dates, richtext
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions import minutes
from programmes.dashboards.meetings import first_record
from programmes.forms.minutes import RemarkForm, told_as
from programmes.models import Remark
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import writers_door


@require_POST
def remark_save(request: SignedInRequest, pk: int, key: UUID) -> JsonResponse:
    """Answers what now stands. Sent twice it is kept once: nothing is left to change."""
    held = writers_door(request, pk)
    form = RemarkForm(request.POST, meeting=held)
    if not form.is_valid():
        why = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
        return JsonResponse({"state": "refused", "why": " ".join(why)})
    try:
        remark = minutes.write(held, key, form.said, seen=form.cleaned_data["seen"], by=request.user)
    except Refused as refusal:
        return JsonResponse({"state": "closed", "why": refusal.sentence}, status=409)
    except minutes.Contested as met:
        record(met.remark, "remark.contested", by=request.user, seen=form.cleaned_data["seen"])
        return JsonResponse({"state": "contested", "theirs": told(met.remark)})
    return JsonResponse({"state": "saved", "remark": told(remark), "at": dates.clock(dates.now())})


@require_GET
def remarks_since(request: SignedInRequest, pk: int, version: int) -> JsonResponse:
    """The remarks of the minutes when they changed since a version; nothing when they did not."""
    found = first_record(writers_door(request, pk), request.user)
    if found is None or found.version == version:
        return JsonResponse({"version": version, "remarks": []})
    rows = found.remarks.select_related("speaker", "written_by")
    return JsonResponse({"version": found.version, "remarks": [told(row) for row in rows]})


def told(remark: Remark) -> dict[str, Any]:
    """A remark as the page's script shows it."""
    return {
        "key": str(remark.key),
        "speaker": remark.speaker_id,
        "who": told_as(remark.speaker),
        "kind": remark.kind,
        "kindWord": str(remark.get_kind_display()),
        "item": remark.agenda_item_id or "",
        "time": dates.clock(remark.said_at) if remark.said_at else "",
        "text": remark.text,
        "html": str(richtext.shown(remark.text)),
        "version": remark.version,
        "struck": remark.is_struck,
        "by": str(remark.written_by or ""),
        "at": dates.clock(timezone.localtime(remark.written_at)),
    }
