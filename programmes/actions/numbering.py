"""Taking numbers of the register: one after the other under a lock, or as they stand in the paper book."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.kinds import KINDS
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import issuing
from programmes.models import Body, OfficialPaper, Person, RegisterEntry, Series, Term
from programmes.permissions_of_papers import DRAFT, capacity_for, may_draft

Origin = RegisterEntry.Origin
NUMBER_AT_MOST = 99_999


def series_of(body: Body, kind: str, on: date) -> Series:
    """The series a paper of that body, kind and day is numbered in, locked. Raises Refused when no term is on record.

    Whoever comes second waits here until the first one's transaction ends.
    """
    rule = issuing.rule_of(body, on)
    facts = {"unit_id": body.unit_id, "symbol": KINDS[kind].symbol(body.symbol, rule)}
    if body.letterhead == Body.Letterhead.STATE:
        facts |= {"term": None, "year": on.year}
    else:
        facts |= {"term": term_of(body, on), "year": None}
    Series.objects.bulk_create([Series(**facts)], ignore_conflicts=True)
    return Series.objects.select_for_update().get(**facts)


def term_of(body: Body, on: date) -> Term:
    """The committee's term on a day: the body's own, else that of the unit's Party committee."""
    terms = list(Term.objects.current(on).filter(body__unit=body.unit_id).select_related("body"))
    own = [term for term in terms if term.body_id == body.pk]
    committees = [term for term in terms if term.body.kind == Body.Kind.PARTY_COMMITTEE]
    for term in own or committees:
        return term
    raise Refused(
        _("No term of the committee of %(unit)s is on record for %(day)s; put its term on record first.")
        % {"unit": body.unit.name, "day": dates.short(on)}
    )


def take(paper: OfficialPaper, *, day: date, number: int | None, signer: str, by: Person) -> RegisterEntry:
    """The next number of the paper's series, or the one written in the paper book. Part of issuing."""
    series = series_of(paper.body, paper.kind, day)
    taken = _taken(series, number)
    return RegisterEntry.objects.create(
        series=series,
        number=taken,
        printed=printed(series, taken, paper.body, day),
        dated=day,
        kind=paper.kind,
        subject=paper.subject,
        signer=signer,
        recipients=", ".join(line.strip() for line in paper.recipients.splitlines() if line.strip()),
        origin=Origin.TAKEN if number is None else Origin.BOOK,
        paper=paper,
        by=by,
        capacity=capacity_for(by, paper.body, DRAFT),
        at=dates.now(),
    )


@transaction.atomic
def note_outside(
    body: Body, *, kind: str, number: int, day: date, subject: str, explanation: str, by: Person
) -> RegisterEntry:
    """Say that a number was given to a paper that is not here, so that the gap is explained."""
    if not may_draft(by, body):
        raise PermissionDenied
    if day > dates.today():
        raise Refused(_("A number is given today or was given before, not on a day to come."))
    series = series_of(body, kind, day)
    taken = _taken(series, number)
    held = capacity_for(by, body, DRAFT)
    entry = RegisterEntry.objects.create(
        series=series,
        number=taken,
        printed=printed(series, taken, body, day),
        dated=day,
        kind=kind,
        subject=subject,
        origin=Origin.OUTSIDE,
        explanation=explanation,
        by=by,
        capacity=held,
        at=dates.now(),
    )
    record(entry, "number.noted", by=by, capacity=held, number=entry.printed)
    return entry


def written(number: int) -> str:
    """Numbers below ten are padded: 05."""
    return f"{number:02d}"


def printed(series: Series, number: int, body: Body, day: date) -> str:
    return f"{written(number)}{issuing.before_symbol(body, day)}{series.symbol}"


def _taken(series: Series, number: int | None) -> int:
    taken = series.last + 1 if number is None else number
    if not 0 < taken <= NUMBER_AT_MOST:
        raise Refused(_("A number stands between 1 and 99999."))
    if series.entries.filter(number=taken).exists():
        raise Refused(_("Number %(number)s of %(symbol)s is taken.") % {"number": taken, "symbol": series.symbol})
    if taken > series.last:
        series.last = taken
        series.save(update_fields=["last"])
    return taken
