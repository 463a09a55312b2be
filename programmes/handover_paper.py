"""The record of a handover (biên bản bàn giao): exactly the strings that will be printed, for two people to sign."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.frame import demo_banner
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes.letterheads import head_of, issuer_of
from programmes.models import Handover

HANDOVER_RECORD = "handover_record"
TEMPLATE = "print/programmes/handover_record.html"


def handover_record(handover: Handover, *, language: str = "vi") -> Draft:
    """Raises Refused when no body of the unit has a letterhead."""
    with translation.override(language):
        issuer = issuer_of(handover.unit)
        if issuer is None:
            raise Refused(
                _("No body of %(unit)s is on record with a letterhead, so no record can be printed in its name.")
                % {"unit": handover.unit.name}
            )
        day = timezone.localtime(handover.made_at)
        at = {"time": dates.clock(day), "day": dates.cited(day.date()), "unit": handover.unit.name_in_sentence}
        parties = [
            (_("Handed over by"), handover.giver, handover.giver_post),
            (_("Taken over by"), handover.receiver, handover.receiver_post),
        ]
        if handover.made_by_id not in {handover.giver_id, handover.receiver_id}:
            parties.append((_("Seen to by"), handover.made_by, handover.capacity))
        facts = {
            **head_of(issuer, _("BB"), language),
            "kind": _("RECORD"),
            "subject": _("of work handed over"),
            "opening": _("At %(time)s on %(day)s work of %(unit)s was handed over as follows:") % at,
            "parties": [
                {"label": label, "text": f"{person.full_name}, {post}" if post else person.full_name}
                for label, person, post in parties
            ],
            "reason": {"label": _("Reason"), "text": handover.reason},
            "lines_heading": _("WHAT WAS HANDED OVER"),
            "heads": [_("No."), _("Kind of work"), _("What")],
            "lines": [
                {"number": str(number), "kind": line.kind_words[:1].upper() + line.kind_words[1:], "what": line.what}
                for number, line in enumerate(handover.lines.all(), start=1)
            ],
            "closing": _("From this moment on the person who takes the work over sees to it. Both keep one copy."),
            "signing": {},
            "signers": [
                {"title": _("HANDED OVER BY"), "name": handover.giver.full_name},
                {"title": _("TAKEN OVER BY"), "name": handover.receiver.full_name},
            ],
            "hint": _("(signature, full name)"),
            "watermark": _("INVENTED FIGURES – NOT TO BE USED") if settings.DEMO else "",
            "foot_left": demo_banner(),
            "draft": "",
            "labels": {"number": "Số", "code": _("Paper code")},
        }
        told = {"giver": handover.giver.full_name, "day": dates.short(day.date())}
        title = _("Record of the handover by %(giver)s on %(day)s") % told
    period = str(day.year)
    return Draft(HANDOVER_RECORD, title[: limits.NAME], handover.unit_id, period, language, TEMPLATE, facts)
