"""Airtime to test on: stations, clocks, slots and placements, and items cleared in earnest.

Everything is real but quick: an item goes through the whole review, its house file is
encoded by ffmpeg once for the run and lies in the test's own store. The database must be
set up (`loa`). `DAY` is far enough from `NOW` not to be frozen yet.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from broadcast.actions.stations import open_station
from broadcast.house_files import house_rendition
from broadcast.models import (
    AirtimeRule,
    Clock,
    EntryKind,
    FillerMusic,
    Placement,
    Position,
    PositionKind,
    Slot,
    Station,
)
from broadcast.releasing.account import write_down
from cms.accounts.models import User
from cms.actions.import_areas import import_areas
from cms.areas import Entry, arrange
from cms.models import Area, Clearance, Home, Language, Newsroom, Report, SupplyingBody, Theme
from media.models import Asset, Kind, Profile, Rendition, State
from media.storage import private_files
from tests.broadcast.exports.programs import encode
from tests.cms.newsroom import clear
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2025, 3, 5)
PAUSE = timedelta(milliseconds=480)
FRAME = timedelta(milliseconds=24)
_numbers = count(1)


def at(clock_time: str, day: date = DAY) -> datetime:
    """Return a local moment: `at("05:15")`."""
    return datetime.combine(day, time.fromisoformat(clock_time), VIETNAM)


def one_of_the_cast(name: str) -> User:
    return User.objects.filter(username=name).first() or person(name)


def area(code: str = "22738") -> Area:
    """Return an area of a small province: 58, its district 582 and the commune 22738."""
    if not Area.objects.exists():
        entries = [
            Entry(1, "58", "province", "Ninh Thuận", "Tỉnh Ninh Thuận", ""),
            Entry(2, "582", "district", "Phan Rang", "Thành phố Phan Rang", "58"),
            Entry(3, "22738", "commune", "Phước Mỹ", "Phường Phước Mỹ", "582"),
        ]
        import_areas(arrangement=arrange(entries), from_day=date(2024, 11, 1))
    return Area.objects.get(code=code)


def general_rule(**limits: Any) -> AirtimeRule:
    """Let the rule of all stations hold these limits and no other."""
    names = ("quiet_from", "quiet_until", "most_sessions", "most_session", "most_day")
    rule: AirtimeRule
    rule, _made = AirtimeRule.objects.update_or_create(
        station=None, defaults=dict.fromkeys(names) | limits
    )
    return rule


def house_bytes(seconds: float = 3.0, hertz: int = 440, bit_rate: int = 64_000) -> bytes:
    """Return house frames of a tone; the same numbers give the same bytes, made once."""
    return _encoded(f"sine=f={hertz}:d={seconds}", bit_rate)


@cache
def _encoded(source: str, bit_rate: int) -> bytes:
    return encode(source, bit_rate)


def ready_asset(
    *, title: str = "", seconds: float = 3.0, hertz: int = 0, bit_rate: int = 64_000
) -> Asset:
    """Make an asset with a house file ready in the store, as ingest leaves one."""
    number = next(_numbers)
    data = house_bytes(seconds, hertz or 300 + number % 40 * 20, bit_rate)
    asset = Asset.objects.create(
        sha256=hashlib.sha256(f"upload {os.getpid()} {number}".encode()).hexdigest(),
        size_bytes=len(data),
        original_name=f"{number}.wav",
        uploaded_at=NOW,
        title=title or f"Bản thu {number}",
        kind=Kind.AUDIO,
        duration=timedelta(seconds=seconds),
    )
    rendition = Rendition(
        asset=asset,
        profile=Profile.objects.get(code=Profile.HOUSE),
        state=State.READY,
        asked_at=NOW,
        ready_at=NOW,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        duration=len(data) // (bit_rate * 24 // 8000) * FRAME,
    )
    private_files().save(rendition.file_name, ContentFile(data))
    rendition.save()
    return asset


def small_file(rendition: Rendition) -> Rendition:
    """Make the small file beside a house file of `ready_asset`, as long to the frame."""
    assert rendition.duration is not None
    frames = rendition.duration // FRAME
    seconds = rendition.duration.total_seconds() + 1
    data = house_bytes(seconds, 350 + rendition.pk % 40 * 20, 48_000)[: frames * 144]
    assert len(data) == frames * 144
    small = Rendition(
        asset_id=rendition.asset_id,
        treatment_id=rendition.treatment_id,
        profile=Profile.objects.get(code=Profile.SMALL),
        state=State.READY,
        asked_at=NOW,
        ready_at=NOW,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        duration=rendition.duration,
    )
    private_files().save(small.file_name, ContentFile(data))
    small.save()
    return small


def drafted_item(
    *, title: str = "", seconds: float = 3.0, recording: Asset | None = None, **fields: Any
) -> Report:
    """Write Lan's report, ready to be submitted; `fields` are the item's own."""
    lan = one_of_the_cast("lan")
    room = Newsroom.objects.first()
    if room is None:
        room = Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
    item: Report = room.add_child(
        instance=Report(
            title=title or f"Tin số {next(_numbers)}",
            owner=lan,
            live=False,
            language=Language.objects.get(code=fields.pop("language", "vi")),
            supplying_body=SupplyingBody.objects.get(code="dai"),
            author="Đàng Thị Lan",
            script=[("line", {"speaker": "Phát thanh viên", "text": "Kính chào quý vị."})],
            recording=recording or ready_asset(seconds=seconds),
            **fields,
        )
    )
    item.themes.set([Theme.objects.get(code="chinh-sach")])
    item.save()
    item.save_revision(user=lan)
    item.refresh_from_db()
    return item


def cleared_item(
    *, title: str = "", seconds: float = 3.0, recording: Asset | None = None, **fields: Any
) -> Clearance:
    """Write a report and take it through the whole review; return its clearance."""
    item = drafted_item(title=title, seconds=seconds, recording=recording, **fields)
    return clear(item, *(one_of_the_cast(name) for name in ("lan", "minh", "thao")))


def station(
    *, code: str = "phuoc-my", area_code: str = "22738", ident: float | None = None, **fields: Any
) -> Station:
    """Open a station; `ident` is the length in seconds of the ident it gets, if any."""
    opened = open_station(
        code=code,
        name=fields.pop("name", f"Đài {code}"),
        area=area(area_code),
        languages=fields.pop("languages", [Language.objects.get(code="vi")]),
        by=None,
        now=NOW,
        ident=None if ident is None else ready_asset(title=f"Đài hiệu {code}", seconds=ident),
        **{name: fields.pop(name) for name in ("parent", "medium", "operators") if name in fields},
    )
    for name, value in fields.items():
        setattr(opened, name, value)
    opened.save()
    return opened


def clock(
    *positions: str | tuple[str, dict[str, Any]],
    title: str = "",
    least_pause: timedelta = PAUSE,
    most_pause: timedelta = timedelta(seconds=2),
) -> Clock:
    """Make a clock of these positions: `clock("ident", "pick", ("relay", {"source": "VOV1"}))`.

    By default: an ident, items the planner picks, filler.
    """
    made: Clock = Clock.objects.create(
        title=title or f"Khung {next(_numbers)}", least_pause=least_pause, most_pause=most_pause
    )
    wanted = positions or (PositionKind.IDENT, PositionKind.PICK, PositionKind.FILLER)
    for place, each in enumerate(wanted):
        kind, fields = each if isinstance(each, tuple) else (each, {})
        if kind == PositionKind.RELAY:
            fields = {"source": "VOV1", "duration": timedelta(minutes=15), **fields}
        Position.objects.create(clock=made, sort_order=place, kind=kind, **fields)
    return made


def usual_clock() -> Clock:
    there: list[Clock] = list(Clock.objects.filter(title="Thường lệ"))
    return there[0] if there else clock(title="Thường lệ")


def slot(
    *,
    station: Station,
    begins: str = "05:15",
    minutes: float = 30,
    day: date = DAY,
    clock: Clock | None = None,
    **fields: Any,
) -> Slot:
    """Make a planned, empty slot; without a clock it gets the usual one."""
    starts_at = at(begins, day)
    made = Slot(
        station=station,
        day=day,
        title=fields.pop("title", f"Buổi {begins}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        clock=clock or usual_clock(),
        **{"planned_at": NOW, **fields},
    )
    write_down(made, []).save()
    return made


def placement(
    *,
    slot: Slot,
    clearance: Clearance | None = None,
    entry: str = EntryKind.ITEM,
    starts_at: datetime | None = None,
    duration: timedelta | None = None,
    position: int | None = None,
    **fields: Any,
) -> Placement:
    """Place one entry, by default right after what stands in the slot, a pause between.

    An item lasts as long as its cleared file, an ident as long as the station's.
    """
    last = slot.placements.order_by("starts_at").last()
    begins = starts_at or (last.ends_at + PAUSE if last else slot.starts_at)
    made = Placement.objects.create(
        slot=slot,
        entry=entry,
        item_id=clearance.item_id if clearance else None,
        clearance=clearance,
        starts_at=begins,
        ends_at=begins + (duration or _natural_length(slot, clearance)),
        position=_position(slot, entry) if position is None else position,
        **fields,
    )
    write_down(slot, slot.placements.all()).save()
    return made


def filled_slot(*, station: Station, items: Sequence[Clearance] = (), **fields: Any) -> Slot:
    """Make a slot with the station's ident, if it has one, and these items after it."""
    made = slot(station=station, **fields)
    if station.ident_id:
        placement(slot=made, entry=EntryKind.IDENT)
    for clearance in items:
        placement(slot=made, clearance=clearance)
    return made


def filler_music(*, seconds: float = 12.0) -> FillerMusic:
    asset = ready_asset(title="Nhạc cắt", seconds=seconds, hertz=220)
    return FillerMusic.objects.create(asset=asset, chosen_at=NOW)


def titles(entries: Iterable[dict[str, Any]]) -> list[str]:
    return [str(entry["title"]) for entry in entries]


def _natural_length(slot: Slot, clearance: Clearance | None) -> timedelta:
    rendition = clearance.rendition if clearance else house_rendition(slot.station.ident_id)
    assert rendition is not None
    assert rendition.duration is not None
    return rendition.duration


def _position(slot: Slot, entry: str) -> int:
    """Return the first position of the slot's clock that takes such an entry."""
    kinds = list(slot.clock.positions.order_by("sort_order").values_list("kind", flat=True))
    wanted = PositionKind.PICK if entry == EntryKind.ITEM else entry
    return kinds.index(wanted) if wanted in kinds else 0


def slot_with_filler(station: Station) -> Slot:
    """Make a slot that airs one item and, after it, some filler music."""
    filler_music()
    made = filled_slot(station=station, items=[cleared_item(title="Tin một")])
    placement(slot=made, entry=EntryKind.FILLER, duration=250 * FRAME)
    return made
