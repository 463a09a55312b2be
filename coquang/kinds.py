"""The kinds of official paper: the word over it, the sign in its number, and how it is laid out.

Which body may issue which kind, and since when, is told by programmes.issuing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coquang.paper_rules import RULES


@dataclass(frozen=True)
class Kind:
    """`code` is its key among our own, and its sign with the State; the Party has one `sign` for two kinds."""

    code: str
    sign: str
    word: str
    english: str
    addressed: str = ""

    @property
    def is_letter(self) -> bool:
        """A công văn has no word over it: its subject stands small under the number."""
        return self.code == "CV"

    @property
    def is_minutes(self) -> bool:
        return self.code == "BB"

    def printed(self, language: str) -> str:
        return self.english if language == "en" else self.word

    def symbol(self, body: str, rule: str) -> str:
        """What follows the number: “TB/ĐU” of the Party, “BC-UBND” of the State, whose letters have no sign."""
        if rule != "nd30":
            return f"{self.sign}/{body}"
        return body if self.is_letter else f"{self.code}-{body}"

    def address_label(self, rule: str) -> str:
        return RULES[rule].petition if self.code == "TTr" else self.addressed


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("NQ", "NQ", "NGHỊ QUYẾT", "RESOLUTION"),
        Kind("CT", "CT", "CHỈ THỊ", "DIRECTIVE"),
        Kind("KL", "KL", "KẾT LUẬN", "CONCLUSION"),
        Kind("QĐ", "QĐ", "QUYẾT ĐỊNH", "DECISION"),
        Kind("QyĐ", "QĐ", "QUY ĐỊNH", "REGULATION"),
        Kind("QC", "QC", "QUY CHẾ", "WORKING RULES"),
        Kind("TT", "TT", "THÔNG TRI", "CIRCULAR"),
        Kind("HD", "HD", "HƯỚNG DẪN", "GUIDELINE"),
        Kind("TB", "TB", "THÔNG BÁO", "NOTICE"),
        Kind("BC", "BC", "BÁO CÁO", "REPORT"),
        Kind("KH", "KH", "KẾ HOẠCH", "PLAN"),
        Kind("CTr", "CTr", "CHƯƠNG TRÌNH", "PROGRAMME"),
        Kind("ĐA", "ĐA", "ĐỀ ÁN", "PROJECT"),
        Kind("PA", "PA", "PHƯƠNG ÁN", "SCHEME"),
        Kind("TTr", "TTr", "TỜ TRÌNH", "SUBMISSION"),
        Kind("CV", "CV", "CÔNG VĂN", "LETTER", addressed="Kính gửi"),
        Kind("BB", "BB", "BIÊN BẢN", "MINUTES"),
        Kind("GM", "GM", "GIẤY MỜI", "INVITATION", addressed="Kính mời"),
    )
}
