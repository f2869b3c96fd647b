"""Make one house rendition: probe, measure, encode, check, store, in a worker."""

from __future__ import annotations

import logging
import shutil
import tempfile
import traceback
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files import File
from django.db import transaction

from media.ffmpeg.house import HouseFormat, make_house
from media.ffmpeg.pcm import needs_space
from media.ffmpeg.probe import probe
from media.ffmpeg.refusal import Interrupted, NoSpace, Refused
from media.ffmpeg.runner import Failed
from media.ffmpeg.treatment import PLAIN
from media.models import Asset, Kind, Rendition, Stage, State
from media.reasons import WorkCode
from media.storage import StoreAway, local_path, private_files

from .renditions import LeaseLost, claim, give_back, renew
from .store_turn import store_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from media.ffmpeg.house import House
    from media.ffmpeg.probe import Probe

logger = logging.getLogger(__name__)

RENEW_EVERY = timedelta(seconds=1)


def make(*, rendition_id: int, clock: Callable[[], datetime]) -> State | None:
    """Make the rendition if it can be claimed; return what became of it, or None.

    The file's own fault ends as `refused`, the machine's is tried again. Nothing
    is left half: the house file is stored before the row says it is ready.
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
    renewed_at = clock()

    def progress(stage: str, percent: int) -> None:
        nonlocal renewed_at
        now = clock()
        if now - renewed_at >= RENEW_EVERY or rendition.stage != stage:
            renew(rendition=rendition, stage=stage, percent=percent, now=now)
            rendition.stage, renewed_at = stage, now

    asset = rendition.asset
    with local_path(asset.file_name) as source, _workdir(rendition) as folder:
        progress(Stage.PROBE, 0)
        found = probe(source)
        house = make_house(
            source,
            found=found,
            form=_format(rendition),
            workdir=folder,
            progress=lambda stage, percent: progress(str(stage), percent),
            treatment=rendition.treatment.asked if rendition.treatment else PLAIN,
        )
        renew(rendition=rendition, stage=Stage.STORE, percent=100, now=clock())
        rendition.sha256 = house.sha256
        with house.path.open("rb") as file, needs_space():
            private_files().save(rendition.file_name, File(file))
    _finish(rendition, found, house, clock())


def _format(rendition: Rendition) -> HouseFormat:
    profile = rendition.profile
    return HouseFormat(
        target_lufs=profile.target_lufs,
        peak_dbtp=profile.peak_dbtp,
        bitrate_kbps=profile.bitrate_kbps,
    )


@contextmanager
def _workdir(rendition: Rendition) -> Iterator[Path]:
    """Lend a folder for one attempt, on the store's disk; what a killed attempt left goes first."""
    parent = settings.VAR_DIR / "work"
    parent.mkdir(parents=True, exist_ok=True)
    prefix = f"rendition-{rendition.pk}-"
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as name:
        yield Path(name)


@store_turn()
def _finish(rendition: Rendition, found: Probe, house: House, now: datetime) -> None:
    """Write what was found and made, if the row is still this worker's."""
    if not private_files().exists(rendition.file_name):
        raise Interrupted("the house file lay there as nobody's and was cleared away meanwhile")
    held = Rendition.objects.filter(pk=rendition.pk, lease_token=rendition.lease_token)
    kept = held.update(
        state=State.READY,
        stage="",
        percent=100,
        lease_token=None,
        lease_until=None,
        reason_code="",
        staff_note="",
        sha256=house.sha256,
        size_bytes=house.size_bytes,
        duration=house.duration,
        loudness_lufs=house.loudness_lufs,
        true_peak_dbtp=house.true_peak_dbtp,
        trimmed_start=house.trimmed_start,
        trimmed_end=house.trimmed_end,
        warnings=[{"code": str(w.code), "facts": dict(w.facts)} for w in house.warnings],
        peaks=house.peaks,
        ready_at=now,
    )
    if not kept:
        raise LeaseLost
    if rendition.treatment_id:
        return  # of a part, or of a sound made even, it tells nothing about the original
    original = house.original
    Asset.objects.filter(pk=rendition.asset_id).update(
        kind=Kind(found.kind),
        duration=original.duration,
        loudness_lufs=original.loudness_lufs,
        true_peak_dbtp=original.true_peak_dbtp,
    )


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
    if kept and not rendition.treatment_id:
        Asset.objects.filter(pk=rendition.asset_id).update(
            refused_code=refused.code, refused_facts=facts
        )


def _said(refused: Refused) -> str:
    """Return what stood behind a refusal, the program's own words too: for staff alone."""
    cause = refused.__cause__
    return f"{refused}\n{cause.said}" if isinstance(cause, Failed) else str(refused)
