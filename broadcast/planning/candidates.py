"""Cleared items as the planner takes them: read from the clearance, never from the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_duration

from broadcast.planner.candidate import Candidate, Daypart, Priority
from broadcast.planner.station import Medium
from cms.models import KINDS, Area, Clearance, Convention, Language, Theme
from cms.models.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

KIND_MODELS = {kind._meta.model_name: kind for kind in KINDS}  # noqa: SLF001 - Django's API


class Codes:
    """The codes behind the primary keys that a revision's content holds, loaded once."""

    def __init__(self) -> None:
        self.themes = dict(Theme.objects.values_list("pk", "code"))
        self.conventions = dict(Convention.objects.values_list("pk", "code"))
        self.languages = dict(Language.objects.values_list("pk", "code"))


def cleared_between(first: datetime, last: datetime) -> list[Clearance]:
    """Return the clearances that may air at some moment from `first` up to `last`."""
    return list(
        Clearance.objects.airable_during(first, last)
        .select_related("rendition", "video", "item__content_type")
        .order_by("item_id")
    )


def candidates(clearances: Iterable[Clearance]) -> list[Candidate]:
    """Return the planner's candidates, by the ids of their items as text."""
    rows = list(clearances)
    codes = Codes()
    wanted = {pk for row in rows for pk in row.content.get("areas", [])}
    areas = dict(Area.objects.filter(pk__in=wanted).values_list("pk", "code"))
    return _numbered_once(_candidate(row, codes, areas) for row in rows)


def _candidate(clearance: Clearance, codes: Codes, areas: dict[int, str]) -> Candidate:
    content = clearance.content
    kind = clearance.item.content_type.model
    model = KIND_MODELS[kind]
    duration, every = clearance.duration, _interval(content)
    assert duration is not None  # noqa: S101 - airable means there is a file, and it is ready
    return Candidate(
        id=str(clearance.item_id),
        duration=duration,
        kind=kind,
        language=codes.languages[content["language"]],
        cleared_on=timezone.localdate(clearance.cleared_at),
        themes=frozenset(codes.themes[pk] for pk in content.get("themes", [])),
        conventions=frozenset(codes.conventions[pk] for pk in content.get("conventions", [])),
        levels=frozenset(clearance.levels),
        areas=frozenset(areas[pk] for pk in content.get("areas", [])),
        # A television station airs pictures; of a video, radio airs the sound.
        media=frozenset() if clearance.video_id else frozenset({Medium.RADIO}),
        # Versions of one piece name the original; the original is named by itself.
        work=str(content.get("version_of") or clearance.item_id),
        author=content.get("author") or None,
        body=str(content["supplying_body"]) if content.get("supplying_body") else None,
        # What repeats takes no turn among episodes.
        serial=None if every else folded(content.get("serial") or "").strip() or None,
        episode=0 if every else content.get("episode") or 0,
        airable_from=clearance.air_from,
        airable_until=clearance.air_until,
        dayparts=frozenset(
            Daypart(time.fromisoformat(begins), time.fromisoformat(ends))
            for begins, ends in content.get("dayparts", [])
        ),
        priority=Priority(content.get("priority", Priority.NORMAL)),
        deadline=_moment(content.get("deadline")),
        separation_days=_or(content.get("separation_days"), model.SEPARATION_DAYS),
        most_airings=_most_airings(content, None if every else model.MOST_AIRINGS),
        repeat_every=every,
    )


def _most_airings(content: dict[str, Any], usual: int | None) -> int | None:
    """Return the smaller of what the item says, or is usual for its kind, and its licence."""
    said = content.get("most_airings")
    bounds = (usual if said is None else said, content.get("licence_airings"))
    return min((bound for bound in bounds if bound is not None), default=None)


def _interval(content: dict[str, Any]) -> timedelta | None:
    """Return how often a bulletin repeats: an urgent one, as the editor asks too."""
    text = content.get("repeat_every")
    every = parse_duration(text) if text else None
    return every if every and content.get("priority") == Priority.URGENT else None


def _numbered_once(found: Iterable[Candidate]) -> list[Candidate]:
    """Take an episode whose number another item has already for no episode: it airs as others do.

    Two people may give two items one number at the same time; that must not stop planning.
    """
    taken: set[tuple[str, str, int]] = set()
    kept: list[Candidate] = []
    for each in found:
        episode = each
        if each.serial is not None:
            key = (each.serial, each.language, each.episode)
            if key in taken:
                episode = replace(each, serial=None, episode=0)
            taken.add(key)
        kept.append(episode)
    return kept


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _or(value: Any, default: int) -> int:
    return default if value is None else int(value)
