"""The report of a closed quarter, made by the clock, and the letters that tell of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records import letters, paper
from coquang.records.jobs import CannotBeDone, put_off, work
from coquang.records.journal import record
from coquang.records.models import Job, PrintedDocument
from coquang.refusals import Refused
from indicators.documents import progress_report
from programmes.models import Appointment, Person, Unit
from programmes.permissions import Role

MAKE, TELL = "reports.make", "reports.tell"
TOLD_ROLES = (Role.ENTER, Role.VET, Role.APPROVE, Role.SIGN)


@work(MAKE)
def make(job: Job, unit_id: int, period: str) -> None:
    """Issue the report as it stands; who may sign or print it in the unit is told by mail and finds it in My papers."""
    unit = Unit.objects.get(pk=unit_id)
    try:
        draft = progress_report(unit, Period.parse(period))
    except Refused as refusal:
        raise CannotBeDone(str(refusal)) from refusal
    document = paper.issue(draft, by=None)
    record(document, "report.made_at_closing", by=None, period=period, code=document.code)
    if settings.SENDS_MAIL:
        for person in _people_of(unit):
            put_off(TELL, document.pk, person.pk, by=None, key=f"{TELL}:{document.pk}:{person.pk}")


@work(TELL)
def tell(job: Job, document_id: int, person_id: int) -> None:
    """One letter with the address of the paper. Its Message-ID is the same at every attempt."""
    document = PrintedDocument.objects.select_related("unit").get(pk=document_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(settings.LANGUAGE_CODE):
        told = {
            "title": document.title,
            "address": f"{settings.PORTAL_ADDRESS}{reverse('records:paper', args=[document.pk])}",
        }
        subject = _("%(title)s: the report is made") % told
        body = _("The period has closed and its report is made: %(title)s.\nRead and print it here: %(address)s") % told
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    headers = {"Message-ID": f"<report.{document.pk}.{person.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    letters.send(EmailMessage(subject, body, to=[person.email], headers=headers))


def _people_of(unit: Unit) -> list[Person]:
    """Those with a mail address who enter, vet, approve or sign in the unit."""
    held = Appointment.objects.current(dates.today()).filter(role__in=TOLD_ROLES)
    seated = held.filter(unit=unit) | held.filter(body__unit=unit)
    people = Person.objects.filter(pk__in=seated.values("person"), is_active=True, wants_reminders=True)
    return list(people.exclude(email="").order_by("pk"))
