"""From what was said to what is to be done: a signed conclusion binds, a signed remark is taken up or not."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.refusals import Refused
from programmes.actions import tasks
from programmes.actions.tasks import Work
from programmes.models import Conclusion, Minutes, Person, Remark, Task
from programmes.permissions_of_meetings import giving_as, taking_up_as


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
