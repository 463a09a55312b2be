"""The reminder slip: half a page to hand over or pin up, for those who read neither mail nor chat."""

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.papers import foot
from coquang.records.paper import Draft
from indicators.dashboards.reminders import Owed
from indicators.reminding import moment, sheet_words, time_left
from programmes.models import Appointment

REMINDER_SLIP = "reminder_slip"
TEMPLATE = "print/indicators/reminder_slip.html"


def reminder_slip(owed: Owed, reminder: Appointment, *, language: str = "vi") -> Draft:
    """What a unit owes, until when, and whom it asks; `reminder` is the capacity of whoever reminds."""
    with translation.override(language):
        what = sheet_words(owed.period.name(language))
        place = reminder.body.unit if reminder.body else reminder.unit or owed.unit
        facts = {
            "kind": _("REMINDER SLIP"),
            "subject": _("to send up: %(what)s") % {"what": what},
            "office": reminder.seat,
            "date": f"{place.name}, {dates.long_date(dates.today(), language)}",
            "to": _("To: %(unit)s") % {"unit": owed.unit.name},
            "rows": [
                {"label": _("To be sent up"), "text": what[:1].upper() + what[1:]},
                {"label": _("Figures are cut off"), "text": _("end of %(day)s") % {"day": dates.short(owed.cut_off)}},
                {"label": _("Due"), "text": moment(owed.due_at), "is_main": "1"},
                {"label": _("Time left"), "text": time_left(owed.days_left)},
                {"label": _("Questions"), "text": reminder.words},
            ],
            "telephone": _("Telephone"),
            **foot(),
            "labels": {"code": _("Paper code")},
        }
        title = _("Reminder slip, %(what)s, %(unit)s") % {"what": what, "unit": owed.unit.name}
    return Draft(REMINDER_SLIP, title, owed.unit.pk, owed.period.code, language, TEMPLATE, facts)
