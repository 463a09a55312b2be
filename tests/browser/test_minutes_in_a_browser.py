"""Minutes under real fingers: two writers at once, a line that drops, a remark both changed, text that is no text."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.running import Portal
from tests.security.corpus import TEXTS, shared

# The ward's own review, whose minutes nobody has begun; the clerk and the head of the office write for the ward.
CLERK, HEAD = "van-phong", "chanh-van-phong"


@pytest.fixture
def minutes(portal: Portal) -> str:
    ((pk,),) = portal.asked("select id from programmes_meeting where held_on = %s", "2023-03-29")
    return f"/hoi-nghi/{pk}/bien-ban/"


def write(page: Page, text: str) -> None:
    page.locator("#viet [name=text]").fill(text)
    page.get_by_role("button", name="Ghi", exact=True).click()


def test_two_writers_type_at_once_and_each_sees_what_the_other_wrote(browse: Browse, minutes: str) -> None:
    one, other = browse(CLERK), browse(HEAD)
    for page in (one, other):
        page.goto(minutes)
    one.locator("#viet [name=text]").press_sequentially("Thu ngân sách quý này còn chậm")
    other.locator("#viet [name=text]").press_sequentially("Địa bàn ổn định")
    for page in (one, other):
        expect(page.locator("#pen-state")).to_have_text(re.compile(r"đã lưu \d\d:\d\d"))
        page.keyboard.press("Control+Enter")
    for page in (one, other):
        expect(page.locator("#remarks .remark", has_text="Thu ngân sách quý này còn chậm")).to_have_count(1)
        expect(page.locator("#remarks .remark", has_text="Địa bàn ổn định")).to_have_count(1)
    expect(one.locator("#others")).to_contain_text("vừa ghi lúc")


def test_a_digit_chooses_the_speaker_and_the_next_remark_begins(browse: Browse, minutes: str) -> None:
    page = browse(CLERK)
    page.goto(minutes)
    page.locator("h1").click()
    page.keyboard.press("3")
    third = page.locator("#viet [name=speaker]").nth(2)
    expect(third).to_be_checked()
    expect(page.locator("#viet [name=text]")).to_be_focused()
    page.keyboard.type("Phím số chọn người")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#viet [name=speaker]").nth(1)).to_be_checked()
    expect(page.locator("#viet [name=text]")).to_have_value("")
    row = page.locator("#remarks .remark", has_text="Phím số chọn người")
    expect(row).to_contain_text("Chủ tịch UBND phường")
    expect(row.locator("time")).to_have_text(re.compile(r"\d\d:\d\d"))


def test_both_versions_of_a_remark_two_people_changed_stand_there_to_choose(browse: Browse, minutes: str) -> None:
    one, other = browse(CLERK), browse(HEAD)
    one.goto(minutes)
    write(one, "Bản đầu")
    expect(one.locator("#remarks .remark", has_text="Bản đầu")).to_have_count(1)
    other.goto(minutes)
    for page in (one, other):
        page.locator("#remarks .remark", has_text="Bản đầu").get_by_role("link", name="Sửa").click()
    other.locator("#viet [name=text]").fill("Bản của phụ trách")
    one.locator("#viet [name=text]").fill("Bản của cán bộ")
    other.keyboard.press("Control+Enter")
    expect(other.locator("#remarks .remark", has_text="Bản của phụ trách")).to_have_count(1)
    one.keyboard.press("Control+Enter")
    box = one.locator(".both")
    expect(box).to_contain_text("Bản của phụ trách")
    box.get_by_role("button", name="Ghép cả hai").click()
    both = one.locator("#remarks .remark", has_text="Bản của phụ trách")
    expect(both).to_contain_text("Bản của cán bộ")


def test_what_is_typed_while_the_line_is_down_is_kept_and_sent_when_it_returns(browse: Browse, minutes: str) -> None:
    page = browse(CLERK)
    page.goto(minutes)
    page.context.set_offline(True)
    write(page, "Mất mạng vẫn ghi")
    write(page, "Ghi tiếp ý thứ hai")
    expect(page.locator("#line")).to_contain_text("02 ý kiến đang chờ đường truyền")
    page.context.set_offline(False)
    for text in ("Mất mạng vẫn ghi", "Ghi tiếp ý thứ hai"):
        expect(page.locator("#remarks .remark", has_text=text)).to_have_count(1)
    expect(page.locator("#line")).to_have_text("")


def test_without_a_script_a_remark_is_written_too(browse: Browse, minutes: str) -> None:
    page = browse(CLERK, java_script_enabled=False)
    page.goto(minutes)
    page.locator("#viet [name=text]").fill("Ghi không cần mã lệnh")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#remarks")).to_contain_text("Ghi không cần mã lệnh")


def test_nothing_typed_into_a_remark_ever_runs(browse: Browse, minutes: str) -> None:
    page = browse(CLERK)
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(minutes)
    typed = [case.text for case in (*shared("rich_text"), *TEXTS) if "<" in case.text and len(case.raw) < 2000]
    assert len(typed) >= 5
    for text in typed:
        write(page, text)
    expect(page.locator("#pen-state")).not_to_have_text(re.compile("đang lưu"))
    page.reload()
    assert page.locator("#remarks .remark").count() >= len(typed)
    inside = page.locator(".remark-text").evaluate_all(
        "all => all.flatMap((one) => [...one.querySelectorAll('*')].map((each) => each.localName))"
    )
    assert set(inside) <= {"p", "b", "ul", "ol", "li", "br"}
    assert alerts == []
