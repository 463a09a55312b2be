"""Who may issue which kind of paper, under which name, and how it is signed: the rules, as data.

Quy định 66-QĐ/TW held until 399-QĐ/TW (PARTY_KINDS_CHANGE_ON). Both are told here for committees at the base; a ward
committee has stood above the base since July 2025, and whatever wider powers it is given belong in these tables.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from coquang import dates, letterhead
from coquang.kinds import KINDS, Kind
from coquang.paper_rules import RULES, Letterhead, rule_on
from coquang.papers import Head, Paper, Signature
from coquang.refusals import Refused
from programmes.models import Body, Unit

Powers = Mapping[str, frozenset[str]]


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Kinds that every committee issues: of Điều 11 and 13 of 399-QĐ/TW, and invitations, an office slip.
USUAL = _codes("NQ QĐ KL TB BC KH CTr ĐA PA TTr CV BB GM")
ADVISORY = _codes("HD TB BC KH CTr TTr CV BB GM")

BY_399: Powers = {
    Body.Kind.PARTY_COMMITTEE: USUAL | {"QyĐ", "QC"},
    Body.Kind.STANDING_COMMITTEE: USUAL | {"QyĐ", "HD"},
    Body.Kind.PARTY_CELL: USUAL | {"QC"},
    Body.Kind.INSPECTION_COMMISSION: ADVISORY | {"QĐ", "KL", "QC"},
    Body.Kind.PARTY_OFFICE: ADVISORY,
    Body.Kind.PARTY_BUILDING_BOARD: ADVISORY,
    Body.Kind.PEOPLES_COMMITTEE: _codes("QĐ QyĐ QC TB BC KH CTr ĐA PA TTr CV BB GM HD"),
}

# Nothing of the older rule is known to differ for these bodies; a difference would be written here.
BY_66: Powers = BY_399

COMMITTEES = frozenset(
    (
        Body.Kind.PARTY_COMMITTEE,
        Body.Kind.STANDING_COMMITTEE,
        Body.Kind.INSPECTION_COMMISSION,
        Body.Kind.PARTY_CELL,
    )
)


def may_issue(body: Body, kind: Kind, on: date) -> bool:
    """Whether a paper of this kind and day may go out in the body's name."""
    if body.letterhead == Body.Letterhead.NONE:
        return False
    powers = BY_66 if on < settings.PARTY_KINDS_CHANGE_ON else BY_399
    return kind.code in powers.get(body.kind, frozenset())


def kinds_of(body: Body, on: date) -> list[Kind]:
    """The kinds the body may issue, in the order of the list."""
    return [kind for kind in KINDS.values() if may_issue(body, kind, on)]


def issuer_of(unit: Unit) -> Body | None:
    """The body in whose name the unit issues papers: its Party committee before others; none on record is none."""
    bodies = Body.objects.current(dates.today()).filter(unit=unit).exclude(letterhead=Body.Letterhead.NONE)
    return min(bodies, key=lambda body: (body.kind != Body.Kind.PARTY_COMMITTEE, body.pk), default=None)


def rule_of(body: Body, on: date) -> str:
    return rule_on(_letterhead(body), on)


def before_symbol(body: Body, on: date) -> str:
    """What parts number and symbol: “05-TB/ĐU” of the Party, “05/BC-UBND” of the State."""
    return RULES[rule_of(body, on)].before_symbol


def head_of(body: Body) -> Head:
    """The body's own letterhead. What is signed T/L goes out under the committee's: ask for the committee's head."""
    return Head(
        letterhead=_letterhead(body),
        superior_lines=body.superior_lines.splitlines(),
        issuer_lines=body.issuer_lines.splitlines(),
        symbol=body.symbol,
        place=body.issue_place,
        name=body.name,
    )


def refuse_names_without_room(head: Head) -> None:
    """Raises Unprintable when the names leave the title no room on the longest date of a year."""
    day = date(dates.today().year, 12, 30)
    made = Paper(
        kind=KINDS["CTr"],
        rule=rule_on(head.letterhead, day),
        head=head,
        day=day,
        number="000",
        subject="",
        blocks=(),
        signatures=(),
    )
    letterhead.measured(made.facts())


def signed_for_all(body: Body, *, on: date, title: str = "", name: str = "", is_acting: bool = False) -> Signature:
    """As the body signs by itself: “T/M BAN THƯỜNG VỤ” and a title, for an office its head's title alone."""
    title = title or body.signer_title
    if is_acting:
        title = f"{_power(body, 'acting', on)} {title}"
    return Signature(body.signing_power, title, name)


def signed_by_order(body: Body, of: str, title: str, *, on: date, name: str = "") -> Signature:
    """“T/L BAN THƯỜNG VỤ” by the head of its office, under the committee's letterhead and symbol."""
    if body.kind not in COMMITTEES | {Body.Kind.PEOPLES_COMMITTEE}:
        raise Refused(
            _("%(body)s signs papers of its own letterhead itself; T/L goes with the letterhead of the committee.")
            % {"body": body.name}
        )
    return Signature(f"{_power(body, 'order', on)} {of}", title, name)


def signed_by_deputy(body: Body, of: str, title: str, *, on: date, name: str = "") -> Signature:
    """“K/T CHÁNH VĂN PHÒNG” by a deputy; a committee has no K/T, for its deputy signs for all of it."""
    if body.kind in COMMITTEES:
        raise Refused(no_deputy())
    return Signature(f"{_power(body, 'deputy', on)} {of}", title, name)


def is_deputys_power(kind: str, power: str) -> bool:
    """Whether a committee would be signed for by K/T, which there is not."""
    return kind in COMMITTEES and power.upper().startswith(("K/T", "KT."))


def no_deputy() -> str:
    return _("Within a committee nobody signs K/T: the deputy secretary too signs for the committee, T/M.")


def _power(body: Body, manner: str, on: date) -> str:
    return RULES[rule_of(body, on)].powers[manner]


def _letterhead(body: Body) -> Letterhead:
    return "state" if body.letterhead == Body.Letterhead.STATE else "party"
