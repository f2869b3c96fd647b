"""Make the small files for metered lines: when nothing else waits, one at a time.

A small file is made like the house file it stands beside, from the same original under the
same treatment, at a lower bit rate; so it is as long to the frame. Nobody asks for one:
whatever has a house file gets its small file too, the newest first. It never stands in the
queue before a house file, and gives way to one that comes while it is being made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django_q.tasks import async_task

from media.models import Profile, Rendition, State

from .make import make
from .renditions import house_file_waits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from media.models import RenditionQuerySet


def make_next_small(*, clock: Callable[[], datetime]) -> State | None:
    """Make one small file, and ask for the next; return what became of it, None for nothing.

    Nothing is made while a house file waits or another small one is being made.
    """
    rendition_id = _next(now=clock())
    if rendition_id is None:
        return None
    became = make(rendition_id=rendition_id, clock=clock)
    if became is State.READY:
        async_task("media.tasks.make_small")
    return became


def small_files_due(*, assets: Collection[int]) -> set[int]:
    """Return those of `assets` whose small file is still to be made, or is being made."""
    profile = _profile()
    if profile is None:
        return set()
    begun = Rendition.objects.filter(profile=profile, state__in=(State.WAITING, State.WORKING))
    return {
        asset
        for rows in (begun, _without_small(profile))
        for asset in rows.filter(asset__in=assets).order_by().values_list("asset", flat=True)
    }


def _profile() -> Profile | None:
    """Return what small files are made under, None where none are made."""
    if not settings.LOA_SMALL_KBPS:
        return None
    return Profile.objects.filter(code=Profile.SMALL).order_by("-version").first()


def _next(*, now: datetime) -> int | None:
    """Return the small file to work on, its row made where it is missing."""
    profile = _profile()
    if profile is None or house_file_waits():
        return None
    small = Rendition.objects.filter(profile__code=Profile.SMALL)
    if small.filter(state=State.WORKING, lease_until__gte=now).exists():
        return None
    begun = small.claimable(now).order_by("-pk").values_list("pk", flat=True).first()
    if begun is not None:
        return begun
    house = _without_small(profile).first()
    if house is None:
        return None
    row, _created = Rendition.objects.get_or_create(
        asset=house.asset,
        profile=profile,
        treatment=house.treatment,
        defaults={"asked_at": now},
    )
    return row.pk


def _without_small(profile: Profile) -> RenditionQuerySet:
    """Keep ready house files of the loudness of `profile` that have no small one yet."""
    small = Rendition.objects.filter(asset=OuterRef("asset"), profile=profile)
    as_received = Q(treatment__isnull=True) & ~Exists(small.filter(treatment__isnull=True))
    treated = Q(treatment__isnull=False) & ~Exists(small.filter(treatment=OuterRef("treatment")))
    return (
        Rendition.objects.ready()
        .house()
        .filter(as_received | treated, profile__target_lufs=profile.target_lufs)
        .filter(profile__pipeline=profile.pipeline)
        .select_related("asset", "treatment")
        .order_by("-pk")
    )
