"""What is watched of the sums: that they keep up with their figures, and that the night found none that differed."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coquang.records.alarms import watch
from coquang.records.models import JournalEntry
from indicators import roll_ups
from programmes.models import Unit

DAYS = 7
"""A night that found differing sums is told for so long."""


def register_all() -> None:
    watch("sums", gettext_lazy("Sums of the boards"), _behind)
    watch("comparison", gettext_lazy("The night's comparison of sums"), _differed)


def _behind() -> str:
    waited = int(roll_ups.behind())
    if waited <= roll_ups.ALARM_AFTER:
        return ""
    told = _("The sums on boards are %(n)d seconds behind their figures. See whether the relay runs.")
    return told % {"n": waited}


def _differed() -> str:
    since = timezone.now() - timedelta(days=DAYS)
    # By the index of things: what is written of units themselves is little.
    mended = JournalEntry.objects.filter(thing_kind=Unit._meta.label_lower, act=roll_ups.MENDED, at__gt=since)
    units = mended.values("thing_id").distinct().count()
    if not units:
        return ""
    told = ngettext(
        "In the last %(days)d days the sums of %(n)d unit differed from its figures and were put right. "
        "Tell who keeps the system.",
        "In the last %(days)d days the sums of %(n)d units differed from their figures and were put right. "
        "Tell who keeps the system.",
        units,
    )
    return told % {"n": units, "days": DAYS}
