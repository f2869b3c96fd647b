"""One rendition from claimed to its end: ready, refused, or waiting with a reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.db import IntegrityError, transaction

from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import claim, lease
from media.ffmpeg.refusal import Code
from media.models import Asset, Kind, Rendition, State
from media.reasons import WorkCode, sentence
from media.storage import private_files
from tests.conftest import NOW
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FACTS = ("sha256", "size_bytes", "duration", "loudness_lufs", "true_peak_dbtp", "ready_at")
pytestmark = pytest.mark.usefixtures("loa")


def received(source: Path) -> Rendition:
    return receive(source=source, name=source.name, by=None, now=NOW).asset.renditions.get()


def made(rendition: Rendition, clock: Callable[[], datetime] = lambda: NOW) -> State | None:
    state = make(rendition_id=rendition.pk, clock=clock)
    rendition.refresh_from_db()
    return state


def work_folder() -> list[Path]:
    return list((site.VAR_DIR / "work").iterdir())


def test_a_good_file_ends_ready_with_everything_known_of_it(
    tone: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    rendition = received(tone(440))
    assert made(rendition) is State.READY

    with private_files().open(rendition.file_name) as file:
        house = file.read()
    assert hashlib.sha256(house).hexdigest() == rendition.sha256
    assert (rendition.size_bytes, rendition.duration) == (
        len(house),
        timedelta(milliseconds=len(house) / 8),
    )
    assert rendition.loudness_lufs == pytest.approx(-19.0, abs=0.3)
    assert rendition.true_peak_dbtp is not None
    assert rendition.true_peak_dbtp <= -1.0
    assert (rendition.attempts, rendition.percent, rendition.stage) == (1, 100, "")
    assert (rendition.lease_token, rendition.lease_until, rendition.ready_at) == (None, None, NOW)
    asset = Asset.objects.get()
    assert (asset.kind, asset.duration) == (Kind.AUDIO, timedelta(seconds=1))
    assert (asset.refused, rendition.warnings) == (False, [])
    assert asset.loudness_lufs is not None
    assert asset.true_peak_dbtp is not None
    assert len(rendition.peaks) > 0
    assert stored() == sorted([asset.file_name, rendition.file_name])
    assert work_folder() == []


def test_a_video_is_known_as_one_and_airs_as_its_sound(tmp_path: Path) -> None:
    video = recorded(
        tmp_path / "clip.mp4",
        "testsrc=size=64x64:rate=10:duration=1",
        "sine=frequency=440:duration=1",
    )
    rendition = received(video)
    assert made(rendition) is State.READY
    assert Asset.objects.get().kind == Kind.VIDEO


def test_a_caution_stands_on_the_asset_for_a_person_to_read(tmp_path: Path) -> None:
    one_sided = "sine=frequency=440:duration=1,pan=stereo|c0=c0|c1=0*c0"
    rendition = received(recorded(tmp_path / "a.wav", one_sided))
    assert made(rendition) is State.READY
    assert rendition.warnings == [{"code": "one_sided", "facts": {"side": "left"}}]


def test_a_ready_rendition_is_not_made_twice(tone: Callable[..., Path]) -> None:
    rendition = received(tone(440))
    made(rendition)
    before = Rendition.objects.values().get()
    assert made(rendition, lambda: NOW + timedelta(days=1)) is None
    assert Rendition.objects.values().get() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Ch\xc3\xa0o qu\xc3\xbd v\xe1\xbb\x8b", Code.NOT_MEDIA),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n", Code.FORBIDDEN_FORMAT),
    ],
)
def test_a_file_that_is_at_fault_is_refused_for_good_and_kept(
    content: bytes, code: Code, tmp_path: Path, stored: Callable[[], list[str]]
) -> None:
    source = tmp_path / "la.mp3"
    source.write_bytes(content)
    rendition = received(source)
    assert made(rendition) is State.REFUSED
    asset = Asset.objects.get()
    assert rendition.reason_code == asset.refused_code == code
    assert (rendition.attempts, rendition.lease_token, rendition.sha256) == (1, None, "")
    assert list(Asset.objects.usable()) == []
    assert stored() == [asset.file_name]
    assert work_folder() == []
    assert made(rendition) is None


def test_what_the_program_said_of_a_refused_file_is_kept_for_staff(tmp_path: Path) -> None:
    source = tmp_path / "la.mp3"
    source.write_bytes(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n")
    rendition = received(source)
    assert made(rendition) is State.REFUSED
    assert rendition.staff_note.startswith("forbidden_format\n")
    assert "not on whitelist" in rendition.staff_note
    assert "whitelist" not in sentence(rendition.reason_code)


def test_a_silent_file_says_how_silent(tmp_path: Path) -> None:
    rendition = received(recorded(tmp_path / "a.wav", "sine=duration=2,volume=-70dB"))
    assert made(rendition) is State.REFUSED
    asset = Asset.objects.get()
    assert asset.refused_code == Code.SILENT
    assert asset.refused_facts == rendition.reason_facts


def test_an_original_that_is_gone_is_the_machines_fault_and_is_tried_again(
    tone: Callable[..., Path],
) -> None:
    rendition = received(tone(440))
    Path(private_files().path(rendition.asset.file_name)).unlink()
    assert made(rendition) is State.WAITING
    assert rendition.reason_code == WorkCode.INTERNAL
    assert "FileNotFoundError" in rendition.staff_note
    for _ in range(site.LOA_RENDITION_ATTEMPTS - 1):
        made(rendition)
    assert (rendition.state, Asset.objects.get().refused) == (State.FAILED, False)


def test_a_missing_ffmpeg_refuses_no_file(
    tone: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rendition = received(tone(440))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert made(rendition) is State.WAITING
    assert (rendition.reason_code, Asset.objects.get().refused) == (WorkCode.INTERRUPTED, False)
    monkeypatch.undo()
    assert made(rendition) is State.READY
    assert (rendition.attempts, rendition.reason_code, rendition.staff_note) == (2, "", "")


def taken_over_at(call: int, rendition: Rendition) -> Callable[[], datetime]:
    """Return a clock at whose given reading another worker takes the row, the lease being over."""
    read = 0

    def clock() -> datetime:
        nonlocal read
        read += 1
        if read == call:
            assert claim(rendition_id=rendition.pk, now=NOW + 2 * lease()) is not None
        return NOW

    return clock


def count_readings(source: Path) -> int:
    """Tell how often making `source` looks at the clock."""
    rendition = received(source)
    read = 0

    def clock() -> datetime:
        nonlocal read
        read += 1
        return NOW

    assert made(rendition, clock) is State.READY
    return read


def test_a_worker_that_lost_its_lease_at_any_moment_writes_nothing(
    tone: Callable[..., Path],
) -> None:
    readings = count_readings(tone(440))
    assert readings > 5
    nothing = dict.fromkeys(FACTS) | {"sha256": ""}
    for call in range(2, readings + 1):
        rendition = received(tone(600 + call))
        assert made(rendition, taken_over_at(call, rendition)) is None
        kept = Rendition.objects.values(*FACTS).get(pk=rendition.pk)
        assert kept == nothing, f"taken over at reading {call}"
        assert (rendition.state, rendition.attempts) == (State.WORKING, 2)
        assert rendition.lease_until == NOW + 3 * lease()
        asset = rendition.asset
        assert (asset.kind, asset.duration, bytes(rendition.peaks)) == ("", None, b"")
        assert work_folder() == []


def test_a_refusal_by_a_worker_that_lost_its_lease_refuses_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.mp3"
    source.write_bytes(b"no sound at all")
    rendition = received(source)
    assert made(rendition, taken_over_at(3, rendition)) in {None, State.WORKING}
    assert (rendition.state, rendition.reason_code) == (State.WORKING, "")
    assert not Asset.objects.get().refused


def test_a_worker_that_its_cluster_stops_leaves_nothing_behind_but_its_lease(
    tone: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    rendition = received(tone(440))
    read = 0

    def clock() -> datetime:
        nonlocal read
        read += 1
        if read == 5:
            raise SystemExit  # django-q2's time-out is one
        return NOW

    with pytest.raises(SystemExit):
        make(rendition_id=rendition.pk, clock=clock)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.lease_until) == (State.WORKING, NOW + lease())
    assert stored() == [rendition.asset.file_name]
    assert work_folder() == []


def test_a_ready_row_without_a_file_is_refused_by_the_database(tone: Callable[..., Path]) -> None:
    received(tone(440))
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendition.objects.update(state=State.READY)
