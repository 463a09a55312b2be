"""Reading the whole sheet as it was posted: what was touched, what it says, what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang.fields import Measure
from coquang.unread import Unread
from indicators.actions.figures import Entry
from indicators.dashboards.sheets import Typing, was
from indicators.measures import measure_of
from indicators.models import Indicator


@dataclass(frozen=True)
class Read:
    """What a posted sheet said. With any refusal nothing of it is to be taken."""

    entries: dict[int, Entry]
    typing: dict[str, Typing]

    @property
    def is_refused(self) -> bool:
        return any(typed.refusal for typed in self.typing.values())

    def refused(self, sentences: Mapping[int, str], indicators: Iterable[Indicator]) -> dict[str, Typing]:
        """The typing again, with the sentences of an action that could not take it."""
        codes = {indicator.pk: indicator.code for indicator in indicators}
        told = {codes[pk]: sentence for pk, sentence in sentences.items()}
        return {
            code: Typing(typed.value, typed.denominator, told.get(code, typed.refusal))
            for code, typed in self.typing.items()
        }


def read_sheet(post: Mapping[str, str], indicators: Iterable[Indicator], quarter: int) -> Read:
    """Read each row that stands in the form. A row left as it was shown is not touched."""
    read = Read({}, {})
    for indicator in indicators:
        if not indicator.is_due_in(quarter):
            continue
        value, denominator = _typed_into(post, indicator)
        if value is None and denominator is None:
            continue
        typed = Typing((value or "").strip(), (denominator or "").strip())
        if post.get(f"was-{indicator.code}") == was(typed.value, typed.denominator):
            read.typing[indicator.code] = typed
            continue
        try:
            read.entries[indicator.pk] = _entry(indicator, value, denominator, post.get(f"was-{indicator.code}"))
        except Unread as refusal:
            language = get_language() or "vi"
            typed = Typing(typed.value, typed.denominator, refusal.sentence(language))
        except HalfTyped as refusal:
            typed = Typing(typed.value, typed.denominator, str(refusal))
        read.typing[indicator.code] = typed
    return read


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
