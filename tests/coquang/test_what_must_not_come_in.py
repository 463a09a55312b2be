"""Marks of secrecy and numbers of people are refused with where they belong; office sentences and figures never are."""

import time
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from coquang import attachments, limits, money, names, numbers, secrecy
from coquang.not_attached import NotAttached
from indicators.models import FigureNote, Remark, Sheet
from programmes.models import Person
from tests import files, making

Browser = Callable[[Person], Client]

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
MARKED = (
    *MARKS,
    *(unicodedata.normalize("NFD", mark) for mark in MARKS),
    "MAT",
    "TOI MAT",
    "TUYET MAT",
    "M Ậ T",
    "ＭẬＴ",
    "(MẬT)",
    "Độ mật: Mật",
    "độ mật: tối mật",
    "Do mat: tuyet mat",
    "Độ mật: C",
    "Tuyệt mật",
    "Báo cáo\nMẬT\nSố 05-BC/ĐU",
    "Số 12, MẬT, ngày 3/4/2022",
    "Kèm văn bản TUYỆT MẬT của cấp trên.",
)
IDENTITIES = (
    "079085012345",
    "CCCD 079085012345",
    "ông A, 079 085 012 345, khu phố 2",
    "0790 8501 2345",
    "079.085.012.345",
    "sinh năm 2004, số 001304000123",
    "CMND: 023456789",
    "Chứng minh nhân dân số 023 456 789",
    "số định danh cá nhân 079085012345",
    "Căn cước công dân số: 023456789",
    "Số thẻ đảng viên: 12.345678",
)
ORDINARY = (
    "Công tác bảo vệ bí mật nhà nước được quan tâm.",
    "CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Mật độ dân số 25.000 người/km².",
    "MẬT ĐỘ DÂN SỐ",
    "Hỗ trợ 12 hộ nuôi ong lấy mật ong.",
    "MẬT ONG RỪNG",
    "Mật vụ, mật khẩu, bảo mật, thân mật.",
    "BẢO MẬT THÔNG TIN",
    "Tập huấn quản lý tài liệu mật, tối mật và tuyệt mật.",
    "NGUYỄN THỊ MẬT",
    "Bà MẬT phát biểu tại hội nghị.",
    "Thôn MẬT có 120 hộ.",
    "MẤT, MÁT, MẶT, MẮT",
    "Tuyệt đối không để mất đoàn kết.",
    "Thu ngân sách 359800000 đồng.",
    "Thu 14.500.000.000 đồng, đạt 84,8%.",
    "Thu lệ phí CCCD 359800000 đồng.",
    "Đã cấp CCCD: 123456789 thẻ.",
    "Số CCCD đã cấp trong quý: 2345.",
    "Cấp 12.345 căn cước công dân.",
    "Liên hệ 0913123456 lúc 14 giờ.",
    "Gọi 0913 123 456, 12 giờ.",
    "Công văn số 079-CV/ĐU ngày 05/9/2026.",
    "Tài khoản 123456789012 tại Kho bạc.",
    "Tỷ lệ 0,079085012345.",
)


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_of_secrecy_is_found(text: str) -> None:
    found = secrecy.find(text)
    assert found is not None and found.kind == "secret"


@pytest.mark.parametrize("text", IDENTITIES)
def test_the_number_of_a_person_is_found_and_not_said_again(text: str) -> None:
    found = secrecy.find(text)
    assert found is not None and found.kind == "identity"
    assert len(found.shown) <= 5


@pytest.mark.parametrize("text", ORDINARY)
def test_an_office_sentence_is_not_refused(text: str) -> None:
    assert secrecy.find(text) is None
    assert names.tidy(text)


# Words that stand in office sentences; those about secrecy are as people write them in a sentence.
WORDS = "phường thu ngân sách đạt kế hoạch bí mật mật độ ong tối ngày tuyệt đối công dân căn cước hộ nghèo quý năm"


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12),
    st.integers(0, 10**15),
    st.sampled_from(["", "."]),
)
def test_no_sentence_of_ordinary_words_and_a_figure_is_refused(words: list[str], figure: int, end: str) -> None:
    text = f"Công tác {' '.join(words)}: {numbers.written(Decimal(figure))} đồng{end}"
    assert secrecy.find(text) is None
    assert secrecy.find(text.upper().replace("BÍ MẬT", "bí mật").replace("MẬT", "mật")) is None


@settings(max_examples=500, deadline=None)
@given(st.decimals(0, limits.FIGURE_LIMIT - 1, places=4))
def test_no_figure_is_taken_for_a_person(value: Decimal) -> None:
    for written in (
        numbers.written(value),
        str(int(value)),
        f"{int(value)} đ",
        money.written_dong(value.to_integral()),
    ):
        assert secrecy.find(written) is None


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(sorted(secrecy.PROVINCES.split())),
    st.sampled_from("01"),
    st.integers(0, 99_999_999),
    st.sampled_from(["", " ", "Ông A, số ", "cccd:"]),
    st.sampled_from(["", ".", ", khu phố 3", " (đã cấp)"]),
)
def test_every_identity_number_is_found_wherever_it_stands(
    province: str, century: str, rest: int, before: str, after: str
) -> None:
    assert secrecy.find(f"{before}{province}{century}{rest:08d}{after}") is not None


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(MARKS),
    st.sampled_from(["", "Công văn này là văn bản ", "Số 5: ", "(", "“"]),
    st.sampled_from(["", " của cấp trên", ".", ")", ", gửi kèm"]),
    st.sampled_from(["NFC", "NFD"]),
)
def test_every_mark_standing_by_itself_is_found(mark: str, before: str, after: str, form: str) -> None:
    assert secrecy.find(unicodedata.normalize(form, before + mark + after)) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "MẬT " * 25_000,
        "a MẬT b " * 12_000,
        "079 " * 25_000,
        "cccd so " * 12_000,
        "cccd " + ": " * 50_000,
        "0" * 100_000,
    ],
)
def test_looking_takes_no_time_to_speak_of(text: str) -> None:
    began = time.process_time()
    secrecy.find(text)
    assert time.process_time() - began < 0.5


def test_the_refusal_says_which_and_where_it_belongs() -> None:
    with pytest.raises(names.NotText) as secret:
        names.tidy("Kèm văn bản TỐI MẬT")
    assert str(secret.value) == (
        "Nội dung có dấu chỉ độ mật “TỐI MẬT” không đưa vào hệ thống này; gửi theo đường văn bản mật của cơ quan."
    )
    with pytest.raises(names.NotText) as identity:
        names.tidy("CCCD 079085012345")
    assert "chỉ ghi số lượng" in str(identity.value)
    assert "079085012345" not in str(identity.value)


# --- everywhere a text is written -----------------------------------------------------------------


@pytest.mark.parametrize("text", ["Văn bản TỐI MẬT kèm theo", "ông A, CCCD 079085012345"])
def test_a_note_a_comment_a_question_and_a_reason_are_refused_alike(
    text: str, full_quarter: Sheet, clerk: Person, vetter: Person, as_: Browser
) -> None:
    figure = f"/so-lieu/{making.WARD}/2022-Q1/HEM/"
    told = {"channel": "phone", "informant": "Công chức", "document": text}
    page = as_(clerk).post(f"{figure}nguon/", told | making.form_key())
    assert page.status_code == 422
    assert "không đưa vào hệ thống" in page.content.decode() or "không nhập vào hệ thống" in page.content.decode()
    assert as_(clerk).post(f"{figure}y-kien/", {"text": text} | making.form_key()).status_code == 422
    making.walked(full_quarter, "submitted")
    reason = {"reason": text} | making.form_key()
    assert as_(vetter).post(f"/so-lieu/{making.WARD}/2022-Q1/tra-lai/", reason).status_code == 409
    written = {"shortcomings": text} | making.form_key()
    assert as_(clerk).post(f"/bao-cao/{making.WARD}/2022-Q1/viet/", written).status_code == 422
    assert not FigureNote.objects.exists() and not Remark.objects.exists()
    full_quarter.refresh_from_db()
    assert full_quarter.return_reason == ""


# --- files ----------------------------------------------------------------------------------------

SECRET_TITLE = "Kế hoạch TỐI MẬT".encode("utf-16-be").hex().encode()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", files.pdf() + b" " * limits.FILE_BYTES, "too_large"),
        ("a.exe", files.pdf(), "ending"),
        ("bao-cao", files.pdf(), "ending"),
        ("a.svg", b"<svg onload='alert(1)'/>", "ending"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
        ("a.pdf", b"<!DOCTYPE html><script>1</script>", "markup"),
        ("a.exe.pdf", files.pdf(), "two_endings"),
        ("a.xlsx.jpg", files.picture(), "two_endings"),
        ("../../etc/a.pdf", files.pdf(), "name"),
        ("C:\\a.pdf", files.pdf(), "name"),
        ("a\u202efdp.pdf", files.pdf(), "name"),
        ("a\x00.pdf", files.pdf(), "name"),
        ("b" * 200 + ".pdf", files.pdf(), "name"),
        ("a.pdf", files.picture(), "kind"),
        ("a.jpg", files.picture("PNG"), "kind"),
        ("a.pdf", b"MZ\x90\x00", "kind"),
        ("a.jpg", b"GIF89a/*", "kind"),
        ("a.pdf", b"\n" + files.pdf(), "kind"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        ("a.pdf", files.pdf(end=b""), "broken"),
        ("a.pdf", files.pdf(b"trailer <</Encrypt 5 0 R>>"), "locked"),
        ("a.pdf", files.pdf(b"<</S /JavaScript /JS (app.alert(1))>>"), "script"),
        ("a.pdf", files.pdf(b"<</S /#4aavaScript /JS (1)>>"), "script"),
        ("a.pdf", files.pdf(files.packed(b"<</S /JavaScript /JS (1)>>")), "script"),
        ("a.pdf", files.pdf(b">> stream\n<</S /Launch>>\nendstream"), "script"),
        ("a.pdf", files.pdf(b"<</EmbeddedFiles 3 0 R>>"), "script"),
        ("a.jpg", files.picture()[:-200], "broken"),
        ("a.png", files.picture("PNG")[:-20], "broken"),
        ("a.webp", files.picture("WEBP")[:-20], "broken"),
        ("a.xlsx", files.workbook()[:-30], "broken"),
        ("a.xlsx", files.workbook({"xl/vbaProject.bin": b"x"}), "macro"),
        ("a.xlsx", files.workbook({"[Content_Types].xml": "vnd.ms-excel.sheet.macroEnabled.main+xml"}), "macro"),
        ("a.xlsx", files.workbook({"xl/embeddings/oleObject1.bin": b"x"}), "macro"),
        ("a.xlsx", files.workbook({f"xl/p{n}.xml": "" for n in range(600)}), "bomb"),
        ("a.xlsx", files.workbook({"xl/sharedStrings.xml": b" " * 21 * 1024 * 1024}), "bomb"),
        ("a.xlsx", files.workbook({"xl/worksheets/sheet1.xml": bytes(101 * 1024 * 1024)}), "bomb"),
        ("a.xlsx", files.workbook({"../../x": "y"}), "broken"),
        ("a.xlsx", files.workbook({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///a">]>'}), "broken"),
        ("MẬT.pdf", files.pdf(), "secret"),
        ("BC_12_TỐI_MẬT.pdf", files.pdf(), "secret"),
        ("CCCD 079085012345.jpg", files.picture(), "identity"),
        ("a.pdf", files.pdf(b"<</Title <FEFF" + SECRET_TITLE + b">>>"), "secret"),
        ("a.pdf", files.pdf(b"<</Title (TUYET MAT)>>"), "secret"),
        ("a.pdf", files.pdf(files.packed(b"<</Keywords (TOI MAT)>>")), "secret"),
        ("a.pdf", files.pdf("<<>>\nstream\n<?xpacket?><dc:title>MẬT</dc:title>\nendstream".encode()), "secret"),
        ("a.xlsx", files.saying("Biểu 1", "MẬT"), "secret"),
        ("a.xlsx", files.saying("Nguyễn Văn A", "079085012345"), "identity"),
        ("a.xlsx", files.workbook({"docProps/core.xml": "<c><dc:title>Độ mật: Mật</dc:title></c>"}), "secret"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)  # fmt: skip
def test_a_file_that_is_not_taken_says_why(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(NotAttached) as refusal:
        attachments.examine(name, content)
    assert refusal.value.reason == reason
    for language in ("vi", "en"):
        sentence = refusal.value.sentence(language)
        assert sentence[0].isupper() and sentence.endswith(".") and "{" not in sentence


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Báo cáo 15.BC-UBND quý 1.2022.pdf", files.pdf(b"<</Title (Bao cao thu ngan sach)>>"), "pdf"),
        ("scan.PDF", files.pdf(files.packed(b"<</Type /Page>>")), "pdf"),
        ("ảnh.jpg", files.picture(), "jpeg"),
        ("ảnh.jpeg", files.picture(size=(4000, 3000)), "jpeg"),
        ("ảnh.png", files.picture("PNG"), "png"),
        ("ảnh.webp", files.picture("WEBP"), "webp"),
        ("Biểu 1.xlsx", files.saying("Công tác bảo vệ bí mật", "359800000"), "xlsx"),
    ],
)
def test_an_ordinary_file_is_taken_as_what_it_is(name: str, content: bytes, kind: str) -> None:
    taken = attachments.examine(name, content)
    assert (taken.name, taken.kind, taken.content) == (name, kind, content)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.webp", "a.xlsx"]), st.integers(0, 5))
def test_whatever_is_sent_is_taken_or_refused_with_a_sentence(noise: bytes, name: str, beginning: int) -> None:
    starts = (b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"PK\x03\x04")
    try:
        attachments.examine(name, starts[beginning] + noise)
    except NotAttached as refusal:
        assert refusal.sentence().endswith(".")
