"""The review page as a reviewer lives it, in real Chromium: by keyboard, and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_from_draft_to_clearance import open_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Manage

pytestmark = pytest.mark.browser

APPROVED, RETURNED, STALE = "Ghe đến lớp", "Trống tan trường", "Mười hai năm dạy chữ"


def listen(page: Page) -> None:
    """Play and pause by keyboard."""
    sound = page.locator("[data-loa-hear] audio")
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('audio').currentTime > 0.1")
    page.keyboard.press("k")
    expect(sound).to_have_js_property("paused", value=True)


def check_within_reach(page: Page) -> None:
    """Hold that a phone needs no scrolling, in either direction, to decide."""
    page.set_viewport_size({"width": 360, "height": 640})
    for label in ("Duyệt", "Trả lại"):
        expect(page.get_by_role("button", name=label, exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 720})


def comment_and_answer(page: Page) -> None:
    """Comment on a line and answer, by keyboard, while the page stays as it is."""
    page.evaluate("document.querySelector('[data-loa-hear] audio').currentTime = 2")
    page.get_by_role("button", name="Nhận xét dòng này").nth(2).press("Enter")
    page.keyboard.type("Ghe máy hay ghe chèo?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.get_by_role("article", name="Nhận xét của Nguyễn Văn Minh")
    expect(said).to_contain_text("Cô Hoa: Các em đến lớp bằng ghe.")
    said.get_by_label("Câu trả lời của bạn").fill("Hỏi lại Lan.")
    said.get_by_role("button", name="Trả lời").press("Enter")
    expect(said).to_contain_text("Hỏi lại Lan.")
    expect(page.get_by_role("status").filter(has_text="Câu trả lời của bạn")).to_be_focused()
    # The sound was not taken away.
    assert page.evaluate("document.querySelector('[data-loa-hear] audio').currentTime") >= 2
    said.get_by_role("button", name="Đánh dấu đã xử lý").press("Enter")
    expect(said).to_have_count(0)


def test_a_reviewer_decides_by_keyboard_and_is_told_of_what_changed_meanwhile(
    manage: Manage, sign_in: Callable[[str], Page]
) -> None:
    manage.cast(f"wait_for_review({APPROVED!r}, {RETURNED!r}, {STALE!r})")
    minh, thao = sign_in("minh"), sign_in("thao")

    open_waiting(minh, APPROVED)
    expect(minh.locator(".cue")).to_have_text("(Tiếng trống trường)")
    open_waiting_as_reader(thao, minh.url)
    expect(thao.get_by_text("Đang xem: Nguyễn Văn Minh.")).to_be_visible()
    listen(minh)
    check_within_reach(minh)
    comment_and_answer(minh)

    # What is typed in a field is text: no letter of it decides anything.
    comment = minh.get_by_label("Nhận xét, hoặc lý do trả lại")
    minh.keyboard.press("t")
    minh.keyboard.type("dk tld")
    expect(comment).to_have_value("dk tld")
    comment.fill("")
    minh.keyboard.press("Escape")
    minh.keyboard.press("d")
    expect(minh.get_by_role("button", name="Duyệt", exact=True)).to_be_focused()
    minh.keyboard.press("Enter")
    expect(minh.get_by_text("Đã duyệt")).to_be_visible()

    open_waiting(minh, RETURNED)
    minh.keyboard.press("t")
    minh.keyboard.press("Control+Enter")
    expect(minh.get_by_role("alert")).to_contain_text("lý do trả lại")
    minh.keyboard.press("t")
    minh.keyboard.type("Câu hai chưa rõ ai nói.")
    minh.keyboard.press("Control+Enter")
    expect(minh.get_by_text("Đã trả lại")).to_be_visible()

    open_waiting(minh, STALE)
    manage.cast(f"mend({STALE!r}, into='Mười ba năm dạy chữ')")
    comment.fill("Nghe rõ.")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.get_by_role("alert")).to_contain_text("đã thay đổi sau khi bạn mở trang")
    expect(minh.locator("#meanwhile + h3 + .loa-diff ins")).to_have_text("ba")
    expect(comment).to_have_value("Nghe rõ.")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.get_by_text("Đã duyệt")).to_be_visible()


def open_waiting_as_reader(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name=re.compile("."))).to_be_visible()
