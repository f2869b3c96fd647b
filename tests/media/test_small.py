"""Small files for metered lines: made when nothing waits, as long as the house file they mirror."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_q.models import OrmQ, Schedule

from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import QUEUED_FOR, claim, requeue_lost
from media.actions.set_up import set_up
from media.actions.small import make_next_small
from media.actions.treat import treat
from media.ffmpeg.treatment import Treatment
from media.models import Asset, Profile, Rendition, State
from media.storage import private_files
from tests.conftest import NOW
from tests.media.leases import RAN_OUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from cms.accounts.models import User


def now() -> datetime:
    return NOW


def small_of(asset: Asset) -> Rendition:
    return asset.renditions.get(profile__code=Profile.SMALL)


def received(path: Path) -> Rendition:
    return receive(source=path, name=path.name, by=None, now=NOW).asset.renditions.get()


def test_a_small_file_is_the_house_file_in_fewer_bytes(asset: Callable[..., Asset]) -> None:
    whole = asset()
    house, before = whole.renditions.get(), Asset.objects.values().get()

    assert make_next_small(clock=now) is State.READY

    small = small_of(whole)
    frames = (house.duration or timedelta()) // timedelta(milliseconds=24)
    assert (small.duration, small.size_bytes) == (house.duration, frames * 144)
    assert small.loudness_lufs == pytest.approx(-19, abs=0.3)
    assert (small.true_peak_dbtp or 0) <= -1
    with private_files().open(small.file_name) as file:
        data = file.read()
    assert {data[at : at + 4] for at in range(0, len(data), 144)} == {b"\xff\xfb\x34\xc4"}
    assert Asset.objects.values().get() == before
    assert list(Rendition.objects.house()) == [house]


def test_every_house_file_gets_one_the_newest_first_and_then_there_is_nothing_to_do(
    asset: Callable[..., Asset],
) -> None:
    older, newer = asset(440), asset(550)
    OrmQ.objects.all().delete()
    assert make_next_small(clock=now) is State.READY
    assert small_of(newer).state == State.READY
    assert not older.renditions.filter(profile__code=Profile.SMALL).exists()
    assert [task.task["func"] for task in OrmQ.objects.all()] == ["media.tasks.make_small"]
    assert make_next_small(clock=now) is State.READY
    assert small_of(older).state == State.READY
    assert make_next_small(clock=now) is None


def test_nothing_is_made_while_a_house_file_waits(
    asset: Callable[..., Asset], tone: Callable[..., Path]
) -> None:
    asset(440)
    waiting = received(tone(550))
    assert make_next_small(clock=now) is None
    make(rendition_id=waiting.pk, clock=now)
    assert make_next_small(clock=now) is State.READY


def test_one_is_made_at_a_time_and_what_a_dead_worker_left_comes_first(
    asset: Callable[..., Asset],
) -> None:
    first, second = asset(440), asset(550)
    small = Profile.objects.get(code=Profile.SMALL)
    held = Rendition.objects.create(asset=first, profile=small, asked_at=NOW)
    assert claim(rendition_id=held.pk, now=NOW) is not None
    assert make_next_small(clock=now) is None
    assert make_next_small(clock=lambda: RAN_OUT) is State.READY
    assert small_of(first).state == State.READY
    assert not second.renditions.filter(profile=small).exists()


def test_it_gives_way_to_a_house_file_that_comes_meanwhile_and_is_made_later(
    asset: Callable[..., Asset], tone: Callable[..., Path]
) -> None:
    first, readings = asset(440), 0

    def clock() -> datetime:
        nonlocal readings
        readings += 1
        if readings == 4:
            received(tone(550))
        return NOW

    assert make_next_small(clock=clock) is State.WAITING
    small = small_of(first)
    assert (small.state, small.attempts, small.sha256) == (State.WAITING, 0, "")
    house = Rendition.objects.get(state=State.WAITING, profile__code=Profile.HOUSE)
    make(rendition_id=house.pk, clock=now)
    assert make_next_small(clock=now) is State.READY
    assert small_of(first).state == State.READY


def test_a_part_that_an_editor_chose_has_its_own(asset: Callable[..., Asset], lan: User) -> None:
    whole = asset()
    make_next_small(clock=now)
    half = timedelta(milliseconds=500)
    house = treat(asset=whole, choice=Treatment(cue_out=half), by=lan, now=NOW)
    assert make(rendition_id=house.pk, clock=now) is State.READY
    house.refresh_from_db()

    assert make_next_small(clock=now) is State.READY
    part = whole.renditions.get(profile__code=Profile.SMALL, treatment=house.treatment)
    assert part.duration == house.duration
    assert make_next_small(clock=now) is None


def test_the_sweep_leaves_small_files_to_their_own_turn(
    asset: Callable[..., Asset], asked: Callable[..., list[int]]
) -> None:
    small = Profile.objects.get(code=Profile.SMALL)
    Rendition.objects.create(asset=asset(), profile=small, asked_at=NOW)
    assert asked(requeue_lost, now=NOW + 2 * QUEUED_FOR) == []


def test_a_site_can_do_without(asset: Callable[..., Asset], settings: Any) -> None:
    settings.LOA_SMALL_KBPS = 0
    set_up()
    asset()
    assert make_next_small(clock=now) is None


def test_another_bit_rate_is_the_next_version_and_makes_them_anew(
    asset: Callable[..., Asset], settings: Any
) -> None:
    whole = asset()
    make_next_small(clock=now)
    settings.LOA_SMALL_KBPS = 56
    set_up()
    assert make_next_small(clock=now) is State.READY
    old, new = whole.renditions.filter(profile__code=Profile.SMALL).order_by("profile__version")
    assert (old.profile.bitrate_kbps, new.profile.bitrate_kbps) == (48, 56)
    assert old.duration == new.duration


def test_a_bit_rate_without_room_for_a_header_is_refused(loa: None, settings: Any) -> None:
    settings.LOA_SMALL_KBPS = 32
    with pytest.raises(ImproperlyConfigured):
        set_up()


def test_the_turn_of_small_files_comes_every_minute_for_ever(loa: None) -> None:
    turn = Schedule.objects.get(func="media.tasks.make_small")
    assert (turn.schedule_type, turn.minutes, turn.repeats) == (Schedule.MINUTES, 1, -1)
