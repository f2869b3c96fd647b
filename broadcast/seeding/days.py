"""Four weeks of the demo's air: planned, partly released, and the past of it told by stations.

Each step is taken by the action people use, at the moment they would have: a day is
released the evening before and confirmed after it aired.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zlib import crc32

from django.utils import timezone

from broadcast.actions.as_run import record_as_run
from broadcast.actions.filler import choose_filler
from broadcast.actions.plan import plan_days
from broadcast.actions.release import release_playlist
from broadcast.actions.slots import open_slots
from broadcast.actions.urgent import insert_urgent
from broadcast.demo import recordings
from broadcast.models import AsRun, FillerMusic, Outcome, Placement, Playlist, Slot, Station
from cms.models import Clearance, Priority
from media.models import Asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cms.accounts.models import User

    Tell = Callable[[int, int], None]

DAYS_BEHIND = 7
DAYS_AHEAD = 20
RELEASED_AT = time(20)
SEED = 1
_DAY = timedelta(days=1)
_NAMESPACE = UUID("6f0e1f6e-0c0f-4c7e-9a53-58c6a1b7d001")
# In a hundred station-days: this many told in time, the next told late, told of a slot
# that did not air, told of one that aired in part; the rest have said nothing.
IN_TIME, LATE, NOT_AIRED, PARTLY = 72, 82, 88, 94
NOT_AIRED_REASON = "Mất điện cả xã từ 16 giờ 40"
PARTLY_REASON = "Máy tăng âm hỏng giữa buổi, phát được nửa đầu"


def seed_days(*, people: dict[str, User], now: datetime, tell: Tell) -> None:
    """Plan, release and confirm what is missing around today; what stands is left alone."""
    today = timezone.localdate(now)
    scheduler = people["hoa"]
    music = Asset.objects.filter(title=recordings.FILLER_TITLE).first()
    if music is not None and FillerMusic.objects.current() is None:
        choose_filler(asset=music, by=scheduler, now=now)
    _plan(today - DAYS_BEHIND * _DAY, today + DAYS_AHEAD * _DAY, now)
    _release(today, scheduler, now, tell)
    _confirm(today, now)


def _plan(first: date, last: date, now: datetime) -> None:
    """Plan from the first day that is not planned yet, as if two days before it."""
    open_slots(first=first, last=last, now=now)
    waiting = Slot.objects.on_air().of_days(first, last).filter(planned_at=None)
    begin = waiting.order_by("day").values_list("day", flat=True).first()
    if begin is not None:
        before = min(now, _at(begin - 2 * _DAY, time(12)))
        plan_days(first=begin, last=last, seed=SEED, now=before)


def _release(today: date, by: User, now: datetime, tell: Tell) -> None:
    wanted = [
        (station, today + offset * _DAY)
        for offset in range(-DAYS_BEHIND, 2)
        for station in Station.objects.active().order_by("area__path")
    ]
    on_air = set(Slot.objects.on_air().values_list("station", "day").distinct())
    there = set(
        Playlist.objects.filter(day__gte=today - DAYS_BEHIND * _DAY).values_list("station", "day")
    )
    missing = [(station, day) for station, day in wanted if (station.pk, day) in on_air - there]
    for done, (station, day) in enumerate(missing, start=1):
        evening = min(now, _at(day - _DAY, RELEASED_AT))
        release_playlist(station=station, day=day, by=by, now=evening)
        tell(done, len(missing))


def insert_warnings(*, people: dict[str, User], now: datetime) -> None:
    """Let the stations a warning is for air it, as an edition of their own."""
    placed = Placement.objects.exclude(clearance=None).values("clearance")
    urgent = Clearance.objects.airable(now).filter(content__priority=Priority.URGENT)
    for clearance in urgent.exclude(pk__in=placed):
        areas = clearance.item.areas.all()
        stations = [
            station
            for station in Station.objects.active().select_related("area")
            if any(station.area.path.startswith(area.path) for area in areas)
        ]
        insert_urgent(clearance=clearance, stations=stations, by=people["hoa"], now=now)


def _confirm(today: date, now: datetime) -> None:
    past = (
        Playlist.objects.newest()
        .filter(day__range=(today - DAYS_BEHIND * _DAY, today))
        .exclude(pk__in=AsRun.objects.values("playlist"))
        .select_related("station")
    )
    operators = {
        station.pk: station.operators.first()
        for station in Station.objects.prefetch_related("operators")
    }
    for playlist in past:
        by = operators[playlist.station_id]
        if by is not None:
            for slot, outcome, reason, said_at in _told(playlist, now):
                record_as_run(
                    key=uuid5(_NAMESPACE, f"{slot.pk}"),
                    station=playlist.station,
                    slot=slot,
                    playlist=playlist,
                    position=None,
                    outcome=outcome,
                    reason=reason,
                    started_at=slot.starts_at,
                    ended_at=None if outcome is Outcome.NOT_AIRED else _ended(slot, outcome),
                    by=by,
                    token=None,
                    now=said_at,
                )


def _told(playlist: Playlist, now: datetime) -> Iterator[tuple[Slot, Outcome, str, datetime]]:
    """Yield what the station says of the day's slots that are over, and when it says so."""
    lot = crc32(f"{playlist.station.code} {playlist.day}".encode()) % 100
    if lot >= PARTLY:
        return
    slots = Slot.objects.filter(station=playlist.station_id, day=playlist.day).on_air()
    for slot in slots.filter(ends_at__lte=now).order_by("starts_at"):
        outcome, reason = Outcome.AIRED, ""
        evening = timezone.localtime(slot.starts_at).hour >= 12  # noqa: PLR2004 - noon
        if evening and lot >= NOT_AIRED:
            outcome, reason = Outcome.PARTLY, PARTLY_REASON
        elif evening and lot >= LATE:
            outcome, reason = Outcome.NOT_AIRED, NOT_AIRED_REASON
        waited = timedelta(minutes=5 + lot % 40)
        if IN_TIME <= lot < LATE:
            waited = timedelta(hours=26)
        said_at = slot.ends_at + waited
        if said_at <= now:
            yield slot, outcome, reason, said_at


def _ended(slot: Slot, outcome: Outcome) -> datetime:
    return slot.ends_at if outcome is Outcome.AIRED else slot.starts_at + slot.duration / 2


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
