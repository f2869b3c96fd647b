"""Who holds the work on a rendition, told by nothing but the times that are passed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from media.actions.renditions import (
    QUEUED_FOR,
    LeaseLost,
    claim,
    give_back,
    renew,
    requeue_lost,
)
from media.models import Rendition, Stage, State
from media.reasons import WorkCode
from tests.conftest import NOW
from tests.media.leases import INSTANT, LEASE, RAN_OUT, claimed, row

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_claim_counts_the_attempt_before_any_work_and_holds_the_row_for_a_lease(
    waiting: Rendition,
) -> None:
    held = claimed(waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.percent) == (State.WORKING, 1, 0)
    assert waiting.lease_token == held.lease_token is not None
    assert waiting.lease_until == NOW + LEASE


def test_a_row_is_held_to_the_last_instant_of_its_lease(waiting: Rendition) -> None:
    held = claimed(waiting)
    before = row(waiting)
    assert claim(rendition_id=waiting.pk, now=NOW + LEASE) is None
    assert row(waiting) == before
    taken = claimed(waiting, RAN_OUT)
    assert taken.lease_token != held.lease_token
    assert (taken.attempts, taken.lease_until) == (2, RAN_OUT + LEASE)


def test_how_long_a_lease_lasts_is_a_setting(waiting: Rendition, settings: Any) -> None:
    settings.LOA_LEASE_SECONDS = 5
    held = claimed(waiting)
    assert held.lease_until == NOW + timedelta(seconds=5)
    renew(rendition=held, stage=Stage.PROBE, percent=0, now=NOW + timedelta(seconds=1))
    waiting.refresh_from_db()
    assert waiting.lease_until == NOW + timedelta(seconds=6)


def test_a_row_that_does_not_exist_cannot_be_claimed(waiting: Rendition) -> None:
    assert claim(rendition_id=waiting.pk + 1, now=NOW) is None


@pytest.mark.parametrize("state", [State.REFUSED, State.FAILED])
def test_what_is_done_cannot_be_claimed_however_late(state: State, waiting: Rendition) -> None:
    Rendition.objects.update(state=state)
    before = row(waiting)
    assert claim(rendition_id=waiting.pk, now=NOW + timedelta(days=365)) is None
    assert row(waiting) == before


def test_renewing_moves_the_lease_and_shows_how_far_the_work_is(waiting: Rendition) -> None:
    held = claimed(waiting)
    later = NOW + timedelta(seconds=50)
    renew(rendition=held, stage=Stage.ENCODE, percent=42, now=later)
    waiting.refresh_from_db()
    assert (waiting.stage, waiting.percent, waiting.lease_until) == ("encode", 42, later + LEASE)
    assert claim(rendition_id=waiting.pk, now=RAN_OUT) is None


def test_a_worker_whose_row_was_taken_over_can_neither_renew_nor_give_back(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    slow = claimed(waiting)
    claimed(waiting, RAN_OUT)
    before = row(waiting)
    with pytest.raises(LeaseLost):
        renew(rendition=slow, stage=Stage.ENCODE, percent=42, now=RAN_OUT)
    assert asked(give_back, rendition=slow, code="internal", note="", again=True, now=RAN_OUT) == []
    assert row(waiting) == before


def test_a_broken_attempt_waits_with_its_reason_and_is_asked_for_again(
    waiting: Rendition, asked: Callable[..., list[int]]
) -> None:
    held = claimed(waiting)
    later = NOW + timedelta(seconds=5)
    queued = asked(
        give_back, rendition=held, code=WorkCode.INTERRUPTED, note="cut off", again=True, now=later
    )
    waiting.refresh_from_db()
    assert queued == [waiting.pk]
    assert (waiting.state, waiting.reason_code, waiting.staff_note, waiting.asked_at) == (
        State.WAITING,
        WorkCode.INTERRUPTED,
        "cut off",
        later,
    )
    assert (waiting.lease_token, waiting.lease_until) == (None, None)


def test_what_must_not_be_tried_at_once_waits_for_the_sweep_however_often(
    waiting: Rendition, asked: Callable[..., list[int]], settings: Any
) -> None:
    for _ in range(settings.LOA_RENDITION_ATTEMPTS + 1):
        assert (
            asked(
                give_back,
                rendition=claimed(waiting),
                code=WorkCode.NO_SPACE,
                note="full",
                again=False,
                now=NOW,
            )
            == []
        )
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.WAITING, WorkCode.NO_SPACE)
    assert waiting.attempts == 0
    assert asked(requeue_lost, now=NOW + QUEUED_FOR) == []
    assert asked(requeue_lost, now=NOW + QUEUED_FOR + INSTANT) == [waiting.pk]


def test_the_last_attempt_fails_with_its_reason_and_is_not_asked_for_again(
    waiting: Rendition, asked: Callable[..., list[int]], settings: Any
) -> None:
    settings.LOA_RENDITION_ATTEMPTS = 2
    for expected in ([waiting.pk], []):
        held = claimed(waiting)
        queued = asked(
            give_back, rendition=held, code=WorkCode.INTERNAL, note="oh", again=True, now=NOW
        )
        assert queued == expected
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code, waiting.attempts) == (
        State.FAILED,
        WorkCode.INTERNAL,
        2,
    )


def test_work_that_was_interrupted_too_often_promises_no_further_attempt(
    waiting: Rendition, settings: Any
) -> None:
    settings.LOA_RENDITION_ATTEMPTS = 1
    give_back(rendition=claimed(waiting), code="interrupted", note="", again=True, now=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.FAILED, WorkCode.WORKER_DIED)


def test_a_long_note_keeps_its_end_where_the_error_stands(waiting: Rendition) -> None:
    held = claimed(waiting)
    give_back(rendition=held, code="internal", note="x" * 9999 + "!", again=False, now=NOW)
    waiting.refresh_from_db()
    assert waiting.staff_note == "x" * 3999 + "!"


def test_a_worker_that_died_in_the_last_attempt_leaves_a_row_that_says_so(
    waiting: Rendition, settings: Any
) -> None:
    now = NOW
    for attempt in range(1, settings.LOA_RENDITION_ATTEMPTS + 1):
        assert claimed(waiting, now).attempts == attempt
        now += LEASE + INSTANT
    assert claim(rendition_id=waiting.pk, now=now) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.FAILED, WorkCode.WORKER_DIED)
    assert (waiting.lease_token, waiting.lease_until) == (None, None)
    assert waiting.attempts == settings.LOA_RENDITION_ATTEMPTS


def test_a_death_is_the_reason_even_where_an_earlier_attempt_left_another(
    waiting: Rendition, settings: Any
) -> None:
    settings.LOA_RENDITION_ATTEMPTS = 2
    give_back(rendition=claimed(waiting), code="internal", note="oh", again=True, now=NOW)
    claimed(waiting)
    assert claim(rendition_id=waiting.pk, now=RAN_OUT) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.FAILED, WorkCode.WORKER_DIED)
