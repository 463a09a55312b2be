"""The record of a handover (biên bản bàn giao): exactly the strings that will be printed, for two people to sign."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.blocks import Heading, Paragraph, Table
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Paper, Signature
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing
from programmes.models import Handover

HANDOVER_RECORD = "handover_record"


def handover_record(handover: Handover, *, language: str = "vi") -> Draft:
    """Raises Refused when no body of the unit has a letterhead."""
    with translation.override(language):
        issuer = issuing.issuer_of(handover.unit)
        if issuer is None:
            raise Refused(
                _("No body of %(unit)s is on record with a letterhead, so no record can be printed in its name.")
                % {"unit": handover.unit.name}
            )
        day = timezone.localtime(handover.made_at)
        at = {"time": dates.clock(day), "day": dates.cited(day.date()), "unit": handover.unit.name_in_sentence}
        paper = Paper(
            kind=KINDS["BB"],
            rule=issuing.rule_of(issuer, dates.today()),
            head=issuing.head_of(issuer),
            day=dates.today(),
            subject=_("of work handed over"),
            blocks=[
                Paragraph(_("At %(time)s on %(day)s work of %(unit)s was handed over as follows:") % at),
                *_parties(handover),
                Paragraph(f"{_('Reason')}: {handover.reason}"),
                Heading(_("WHAT WAS HANDED OVER")),
                _what(handover),
                Paragraph(_("From this moment on the person who takes the work over sees to it. Both keep one copy.")),
            ],
            signatures=[
                Signature(_("HANDED OVER BY"), name=handover.giver.full_name),
                Signature(_("TAKEN OVER BY"), name=handover.receiver.full_name),
            ],
            language=language,
        )
        told = {"giver": handover.giver.full_name, "day": dates.short(day.date())}
        title = _("Record of the handover by %(giver)s on %(day)s") % told
        facts = paper.facts()
    period = str(day.year)
    return Draft(HANDOVER_RECORD, title[: limits.NAME], handover.unit_id, period, language, TEMPLATE, facts)


def _parties(handover: Handover) -> list[Paragraph]:
    parties = [
        (_("Handed over by"), handover.giver, handover.giver_post),
        (_("Taken over by"), handover.receiver, handover.receiver_post),
    ]
    if handover.made_by_id not in {handover.giver_id, handover.receiver_id}:
        parties.append((_("Seen to by"), handover.made_by, handover.capacity))
    return [
        Paragraph(f"{label}: {person.full_name}, {post}." if post else f"{label}: {person.full_name}.")
        for label, person, post in parties
    ]


def _what(handover: Handover) -> Table:
    rows = [
        [str(number), line.kind_words[:1].upper() + line.kind_words[1:], line.what]
        for number, line in enumerate(handover.lines.all(), start=1)
    ]
    return Table([_("No."), _("Kind of work"), _("What")], rows, align="cll")
