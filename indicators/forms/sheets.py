"""Reading the whole sheet as it was posted: what was touched, what it says, what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang.fields import Measure
from coquang.refusals import Refused
from coquang.unread import Unread
from indicators.actions.figures import Entry
from indicators.actions.rules import reason_of
from indicators.arithmetic import Quantity
from indicators.dashboards.sheets import Typing, was
from indicators.measures import measure_of
from indicators.models import Indicator

NOTHING: Mapping[int, str] = {}


@dataclass
class Read:
    """What a posted sheet said. With any refusal nothing of it is to be taken."""

    post: Mapping[str, str]
    rows: list[Indicator] = field(default_factory=list)
    """The indicators that have a row in the form."""
    entries: dict[int, Entry] = field(default_factory=dict)
    priors: dict[int, Quantity | None] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    refusals: dict[int, str] = field(default_factory=dict)
    """A sentence for each row that could not be read."""

    def typing(self, refusals: Mapping[int, str] = NOTHING) -> dict[str, Typing]:
        """All that was typed, to be shown again, each row with the sentence that refused it: on reading, or later by
        the action that could not take it."""
        told = {**self.refusals, **refusals}
        return {row.code: _typing(self.post, row, told.get(row.pk, "")) for row in self.rows}


def read_sheet(post: Mapping[str, str], indicators: Iterable[Indicator], quarter: int) -> Read:
    """Read each row that stands in the form. A row left as it was shown is not touched."""
    read = Read(post)
    for indicator in indicators:
        if not indicator.is_due_in(quarter) or not _has_row(post, indicator):
            continue
        read.rows.append(indicator)
        try:
            _read_row(read, indicator)
        except Unread as refusal:
            read.refusals[indicator.pk] = refusal.sentence(get_language() or "vi")
        except (HalfTyped, Refused) as refusal:
            read.refusals[indicator.pk] = str(refusal)
    return read


def read_cell(post: Mapping[str, str], indicator: Indicator) -> Entry | str:
    """What one row sent alone says; a sentence when it could not be read."""
    value, denominator = _typed_into(post, indicator)
    try:
        return _entry(indicator, value, denominator, post.get(f"was-{indicator.code}"))
    except Unread as refusal:
        return refusal.sentence(get_language() or "vi")
    except HalfTyped as refusal:
        return str(refusal)


def _has_row(post: Mapping[str, str], indicator: Indicator) -> bool:
    return f"was-{indicator.code}" in post or any(f"{part}-{indicator.code}" in post for part in "vdpqa")


def _texts(post: Mapping[str, str], indicator: Indicator) -> list[str]:
    """What stands in the row's inputs: the figure before and after the slash, last year's likewise, the reason."""
    prior = (post.get(f"{part}-{indicator.code}") for part in "pqa")
    return [(text or "").strip() for text in (*_typed_into(post, indicator), *prior)]


def _typing(post: Mapping[str, str], indicator: Indicator, refusal: str) -> Typing:
    value, denominator, prior, prior_denominator, reason = _texts(post, indicator)
    return Typing(value, denominator, prior, prior_denominator, reason, refusal)


def _read_row(read: Read, indicator: Indicator) -> None:
    post, code = read.post, indicator.code
    typed = _typed_into(post, indicator)
    value, denominator = ((text or "").strip() for text in typed)
    shown, entry, priors = post.get(f"was-{code}"), None, {}
    is_touched = shown != was(value, denominator) or f"drafted-{code}" in post
    if is_touched and typed != (None, None):
        entry = _entry(indicator, value, denominator, shown)
    if f"p-{code}" in post:
        prior, prior_denominator = (post.get(f"{part}-{code}", "").strip() for part in "pq")
        if post.get(f"o-{code}") != was(prior, prior_denominator):
            priors[indicator.pk] = _prior(indicator, prior, prior_denominator)
    if reason := post.get(f"a-{code}", "").strip():
        read.answers[indicator.pk] = reason_of(reason)
    if entry is not None:
        read.entries[indicator.pk] = entry
    read.priors.update(priors)


def _prior(indicator: Indicator, before: str, after: str) -> Quantity | None:
    """Last year's value; None for a cell that was emptied."""
    measure = measure_of(indicator)
    value, denominator = _number(measure, before), _number(measure, after)
    if indicator.is_ratio and (value is None) != (denominator is None):
        raise HalfTyped(_("A ratio needs both its parts: type the number before and the number after the slash."))
    return None if value is None else Quantity(value, denominator if indicator.is_ratio else None)


def _typed_into(post: Mapping[str, str], indicator: Indicator) -> tuple[str | None, str | None]:
    """What came from the inputs the row has; a part that follows another indicator has none."""
    value = None if indicator.numerator_id else post.get(f"v-{indicator.code}")
    has_denominator = indicator.is_ratio and not indicator.denominator_id
    return value, post.get(f"d-{indicator.code}") if has_denominator else None


class HalfTyped(Exception):
    """One part of a ratio without the other."""


def _entry(indicator: Indicator, value: str | None, denominator: str | None, shown: str | None) -> Entry:
    measure = measure_of(indicator)
    top, bottom = _number(measure, value), _number(measure, denominator)
    both_typed = indicator.is_ratio and not indicator.numerator_id and not indicator.denominator_id
    if both_typed and (top is None) != (bottom is None):
        raise HalfTyped(_("A ratio needs both its parts: type the number before and the number after the slash."))
    return Entry(top, bottom, _seen(measure, shown))


def _seen(measure: Measure, shown: str | None) -> tuple[Decimal | None, Decimal | None] | None:
    """What stood in the row when its page was made, as the hidden field tells; None when it tells nothing."""
    top, bar, bottom = (shown or "").partition("|")
    try:
        return (_number(measure, top), _number(measure, bottom)) if bar else None
    except Unread:
        return None


def _number(measure: Measure, text: str | None) -> Decimal | None:
    return measure.read(text) if text and text.strip() else None
