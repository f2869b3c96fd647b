"""The second half of the line as schedulers and operators live it, in real Chromium.

The slot begins a minute into the story and lasts seconds: what aired can only be confirmed
once it is over, and nobody turns this clock.
"""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.broadcast.exports.programs import seconds_of
from tests.browser.conftest import PATIENCE_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Manage

pytestmark = pytest.mark.browser

TITLE = "Lớp học bên sông"
STARTS_IN_S = 45
LASTS_S = 15


def order(desk: Page, label: str) -> None:
    """Press a button of the day's page, wait until the workers are done, go back to the day."""
    desk.goto("/admin/lich/")
    desk.get_by_role("button", name=label).click()
    expect(desk.locator(".loa-note--good")).to_be_visible(timeout=PATIENCE_MS)
    desk.get_by_role("link", name="Về lịch phát sóng").click()


def download(phone: Page, label: str, folder: Path) -> Path:
    with phone.expect_download() as started:
        phone.get_by_role("link", name=label).click()
    target = folder / started.value.suggested_filename
    started.value.save_as(target)
    return target


def check_the_stick(archive: Path, slot_mp3: Path) -> None:
    """Compare what was downloaded with what the playlist inside says of it, byte for byte."""
    with zipfile.ZipFile(archive) as kept:
        (name,) = (name for name in kept.namelist() if name.endswith(".json"))
        (slot,) = json.loads(kept.read(name))["slots"]
        assert TITLE in [entry["title"] for entry in slot["entries"]]
        for entry in slot["entries"]:
            file = entry["file"]
            assert hashlib.sha256(kept.read(file["name"])).hexdigest() == file["sha256"]
    assert hashlib.sha256(slot_mp3.read_bytes()).hexdigest() == slot["file"]["sha256"]
    assert seconds_of(slot_mp3) * 1000 == pytest.approx(slot["file"]["duration_ms"], abs=0.5)


def confirm(phone: Page) -> None:
    """Look in again until the slot is over, then say that all of it aired."""
    button = phone.get_by_role("button", name="Đã phát đủ như lịch")
    deadline = time.monotonic() + STARTS_IN_S + LASTS_S + 5
    while not button.is_visible():
        assert time.monotonic() < deadline, "the slot should be over by now"
        phone.wait_for_timeout(1000)
        phone.reload()
    button.click()
    expect(phone.locator(".state[data-state=aired]")).to_be_visible()


def total(desk: Page, day: str) -> list[str]:
    """Return the figures of the day's report, from items over planned to not confirmed."""
    desk.goto("/admin/bao-cao/")
    for name in ("first", "last"):
        desk.locator(f"[name={name}]").fill(day)
    desk.locator("[name=last]").press("Enter")
    figures = desk.locator("[aria-labelledby=total] td")
    expect(figures.first).to_be_visible()
    return figures.all_inner_texts()


def test_a_scheduler_plans_and_releases_and_an_operator_takes_the_day_and_confirms_it(
    manage: Manage, sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    hoa, tuan = sign_in("hoa"), sign_in("tuan")
    manage.cast(f"go_on_air({TITLE!r}, starts_in_s={STARTS_IN_S}, lasts_s={LASTS_S})")
    standing = hoa.locator("[data-standing]")

    order(hoa, "Xếp lịch từ ngày này")
    expect(standing).to_have_attribute("data-standing", "planned")
    hoa.get_by_role("link", name="Bản tin của xã").click()
    expect(hoa.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    order(hoa, "Phát hành ngày này")
    expect(standing).to_have_attribute("data-standing", "released")
    day = hoa.locator("input[type=date][name=day]").input_value()

    tuan.goto("/dai/")
    expect(tuan.get_by_role("heading", level=1, name="Đài Phước Mỹ")).to_be_visible()
    archive = download(tuan, "Tải cả ngày", tmp_path)
    assert archive.name == f"phuoc-my-{day}-1.zip"
    check_the_stick(archive, download(tuan, "Cả buổi trong một tệp", tmp_path))
    confirm(tuan)

    items, planned, _minutes, aired, *_rest, unconfirmed = total(hoa, day)
    assert (items, planned, aired, unconfirmed) == ("1", "1", "1", "0")
