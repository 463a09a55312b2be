"""What the three rules of form say differently, and which of them holds for a paper of a given day.

Hướng dẫn 36-HD/VPTW ("hd36") and 05-HD/VPTW ("hd05") rule the Party's papers, Nghị định 30/2020/NĐ-CP ("nd30") the
State's. A paper keeps the form of its day. Sizes are points; what all three have in common stands in static/print/css.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.conf import settings

Letterhead = Literal["party", "state"]

PARTY_TITLE = (("ĐẢNG CỘNG SẢN VIỆT NAM", 15.0),)
STATE_TITLE = (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13.0), ("Độc lập - Tự do - Hạnh phúc", 14.0))


@dataclass(frozen=True)
class Rule:
    """One rule of form. `in_letters` opens the subject of a công văn; `petition` is how a tờ trình addresses.

    `powers` are the signs of signing for others: thay mặt, ký thay, thừa lệnh, quyền.
    """

    template: str
    national: tuple[tuple[str, float], ...]
    name_size: float
    number_size: float
    letter_face: str
    after_number_word: str
    before_symbol: str
    between_recipients: str
    after_roman: str
    before_basis: str
    after_last_basis: str
    powers: Mapping[str, str]
    in_letters: str
    petition: str


HD36 = Rule(
    template="print/party_document.html",
    national=PARTY_TITLE,
    name_size=14,
    number_size=14,
    letter_face="Italic",
    after_number_word="",
    before_symbol="-",
    between_recipients=",",
    after_roman="-",
    before_basis="- ",
    after_last_basis=",",
    powers={"collective": "T/M", "deputy": "K/T", "order": "T/L", "acting": "Q."},
    in_letters="",
    petition="Kính gửi",
)
HD05 = replace(HD36, between_recipients=";", in_letters="về việc", petition="Kính trình")
ND30 = Rule(
    template="print/state_document.html",
    national=STATE_TITLE,
    name_size=13,
    number_size=13,
    letter_face="Regular",
    after_number_word=":",
    before_symbol="/",
    between_recipients=";",
    after_roman=".",
    before_basis="",
    after_last_basis=".",
    powers={"collective": "TM.", "deputy": "KT.", "order": "TL.", "acting": "Q."},
    in_letters="V/v",
    petition="Kính gửi",
)
RULES: Mapping[str, Rule] = {"hd36": HD36, "hd05": HD05, "nd30": ND30}


def rule_on(letterhead: Letterhead, day: date) -> str:
    """The key of the rule of form for a paper dated so."""
    if letterhead == "state":
        return "nd30"
    return "hd36" if day < settings.PARTY_FORM_CHANGES_ON else "hd05"
