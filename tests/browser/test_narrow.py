"""Lists on a phone, in real Chromium: nothing sticks out, each value says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Manage

pytestmark = pytest.mark.browser


def test_the_first_page_and_a_list_fit_a_phone(
    sign_in: Callable[[str], Page], manage: Manage
) -> None:
    manage.cast("wait_for_review('Mưa lớn ở Đắk Lắk')")
    page = sign_in("lan")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/admin/")

    row = page.get_by_role("row", name="Mưa lớn ở Đắk Lắk")
    expect(row).to_be_visible()
    cells = row.locator("td[data-label]")
    assert cells.first.get_attribute("data-label") == "Thể loại"
    told = cells.first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert told == '"Thể loại: "'
    for path in ("/admin/", "/admin/tin-bai/", "/admin/media_assets/", "/admin/tin-bai/viet/"):
        page.goto(path)
        out = page.evaluate(
            "[...document.querySelectorAll('main td, main h1, main h2')]"
            ".filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
        )
        assert out == 0, path
