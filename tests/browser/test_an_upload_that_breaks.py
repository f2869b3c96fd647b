"""The line breaks in the middle of an upload, the page is closed, and not a byte is sent twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_from_draft_to_clearance import newsroom_id
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Request, Route

pytestmark = pytest.mark.browser
PIECE = 4 * 1024 * 1024
PATIENCE_MS = 60_000
PIECES = re.compile(r"/tep/tai-len/[0-9a-f-]+/$")


def choose(page: Page, *files: Path) -> None:
    page.goto("/admin/media_assets/new/")
    page.get_by_label("Tệp âm thanh hoặc video").set_input_files(list(files))


def send(page: Page) -> None:
    page.get_by_role("button", name="Tải lên", exact=True).click()


def break_after_one_piece(page: Page) -> None:
    """Let one piece through and cut the line at every other until it is mended."""
    let_through = 1

    def breaking(route: Route) -> None:
        nonlocal let_through
        if route.request.method == "PATCH":
            let_through -= 1
            if let_through < 0:
                route.abort("connectionreset")
                return
        route.continue_()

    page.route(PIECES, breaking)


def mend(page: Page) -> None:
    page.unroute(PIECES)


def test_an_upload_goes_on_where_the_line_broke(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    page = sign_in("quynh")  # an editor: who may choose the part that airs
    # Ten megabytes: two pieces and a half.
    recording = recorded(
        tmp_path / "buoi-hop.wav",
        "anoisesrc=d=55:r=48000:c=pink:a=0.3,aformat=channel_layouts=stereo",
    )
    whole = recording.stat().st_size
    assert 2 * PIECE < whole < 3 * PIECE
    break_after_one_piece(page)
    choose(page, recording)
    send(page)
    expect(page.get_by_text("Đường truyền bị đứt")).to_be_visible(timeout=PATIENCE_MS)

    sent: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            sent.append(int(request.headers["upload-offset"]))

    choose(page, recording)  # the page is left while the line is down
    mend(page)
    page.on("request", note)
    expect(page.get_by_role("heading", name="Chưa xong")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(f"{100 * PIECE // whole}%").last).to_be_visible(timeout=PATIENCE_MS)
    send(page)
    expect(page.get_by_role("heading", name="buoi-hop")).to_be_visible(timeout=PATIENCE_MS)
    assert sent == [PIECE, 2 * PIECE]
    # The worker makes it ready, its waveform is drawn, and a part can be marked by ear.
    expect(page.locator("audio").first).to_be_visible(timeout=90_000)
    page.reload()
    expect(page.locator("[data-wave] canvas, [data-wave] div").first).to_be_attached(
        timeout=PATIENCE_MS
    )
    page.locator("audio").first.evaluate("audio => { audio.currentTime = 2.5 }")
    page.get_by_role("button", name="Đánh dấu chỗ đang nghe").first.click()
    expect(page.get_by_label("Bắt đầu từ")).to_have_value("0:02.5", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Phát đoạn này").click()
    expect(page.get_by_text("Đoạn này đang được làm thành bản phát sóng riêng.")).to_be_visible(
        timeout=PATIENCE_MS
    )


def test_several_files_go_up_at_once_and_each_leads_to_its_page(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    page = sign_in("lan")
    files = [
        recorded(tmp_path / f"tin-{hertz}.wav", f"sine=frequency={hertz}:duration=1")
        for hertz in (310, 320, 330)
    ]
    choose(page, *files)
    send(page)
    for hertz in (310, 320, 330):
        expect(page.get_by_role("link", name=f"tin-{hertz}")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Đã nhận tệp").first).to_be_visible(timeout=PATIENCE_MS)


def test_an_upload_in_the_editors_window_goes_on_where_the_line_broke_and_is_chosen(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    page = sign_in("lan")
    recording = recorded(
        tmp_path / "hop-dan.wav",
        "anoisesrc=d=30:r=48000:c=pink:a=0.3:seed=5,aformat=channel_layouts=stereo",
    )
    assert PIECE < recording.stat().st_size < 2 * PIECE
    words = tmp_path / "loi-dan.docx"
    words.write_bytes(b"PK")
    page.goto(f"/admin/pages/add/cms/report/{newsroom_id(page)}/")
    page.get_by_role("button", name="Chọn hoặc tải tệp lên").click()
    page.get_by_role("tab", name="Tải lên").click()
    window = page.locator("form[data-loa-choose-upload]")
    window.get_by_label("Tên gọi").fill("Buổi họp dân")

    window.get_by_label("Tệp âm thanh hoặc video").set_input_files(words)
    window.get_by_role("button", name="Tải lên").click()
    expect(window.get_by_text("là văn bản, ảnh hoặc tệp nén")).to_be_visible()

    break_after_one_piece(page)
    window.get_by_label("Tệp âm thanh hoặc video").set_input_files(recording)
    window.get_by_role("button", name="Tải lên").click()
    expect(window.get_by_text("Đường truyền bị đứt")).to_be_visible(timeout=PATIENCE_MS)
    mend(page)
    expect(page.get_by_text("Buổi họp dân")).to_be_visible(timeout=PATIENCE_MS)
    expect(window).to_have_count(0)
