"""The line breaks in the middle of an upload, the page is closed, and not a byte is sent twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

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
    choose(page, recording)
    send(page)
    expect(page.get_by_text("Đường truyền bị đứt")).to_be_visible(timeout=PATIENCE_MS)

    sent: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            sent.append(int(request.headers["upload-offset"]))

    choose(page, recording)  # the page is left while the line is down
    page.unroute(PIECES)
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
