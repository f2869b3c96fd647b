"""A video's picture and its sound are two renditions, each with its own queue and fate."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django_q.models import OrmQ

from media.actions.check import Checked, Found, Problem, check_files
from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import QUEUED_FOR, claim, lease, requeue_lost, retry
from media.actions.treat import treat
from media.ffmpeg.treatment import PLAIN, Treatment
from media.models import Asset, Kind, Profile, Rendition, State
from media.storage import private_files, public_files
from tests.conftest import NOW
from tests.media.recordings import recorded
from tests.media.videos import filmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.usefixtures("loa")


def kept(source: Path) -> Asset:
    return receive(source=source, name=source.name, by=None, now=NOW).asset


def made(rendition: Rendition, clock: Callable[[], datetime] = lambda: NOW) -> State | None:
    state = make(rendition_id=rendition.pk, clock=clock)
    rendition.refresh_from_db()
    return state


def sound_of(asset: Asset) -> Rendition:
    return Rendition.objects.house().get(asset=asset)


def picture_of(asset: Asset) -> Rendition:
    return Rendition.objects.video().get(asset=asset)


def waiting_video(hertz: int, tmp_path: Path) -> Rendition:
    """Return a video's rendition as it waits for its worker; its sound is left alone."""
    source = recorded(tmp_path / f"{hertz}.wav", f"sine=frequency={hertz}:duration=0.1")
    profile = Profile.objects.get(code=Profile.VIDEO)
    return Rendition.objects.create(asset=kept(source), profile=profile, asked_at=NOW)


def test_a_video_ends_as_a_sound_and_a_picture_under_their_own_hashes(
    tmp_path: Path, stored: Callable[[], list[str]]
) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4"))
    assert made(sound_of(asset)) is State.READY
    asset.refresh_from_db()
    assert asset.kind == Kind.VIDEO
    assert asset.duration == pytest.approx(timedelta(seconds=1), abs=timedelta(milliseconds=50))
    assert made(picture_of(asset)) is State.READY

    sound, picture = sound_of(asset), picture_of(asset)
    for rendition, extension in ((sound, "mp3"), (picture, "mp4")):
        with private_files().open(rendition.file_name) as file:
            content = file.read()
        assert rendition.file_name.endswith(f"{rendition.sha256}.{extension}")
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (
            rendition.sha256,
            rendition.size_bytes,
        )
    assert picture.duration == pytest.approx(timedelta(seconds=1), abs=timedelta(milliseconds=25))
    assert picture.loudness_lufs == pytest.approx(-23, abs=0.3)
    assert (picture.true_peak_dbtp or 0) <= -1
    assert picture.warnings == []
    with public_files().open(picture.poster_name) as file:
        poster = file.read()
    assert hashlib.sha256(poster).hexdigest() == picture.poster_sha256
    assert poster.startswith(b"\xff\xd8")
    assert (sound.poster_name, picture.attempts, picture.lease_token) == ("", 1, None)
    assert stored() == sorted([asset.file_name, sound.file_name, picture.file_name])
    assert list((site.VAR_DIR / "work").iterdir()) == []


def test_the_picture_is_asked_for_before_the_sound_is_made_and_once(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4"))
    OrmQ.objects.all().delete()
    seen: list[int] = []

    def clock() -> datetime:
        seen.append(Rendition.objects.video().count())
        return NOW

    with django_capture_on_commit_callbacks(execute=True):
        made(sound_of(asset), clock)
    assert seen.index(1) < len(seen) // 2  # most readings of the clock are of the work
    (task,) = OrmQ.objects.all()
    assert (task.key, task.task["args"]) == ("video", (picture_of(asset).pk,))
    assert task.task["timeout"] == site.LOA_VIDEO_TIMEOUT_SECONDS


def test_one_cluster_may_do_it_all(
    tmp_path: Path, settings: Any, asked: Callable[..., list[int]]
) -> None:
    settings.LOA_VIDEO_QUEUE = ""
    rendition = waiting_video(440, tmp_path)
    later = NOW + QUEUED_FOR + timedelta(seconds=1)
    sound = sound_of(rendition.asset)
    assert sorted(asked(requeue_lost, now=later)) == sorted([rendition.pk, sound.pk])
    assert {task.key for task in OrmQ.objects.all()} == {site.Q_CLUSTER["name"]}


def test_one_video_at_a_time_and_sound_beside_it(tmp_path: Path, settings: Any) -> None:
    first, second = waiting_video(440, tmp_path), waiting_video(550, tmp_path)
    assert claim(rendition_id=first.pk, now=NOW) is not None
    assert claim(rendition_id=second.pk, now=NOW) is None
    second.refresh_from_db()
    assert (second.state, second.attempts) == (State.WAITING, 0)
    assert claim(rendition_id=sound_of(second.asset).pk, now=NOW) is not None
    # A worker that died holds nobody up for longer than its lease.
    assert claim(rendition_id=second.pk, now=NOW + lease() + timedelta(seconds=1)) is not None
    settings.LOA_VIDEOS_AT_ONCE = 2
    third = waiting_video(660, tmp_path)
    assert claim(rendition_id=third.pk, now=NOW + lease() + timedelta(seconds=1)) is not None


def test_a_video_that_waits_behind_another_is_not_put_in_the_queue_again_and_again(
    tmp_path: Path, asked: Callable[..., list[int]]
) -> None:
    first, second = waiting_video(440, tmp_path), waiting_video(550, tmp_path)
    Rendition.objects.house().update(state=State.REFUSED)
    later = NOW + QUEUED_FOR + timedelta(seconds=1)
    assert claim(rendition_id=first.pk, now=later) is not None
    assert asked(requeue_lost, now=later) == []
    assert asked(requeue_lost, now=later + 2 * lease()) == [first.pk, second.pk]


def test_a_picture_that_cannot_be_shown_leaves_the_sound_and_the_asset_as_they_are(
    tmp_path: Path,
) -> None:
    source = recorded(
        tmp_path / "clip.mkv",
        "testsrc=size=64x64:rate=5:duration=1",
        "sine=duration=1",
        options=("-c:v", "mpeg4", "-c:a", "aac"),
    )
    asset = kept(source)
    assert made(sound_of(asset)) is State.READY
    assert made(picture_of(asset), lambda: NOW) is State.READY  # as a control
    profile = Profile.objects.create(code=Profile.VIDEO, version=2, most_height=720, pipeline="2")
    picture = Rendition.objects.create(
        asset=kept(recorded(tmp_path / "a.wav", "sine=duration=1")), profile=profile, asked_at=NOW
    )
    assert made(picture) is State.REFUSED
    assert (picture.reason_code, picture.asset.refused) == ("no_picture", False)


def test_a_worker_that_lost_its_video_writes_nothing_to_its_row(tmp_path: Path) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4"))
    made(sound_of(asset))
    rendition, read = picture_of(asset), 0

    def clock() -> datetime:
        nonlocal read
        read += 1
        if read == 4:
            assert claim(rendition_id=rendition.pk, now=NOW + 2 * lease()) is not None
        return NOW

    assert made(rendition, clock) is None
    assert (rendition.state, rendition.attempts, rendition.sha256) == (State.WORKING, 2, "")
    assert (rendition.extension, rendition.poster_sha256) == ("mp3", "")
    assert list((site.VAR_DIR / "work").iterdir()) == []


def test_a_poster_that_a_killed_worker_left_half_is_written_anew(tmp_path: Path) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4"))
    made(sound_of(asset))
    made(picture_of(asset))
    picture = picture_of(asset)
    path = site.VAR_DIR / "public" / picture.poster_name
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    Rendition.objects.filter(pk=picture.pk).update(state=State.FAILED)
    picture.refresh_from_db()
    retry(rendition=picture, now=NOW)
    assert made(picture) is State.READY
    assert (path.read_bytes(), list(path.parent.iterdir())) == (whole, [path])


def test_an_editors_part_is_a_picture_and_a_sound_of_its_own(tmp_path: Path) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4", seconds=3))
    made(sound_of(asset))
    asset.refresh_from_db()
    second = timedelta(seconds=1)
    treat(asset=asset, choice=Treatment(second, 2 * second), by=None, now=NOW)
    made(sound_of(asset))
    made(picture_of(asset))
    near = timedelta(milliseconds=130)  # two frames of silence at both ends, and a picture's time
    assert sound_of(asset).duration == pytest.approx(second, abs=near)
    assert picture_of(asset).duration == pytest.approx(second, abs=near)
    treat(asset=asset, choice=PLAIN, by=None, now=NOW)
    assert picture_of(asset).state == State.WAITING  # the whole one was asked for at the start


def test_the_check_reads_the_video_and_its_poster_too(tmp_path: Path) -> None:
    asset = kept(filmed(tmp_path / "clip.mp4"))
    made(sound_of(asset))
    made(picture_of(asset))
    picture, counted = picture_of(asset), Checked()
    assert (list(check_files(counted=counted)), counted.files, counted.rows) == ([], 4, 4)
    (site.VAR_DIR / "public" / picture.poster_name).write_bytes(b"another picture")
    Path(private_files().path(picture.file_name)).unlink()
    assert list(check_files(counted=Checked())) == [
        Found(Problem.MISSING, picture.file_name, picture),
        Found(Problem.ALTERED, picture.poster_name, picture),
    ]


def test_the_command_waits_for_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ingest", str(filmed(tmp_path / "clip.mp4")), json=True)
    row = json.loads(capsys.readouterr().out)
    asset = Asset.objects.get()
    assert (row["outcome"], row["kind"]) == ("accepted", "video")
    assert row["house_sha256"] == sound_of(asset).sha256
    assert picture_of(asset).state == State.READY
