"""The loop this project was born from: a meeting concludes, tasks arise, a proposal is answered, the next one asks."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.test_from_a_typed_figure_to_an_official_paper import words_of

DISTRICT, GOVERNMENT, LEADER, WARD = "van-phong-quan-uy", "van-phong-ubnd-quan", "quan-uy", "van-phong"
TITLE, NEXT = "Giao ban quý I/2023 với Đảng ủy phường Cô Giang", "Giao ban quý II/2023 với Đảng ủy phường Cô Giang"
SENTENCE = (
    "Đề nghị phường tập trung thu ngân sách ngay từ đầu năm; giữ vững an ninh trật tự, giải quyết dứt điểm các "
    "trường hợp lang thang, xin ăn; báo cáo kết quả về Văn phòng Quận ủy."
)
FIRST, SECOND, THIRD = (
    "Đề nghị phường tập trung thu ngân sách ngay từ đầu năm",
    "Giữ vững an ninh trật tự",
    "Giải quyết dứt điểm các trường hợp lang thang, xin ăn",
)
REMARK, OTHER_REMARK = "Thu ngân sách quý I còn chậm so với kế hoạch", "Phường đề nghị quận bố trí nơi tiếp nhận"
PROPOSAL = "Bố trí nơi tiếp nhận tạm thời"


def test_from_a_meeting_to_the_agenda_of_the_next_one(browse: Browse, tmp_path: Path) -> None:
    office, government, leader, ward = (browse(login) for login in (DISTRICT, GOVERNMENT, LEADER, WARD))
    meeting = prepares(office, TITLE, on="15/3/2023")
    asks_people(office, meeting)
    type_at_once(office, government, meeting)
    concludes(office, meeting)
    signs(office, leader, meeting)
    gives_tasks(office, meeting)
    takes_up(ward, meeting)
    prints(office, meeting, tmp_path)
    issues_the_notice(office, meeting, tmp_path)
    answers_a_proposal(government)
    opens_the_next(office)


def prepares(page: Page, title: str, *, on: str) -> str:
    """The office lays a meeting with the ward down; its address."""
    page.goto("/hoi-nghi/moi/")
    page.get_by_label("Loại").select_option("quarterly")
    page.get_by_label("Tên gọi").fill(title)
    page.get_by_label("Quận ủy Quận 1", exact=True).check()
    page.get_by_label("Phường Cô Giang", exact=True).check()
    page.locator("#id_held_on").fill(on)
    page.get_by_label("Bắt đầu lúc").fill("8h")
    page.get_by_label("Số liệu kỳ").fill("2022")
    page.locator("#id_chair").select_option(label="Lãnh đạo Quận ủy (minh họa) – Thường trực Quận ủy Quận 1")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url(re.compile(r"/hoi-nghi/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def asks_people(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}thanh-phan/")
    page.get_by_label("Người có tài khoản").select_option(
        label="Bí thư Đảng ủy phường (minh họa) – Bí thư Đảng ủy phường, Đảng ủy phường Cô Giang"
    )
    page.get_by_role("button", name="Đưa vào danh sách").click()
    page.get_by_label("Có mặt: Bí thư Đảng ủy phường (minh họa)").select_option("present")
    page.get_by_role("button", name="Lưu người có mặt").click()


def type_at_once(one: Page, other: Page, meeting: str) -> None:
    """Two minute-takers at two machines: nothing is lost, and each sees both."""
    texts = {one: REMARK, other: OTHER_REMARK}
    for page in texts:
        page.goto(f"{meeting}bien-ban/")
    for page, text in texts.items():
        page.locator("#viet [name=text]").press_sequentially(text)
    for page in texts:
        expect(page.locator("#pen-state")).to_have_text(re.compile(r"đã lưu \d\d:\d\d"))
        page.keyboard.press("Control+Enter")
    for page in texts:
        for text in texts.values():
            expect(page.locator("#remarks .remark", has_text=text)).to_have_count(1)


def concludes(page: Page, meeting: str) -> None:
    """The chair's sentence is kept once, split at its semicolons, and one part split further by hand."""
    page.goto(f"{meeting}bien-ban/")
    page.get_by_role("link", name="Ghi lời kết luận").click()
    page.locator("#id_text").fill(SENTENCE)
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Giữ cách tách này").click()
    conclusions = page.locator(".conclusions > li")
    expect(conclusions).to_have_count(3)
    conclusions.nth(1).get_by_role("link", name="Sửa lời, đơn vị, tách tiếp").click()
    page.get_by_label("Đoạn tách thành kết luận riêng").fill(THIRD[:1].lower() + THIRD[1:])
    page.get_by_role("button", name="Tách thành kết luận").click()
    expect(page.locator(".conclusion-words")).to_have_text(
        [f"1{FIRST}", f"2{SECOND}", f"3{THIRD}", "4Báo cáo kết quả về Văn phòng Quận ủy"]
    )
    expect(page.locator(".sentence")).to_contain_text("giữ vững an ninh trật tự")


def signs(office: Page, leader: Page, meeting: str) -> None:
    """The office prepares the minutes; the chair finds them among their work and signs."""
    office.get_by_role("link", name="Hoàn chỉnh biên bản").click()
    office.locator("#id_ended_at").fill("11h30")
    office.get_by_role("button", name="Hoàn chỉnh").click()
    leader.goto("/viec-cua-toi/")
    row = leader.locator(".list-row", has_text=TITLE)
    expect(row).to_contain_text("Ký biên bản")
    row.get_by_role("link", name="Ký", exact=True).click()
    expect(leader).to_have_url(f"{meeting}bien-ban/")
    leader.get_by_role("button", name="Ký biên bản").click()
    expect(leader.get_by_role("main")).to_contain_text("Đã ký, biên bản đóng lại.")
    expect(leader.locator(".pen")).to_have_count(0)
    leader.goto("/hoi-nghi/da-ket-luan/")
    expect(leader.get_by_role("main")).to_contain_text(THIRD)


def gives_tasks(page: Page, meeting: str) -> None:
    """One conclusion becomes a task with a day, one is said to need none."""
    page.goto(f"{meeting}bien-ban/")
    page.locator("#k-1").get_by_role("link", name="Giao nhiệm vụ").click()
    page.get_by_label("Cơ quan chủ trì").select_option(label="Ủy ban nhân dân phường Cô Giang")
    page.locator("#id_due_on").fill("14/3/2023")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.get_by_role("main")).to_contain_text("trước ngày họp 15/3/2023")
    page.locator("#id_due_on").fill("30/6/2023")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.locator("#k-1")).to_contain_text("chờ phân công")
    page.locator("#k-2").get_by_role("link", name="Không phát sinh nhiệm vụ").click()
    page.get_by_label("Lý do").fill("Nhiệm vụ thường xuyên đã có.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".minutes-bar")).to_contain_text("2/4")


def takes_up(page: Page, meeting: str) -> None:
    """What another than the chair said binds when the ward takes it up: one click."""
    page.goto(f"{meeting}bien-ban/")
    page.locator(".remark", has_text=REMARK).get_by_role("button", name="Tiếp thu thành nhiệm vụ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REMARK)
    expect(page.get_by_role("main")).to_contain_text("Chờ phân công")


def prints(page: Page, meeting: str, folder: Path) -> None:
    """The minutes on paper, in the heads that offices know."""
    page.goto(f"{meeting}bien-ban/")
    page.get_by_role("button", name="In biên bản").click()
    page.wait_for_url("**/van-ban/*/")
    with page.expect_download(timeout=90_000) as coming:
        page.get_by_role("link", name="Tải PDF").click(timeout=90_000)
    coming.value.save_as(folder / "minutes.pdf")
    printed = words_of(folder / "minutes.pdf")
    for words in ("BIÊN BẢN", REMARK, OTHER_REMARK, SECOND, THIRD, "11 giờ 30", "NGƯỜI GHI BIÊN BẢN"):
        assert words in printed, words


def issues_the_notice(page: Page, meeting: str, folder: Path) -> None:
    """The notice goes its way as an official paper; its number comes back to the meeting."""
    page.goto(meeting)
    page.get_by_role("link", name="Soạn thông báo").click()
    expect(page.get_by_label("Ủy ban nhân dân phường Cô Giang", exact=True)).to_be_checked()
    page.get_by_label("Cơ quan ban hành").select_option(label="Văn phòng Quận ủy Quận 1 (CHÁNH VĂN PHÒNG)")
    page.get_by_role("button", name="Soạn thông báo").click()
    page.wait_for_url(re.compile(r"/van-ban-di/\d+/$"))
    page.get_by_role("button", name="Trình ký").click()
    page.get_by_label("Người ký").fill("Chánh Văn phòng (minh họa)")
    page.get_by_role("button", name="Ghi nhận đã ký").click()
    page.get_by_role("button", name="Phát hành").click()
    expect(page.get_by_role("main")).to_contain_text("TB/VPQU")
    with page.expect_download(timeout=90_000) as coming:
        page.get_by_role("link", name="Tải PDF").first.click(timeout=90_000)
    coming.value.save_as(folder / "notice.pdf")
    printed = words_of(folder / "notice.pdf")
    for words in ("THÔNG BÁO", "-TB/VPQU", FIRST, THIRD, "Danh mục nhiệm vụ", REMARK):
        assert words in printed, words
    page.goto(meeting)
    expect(page.get_by_role("main")).to_contain_text("-TB/VPQU")


def answers_a_proposal(page: Page) -> None:
    """The government's office finds what the ward asked for among its work, agrees, and makes it a task."""
    page.goto("/viec-cua-toi/")
    row = page.locator(".list-row", has_text=PROPOSAL)
    row.get_by_role("link", name="Trả lời").click()
    page.get_by_label("Nội dung trả lời").fill("Đồng ý, bố trí trong quý II/2023.")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_role("main")).to_contain_text("Đã trả lời.")
    page.get_by_role("button", name="Giao thành nhiệm vụ của Ủy ban nhân dân Quận 1").click()
    expect(page.get_by_role("main")).to_contain_text("Chờ phân công")
    page.goto("/viec-cua-toi/")
    expect(page.locator(".list-row", has_text=PROPOSAL).get_by_role("link", name="Trả lời")).to_have_count(0)


def opens_the_next(page: Page) -> None:
    """The agenda of the next quarter's meeting opens with what this one decided and where each matter stands."""
    meeting = prepares(page, NEXT, on="14/6/2023")
    for where in (meeting, f"{meeting}chuong-trinh/"):
        page.goto(where)
        carried = page.locator("#lan-truoc")
        expect(carried).to_contain_text(TITLE)
        expect(carried.locator("li", has_text=FIRST).first).to_contain_text("chờ phân công")
        expect(carried.locator("li", has_text=SECOND).first).to_contain_text("Nhiệm vụ thường xuyên đã có.")
        expect(carried.locator("li", has_text=THIRD).first).to_contain_text("Chưa giao nhiệm vụ")
        expect(carried.locator("li", has_text=REMARK).first).to_contain_text("chờ phân công")
