"""In whose name a meeting's papers go out, and who signs: the committee, its head of office by order, or the office."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coquang import dates
from coquang.kinds import Kind
from coquang.papers import Signature
from coquang.refusals import Refused
from programmes import issuing
from programmes.models import Body, Meeting, Unit

HEAD_OF_OFFICE = "CHÁNH VĂN PHÒNG"
FOR_ALL, BY_ORDER = "self", "order"
BodyKind = Body.Kind
# The committee speaks first, then its standing committee, its office, the People's Committee.
SPEAKERS = (
    BodyKind.PARTY_COMMITTEE,
    BodyKind.STANDING_COMMITTEE,
    BodyKind.PARTY_OFFICE,
    BodyKind.PEOPLES_COMMITTEE,
)


@dataclass(frozen=True)
class Issuer:
    """A body and the manner in which it signs."""

    body: Body
    manner: str

    @property
    def key(self) -> str:
        return f"{self.body.pk}-{self.manner}"

    @property
    def words(self) -> str:
        signature = self.signature(dates.today())
        return f"{self.body.name} ({' – '.join(filter(None, (signature.power, signature.title)))})"

    def signature(self, on: date) -> Signature:
        if self.manner == FOR_ALL:
            return issuing.signed_for_all(self.body, on=on)
        of = "CHỦ TỊCH" if self.body.kind == BodyKind.PEOPLES_COMMITTEE else "BAN THƯỜNG VỤ"
        return issuing.signed_by_order(self.body, of, HEAD_OF_OFFICE, on=on)


def issuers_of(unit: Unit, kind: Kind, on: date) -> list[Issuer]:
    """Every way in which a unit may issue a paper of this kind: its committees themselves or by order, its office."""
    found: list[Issuer] = []
    for body in _speaking(unit, kind, on):
        found.append(Issuer(body, FOR_ALL))
        if body.kind != BodyKind.PARTY_OFFICE:
            found.append(Issuer(body, BY_ORDER))
    return found


def speaks_for(meeting: Meeting, kind: Kind) -> Body:
    """The body under whose letterhead a paper of the meeting stands: a host of its unit before others."""
    if meeting.unit is None:
        raise _no_letterhead(meeting.unit_text)
    found = _speaking(meeting.unit, kind, meeting.held_on or dates.today())
    hosts = {body.pk for body in meeting.hosts.all()}
    body = next((body for body in found if body.pk in hosts), None) or next(iter(found), None)
    if body is None:
        raise _no_letterhead(meeting.unit.name)
    return body


def usual_issuer(meeting: Meeting, kind: Kind) -> Issuer:
    """As an office sends out slips: under the office's own letterhead where it has one, else by order."""
    body = speaks_for(meeting, kind)
    offices = Body.objects.current(meeting.held_on or dates.today()).filter(
        unit=body.unit_id, kind=BodyKind.PARTY_OFFICE
    )
    office = next((each for each in offices if issuing.may_issue(each, kind, dates.today())), None)
    if office is not None:
        return Issuer(office, FOR_ALL)
    return Issuer(body, BY_ORDER)


def office_named(body: Body) -> str:
    """The office that keeps the papers of a body, as a line of recipients names it."""
    if body.kind == BodyKind.PARTY_OFFICE:
        return body.name
    office = Body.objects.filter(unit=body.unit_id, kind=BodyKind.PARTY_OFFICE).order_by("pk").first()
    if office is not None and body.letterhead == Body.Letterhead.PARTY:
        return office.name
    return f"Văn phòng {body.name}"


def _speaking(unit: Unit, kind: Kind, on: date) -> list[Body]:
    bodies = Body.objects.current(on).filter(unit=unit, kind__in=SPEAKERS)
    allowed = [body for body in bodies if issuing.may_issue(body, kind, on)]
    return sorted(allowed, key=lambda body: (SPEAKERS.index(BodyKind(body.kind)), body.pk))


def _no_letterhead(unit: str) -> Refused:
    return Refused(
        _("No body of %(unit)s may issue this paper: give one of them its letterhead first.") % {"unit": unit}
    )
