"""Reading which rows go back alone: a tick and a reason each. One without the other is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.forms import ValidationError
from django.utils.translation import gettext as _

from coquang import limits
from coquang.textfields import TextField
from indicators.models import Indicator


@dataclass(frozen=True)
class RowsTicked:
    """What was ticked and said, by code; with any refusal nothing of it is to be done."""

    reasons: dict[int, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    refusals: dict[str, str] = field(default_factory=dict)


def read_rows_back(post: Mapping[str, str], indicators: Iterable[Indicator]) -> RowsTicked:
    read = RowsTicked()
    reason = TextField(max_length=limits.SENTENCE, required=False)
    for indicator in indicators:
        code = indicator.code
        typed, is_ticked = post.get(f"why-{code}", ""), f"back-{code}" in post
        if not (typed.strip() or is_ticked):
            continue
        read.typed[code] = typed
        if is_ticked:
            read.ticked.add(code)
        try:
            told = reason.clean(typed)
        except ValidationError as refusal:
            read.refusals[code] = " ".join(refusal.messages)
            continue
        if not is_ticked:
            read.refusals[code] = _("A reason stands here, but the row is not ticked: tick it, or clear the reason.")
        elif not told:
            read.refusals[code] = _("Say in one sentence what is to be mended in this row.")
        else:
            read.reasons[indicator.pk] = told
    return read
