"""Make one rendition, sound or video: probe, make, check, store, in a worker."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from django.db import transaction

from media.ffmpeg.probe import probe
from media.ffmpeg.refusal import Interrupted, NoSpace, Refused
from media.ffmpeg.runner import Failed
from media.models import Asset, Profile, Rendition, Stage, State
from media.reasons import WorkCode
from media.storage import StoreAway, local_path, store_of

from .attempt import Attempt
from .make_house import make_house
from .make_video import make_video
from .renditions import GaveWay, LeaseLost, claim, give_back
from .store_turn import store_turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from .attempt import Made

logger = logging.getLogger(__name__)


def make(*, rendition_id: int, clock: Callable[[], datetime]) -> State | None:
    """Make the rendition if it can be claimed; return what became of it, or None.

    The file's own fault ends as `refused`, the machine's is tried again. Nothing
    is left half: the house file is stored before the row says it is ready. A small file
    gives way to a house file that waits.
    """
    rendition = claim(rendition_id=rendition_id, now=clock())
    if rendition is None:
        return None
    try:
        _make(rendition, clock)
    except Refused as refused:
        _refuse(rendition, refused)
    except LeaseLost:
        logger.warning("rendition %s was taken over by another worker", rendition_id)
        return None
    except NoSpace as full:
        give_back(
            rendition=rendition, code=WorkCode.NO_SPACE, note=str(full), again=False, now=clock()
        )
    except StoreAway as away:
        give_back(
            rendition=rendition, code=WorkCode.STORE_AWAY, note=str(away), again=False, now=clock()
        )
    except GaveWay as gave_way:
        give_back(
            rendition=rendition,
            code=WorkCode.INTERRUPTED,
            note=str(gave_way),
            again=False,
            now=clock(),
        )
    except Interrupted as broken:
        give_back(
            rendition=rendition,
            code=WorkCode.INTERRUPTED,
            note=str(broken),
            again=True,
            now=clock(),
        )
    except Exception:
        # Whatever it was, the row says so and the next attempt may do better.
        logger.exception("rendition %s failed", rendition_id)
        give_back(
            rendition=rendition,
            code=WorkCode.INTERNAL,
            note=traceback.format_exc(),
            again=True,
            now=clock(),
        )
    rendition.refresh_from_db()
    return State(rendition.state)


def _make(rendition: Rendition, clock: Callable[[], datetime]) -> None:
    attempt = Attempt(rendition, clock)
    asset = rendition.asset
    with local_path(asset.file_name) as source, attempt.workdir() as folder:
        attempt.tell(Stage.PROBE, 0)
        found = probe(source)
        make_one = make_video if rendition.profile.code == Profile.VIDEO else make_house
        made = make_one(attempt, source, found, folder)
    _finish(rendition, made, clock())


@store_turn()
def _finish(rendition: Rendition, made: Made, now: datetime) -> None:
    """Write what was found and made, if the row is still this worker's."""
    for name in filter(None, (rendition.file_name, rendition.poster_name)):
        if not store_of(name).exists(name):
            raise Interrupted(f"{name} lay there as nobody's and was cleared away meanwhile")
    held = Rendition.objects.filter(pk=rendition.pk, lease_token=rendition.lease_token)
    kept = held.update(
        state=State.READY,
        stage="",
        percent=100,
        lease_token=None,
        lease_until=None,
        reason_code="",
        staff_note="",
        sha256=rendition.sha256,
        extension=rendition.extension,
        ready_at=now,
        **made.facts,
    )
    if not kept:
        raise LeaseLost
    if made.of_original:
        Asset.objects.filter(pk=rendition.asset_id).update(**made.of_original)


@transaction.atomic
def _refuse(rendition: Rendition, refused: Refused) -> None:
    facts = dict(refused.facts)
    held = Rendition.objects.filter(pk=rendition.pk, lease_token=rendition.lease_token)
    kept = held.update(
        state=State.REFUSED,
        reason_code=refused.code,
        reason_facts=facts,
        staff_note=_said(refused)[-4000:],
        lease_token=None,
        lease_until=None,
    )
    if kept and not rendition.treatment_id and rendition.profile.code == Profile.HOUSE:
        Asset.objects.filter(pk=rendition.asset_id).update(
            refused_code=refused.code, refused_facts=facts
        )


def _said(refused: Refused) -> str:
    """Return what stood behind a refusal, the program's own words too: for staff alone."""
    cause = refused.__cause__
    return f"{refused}\n{cause.said}" if isinstance(cause, Failed) else str(refused)
