"""Work that a dead worker left or the queue lost comes back; failed work when a person asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import F

from media.actions.renditions import (
    QUEUED_FOR,
    NotRetriable,
    give_back,
    renew,
    requeue_lost,
    retry,
)
from media.models import Rendition, Stage, State
from media.reasons import WorkCode
from tests.conftest import NOW
from tests.media.leases import INSTANT, LEASE, RAN_OUT, claimed, row

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_sweep_leaves_alone_what_is_held_or_newly_asked_for(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    assert asked(requeue_lost, now=NOW + QUEUED_FOR) == []
    claimed(waiting)
    before = row(waiting)
    assert asked(requeue_lost, now=NOW + LEASE) == []
    assert row(waiting) == before


def test_the_sweep_brings_back_what_a_dead_worker_left_and_the_row_says_so(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    held = claimed(waiting)
    renew(rendition=held, stage=Stage.ENCODE, percent=42, now=NOW)
    assert asked(requeue_lost, now=RAN_OUT) == [waiting.pk]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.WAITING, WorkCode.INTERRUPTED)
    assert claimed(waiting, RAN_OUT).attempts == 2


def test_the_sweep_asks_once_for_a_lost_row_and_gives_it_its_time_in_the_queue(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    claimed(waiting)
    assert asked(requeue_lost, now=RAN_OUT) == [waiting.pk]
    assert asked(requeue_lost, now=RAN_OUT + QUEUED_FOR) == []
    assert asked(requeue_lost, now=RAN_OUT + QUEUED_FOR + INSTANT) == [waiting.pk]


def test_the_sweep_asks_anew_for_what_the_queue_lost(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    late = NOW + QUEUED_FOR + INSTANT
    assert asked(requeue_lost, now=late) == [waiting.pk]
    assert asked(requeue_lost, now=late + timedelta(minutes=1)) == []
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.reason_code) == (0, "")


def test_the_sweep_says_how_many_it_brought_back(waiting: Rendition) -> None:
    assert requeue_lost(now=NOW) == 0
    claimed(waiting)
    assert requeue_lost(now=RAN_OUT) == 1


def test_a_failed_rendition_starts_over_with_all_its_attempts(
    waiting: Rendition, asked: Callable[..., list[int]], settings: Any
) -> None:
    settings.LOA_RENDITION_ATTEMPTS = 1
    give_back(rendition=claimed(waiting), code="internal", note="oh", again=True, now=NOW)
    later = NOW + timedelta(hours=1)
    assert asked(retry, rendition=waiting, now=later) == [waiting.pk]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.reason_code, waiting.staff_note) == (
        State.WAITING,
        0,
        "",
        "",
    )
    assert waiting.asked_at == later


@pytest.mark.parametrize("state", [State.WAITING, State.WORKING, State.REFUSED, State.READY])
def test_only_what_failed_can_be_tried_again(
    state: State, waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    Rendition.objects.update(state=state, sha256="a" * 64, ready_at=F("asked_at"))
    before = row(waiting)
    with pytest.raises(NotRetriable):
        retry(rendition=waiting, now=NOW)
    assert row(waiting) == before
    assert asked(requeue_lost, now=NOW) == []
