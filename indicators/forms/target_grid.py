"""Reading the grid of a year's targets as it was posted, and filling it from a pasted block."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import limits, names
from coquang.names import NotText
from indicators import blocks, pasting
from indicators.actions.targets import Aimed
from indicators.arithmetic import Aim
from indicators.dashboards.targets import Grid, GridRow, TargetTyping, was
from indicators.forms.targets import NotAnAim, read_aim, split_aim
from indicators.measures import target_in
from indicators.models import Target
from indicators.words import FOUND, LEFT_OVER

PREFIXES = ("b", "f", "v", "u", "d", "was")


@dataclass
class GridRead:
    """What a posted grid said. With any refusal nothing of it is to be taken."""

    entries: dict[int, Aimed] = field(default_factory=dict)
    typing: dict[str, TargetTyping] = field(default_factory=dict)
    reason: str = ""
    document: str = ""
    reason_refusal: str = ""

    @property
    def is_refused(self) -> bool:
        return bool(self.reason_refusal) or any(typed.refusal for typed in self.typing.values())

    def shown_in(self, grid: Grid) -> Grid:
        return grid.typed_into(
            self.typing, reason=self.reason, document=self.document, reason_refusal=self.reason_refusal
        )

    def refuse(self, sentences: Mapping[int, str], rows: Iterable[GridRow]) -> None:
        """Put the sentences of an action that could not take it under their rows."""
        for row in rows:
            if row.indicator.pk in sentences:
                self.typing[row.code] = replace(self.typing[row.code], refusal=sentences[row.indicator.pk])


def read_grid(post: Mapping[str, str], grid: Grid) -> GridRead:
    """Read each row that stands in the form. A row left as it was shown is not touched."""
    read = GridRead(reason=post.get("reason", ""), document=post.get("paper", ""))
    try:
        read.reason, read.document = _line(read.reason), _line(read.document)
    except NotAnAim as refusal:
        read.reason_refusal = str(refusal)
    for row in grid.rows:
        if f"v-{row.code}" not in post:
            continue
        typed = typing_of(post, row)
        read.typing[row.code] = typed
        try:
            entry = _entry(post.get(f"was-{row.code}", ""), typed, row)
        except NotAnAim as refusal:
            read.typing[row.code] = replace(typed, refusal=str(refusal))
            continue
        if entry is not None:
            read.entries[row.indicator.pk] = entry
    changes = any(entry.seen is not None for entry in read.entries.values())
    if changes and not read.reason and not read.reason_refusal:
        read.reason_refusal = _("A target that stands is being changed; say in one sentence why.")
    return read


def typing_of(post: Mapping[str, str], row: GridRow) -> TargetTyping:
    code = row.code
    return TargetTyping(
        base=post.get(f"b-{code}", row.typed.base),
        form=post.get(f"f-{code}", row.typed.form),
        value=post.get(f"v-{code}", "").strip(),
        upper=post.get(f"u-{code}", "").strip(),
        document=post.get(f"d-{code}", ""),
    )


def _entry(before: str, typed: TargetTyping, row: GridRow) -> Aimed | None:
    if before:
        if before == was(typed):
            return None
        if not typed.value:
            raise NotAnAim(_("A target that stands is not emptied here; it is revised, or removed on its own page."))
        seen = _seen(before, row)
        aim = read_aim(row.indicator, typed.form, typed.value, typed.upper)
        return None if aim == seen else Aimed(aim, seen=seen)
    if not (typed.value or typed.upper or typed.document.strip()):
        return None
    if typed.base not in Target.Base.values:
        raise NotAnAim(_("Choose a base of the target from the list."))
    return Aimed(
        read_aim(row.indicator, typed.form, typed.value, typed.upper), typed.base, _line(typed.document), seen=None
    )


def _seen(before: str, row: GridRow) -> Aim:
    form, value, upper = [*before.split("|"), "", ""][:3]
    return read_aim(row.indicator, form, value, upper)


def _line(text: str) -> str:
    if len(text) > limits.SENTENCE:
        raise NotAnAim(_("This is at most %d characters long; say it more briefly.") % limits.SENTENCE)
    try:
        return names.tidy(text)
    except NotText as refusal:
        raise NotAnAim(refusal.sentence(get_language() or "vi")) from refusal


@dataclass(frozen=True)
class PreviewRow:
    """One row a pasted block speaks of: what stands, what was pasted, what it reads as or why it does not."""

    row: GridRow
    pasted: str
    how: str
    read: str
    refusal: str
    is_same: bool


@dataclass(frozen=True)
class Preview:
    rows: tuple[PreviewRow, ...]
    left: tuple[tuple[str, str], ...]


def preview(text: str, grid: Grid) -> Preview:
    """What a pasted block would fill in. Nothing is taken yet."""
    known = [pasting.Row(row.code, row.indicator.name_vi) for row in grid.rows]
    matched = pasting.match(blocks.read_block(text), known)
    rows = tuple(
        _previewed(row, matched.found[row.code].text, str(FOUND[matched.found[row.code].how]))
        for row in grid.rows
        if row.code in matched.found
    )
    return Preview(rows, tuple((left.text, str(LEFT_OVER[left.why])) for left in matched.left))


def filled(grid: Grid, post: Mapping[str, str], *, only_chosen: bool) -> Grid:
    """The grid with what was typed before, and over it what was pasted; nothing is saved."""
    typing = {row.code: typing_of(post, row) for row in grid.rows if f"v-{row.code}" in post}
    for row in grid.rows:
        text = post.get(f"pasted-{row.code}", "")
        if text and (not only_chosen or f"take-{row.code}" in post):
            typed = typing.get(row.code, row.typed)
            form, value, upper = split_aim(text, form=row.typed.form)
            typing[row.code] = replace(typed, form=form, value=value, upper=upper)
    return grid.typed_into(typing, reason=post.get("reason", ""), document=post.get("paper", ""))


def carried(post: Mapping[str, str], grid: Grid) -> list[tuple[str, str]]:
    """What was typed into the grid before the block was pasted, to be brought along."""
    known = {f"{prefix}-{row.code}" for row in grid.rows for prefix in PREFIXES} | {"reason", "paper"}
    return [(name, value) for name, value in post.items() if name in known]


def _previewed(row: GridRow, text: str, how: str) -> PreviewRow:
    form, value, upper = split_aim(text, form=row.typed.form)
    try:
        aim = read_aim(row.indicator, form, value, upper)
    except NotAnAim as refusal:
        return PreviewRow(row, text, how, "", str(refusal), False)
    shown = target_in(row.indicator, Target(form=aim.form, value=aim.value, upper=aim.upper), get_language() or "vi")
    return PreviewRow(row, text, how, shown, "", shown == row.standing)
