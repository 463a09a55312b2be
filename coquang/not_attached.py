"""Why a file that people attach is not taken, in sentences; and how much of one is ever unpacked."""

from collections.abc import Mapping
from typing import ClassVar

from coquang import names
from coquang.unread import Unread, Words

PARTS_AT_MOST = 500
UNPACKED_AT_MOST = 100 * 1024 * 1024
READ_AT_MOST = 20 * 1024 * 1024


class NotAttached(Unread):
    """A file that is not taken; `reason` says why in one word, sentence() in a full sentence."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "empty": {
            "vi": "tệp trống, không có nội dung; chọn lại tệp",
            "en": "the file is empty; choose it again",
        },
        "too_large": {
            "vi": "tệp lớn hơn {most} MB; giảm độ phân giải khi quét hoặc tách thành nhiều tệp",
            "en": "the file is larger than {most} MB; scan it more coarsely or split it",
        },
        "name": {
            "vi": "tên tệp có ký tự ẩn, có đường dẫn hoặc quá dài; đặt lại tên tệp rồi chọn lại",
            "en": "the file's name holds hidden characters or a path, or is too long; rename it and choose it again",
        },
        "two_endings": {
            "vi": "tên tệp có hai đuôi (.{first}.{last}); đặt lại tên chỉ có một đuôi",
            "en": "the file's name has two endings (.{first}.{last}); leave it only one",
        },
        "ending": {
            "vi": "chỉ nhận tệp PDF, ảnh (JPG, PNG, WebP) hoặc Excel (.xlsx); chuyển sang một trong các loại này",
            "en": "only PDF, pictures (JPG, PNG, WebP) and Excel (.xlsx) are taken; turn it into one of these",
        },
        "kind": {
            "vi": "nội dung tệp không phải {ending} như tên tệp; mở lại bằng phần mềm đã tạo ra tệp rồi lưu đúng loại",
            "en": "the file's content is not {ending} as its name says; open and save it again as what it is",
        },
        "markup": {
            "vi": "nội dung tệp là trang web hoặc hình SVG, không nhận; in ra PDF rồi chọn lại",
            "en": "the file is a web page or an SVG drawing, which is not taken; print it to PDF and choose that",
        },
        "old_office": {
            "vi": "tệp Excel kiểu cũ hoặc có mật khẩu mở; bỏ mật khẩu, lưu lại thành .xlsx rồi chọn lại",
            "en": "an old or password-protected Excel file; remove the password, save it as .xlsx and choose it again",
        },
        "locked": {
            "vi": "tệp có mật khẩu hoặc bị khóa; bỏ mật khẩu, lưu lại rồi chọn lại",
            "en": "the file is locked by a password; remove it, save the file and choose it again",
        },
        "macro": {
            "vi": "tệp Excel có macro hoặc đối tượng nhúng; lưu lại thành .xlsx không có macro rồi chọn lại",
            "en": "the workbook holds macros or embedded objects; save it as a plain .xlsx and choose it again",
        },
        "script": {
            "vi": "tệp PDF có mã lệnh, biểu mẫu động hoặc tệp nhúng bên trong; in lại ra PDF rồi chọn lại",
            "en": "the PDF holds scripts, a dynamic form or files of its own; print it to PDF again and choose that",
        },
        "broken": {
            "vi": "tệp bị cắt cụt hoặc hỏng; mở lại để kiểm tra, lưu lại rồi chọn lại",
            "en": "the file is cut off or damaged; open it to see, save it again and choose it again",
        },
        "bomb": {
            "vi": "tệp giải nén ra quá lớn (ảnh quá nhiều điểm hoặc bảng quá nhiều dòng); giảm bớt rồi chọn lại",
            "en": "the file unpacks to too much (too many dots or rows); make it smaller and choose it again",
        },
        **{kind: names.NotText.WORDS[kind] for kind in ("secret", "identity")},
    }


def not_taken(reason: str, **facts: str) -> NotAttached:
    return NotAttached("", reason, (reason, facts))
