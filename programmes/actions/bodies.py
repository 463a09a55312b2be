"""Keeping the bodies of a unit: open one, mend its printed names, let it end."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Body, Person
from programmes.permissions import Role, capacity, may_administer


@transaction.atomic
def keep(body: Body, *, by: Person) -> Body:
    """Write a new body, or the mended facts of a known one. Papers already issued keep the names of their day."""
    if not may_administer(by, body.unit):
        raise PermissionDenied
    is_new = body.pk is None
    body.save()
    record(
        body, "body.opened" if is_new else "body.mended", by=by, capacity=capacity(by, body.unit_id, {Role.ADMINISTER})
    )
    return body


@transaction.atomic
def end(body: Body, *, last_day_after: date, by: Person) -> Body:
    """The body exists no more from that day on. It stays on record, for its papers and figures do."""
    body = Body.objects.select_for_update(of=("self",)).select_related("unit").get(pk=body.pk)
    if not may_administer(by, body.unit):
        raise PermissionDenied
    if body.valid_to is not None:
        raise Refused(_("This body has already ended."))
    if last_day_after <= body.valid_from:
        raise Refused(_("A body cannot end before the day it began."))
    body.valid_to = last_day_after
    body.save(update_fields=["valid_to"])
    record(body, "body.ended", by=by, capacity=capacity(by, body.unit_id, {Role.ADMINISTER}), on=str(last_day_after))
    return body
