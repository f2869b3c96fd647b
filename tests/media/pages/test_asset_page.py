"""The page of one file: how far its work is, why it was refused, a second try."""

from __future__ import annotations

import hashlib
import json
import re
import wave
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.db.models.signals import pre_save
from django.urls import reverse

from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import claim, renew
from media.models import Asset, Kind, Rendition, Stage, State
from media.reasons import SENTENCES, WorkCode, sentence
from tests.cms.newsroom import signed_in
from tests.conftest import NOW
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User

# What only the machine's keepers should read.
OURS = re.compile(
    r"ffmpeg|ffprobe|Traceback|Error|/tmp|/var|Invalid data|\brc\b|%\(", re.IGNORECASE
)


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


def page(client: Client, asset: Asset) -> str:
    answer = client.get(reverse("media_assets:inspect", args=[asset.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def main(html: str) -> str:
    """Return what stands between the page's own sections, without the admin around it."""
    return "".join(re.findall(r'<section class="loa-card".*?</section>', html, re.DOTALL))


def state(client: Client, asset: Asset) -> dict[str, Any]:
    told: dict[str, Any] = client.get(reverse("media:asset_state", args=[asset.pk])).json()
    return told


def test_while_the_work_goes_on_the_page_asks_how_far_it_is(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept(state=State.WAITING)
    assert f'data-url="{reverse("media:asset_state", args=[asset.pk])}"' in page(desk, asset)
    assert state(desk, asset) == {
        "state": "waiting",
        "label": str(State.WAITING.label),
        "percent": 0,
        "done": False,
        "reason": "",
        "file": "",
        "peaks": "",
        "poster": "",
        "seconds": 0,
    }
    held = claim(rendition_id=asset.renditions.get().pk, now=NOW)
    assert held is not None
    renew(rendition=held, stage=Stage.ENCODE, percent=42, now=NOW)
    assert state(desk, asset) == {
        "state": "working",
        "label": str(Stage.ENCODE.label),
        "percent": 42,
        "done": False,
        "reason": "",
        "file": "",
        "peaks": "",
        "poster": "",
        "seconds": 0,
    }
    assert 'value="42"' in page(desk, asset)


def test_a_ready_file_can_be_heard_and_downloaded_under_its_title(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept("Lũ về")
    told = state(desk, asset)
    assert (told["state"], told["percent"], told["done"], told["reason"]) == (
        "ready",
        100,
        True,
        "",
    )
    assert f'src="{told["file"]}"' in page(desk, asset)
    heard = desk.get(told["file"], headers={"Range": "bytes=0-191"})
    assert heard.status_code == 206
    assert b"".join(heard) == bytes(range(192))
    download = desk.get(f"{told['file']}?download")
    assert (
        download["Content-Disposition"] == "attachment; filename*=utf-8''L%C5%A9%20v%E1%BB%81.mp3"
    )
    assert hash_of(download) == asset.renditions.get().sha256


def hash_of(answer: Any) -> str:
    return hashlib.sha256(b"".join(answer)).hexdigest()


@pytest.mark.parametrize("sha256", ["0" * 64, "x"])
def test_an_unknown_house_file_is_not_there(desk: Client, sha256: str) -> None:
    assert desk.get(f"/admin/tep/house/{sha256}.mp3").status_code == 404


def test_an_upload_that_is_no_rendition_cannot_be_fetched_by_its_hash(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept()
    assert desk.get(reverse("media:house_file", args=[asset.sha256])).status_code == 404


def test_an_unknown_file_has_no_state(desk: Client) -> None:
    assert desk.get(reverse("media:asset_state", args=[4711])).status_code == 404


def many_channels(path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(9)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(range(256)) * 9 * 400)
    return path


def bad_files(folder: Path) -> dict[str, Path]:
    text, playlist, cut = folder / "bai.mp3", folder / "ds.mp3", folder / "cut.mp4"
    text.write_text("Đây là bài viết.", encoding="utf-8")
    playlist.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{folder}/secret.mp3\n", encoding="utf-8"
    )
    tone = "sine=frequency=440:duration=1"
    whole = recorded(folder / "whole.mp4", tone, options=("-c:a", "aac")).read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    return {
        "not_media": text,
        "forbidden_format": playlist,
        "not_media or broken": cut,
        "silent": recorded(folder / "silent.wav", "anullsrc=duration=2"),
        "too_short": recorded(folder / "short.wav", "sine=frequency=440:duration=0.1"),
        "no_audio": recorded(folder / "mute.mp4", "testsrc=size=64x64:rate=10:duration=1"),
        "bad_rate": recorded(folder / "slow.wav", "sine=frequency=440:duration=1:sample_rate=4000"),
        "bad_channels": many_channels(folder / "many.wav"),
    }


def test_a_refused_file_says_why_in_one_vietnamese_sentence_and_nothing_of_the_machine(
    desk: Client, lan: User, tmp_path: Path
) -> None:
    for expected, path in bad_files(tmp_path).items():
        asset = receive(source=path, name=path.name, by=lan, now=NOW).asset
        rendition = asset.renditions.get()
        assert make(rendition_id=rendition.pk, clock=lambda: NOW) is State.REFUSED, expected
        asset.refresh_from_db()
        assert asset.refused_code in expected
        why = sentence(asset.refused_code, asset.refused_facts)
        assert plain_vietnamese(why), why
        shown = main(page(desk, asset))
        assert shown.count(why) == 1, expected
        assert not OURS.search(shown.replace(path.name, "")), expected
        assert "data-loa-progress" not in shown
        told = state(desk, asset)
        assert (told["state"], told["done"], told["reason"]) == ("refused", True, why)
        assert not OURS.search(json.dumps(told, ensure_ascii=False))


def plain_vietnamese(text: str) -> bool:
    """Tell one sentence with Vietnamese letters and no word of ours from anything else."""
    return (
        bool(re.search(r"[ăâđêôơưạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờợụủứừựỳýỹ]", text))
        and text.endswith(".")
        and not re.search(r"[.!?]\s+\w", text[:-1].replace("MP3, WAV", ""))
        and not OURS.search(text)
    )


LIMITS = {"most_mb": 2048, "least_hz": 8000, "most_hz": 192_000, "most": 8}
FACTS = {**LIMITS, "name": "Lời.docx", "rate_hz": 4000, "channels": 9, "samples": 9, "count": 9}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_is_vietnamese_and_complete_with_its_facts(code: str) -> None:
    told = sentence(code, FACTS)
    assert re.search(r"[ăâđêôơưạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờợụủứừựỳýỹ]", told)
    assert not OURS.search(told)


def test_a_failed_file_says_so_and_offers_a_second_try(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept(state=State.FAILED, reason_code=WorkCode.WORKER_DIED, staff_note="ffmpeg: rc -9")
    shown = main(page(desk, asset))
    assert sentence(WorkCode.WORKER_DIED) in shown
    assert reverse("media:retry", args=[asset.pk]) in shown
    assert not OURS.search(shown)


@pytest.mark.parametrize("at", [State.WAITING, State.WORKING, State.READY, State.REFUSED])
def test_only_a_failed_file_can_be_tried_again(
    at: State, desk: Client, kept: Callable[..., Asset]
) -> None:
    reason = {"reason_code": "silent"} if at == State.REFUSED else {}
    asset = kept(state=at, **reason)
    retry = reverse("media:retry", args=[asset.pk])
    assert retry not in page(desk, asset)
    before = Rendition.objects.values().get()
    answer = desk.post(retry)
    (message,) = get_messages(answer.wsgi_request)
    assert message.level_tag == "error"
    assert answer["Location"] == reverse("media_assets:inspect", args=[asset.pk])
    assert Rendition.objects.values().get() == before


def test_a_second_try_starts_the_work_over(desk: Client, kept: Callable[..., Asset]) -> None:
    asset = kept(state=State.FAILED, reason_code="internal", attempts=3)
    answer = desk.post(reverse("media:retry", args=[asset.pk]))
    (message,) = get_messages(answer.wsgi_request)
    assert message.level_tag == "success"
    rendition = Rendition.objects.get()
    assert (rendition.state, rendition.attempts, rendition.reason_code) == (State.WAITING, 0, "")


def test_who_may_not_upload_is_offered_no_second_try(
    minh: User, kept: Callable[..., Asset]
) -> None:
    asset = kept(state=State.FAILED, reason_code="internal")
    assert reverse("media:retry", args=[asset.pk]) not in page(signed_in(minh), asset)


def test_warnings_stand_beside_a_ready_file(desk: Client, kept: Callable[..., Asset]) -> None:
    asset = kept()
    Rendition.objects.update(warnings=[{"code": "one_sided", "facts": {"side": "left"}}])
    assert sentence("one_sided") in main(page(desk, asset))


def test_a_name_that_looks_like_a_page_is_shown_as_text(
    desk: Client, lan: User, tmp_path: Path
) -> None:
    source = tmp_path / "a.wav"
    source.write_bytes(b"x")
    name = "<script>alert(1)</script>.wav"
    asset = receive(source=source, name="a.wav", by=lan, now=NOW, title=name).asset
    assert "<script>alert(1)" not in page(desk, asset)


def test_a_rename_loses_nothing_that_a_worker_finds_out_meanwhile(
    quynh: User, kept: Callable[..., Asset]
) -> None:
    asset = kept(state=State.WORKING)

    def finish(**_: Any) -> None:
        Asset.objects.filter(pk=asset.pk).update(kind=Kind.AUDIO, duration=timedelta(seconds=7))

    pre_save.connect(finish, sender=Asset)
    try:
        signed_in(quynh).post(
            reverse("media_assets:edit", args=[asset.pk]), {"title": "Lũ về trong đêm"}
        )
    finally:
        pre_save.disconnect(finish, sender=Asset)
    asset.refresh_from_db()
    assert (asset.title, asset.kind, asset.duration) == (
        "Lũ về trong đêm",
        Kind.AUDIO,
        timedelta(seconds=7),
    )
