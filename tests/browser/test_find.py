"""Finding by keyboard alone, in real Chromium: the page follows what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Manage

pytestmark = pytest.mark.browser


def test_a_slash_goes_to_the_box_and_results_follow_the_typing(
    sign_in: Callable[[str], Page], manage: Manage
) -> None:
    manage.cast("write_drafts('Mưa lớn ở Đắk Lắk', 'Tiếng trống trường')")
    page = sign_in("lan")
    page.goto("/admin/tin-bai/")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("dak lak")
    expect(page.get_by_role("link", name="Mưa lớn ở Đắk Lắk")).to_be_visible()
    expect(page.get_by_role("link", name="Tiếng trống trường")).to_have_count(0)
    expect(page.locator("mark").first).to_have_text("Đắk")
    # In the box a slash is a slash.
    page.keyboard.type("/x")
    expect(page.locator("#id_q")).to_have_value("dak lak/x")
    expect(page.get_by_text("Không có tin bài nào nói đủ các từ này")).to_be_visible()
