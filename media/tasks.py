"""What the workers run. Each takes ids, makes one call, and may run twice."""

from __future__ import annotations

from django.utils import timezone

from media.actions.make import make
from media.actions.orphans import clear_orphans
from media.actions.renditions import requeue_lost
from media.actions.small import make_next_small
from media.actions.tidy import tidy


def make_rendition(rendition_id: int) -> str:
    return str(make(rendition_id=rendition_id, clock=timezone.now))


def make_small() -> str:
    return str(make_next_small(clock=timezone.now))


def sweep() -> int:
    return requeue_lost(now=timezone.now())


def tidy_up() -> int:
    return tidy(now=timezone.now())


def clear_away_orphans() -> int:
    return clear_orphans(now=timezone.now())
