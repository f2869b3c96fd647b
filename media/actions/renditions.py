"""Renditions from asked for to ready: who holds the work, what became of it.

A worker claims the row with a token and a lease and renews the lease while it
works. Whatever happens to the worker, the row says what is true: a lease that ran
out is claimed anew by the sweep, attempts are counted before the work, and the
last one that fails leaves its reason. Every task here may run twice.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

from media.models import Asset, Profile, Rendition, State
from media.reasons import WorkCode

if TYPE_CHECKING:
    from datetime import datetime

# A row that waits this long has lost its place in the queue.
QUEUED_FOR = timedelta(minutes=3)
_QUEUED = ("pk", "profile__code")


class LeaseLost(Exception):
    """Raised in a worker whose row another worker has taken over."""


class GaveWay(Exception):
    """Raised in a worker whose work can wait, where other work cannot."""


class NotRetriable(Exception):
    """Raised where a rendition is ready, refused or being made."""


def lease() -> timedelta:
    """Return how long a worker may be silent before its row is another's to take."""
    return timedelta(seconds=settings.LOA_LEASE_SECONDS)


def ask_for_house(*, asset: Asset, now: datetime) -> Rendition:
    """Ask for the asset's house rendition under the current profile and treatment, once."""
    return _ask(asset, Profile.HOUSE, now)


def ask_for_video(*, asset: Asset, now: datetime) -> Rendition:
    """Ask for the asset's house video, likewise: it has its own queue, beside the sound's."""
    return _ask(asset, Profile.VIDEO, now)


def _ask(asset: Asset, code: str, now: datetime) -> Rendition:
    profile = Profile.objects.filter(code=code).order_by("-version").first()
    if profile is None:
        raise Profile.DoesNotExist(f"no {code} profile: run `manage.py set_up`")
    rendition, created = Rendition.objects.get_or_create(
        asset=asset, profile=profile, treatment=asset.treatment, defaults={"asked_at": now}
    )
    if created:
        enqueue(rendition.pk, code)
    return rendition


def house_file_waits() -> bool:
    """Whether sound that was asked for is still to be begun."""
    return Rendition.objects.filter(state=State.WAITING, profile__code=Profile.HOUSE).exists()


def enqueue(rendition_id: int, profile_code: str) -> None:
    """Put the work in its queue once the surrounding transaction commits.

    If the queue will not take it, the row stands all the same and the sweep asks anew.
    A task's own time-out holds in whichever cluster runs it.
    """
    options: dict[str, Any] = {}
    if profile_code == Profile.VIDEO:
        options = {
            "cluster": settings.LOA_VIDEO_QUEUE or None,
            "timeout": settings.LOA_VIDEO_TIMEOUT_SECONDS,
        }
    transaction.on_commit(
        lambda: async_task("media.tasks.make_rendition", rendition_id, **options), robust=True
    )


def claim(*, rendition_id: int, now: datetime) -> Rendition | None:
    """Take the row for one attempt, or return None where it is done or held.

    An attempt is counted before the work: a file that kills its worker every time
    ends as `failed` when its attempts are used up.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        rows = Rendition.objects.select_for_update(of=("self",)).select_related("profile")
        row = rows.filter(pk=rendition_id).claimable(now).first()
        if row is None or (row.profile.code == Profile.VIDEO and not _video_has_room(now)):
            return None
        if row.attempts >= settings.LOA_RENDITION_ATTEMPTS:
            row.state = State.FAILED
            row.reason_code = WorkCode.WORKER_DIED
            row.lease_token = row.lease_until = None
            row.save()
            return None
        row.state = State.WORKING
        row.attempts += 1
        row.stage = ""
        row.percent = 0
        row.lease_token = token
        row.lease_until = now + lease()
        row.save()
    return row


def _video_has_room(now: datetime) -> bool:
    """Whether one more video may be made; the profiles' rows are the lock between workers."""
    videos = Profile.objects.select_for_update(no_key=True).filter(code=Profile.VIDEO)
    held = Rendition.objects.held(now).filter(profile__in=[video.pk for video in videos])
    return held.count() < settings.LOA_VIDEOS_AT_ONCE


def renew(*, rendition: Rendition, stage: str, percent: int, now: datetime) -> None:
    """Keep hold of the row and show the progress. Raise `LeaseLost` where it is another's."""
    kept = Rendition.objects.filter(pk=rendition.pk, lease_token=rendition.lease_token).update(
        stage=stage, percent=percent, lease_until=now + lease()
    )
    if not kept:
        raise LeaseLost


def give_back(*, rendition: Rendition, code: str, note: str, again: bool, now: datetime) -> None:
    """End an attempt that the machine broke: wait for the next, or fail with the reason.

    Not to be tried `again` at once, it says nothing about the work: it does not count
    as an attempt and the row waits for the sweep.
    """
    used_up = again and rendition.attempts >= settings.LOA_RENDITION_ATTEMPTS
    if used_up and code == WorkCode.INTERRUPTED:
        code = WorkCode.WORKER_DIED  # nobody tries again now
    with transaction.atomic():
        held = Rendition.objects.filter(pk=rendition.pk, lease_token=rendition.lease_token)
        kept = held.update(
            state=State.FAILED if used_up else State.WAITING,
            attempts=rendition.attempts if again else rendition.attempts - 1,
            reason_code=code,
            staff_note=note[-4000:],
            lease_token=None,
            lease_until=None,
            asked_at=now,
        )
        if kept and again and not used_up:
            enqueue(rendition.pk, rendition.profile.code)


@transaction.atomic
def retry(*, rendition: Rendition, now: datetime) -> None:
    """Start a failed rendition over with all its attempts. Raise `NotRetriable` for any other."""
    again = Rendition.objects.filter(pk=rendition.pk, state=State.FAILED).update(
        state=State.WAITING,
        attempts=0,
        percent=0,
        stage="",
        reason_code="",
        staff_note="",
        asked_at=now,
    )
    if not again:
        raise NotRetriable
    enqueue(rendition.pk, rendition.profile.code)


def requeue_lost(*, now: datetime) -> int:
    """Put back in the queue what a dead worker left or the queue lost; return how many.

    A video that waits while another is made has not been lost: it may take hours. Small
    files do not stand in the queue: `media.actions.small` finds its own.
    """
    with transaction.atomic():
        rows = Rendition.objects.select_for_update(of=("self",))
        rows = rows.exclude(profile__code=Profile.SMALL)
        lost = dict(rows.filter(state=State.WORKING, lease_until__lt=now).values_list(*_QUEUED))
        forgotten = rows.filter(state=State.WAITING, asked_at__lt=now - QUEUED_FOR)
        if not _video_has_room(now):
            forgotten = forgotten.exclude(profile__code=Profile.VIDEO)
        pks = lost | dict(forgotten.values_list(*_QUEUED))
        Rendition.objects.filter(pk__in=lost).update(
            state=State.WAITING,
            reason_code=WorkCode.INTERRUPTED,
            lease_token=None,
            lease_until=None,
        )
        # Asked anew, so that the next sweep leaves it its time in the queue.
        Rendition.objects.filter(pk__in=pks).update(asked_at=now)
        for pk, code in pks.items():
            enqueue(pk, code)
    return len(pks)
