"""Where the lines of an official letterhead stand, measured from the faces the paper is printed with.

Word processors let a typist nudge the two halves of a letterhead until they look right; here their axes are
computed. Lengths are millimetres from the left margin, sizes are points; coquang.paper_rules has the three forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coquang.columns import TEXT_WIDTH
from coquang.paper_rules import RULES, Rule
from coquang.typeface import Unprintable, balanced, widest, width

RIGHT_HALF_AXIS = 123.75
LEAST_GAP = 4.0
NUMBER_BLANK = 10.0
SUBJECT_SIZE, LETTER_SUBJECT_SIZE = 14, 12
MARKS = {"urgency": (14, "Bold"), "limit": (12, "Bold"), "draft": (14, "Italic")}


@dataclass(frozen=True)
class Letterhead:
    """A letterhead ready for its template; the lengths are CSS lengths, so no locale can touch them."""

    rule: Rule
    national: tuple[str, ...]
    date_line: str
    subject_lines: tuple[str, ...]
    name_cell: str
    title_cell: str
    title_padding: str
    number_cell: str
    date_cell: str
    number_padding: str
    number_blank: str


def measured(facts: Mapping[str, Any]) -> Letterhead:
    """Places every line of the letterhead, or raises Unprintable when the names leave the title no room."""
    rule = RULES.get(facts["rule"])
    if rule is None:
        raise Unprintable(_("There is no form of paper called “%(rule)s”.") % {"rule": facts["rule"]})
    date_line = f"{facts['place']}, {facts['date']}"
    name = max(
        widest(facts["superior_lines"], rule.name_size),
        widest(facts["issuer_lines"], rule.name_size, "Bold"),
    )
    title = max(width(line, size, "Bold") for line, size in rule.national)

    # The date is centred under the title: where it would pass the right margin it moves the axis of both.
    best_axis = min(RIGHT_HALF_AXIS, TEXT_WIDTH - title / 2)
    title_axis = min(best_axis, TEXT_WIDTH - width(date_line, 14, "Italic") / 2)
    room_needed = name + LEAST_GAP + title / 2
    if room_needed > best_axis:
        longest = max([*facts["superior_lines"], *facts["issuer_lines"]], key=len)
        sentence = _("“%(name)s” is too long to stand beside the title: store this name with a line break.")
        raise Unprintable(sentence % {"name": longest})
    if room_needed > title_axis:
        sentence = _("“%(place)s” is too long to stand beside the name of the body: store a shorter place.")
        raise Unprintable(sentence % {"place": facts["place"]})
    date_edge = 2 * title_axis - TEXT_WIDTH
    name_edge = max(name, date_edge)
    padding = name_edge - date_edge
    under_the_name = date_edge - padding
    if _number_width(facts, rule) > under_the_name:
        raise Unprintable(
            _("The number “%(symbol)s” has no room beside the place and date: shorten the place.")
            % {"symbol": facts["symbol"]}
        )
    _refuse_wide_lines(facts, under_the_name)
    return Letterhead(
        rule=rule,
        national=tuple(line for line, _size in rule.national),
        date_line=date_line,
        subject_lines=_subject_lines(facts, rule, under_the_name),
        name_cell=_mm(name_edge),
        title_cell=_mm(TEXT_WIDTH - name_edge),
        title_padding=_mm(padding),
        number_cell=_mm(date_edge),
        date_cell=_mm(TEXT_WIDTH - date_edge),
        number_padding=_mm(padding),
        number_blank=_mm(NUMBER_BLANK),
    )


def _subject_lines(facts: Mapping[str, Any], rule: Rule, room: float) -> tuple[str, ...]:
    if facts["layout"] == "letter":
        return balanced(facts["subject"], LETTER_SUBJECT_SIZE, rule.letter_face, room)
    return balanced(facts["subject"], SUBJECT_SIZE)


def _refuse_wide_lines(facts: Mapping[str, Any], under_the_name: float) -> None:
    for mark, (size, face) in MARKS.items():
        if width(facts[mark], size, face) > under_the_name:
            raise Unprintable(_("“%(line)s” is wider than the room under the number.") % {"line": facts[mark]})
    # A power and a title stand on one line each; a long name goes on below.
    signed = facts["signatures"]
    for line in (part for one in signed for part in (one["power"], one["title"], *one["name"].split())):
        if width(line, 14, "Bold") > TEXT_WIDTH / 2:
            raise Unprintable(_("“%(line)s” is wider than the room for the signature.") % {"line": line})


def _number_width(facts: Mapping[str, Any], rule: Rule) -> float:
    number = width(facts["number"], rule.number_size) if facts["number"] else NUMBER_BLANK
    rest = f"{facts['labels']['number']}{rule.after_number_word} {rule.before_symbol}{facts['symbol']}"
    return number + width(rest, rule.number_size)


def _mm(length: float) -> str:
    return f"{length:.3f}mm"
