"""A clock's position shows what counts for its kind, in real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIELDS = ("item", "item_kinds", "themes", "languages", "longest", "part", "source", "duration")
COUNT = {
    "ident": (),
    "fixed": ("item",),
    "pick": ("item_kinds", "themes", "languages", "longest"),
    "relay": ("source", "duration"),
    "carry": ("longest", "part"),
    "filler": (),
}


def test_of_a_position_only_what_counts_for_its_kind_is_shown(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in("hoa")
    page.goto("/admin/clock/new/")
    page.get_by_role("button", name="Thêm vị trí").click()

    for number in (0, 1):
        box = page.locator(f"#inline_child_positions-{number}")
        for kind, counts in COUNT.items():
            box.locator("select[name$=-kind]").select_option(kind)
            for name in FIELDS:
                field = box.locator(f"[data-contentpath={name}]")
                expect(field).to_be_visible(visible=name in counts)
