"""Packs of meetings: one printed in one click, many ordered at once; an order of whatever papers called off."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records import paper
from coquang.records.jobs import put_off
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators.dashboards.packs import occasion_of
from indicators.jobs_of_packs import MAKE
from indicators.models import PackOfRound, PackRound
from indicators.pack_paper import pack_paper
from programmes.models import Meeting, Person, Place, Tree, Unit
from programmes.permissions_of_meetings import opens_packs, writing_as

AT_MOST = 400


@transaction.atomic
def print_pack(meeting: Meeting, *, by: Person) -> PrintedDocument:
    """The pack of one meeting as it stands today."""
    occasion = occasion_of(meeting, by)
    if occasion is None or not opens_packs(by, meeting.unit_id):
        raise PermissionDenied
    document = paper.issue(pack_paper(occasion, by), by=by)
    record(meeting, "meeting.pack_printed", by=by, capacity=_capacity(by, occasion.host), code=document.code)
    return document


@transaction.atomic
def order(host: Unit, period: Period | None, meetings: Sequence[Meeting], *, by: Person) -> PackRound:
    """Packs for some meetings of a unit; without a list for every unit right below it, with its meeting to come."""
    if not opens_packs(by, host.pk):
        raise PermissionDenied
    if any(meeting.unit_id != host.pk for meeting in meetings):
        raise Refused(_("Choose meetings of one unit only."))
    packs = [PackOfRound(unit=_about(meeting), meeting=meeting) for meeting in meetings] or _of_all_below(
        host, period, by
    )
    if not packs:
        raise Refused(_("There is no unit right below %(unit)s, so there is no pack to make.") % {"unit": host.name})
    if len(packs) > AT_MOST:
        raise Refused(_("An order holds %d packs at most; choose fewer.") % AT_MOST)
    made = PackRound.objects.create(
        host=host, period=period.code if period else "", by=by, capacity=_capacity(by, host), at=dates.now()
    )
    begin(made, packs)
    record(made, "packs.ordered", by=by, capacity=made.capacity, packs=len(packs), period=made.period)
    return made


def begin(made: PackRound, papers: Sequence[PackOfRound]) -> None:
    """Lay the papers of an order down in their order, and put the making of them off."""
    for position, pack in enumerate(papers, start=1):
        pack.round, pack.position = made, position
    PackOfRound.objects.bulk_create(papers)
    made.job = put_off(MAKE, made.pk, by=made.by, key=f"{MAKE}:{made.pk}", steps=len(papers) + 1)
    made.save(update_fields=["job"])


@transaction.atomic
def call_off(made: PackRound, *, by: Person) -> PackRound:
    """Make no more papers of this order; those made stay. Its job sees it before the next step."""
    made = PackRound.objects.select_for_update(of=("self",)).select_related("job").get(pk=made.pk)
    if made.by_id != by.pk:
        raise PermissionDenied
    if made.job is None or made.job.is_finished:
        raise Refused(_("This order is finished already."))
    if made.cancelled_at is None:
        made.cancelled_at = dates.now()
        made.save(update_fields=["cancelled_at"])
        record(made, f"{made.kind}.called_off", by=by, capacity=made.capacity)
    return made


def _of_all_below(host: Unit, period: Period | None, by: Person) -> list[PackOfRound]:
    """Of each unit the meeting that comes next, if one is laid down; else the figures of the period alone."""
    if period is None:
        raise Refused(_("Say of which period the figures are: 2022, 2023-Q1, 2023-6T."))
    below = Place.objects.filter(parent=host, tree__in=Tree.objects.holding(dates.today())).values("unit")
    units = list(by.visible_units().filter(pk__in=below).in_vietnamese_order())
    coming = Meeting.objects.filter(
        unit=host, reviewed_units__in=units, held_on__gte=dates.today(), is_cancelled=False, figures_of=period.code
    )
    links = Meeting.reviewed_units.through.objects.filter(meeting__in=coming).order_by("-meeting__held_on")
    next_ones = {link.unit_id: link.meeting_id for link in links}
    return [PackOfRound(unit=unit, meeting_id=next_ones.get(unit.pk)) for unit in units]


def _about(meeting: Meeting) -> Unit:
    unit = meeting.reviewed_units.first() or meeting.unit
    if unit is None:
        raise Refused(_("“%s” is of no unit on record, so it has no pack.") % meeting.title)
    return unit


def _capacity(by: Person, host: Unit) -> str:
    held = writing_as(by, host.pk)
    return held.words if held else ""
