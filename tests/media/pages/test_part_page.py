"""Which part of a recording airs: marked on the page of the file, or typed."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from media.actions.make import make
from media.actions.receive import receive
from media.ffmpeg.treatment import PLAIN, Treatment
from media.hearing import Whole, levels_in_words, trimmed_in_words, whole_of
from media.models import Asset, Rendition, State
from media.moments import as_typed, read_moment
from media.state import house_rendition
from tests.cms.newsroom import signed_in
from tests.conftest import NOW
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from cms.accounts.models import User


def ms(number: int) -> timedelta:
    return timedelta(milliseconds=number)


@pytest.fixture
def desk(quynh: User) -> Client:
    return signed_in(quynh)


@pytest.fixture
def spoken(loa: None, tmp_path: Path) -> Asset:
    """Return a recording of two seconds of tone after a second of silence, ready."""
    source = recorded(tmp_path / "a.wav", "aevalsrc=if(lt(t\\,1)\\,0\\,sin(2000*t)/4):d=3")
    kept = receive(source=source, name="a.wav", by=None, now=NOW).asset
    make(rendition_id=kept.renditions.get().pk, clock=lambda: NOW)
    kept.refresh_from_db()
    return kept


def page(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def asked(client: Client, asset: Asset, **data: str) -> tuple[str, str]:
    """Choose a part as the page's form does; return where it leads and what it says."""
    answer = client.post(reverse("media:part", args=[asset.pk]), data)
    (message,) = get_messages(answer.wsgi_request)
    return answer["Location"], str(message)


def test_what_an_editor_marks_on_the_player_is_cut_there_in_the_original(
    desk: Client, spoken: Asset
) -> None:
    whole = whole_of(spoken)
    assert whole is not None
    begins_at = whole.begins_at
    assert ms(650) < begins_at < ms(800)  # a breath of the second of silence is kept
    asked(desk, spoken, begins="0:00.5", ends="0:01.5")
    spoken.refresh_from_db()
    assert spoken.treatment is not None
    assert spoken.treatment.asked == Treatment(begins_at + ms(500), begins_at + ms(1500))
    rendition = house_rendition(spoken)
    assert rendition is not None
    make(rendition_id=rendition.pk, clock=lambda: NOW)
    rendition.refresh_from_db()
    assert rendition.state == State.READY
    shown = page(desk, reverse("media_assets:inspect", args=[spoken.pk]))
    assert re.findall(r'name="(?:begins|ends)" value="([^"]*)"', shown) == ["0:00.5", "0:01.5"]
    files = set(re.findall(r'<audio [^>]*src="[^"]*/([0-9a-f]{64})\.mp3"', shown))
    assert files == {rendition.sha256, whole.rendition.sha256}
    asked(desk, spoken, begins="0:00.5", ends="0:01.5", whole="1")
    spoken.refresh_from_db()
    assert spoken.treatment is None


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        ("0:01", "0:01.2", "nửa giây"),
        ("0:02", "0:01", "nửa giây"),
        ("giữa", "", "“giữa”"),
        ("0:01", "1:99:5x", "“1:99:5x”"),
    ],
)
def test_what_was_typed_wrong_is_told_and_kept_and_changes_nothing(
    begins: str, ends: str, told: str, desk: Client, spoken: Asset
) -> None:
    before = list(Rendition.objects.values())
    address, message = asked(desk, spoken, begins=begins, ends=ends)
    assert told in message
    spoken.refresh_from_db()
    assert (spoken.treatment, list(Rendition.objects.values())) == (None, before)
    shown = page(desk, address)
    assert re.findall(r'name="(?:begins|ends)" value="([^"]*)"', shown) == [begins, ends]


def test_who_may_not_change_a_file_chooses_nothing(tuan: User, minh: User, spoken: Asset) -> None:
    for user in (tuan, minh):
        answer = signed_in(user).post(reverse("media:part", args=[spoken.pk]), {"begins": "1"})
        assert answer.status_code in {302, 403}
        spoken.refresh_from_db()
        assert spoken.treatment is None
    assert "data-loa-part" in page(
        signed_in(minh), reverse("media_assets:inspect", args=[spoken.pk])
    )


def test_the_page_carries_the_waveform_the_server_measured(desk: Client, spoken: Asset) -> None:
    shown = page(desk, reverse("media_assets:inspect", args=[spoken.pk]))
    (peaks,) = re.findall(r'data-peaks="([^"]*)"', shown)
    rendition = house_rendition(spoken)
    assert rendition is not None
    assert rendition.duration is not None
    assert base64.b64decode(peaks) == bytes(rendition.peaks)
    assert f'data-seconds="{rendition.duration.total_seconds()}"' in shown


def test_levels_and_what_was_cut_off_are_told_in_words(spoken: Asset) -> None:
    whole = whole_of(spoken)
    assert whole is not None
    assert trimmed_in_words(whole.rendition).startswith("Đã cắt khoảng lặng: 0,7 s ở đầu")
    assert whole.rendition.trimmed_end == ms(0) or "ở cuối" in trimmed_in_words(whole.rendition)
    assert spoken.loudness_lufs is not None
    assert levels_in_words(spoken, spoken.loudness_lufs - 3.0)[0] == (
        "To hơn chuẩn 3 dB, đã chỉnh nhỏ lại."
    )
    assert levels_in_words(spoken, spoken.loudness_lufs + 1.5)[0] == (
        "Nhỏ hơn chuẩn 1,5 dB, đã chỉnh to lên."
    )
    assert levels_in_words(spoken, spoken.loudness_lufs) == ["To đúng chuẩn."]
    spoken.true_peak_dbtp = 0.2
    assert len(levels_in_words(spoken, spoken.loudness_lufs)) == 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("65.3", ms(65_300)),
        ("1:05,3", ms(65_300)),
        ("0:01:05", ms(65_000)),
        ("1'05\"", ms(65_000)),
        (" 7 ", ms(7_000)),
    ],
)
def test_moments_are_read_as_people_write_them(text: str, moment: timedelta) -> None:
    assert read_moment(text) == moment
    assert read_moment(as_typed(moment)) == moment


@pytest.mark.parametrize("text", ["", "-1", "1:2:3:4", "một", "1e3", "1:05.1234", "²"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself
        read_moment(text)


def test_the_whole_is_no_part() -> None:
    whole = Whole(Rendition(duration=ms(2000), trimmed_start=ms(1000)))
    assert whole.part(None, None) == PLAIN
    assert whole.part(ms(0), ms(2000)) == PLAIN
    assert whole.moments(PLAIN) == (None, None)
