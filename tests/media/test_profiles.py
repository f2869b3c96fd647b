"""A profile is written once: another loudness is its next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django_q.models import Schedule

from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import ask_for_house
from media.actions.set_up import set_up
from media.ffmpeg.house import PIPELINE_VERSION
from media.models import Profile, Rendition, State
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from media.models import Asset


def versions() -> list[tuple[int, float | None]]:
    houses = Profile.objects.filter(code=Profile.HOUSE)
    return list(houses.order_by("version").values_list("version", "target_lufs"))


def test_a_new_database_gets_one_house_profile_as_the_settings_have_it(db: None) -> None:
    set_up()
    profile = Profile.objects.get(code=Profile.HOUSE)
    assert (profile.version, profile.target_lufs) == (1, -19.0)
    assert (profile.peak_dbtp, profile.bitrate_kbps) == (-1.0, 64)
    assert profile.pipeline == str(PIPELINE_VERSION)
    small = Profile.objects.get(code=Profile.SMALL)
    assert (small.version, small.bitrate_kbps) == (1, 48)
    assert (small.target_lufs, small.pipeline) == (profile.target_lufs, profile.pipeline)


def test_setting_up_again_changes_nothing(db: None) -> None:
    set_up()
    profiles, schedules = (
        list(Profile.objects.values()),
        list(Schedule.objects.values("name", "func")),
    )
    set_up()
    assert list(Profile.objects.values()) == profiles
    assert list(Schedule.objects.values("name", "func")) == schedules


def test_the_command_sets_the_files_up_too(db: None) -> None:
    call_command("set_up")
    assert versions() == [(1, -19.0)]


def test_another_loudness_is_the_next_version_and_going_back_is_one_more(
    db: None, settings: Any
) -> None:
    for loudness in (-19.0, -23.0, -23.0, -19.0):
        settings.LOA_LOUDNESS_LUFS = loudness
        set_up()
    assert versions() == [(1, -19.0), (2, -23.0), (3, -19.0)]


def test_a_video_has_a_loudness_of_its_own(db: None, settings: Any) -> None:
    set_up()
    settings.LOA_VIDEO_LOUDNESS_LUFS = -24.0
    set_up()
    videos = Profile.objects.filter(code=Profile.VIDEO).order_by("version")
    assert list(videos.values_list("version", "target_lufs")) == [(1, -23.0), (2, -24.0)]
    assert versions() == [(1, -19.0)]


def test_the_sweep_comes_round_every_minute_for_ever(db: None) -> None:
    set_up()
    sweep = Schedule.objects.get(func="media.tasks.sweep")
    assert (sweep.schedule_type, sweep.minutes, sweep.repeats) == (Schedule.MINUTES, 1, -1)


def test_a_version_exists_once(db: None) -> None:
    set_up()
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.create(code=Profile.HOUSE, version=1, target_lufs=-16, pipeline="1")


def test_renditions_made_before_the_loudness_changed_keep_their_profile_and_their_file(
    asset: Callable[..., Asset], tone: Callable[..., Path], settings: Any
) -> None:
    old = asset(440).renditions.get()
    before = Rendition.objects.values().get(pk=old.pk)
    settings.LOA_LOUDNESS_LUFS = -16.0
    set_up()

    newer = asset(550)
    again = receive(source=tone(440), name="again.wav", by=None, now=NOW)

    assert newer.renditions.get().profile.version == 2
    assert newer.renditions.get().loudness_lufs == pytest.approx(-16.0, abs=0.3)
    assert not again.created
    assert Rendition.objects.values().get(pk=old.pk) == before
    assert before["loudness_lufs"] == pytest.approx(-19.0, abs=0.3)


def test_a_rendition_under_the_new_profile_stands_beside_the_old_one(
    asset: Callable[..., Asset], settings: Any
) -> None:
    kept = asset()
    settings.LOA_LOUDNESS_LUFS = -16.0
    set_up()
    newer = ask_for_house(asset=kept, now=NOW)
    assert make(rendition_id=newer.pk, clock=lambda: NOW) is State.READY
    old, new = kept.renditions.order_by("profile__version")
    assert (old.profile.version, new.profile.version) == (1, 2)
    assert old.sha256 != new.sha256
    assert ask_for_house(asset=kept, now=NOW) == newer
