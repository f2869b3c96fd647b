"""The editor tells the reading time while somebody types, counted as the server counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_from_draft_to_clearance import newsroom_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests/cms/reading_time_cases.json").read_text("utf-8"))


def test_the_browser_counts_as_the_server_does(chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_script_tag(path=ROOT / "static/loa/reading-time.js")
    counted = page.evaluate("texts => texts.map(loaSyllables)", [text for text, _said in CASES])
    page.close()
    assert counted == [said for _text, said in CASES]


def test_the_reading_time_follows_what_is_typed(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("lan")
    page.goto(f"/admin/pages/add/cms/article/{newsroom_id(page)}/")
    place = page.locator("[data-loa-reading-time]")
    expect(place).to_contain_text("0'00\"")
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Xin chào " * 15)
    expect(place).to_contain_text("0'10\" (30 âm tiết")
