"""From what was said to what is to be done: a signed conclusion binds, a signed remark is taken up or not."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.refusals import Refused
from programmes.actions import tasks
from programmes.actions.tasks import Work
from programmes.dashboards.minutes import plain_words
from programmes.deadlines import Deadline
from programmes.models import Body, Conclusion, Minutes, Person, Remark, Task
from programmes.permissions_of_meetings import bound_units, giving_as, taking_up_as
from programmes.permissions_of_work import writing


@transaction.atomic
def take_up(remark: Remark, *, by: Person) -> Task:
    """In one click: the unit's Party committee takes a remark up in its own words. Day and person are added later."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=remark.minutes_id)
    unit = next((unit for unit in bound_units(minutes.meeting) if writing(by, unit.pk)), None)
    if unit is None:
        raise PermissionDenied
    if remark.tasks.filter(dropped_at__isnull=True).exists():
        raise Refused(_("A task arose from this already."))
    lead = Body.objects.that_lead(unit.pk, dates.today()).first()
    return give(remark, Work(plain_words(remark), lead, Deadline(Task.Deadline.FIXED)), by=by)


@transaction.atomic
def give(source: Conclusion | Remark, work: Work, *, by: Person) -> Task:
    """A task from a conclusion or a remark of signed minutes. What was said to need none is no longer so.

    Refused: minutes not signed, a remark that was struck, a day before the meeting.
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__unit").get(pk=source.minutes_id)
    meeting = minutes.meeting
    may = giving_as if isinstance(source, Conclusion) else taking_up_as
    if may(by, meeting) is None:
        raise PermissionDenied
    if minutes.state != Minutes.State.SIGNED:
        raise Refused(_("Tasks are given once the minutes are signed: until then nothing binds."))
    if isinstance(source, Remark) and source.is_struck:
        raise Refused(_("This remark was struck from the minutes; nothing arises from it."))
    due = work.deadline.due_on
    if due and meeting.held_on and due < meeting.held_on:
        facts = {"due": dates.short(due), "meeting": dates.short(meeting.held_on)}
        raise Refused(_("The deadline %(due)s lies before the meeting of %(meeting)s.") % facts)
    task = tasks.give(work, source, by=by)
    if source.no_task_reason:
        source.no_task_reason = ""
        source.save(update_fields=["no_task_reason"])
    return task
