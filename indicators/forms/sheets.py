"""Reading the whole sheet as it was posted: what was touched, what it says, what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class Read:
    """What a posted sheet said. With any refusal nothing of it is to be taken."""

    entries: dict[int, Entry]
    typing: dict[str, Typing]
    priors: dict[int, Quantity | None] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return any(typed.refusal for typed in self.typing.values())

    def refused(self, sentences: Mapping[int, str], indicators: Iterable[Indicator]) -> dict[str, Typing]:
        """The typing again, with the sentences of an action that could not take it."""
        codes = {indicator.pk: indicator.code for indicator in indicators}
        told = {codes[pk]: sentence for pk, sentence in sentences.items()}
        return {code: replace(typed, refusal=told.get(code, typed.refusal)) for code, typed in self.typing.items()}


def read_sheet(post: Mapping[str, str], indicators: Iterable[Indicator], quarter: int) -> Read:
    """Read each row that stands in the form. A row left as it was shown is not touched."""
    read = Read({}, {})
    for indicator in indicators:
        if not indicator.is_due_in(quarter):
            continue
        typed = _typing(post, indicator)
        if typed is None:
            continue
        try:
            _read_row(read, post, indicator, typed)
            if typed.answer:
                read.answers[indicator.pk] = reason_of(typed.answer)
        except Unread as refusal:
            typed = replace(typed, refusal=refusal.sentence(get_language() or "vi"))
        except (HalfTyped, Refused) as refusal:
            typed = replace(typed, refusal=str(refusal))
        read.typing[indicator.code] = typed
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


def _typing(post: Mapping[str, str], indicator: Indicator) -> Typing | None:
    """What stands in the row's inputs; None when the form has none for it."""
    value, denominator = _typed_into(post, indicator)
    prior, prior_denominator = post.get(f"p-{indicator.code}"), post.get(f"q-{indicator.code}")
    cells = (value, denominator, prior, prior_denominator, post.get(f"a-{indicator.code}"))
    if all(cell is None for cell in cells):
        return None
    texts = [(cell or "").strip() for cell in cells]
    return Typing(texts[0], texts[1], texts[2], texts[3], texts[4])


def _read_row(read: Read, post: Mapping[str, str], indicator: Indicator, typed: Typing) -> None:
    code = indicator.code
    value, denominator = _typed_into(post, indicator)
    is_there = value is not None or denominator is not None
    shown, prior_shown = post.get(f"was-{code}"), post.get(f"o-{code}")
    entry, priors = None, {}
    is_touched = shown != was(typed.value, typed.denominator) or f"drafted-{code}" in post
    if is_there and is_touched:
        entry = _entry(indicator, value, denominator, shown)
    if f"p-{code}" in post and prior_shown != was(typed.prior, typed.prior_denominator):
        priors[indicator.pk] = _prior(indicator, typed)
    if entry is not None:
        read.entries[indicator.pk] = entry
    read.priors.update(priors)


def _prior(indicator: Indicator, typed: Typing) -> Quantity | None:
    """Last year's value; None for a cell that was emptied."""
    measure = measure_of(indicator)
    value, denominator = _number(measure, typed.prior), _number(measure, typed.prior_denominator)
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
