"""An official paper before it is ink: everything it says, in words of the office; `facts()` are the strings printed.

One structure prints every kind in all three forms:

    paper = Paper(
        kind=KINDS["TB"], rule="hd36", day=date(2023, 2, 28), number="145",
        head=Head("party", ["ĐẢNG BỘ THÀNH PHỐ", "HỒ CHÍ MINH"], ["QUẬN ỦY QUẬN 1"], "QU", "Quận 1", "Quận ủy Quận 1"),
        subject="kết luận của Thường trực Quận ủy tại buổi làm việc với Đảng ủy phường Cô Giang",
        blocks=[Paragraph("Ngày 23/02/2023, …"), Heading("ĐÁNH GIÁ CHUNG"), Clause("Năm 2022, …"), *items(["…", "…"])],
        signatures=[Signature("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG")],
        recipients=["Thường trực Quận ủy", "Lưu Văn phòng Quận ủy"],
        annexes=[Annex("Danh mục nhiệm vụ", [Table(["TT", "Nhiệm vụ"], [["1", "…"]], align="cl")])],
    )
    issue(Draft("notice", title, unit.pk, "", "vi", TEMPLATE, paper.facts()), by=person)

A paper that waits for its number has `number=""`, one that waits for its day `is_undated=True`: room is left for the
pen. programmes.issuing makes `head`, `rule` and the lines of the signature of a body on record, and refuses what that
body may not issue. `reading_copy(facts)` is the same paper in large letters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coquang import dates
from coquang.blocks import Block, composed, roman
from coquang.frame import demo_banner
from coquang.kinds import Kind
from coquang.paper_rules import RULES, Letterhead

TEMPLATE = "print/official.html"

# Room for the day, written by hand, in 14-point letters; the month and the year are known.
ROOM_FOR_THE_DAY = "\u00a0" * 9
BLANK_IN_A_SENTENCE = "……"


@dataclass(frozen=True)
class Head:
    """What stands over the papers of a body: printed names with their stored line breaks, never re-spelt.

    `symbol` is the body's own (“ĐU”); `name` is how a sentence names the body.
    """

    letterhead: Letterhead
    superior_lines: Sequence[str]
    issuer_lines: Sequence[str]
    symbol: str
    place: str
    name: str


@dataclass(frozen=True)
class Signature:
    """`power` is “T/M BAN THƯỜNG VỤ” or, on minutes, “CHỦ TRÌ”; the name is printed when it is known."""

    power: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class Annex:
    """Begins a page of its own; `is_across` turns the sheet for a wide table."""

    title: str
    blocks: Sequence[Block]
    is_across: bool = False


@dataclass(frozen=True)
class Paper:
    """One signature stands at the right beside the recipients; two (minutes) stand beside each other.

    `address` are those a letter, a submission or an invitation turns to; `recipients` get a copy. `draft` is “Dự thảo
    lần 2”, `urgency` “KHẨN”, `limit` “TÀI LIỆU HỘI NGHỊ”.
    """

    kind: Kind
    rule: str
    head: Head
    day: date
    subject: str
    blocks: Sequence[Block]
    signatures: Sequence[Signature]
    recipients: Sequence[str] = ()
    annexes: Sequence[Annex] = ()
    address: Sequence[str] = ()
    number: str = ""
    is_undated: bool = False
    draft: str = ""
    urgency: str = ""
    limit: str = ""
    language: str = "vi"

    def facts(self) -> dict[str, Any]:
        """Exactly the strings that will be printed, fit to be frozen as JSON."""
        return {
            "form": self.head.letterhead,
            "rule": self.rule,
            "layout": "letter" if self.kind.is_letter else "titled",
            "superior_lines": list(self.head.superior_lines),
            "issuer_lines": list(self.head.issuer_lines),
            "number": self.number,
            "symbol": self.symbol,
            "place": self.head.place,
            "date": self._date(),
            "urgency": self.urgency,
            "limit": self.limit,
            "draft": self.draft,
            "kind": self.kind.printed(self.language),
            "subject": self._subject(),
            "language": self.language,
            "address": {"label": self.kind.address_label(self.rule), "lines": self._addressed()},
            "blocks": composed(self.blocks, self.rule),
            "signatures": [asdict(signature) for signature in self.signatures],
            "recipients": self._recipients(),
            "annexes": [self._annex(annex, at) for at, annex in enumerate(self.annexes, start=1)],
            **foot(),
            "labels": {"number": "Số", "recipients": _("Recipients"), "code": _("Paper code")},
        }

    @property
    def symbol(self) -> str:
        return self.kind.symbol(self.head.symbol, self.rule)

    def cited(self) -> str:
        """How another text names this paper: “Thông báo số 145-TB/QU, ngày 28/02/2023 của Quận ủy Quận 1”."""
        rule = RULES[self.rule]
        number = f"{self.number or BLANK_IN_A_SENTENCE}{rule.before_symbol}{self.symbol}"
        day, month_and_year = dates.cited(self.day).split("/", 1)
        day = BLANK_IN_A_SENTENCE if self.is_undated else day
        return f"{self.kind.word.capitalize()} số {number}, ngày {day}/{month_and_year} của {self.head.name}"

    def _date(self) -> str:
        if not self.is_undated:
            return dates.long_date(self.day, self.language)
        _word, _day, month_and_year = dates.long_date(self.day).split(" ", 2)
        return f"ngày{ROOM_FOR_THE_DAY}{month_and_year}"

    def _subject(self) -> str:
        opening = RULES[self.rule].in_letters
        if not self.kind.is_letter or self.subject.casefold().startswith(opening.casefold()):
            return self.subject
        return f"{opening} {self.subject}"

    def _addressed(self) -> list[str]:
        """One name follows the label, more stand below each other after dashes."""
        if len(self.address) < 2:
            return list(self.address)
        return listed(self.address, self.rule)

    def _recipients(self) -> list[str]:
        """Those addressed are not named again."""
        lines = ["Như trên", *self.recipients] if self.address and self.recipients else self.recipients
        return listed(lines, self.rule)

    def _annex(self, annex: Annex, at: int) -> dict[str, Any]:
        label = ""
        if self.head.letterhead == "state":
            label = f"Phụ lục {roman(at)}" if len(self.annexes) > 1 else "Phụ lục"
        return {
            "label": label,
            "title": annex.title,
            "belongs_to": f"(kèm theo {self.cited()})",
            "is_across": annex.is_across,
            "blocks": composed(annex.blocks, self.rule),
        }


def foot() -> dict[str, str]:
    """What every paper says under its text, be it official, a form or a slip: that a demonstration is one."""
    return {
        "watermark": _("INVENTED FIGURES – NOT TO BE USED") if settings.DEMO else "",
        "foot_left": demo_banner(),
    }


def reading_copy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The bản đọc of a paper, for reading aloud in a cell: the same strings, its text in 16 points."""
    return {**facts, "copy_mark": _("Reading copy"), "is_large": True}


def numbered(facts: Mapping[str, Any], *, number: str, day: date, cited: str) -> dict[str, Any]:
    """A frozen paper with its number and day; no other word of it changes. `cited` is how its annexes name it."""
    return {
        **facts,
        "number": number,
        "date": dates.long_date(day, facts["language"]),
        "annexes": [{**annex, "belongs_to": f"(kèm theo {cited})"} for annex in facts["annexes"]],
    }


def listed(lines: Sequence[str], rule: str) -> list[str]:
    """Names below each other after dashes, marked as the rule of form marks them."""
    mark = RULES[rule].between_recipients
    return [f"- {line}{'.' if at == len(lines) else mark}" for at, line in enumerate(lines, start=1)]
