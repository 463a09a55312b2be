"""Keeping the terms of committees; one whose papers are numbered keeps its committee and its count."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Body, Person, Term
from programmes.permissions import Role, capacity, may_administer


@transaction.atomic
def keep(term: Term, *, by: Person) -> Term:
    # All terms of a committee are written one after the other, so that no two of them meet.
    body = Body.objects.select_for_update(of=("self",)).select_related("unit").get(pk=term.body_id)
    if not may_administer(by, body.unit):
        raise PermissionDenied
    others = Term.objects.filter(body=body).exclude(pk=term.pk)
    if any(one.meets(term.valid_from, term.valid_to) for one in others):
        raise Refused(_("Another term of this committee holds on some of these days."))
    is_new = term.pk is None
    if not is_new:
        known = Term.objects.select_for_update().get(pk=term.pk)
        if known.series.exists() and (known.body_id, known.ordinal) != (term.body_id, term.ordinal):
            raise Refused(_("Papers are numbered in this term: its committee and its ordinal stand."))
    term.save()
    record(
        term, "term.opened" if is_new else "term.mended", by=by, capacity=capacity(by, body.unit_id, {Role.ADMINISTER})
    )
    return term
