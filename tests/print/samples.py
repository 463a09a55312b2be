"""One paper of every kind in every form, over the shortest and the longest names of the nation's communes.

The words are those of the working session of 23 February 2023 and of ordinary office practice; nobody signs by name.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coquang.blocks import (
    Article,
    Bases,
    Block,
    Clause,
    Enacting,
    Heading,
    Paragraph,
    Point,
    Table,
    items,
)
from coquang.kinds import KINDS
from coquang.papers import Annex, Head, Paper, Signature

KIND_CODES = ("NQ", "KL", "QĐ", "BC", "TB", "CTr", "KH", "BB", "TTr", "CV", "GM")
RULES = ("hd36", "hd05", "nd30")
DAYS = {"hd36": date(2023, 2, 28), "hd05": date(2026, 7, 8), "nd30": date(2022, 12, 30)}

PARTY = {
    "usual": Head(
        "party", ["ĐẢNG BỘ QUẬN 1"], ["ĐẢNG ỦY PHƯỜNG CÔ GIANG"], "ĐU", "Phường Cô Giang", "Đảng ủy phường Cô Giang"
    ),
    "shortest": Head("party", ["ĐẢNG BỘ", "TỈNH QUẢNG TRỊ"], ["ĐẢNG ỦY XÃ LÌA"], "ĐU", "Xã Lìa", "Đảng ủy xã Lìa"),
    "longest": Head(
        "party", ["ĐẢNG BỘ", "THÀNH PHỐ HÀ NỘI"], ["ĐẢNG ỦY PHƯỜNG", "VĂN MIẾU -", "QUỐC TỬ GIÁM"], "ĐU",
        "Văn Miếu - Quốc Tử Giám", "Đảng ủy phường Văn Miếu - Quốc Tử Giám",
    ),
    "district": Head(
        "party", ["ĐẢNG BỘ THÀNH PHỐ", "HỒ CHÍ MINH"], ["QUẬN ỦY QUẬN 1"], "QU", "Quận 1", "Quận ủy Quận 1"
    ),
}  # fmt: skip
STATE = {
    "usual": Head(
        "state", ["ỦY BAN NHÂN DÂN QUẬN 1"], ["ỦY BAN NHÂN DÂN", "PHƯỜNG CÔ GIANG"], "UBND", "Phường Cô Giang",
        "Ủy ban nhân dân phường Cô Giang",
    ),
    "shortest": Head("state", [], ["ỦY BAN NHÂN DÂN", "XÃ LÌA"], "UBND", "Xã Lìa", "Ủy ban nhân dân xã Lìa"),
    "longest": Head(
        "state", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI"], ["ỦY BAN NHÂN DÂN", "PHƯỜNG VĂN MIẾU -", "QUỐC TỬ GIÁM"],
        "UBND", "Văn Miếu - Quốc Tử Giám", "Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    ),
}  # fmt: skip

SUBJECTS = {
    "NQ": "về nhiệm vụ năm 2023",
    "KL": "về công tác thu ngân sách 6 tháng cuối năm 2023",
    "QĐ": "về việc thành lập Tổ công tác giải quyết các trường hợp lang thang, xin ăn",
    "BC": "kết quả thực hiện nhiệm vụ năm 2022",
    "TB": "kết luận của Thường trực Quận ủy tại buổi làm việc với Đảng ủy phường Cô Giang "
    "về chương trình công tác năm 2023",
    "CTr": "công tác tháng 3 năm 2023",
    "KH": "xây dựng Không gian văn hóa Hồ Chí Minh",
    "BB": "buổi làm việc của Thường trực Quận ủy, Ủy ban nhân dân quận với Đảng ủy phường Cô Giang "
    "về chương trình công tác năm 2023",
    "TTr": "về việc bổ sung nhân sự Ban Chấp hành Đảng bộ phường",
    "CV": "báo cáo tiến độ thực hiện các chỉ tiêu quý I/2023",
    "GM": "họp sơ kết giữa nhiệm kỳ 2020 - 2025",
}

OPENING = (
    "Ngày 23/02/2023, Thường trực Quận ủy và Ủy ban nhân dân quận làm việc với Đảng ủy phường Cô Giang về chương trình "
    "công tác năm 2023. Sau khi nghe Đảng ủy phường báo cáo và ý kiến phát biểu của các thành viên đoàn làm việc, đồng "
    "chí Bí thư Quận ủy kết luận như sau:"
)
RESULT = (
    "Một số kết quả cụ thể: thuế công thương nghiệp thu được 14.500.000.000đ/17.100.000.000đ (đạt 84,8%), tăng 13,8%; "
    "giao quân nghĩa vụ quân sự 26/20 thanh niên, đạt tỷ lệ 130%; kết nạp 03 đảng viên mới."
)
TASK = (
    "Tiếp tục quan tâm công tác phát triển đảng viên; kết hợp giữa chính quyền với các đoàn thể để xây dựng lực lượng "
    "cảm tình Đảng thực sự hiệu quả, nòng cốt."
)
BASES = ("Căn cứ Điều lệ Đảng Cộng sản Việt Nam", "Xét đề nghị của Văn phòng Đảng ủy phường")
PARTS: Sequence[Block] = (
    Paragraph(OPENING),
    Heading("ĐÁNH GIÁ CHUNG"),
    Clause(RESULT),
    Clause("Tuy nhiên, chỉ tiêu thu thuế công thương nghiệp chưa đạt, còn thiếu 2.600.000.000đ so với kế hoạch."),
    Heading("NHIỆM VỤ TRỌNG TÂM NĂM 2023"),
    Heading("Công tác xây dựng Đảng", level=2),
    Paragraph(TASK),
    *items(["Bổ sung nhân sự Ban Chấp hành Đảng bộ phường", "Tổ chức sơ kết giữa nhiệm kỳ 2020 - 2025"]),
    Heading("Kinh tế - xã hội", level=2),
    Point("Bảo đảm chỉ tiêu thu ngân sách;"),
    Point("Có giải pháp cụ thể giải quyết các trường hợp lang thang, xin ăn."),
)
ARTICLES: Sequence[Block] = (
    Bases(BASES),
    Enacting("BAN THƯỜNG VỤ ĐẢNG ỦY QUYẾT ĐỊNH"),
    Article(text="Thành lập Tổ công tác giải quyết các trường hợp lang thang, xin ăn trên địa bàn phường Cô Giang."),
    Article("Nhiệm vụ của Tổ công tác"),
    Clause(TASK),
    Point("Lập danh sách các trường hợp cần hỗ trợ;"),
    Point("Báo cáo kết quả trước ngày 31/3/2023."),
    Article(text="Văn phòng Đảng ủy, các đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."),
)
STATE_DECISION: Sequence[Block] = (
    Bases(["Căn cứ Luật Tổ chức chính quyền địa phương", "Theo đề nghị của Văn phòng Ủy ban nhân dân phường"]),
    Enacting("QUYẾT ĐỊNH:"),
    *ARTICLES[2:-1],
    Article(text="Văn phòng Ủy ban nhân dân, các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."),
)
MINUTES: Sequence[Block] = (
    *items(
        [
            "Thời gian: bắt đầu vào hồi 14 giờ 00, ngày 23/02/2023",
            "Địa điểm: trụ sở Đảng ủy, Ủy ban nhân dân phường Cô Giang",
            "Người chủ trì: đồng chí Bí thư Quận ủy Quận 1",
        ]
    ),
    Heading("Thành phần", level=2),
    *items(["Có mặt: 24/25 đồng chí", "Vắng mặt: 01 đồng chí (có lý do)"]),
    Heading("Diễn biến", level=2),
    Heading("Báo cáo của Đảng ủy phường", level=3),
    Paragraph(RESULT),
    Heading("Kết luận của đồng chí chủ trì", level=3),
    Paragraph(TASK),
    Paragraph("Biên bản lập xong lúc 16 giờ 30 cùng ngày, đã đọc cho những người tham dự cùng nghe và thống nhất."),
)
TASKS = Table(
    heads=["TT", "Nhiệm vụ", "Phụ trách", "Thời hạn"],
    rows=[
        ["I", "Xây dựng Đảng"],
        ["1", "Phát triển đảng viên; xây dựng lực lượng cảm tình Đảng nòng cốt", "Đồng chí Bí thư", "Thường xuyên"],
        ["2", "Bổ sung nhân sự Ban Chấp hành Đảng bộ phường", "Đồng chí Phó Bí thư Thường trực", "30/4/2023"],
        ["II", "Kinh tế - xã hội"],
        ["3", "Giải quyết các trường hợp lang thang, xin ăn", "Đồng chí Chủ tịch Ủy ban nhân dân", "31/3/2023"],
    ],
    align="clcc",
)
CONTENT: dict[str, Sequence[Block]] = {
    "NQ": (*ARTICLES[:1], Enacting("BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG QUYẾT NGHỊ"), *PARTS[1:]),
    "QĐ": ARTICLES,
    "BB": MINUTES,
    "CV": (Paragraph(OPENING), Paragraph(TASK), Paragraph("Trân trọng đề nghị Quận ủy quan tâm, có ý kiến.")),
    "GM": (
        *items(["Thời gian: 08 giờ 00, ngày 28/02/2023", "Địa điểm: hội trường Đảng ủy phường Cô Giang"]),
        Paragraph("Rất mong các đồng chí thu xếp thời gian đến dự đúng giờ để hội nghị đạt kết quả tốt."),
    ),
}
ADDRESSED = {
    "TTr": ["Ban Thường vụ Quận ủy"],
    "CV": ["Thường trực Quận ủy", "Văn phòng Quận ủy"],
    "GM": ["Các đồng chí Ủy viên Ban Chấp hành Đảng bộ phường"],
}
RECIPIENTS = {
    "party": ["Thường trực Quận ủy", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"],
    "state": ["Ủy ban nhân dân quận", "Lưu: VT"],
}
SIGNED = {
    "party": [Signature("T/M BAN THƯỜNG VỤ", "BÍ THƯ")],
    "state": [Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")],
}
MINUTES_SIGNED = [Signature("NGƯỜI GHI BIÊN BẢN"), Signature("CHỦ TRÌ")]


def paper(kind: str, rule: str, *, names: str = "usual", **changed: object) -> Paper:
    """The sample of a kind in a form; an annex goes with the notice, one across with the plan."""
    head = (STATE if rule == "nd30" else PARTY)[names]
    made = Paper(
        kind=KINDS[kind],
        rule=rule,
        head=head,
        day=DAYS[rule],
        number="145" if kind == "TB" else "12",
        subject=_subject(kind, rule),
        blocks=STATE_DECISION if kind == "QĐ" and rule == "nd30" else CONTENT.get(kind, PARTS),
        signatures=_signatures(kind, head),
        recipients=() if kind == "BB" else RECIPIENTS[head.letterhead],
        address=ADDRESSED.get(kind, ()),
        annexes={
            "TB": [Annex("Danh mục nhiệm vụ giao Đảng ủy phường Cô Giang", [TASKS])],
            "KH": [Annex("Danh mục nhiệm vụ giao Đảng ủy phường Cô Giang", [TASKS], is_across=True)],
        }.get(kind, ()),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def _signatures(kind: str, head: Head) -> Sequence[Signature]:
    if kind == "BB":
        return MINUTES_SIGNED
    if kind == "NQ" and head.letterhead == "party":
        return [Signature("T/M ĐẢNG ỦY", "BÍ THƯ")]
    return SIGNED[head.letterhead]


def _subject(kind: str, rule: str) -> str:
    subject = SUBJECTS[kind]
    return subject[:1].upper() + subject[1:] if rule == "nd30" and kind != "CV" else subject
