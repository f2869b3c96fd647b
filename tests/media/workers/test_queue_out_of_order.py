"""An upload whose task the queue will not take: kept, and asked for anew by the sweep."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ

from media.actions.receive import receive
from media.actions.renditions import requeue_lost, retry
from media.models import Rendition, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("db")


def rename(before: str, after: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")


@contextmanager
def queue_out_of_order() -> Iterator[None]:
    """Take the queue's table away for the length of the block."""
    rename("django_q_ormq", "django_q_ormq_away")
    try:
        yield
    finally:
        rename("django_q_ormq_away", "django_q_ormq")


def test_an_upload_is_kept_though_the_queue_will_not_take_its_task(
    tone: Callable[..., Path],
) -> None:
    now = timezone.now()
    with queue_out_of_order():
        received = receive(source=tone(440), name="a.wav", by=None, now=now)
    assert received.created
    assert Rendition.objects.get().state == State.WAITING
    assert OrmQ.objects.count() == 0
    assert requeue_lost(now=now + timedelta(minutes=4)) == 1
    assert OrmQ.objects.count() == 1


def test_a_second_try_is_written_down_though_the_queue_will_not_take_it(
    tone: Callable[..., Path],
) -> None:
    now = timezone.now()
    receive(source=tone(440), name="a.wav", by=None, now=now)
    Rendition.objects.update(state=State.FAILED)
    with queue_out_of_order():
        retry(rendition=Rendition.objects.get(), now=now)
    assert Rendition.objects.get().state == State.WAITING
