"""The first half of the line as the people of a newsroom live it, in real Chromium."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def a_recording(folder: Path) -> Path:
    """Make half a minute of something like speech: noise in bursts."""
    target = folder / "phong-su-lop-hoc.wav"
    burst = "anoisesrc=d=30:c=pink:r=48000:a=0.3,tremolo=f=3:d=0.8"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", burst, str(target)], check=True)
    return target


def upload(page: Page, recording: Path) -> None:
    page.get_by_role("link", name="Kho âm thanh").click()
    page.get_by_role("link", name=re.compile("Thêm|Tải")).first.click()
    page.get_by_label("Tệp âm thanh hoặc video").set_input_files(recording)
    page.get_by_label("Tên gọi").fill("Bản thu lớp học")
    page.get_by_role("button", name="Tải lên").click()
    # The page follows the work and shows the player when the worker is done.
    expect(page.locator("audio")).to_be_visible(timeout=90_000)


def write(page: Page, title: str) -> None:
    """Write a report in the newsroom, choose the recording, send it for review."""
    page.goto(f"/admin/pages/add/cms/report/{newsroom_id(page)}/")
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="Chọn hoặc tải tệp lên").click()
    page.get_by_role("link", name="Bản thu lớp học").click()
    page.get_by_role("tab", name="Phân loại").click()
    page.locator("[name=language]").select_option(label="Tiếng Việt")
    page.locator("[name=supplying_body]").select_option(index=1)
    page.get_by_label("Pháp luật quốc tế về quyền con người").check()
    send(page)


def newsroom_id(page: Page) -> str:
    page.goto("/admin/pages/")
    link = page.get_by_role("link", name="Đài tỉnh").first
    address = link.get_attribute("href") or ""
    found = re.search(r"/pages/(\d+)/", address)
    assert found, address
    return found[1]


def send(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()
    page.get_by_role("button", name=re.compile("^Gửi duyệt|^Gửi lại")).click()
    # There is no script: the check says so before the review starts.
    expect(page.get_by_text("Chưa có kịch bản")).to_be_visible()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("đến thẩm định")).to_be_visible()


def open_waiting(page: Page, title: str) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def plays(page: Page) -> float:
    """Play the house file for a moment; return how far it got, in seconds."""
    page.locator("audio").evaluate("sound => sound.play()")
    page.wait_for_function("document.querySelector('audio').currentTime > 0.3")
    position: float = page.locator("audio").evaluate("sound => sound.currentTime")
    return position


def test_an_editor_uploads_a_reviewer_returns_two_reviewers_clear_and_it_plays(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    title = "Lớp học sáng đèn"
    quynh, minh, thao = sign_in("quynh"), sign_in("minh"), sign_in("thao")

    upload(quynh, a_recording(tmp_path))
    assert plays(quynh) > 0.3
    write(quynh, title)

    open_waiting(minh, title)
    minh.get_by_label("Nhận xét, hoặc lý do trả lại").fill("Tít chưa nói rõ ở đâu.")
    minh.get_by_role("button", name="Trả lại").click()
    expect(minh.get_by_text("Đã trả lại")).to_be_visible()

    quynh.goto("/admin/")
    quynh.get_by_role("link", name=title).first.click()
    expect(quynh.locator("p[role=status]")).to_contain_text("Tít chưa nói rõ ở đâu.")
    quynh.get_by_role("link", name="Sửa", exact=True).click()
    title = "Lớp học sáng đèn ở Suối Mây"
    quynh.locator("[name=title]").fill(title)
    send(quynh)

    for reviewer in (minh, thao):
        open_waiting(reviewer, title)
        reviewer.get_by_role("button", name="Duyệt", exact=True).click()
        expect(reviewer.get_by_text("Đã duyệt")).to_be_visible()

    quynh.goto("/admin/")
    quynh.get_by_role("link", name=title).first.click()
    expect(quynh.locator("[data-lifecycle=cleared]")).to_be_visible()
    assert plays(quynh) > 0.3
