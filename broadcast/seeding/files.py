"""The demo's sound through the gate any upload goes through: works, idents, filler."""

from __future__ import annotations

import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.db import connections
from django.db.models import Q
from django.utils import timezone

from broadcast.demo import recordings
from broadcast.demo.places import PLACES
from broadcast.demo.slides import video_arguments
from broadcast.demo.works import WORKS
from broadcast.models import Station
from media.actions.make import make
from media.actions.receive import receive
from media.ffmpeg.runner import capture
from media.ffmpeg.sandbox import Limits
from media.ffmpeg.wav import decode_to_wav
from media.idents import compose_ident
from media.models import Profile, Rendition, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from broadcast.demo.works.work import Work
    from cms.accounts.models import User
    from media.models import Asset

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_RENDER = Limits(
    cpu=timedelta(minutes=2),
    wall=timedelta(minutes=4),
    memory_bytes=2 << 30,
    written_bytes=64 << 20,
)


def seed_recordings(
    people: dict[str, User], author_of: Callable[[Work], str], now: datetime
) -> dict[str, Asset]:
    """Take in every work's recording; return the assets by the works' keys."""
    assets = {}
    with tempfile.TemporaryDirectory(prefix="loa-demo-") as name:
        for work in WORKS:
            source = recordings.recording_of(work)
            if source is None:
                continue
            if work.slides:
                source = _render(work, source, Path(name))
            assets[work.key] = receive(
                source=source,
                name=source.name,
                by=people[author_of(work)],
                now=now,
                title=work.title,
            ).asset
    receive(
        source=recordings.FILLER,
        name=recordings.FILLER.name,
        by=people["hoa"],
        now=now,
        title=recordings.FILLER_TITLE,
    )
    return assets


def _render(work: Work, sound: Path, folder: Path) -> Path:
    target = folder / f"{work.key}.mp4"
    capture(
        video_arguments(work, sound, target, font=FONT if FONT.exists() else None),
        _RENDER,
        most_bytes=1 << 16,
    )
    return target


def seed_idents(people: dict[str, User], now: datetime) -> None:
    """Give every station without an ident one made of our sting and its spoken name."""
    waiting = {s.code: s for s in Station.objects.filter(ident=None)}
    with tempfile.TemporaryDirectory(prefix="loa-demo-") as name:
        for place in PLACES:
            station = waiting.get(place.code)
            if station is None:
                continue
            spoken, ident = Path(name) / "name.wav", Path(name) / f"dai-hieu-{place.code}.wav"
            decode_to_wav(recordings.station_name_of(place), spoken, longest=timedelta(seconds=20))
            compose_ident(spoken=spoken, target=ident)
            station.ident = receive(
                source=ident,
                name=ident.name,
                by=people["hoa"],
                now=now,
                title=f"Đài hiệu {station.name}",
            ).asset
            station.save(update_fields=["ident"])


def finish_renditions(tell: Callable[[int, int], None]) -> None:
    """Make every rendition that waits, two at a time; `tell` hears how many of how many.

    The worker would do the same in its own time; a visitor should not wait for it.
    """
    # A video is asked for while its sound is made, and made one at a time.
    video = Q(profile__code=Profile.VIDEO)
    for profile, workers in ((~video, 2), (video, 1)):
        waiting = Rendition.objects.filter(profile, state=State.WAITING)
        _make_all(list(waiting.values_list("pk", flat=True)), tell, workers)


def _make_all(waiting: list[int], tell: Callable[[int, int], None], workers: int) -> None:
    if not waiting:
        return
    connections.close_all()
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=django.setup,
    ) as pool:
        jobs = [pool.submit(_make, pk) for pk in waiting]
        for done, job in enumerate(as_completed(jobs), start=1):
            job.result()
            tell(done, len(waiting))


def _make(rendition_id: int) -> None:
    make(rendition_id=rendition_id, clock=timezone.now)
