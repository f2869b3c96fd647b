"""A released day to write out, and titles that try to break what is written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from broadcast.exports.names import file_name
from broadcast.exports.playlist import (
    Entry,
    File,
    JoinedFile,
    Kind,
    Medium,
    Playlist,
    Priority,
    RecalledItem,
    Relay,
    Slot,
    Station,
)
from broadcast.exports.playlist_json import VIETNAM

DAY = date(2025, 6, 2)
KEY = "?key=abc.123"
PHUOC_MY = Station("NT-22738", "Đài truyền thanh phường Phước Mỹ", "22738", "commune", Medium.RADIO)

NASTY = (
    "",
    "#EXTINF:1,Tin giả\nhttp://example.org/tin-gia.mp3",
    "#EXTM3U\r\n#EXT-X-TARGETDURATION:10",
    "##EXT-X-STREAM-INF:",
    "../../../../etc/passwd",
    "C:\\Windows\\system32\\con",
    '"><script>alert(1)</script>',
    "]]></title><location>file:///etc/passwd</location>",
    "&amp;&lt;&#0;",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "a\0b\x07c\x1b[31m\x85d\u2028e\u2029f",
    "\u202egnp.3pm",
    "\ud800 nửa ký tự \udfff",
    "\ufeff\ufffe\uffff",
    "👩🏽‍🌾📢" * 40,
    "Xã " * 3_000,
    "COM1",
    ".",
    "…",
)
any_text = st.characters(exclude_categories=())  # halves of surrogate pairs too
hostile_titles = st.one_of(
    st.sampled_from(NASTY),
    st.text(any_text, max_size=60),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(any_text, max_size=5)), max_size=4).map(
        "".join
    ),
)


def at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), VIETNAM)


def file_of(title: str, sha256: str, size: int, extension: str = "mp3") -> File:
    return File(
        name=file_name(title, sha256, extension),
        url=f"/api/v1/files/{sha256}.{extension}{KEY}",
        sha256=sha256,
        size=size,
        duration=timedelta(milliseconds=size // 8),
    )


def entry(position: int, title: str, starts_at: datetime, file: File) -> Entry:
    return Entry(
        position=position,
        kind=Kind.ITEM,
        item_id=100 + position,
        title=title,
        language="vi",
        priority=Priority.NORMAL,
        starts_at=starts_at,
        duration=file.duration,
        clearance_id=1_000 + position,
        file=file,
    )


def slot(number: int, starts_at: datetime, entries: Iterable[Entry], title: str = "Buổi") -> Slot:
    return Slot(
        id=number,
        title=title,
        starts_at=starts_at,
        duration=timedelta(minutes=30),
        gap=timedelta(seconds=2),
        filler=timedelta(),
        silence=timedelta(seconds=2),
        file=None,
        entries=tuple(entries),
    )


def playlist_of(*slots: Slot) -> Playlist:
    return Playlist(
        station=PHUOC_MY,
        day=DAY,
        day_start=time(4),
        edition=1,
        supersedes=None,
        released_at=datetime(2025, 6, 1, 9, 0, 1, tzinfo=VIETNAM),
        recalled=(),
        slots=slots,
    )


def example() -> Playlist:
    """Make the second edition of a day with one of everything the pinned shape knows."""
    sound = file_of("Nhạc hiệu", "a" * 64, 96_000)
    skit = file_of("Chuyện trong bản", "b" * 64, 2_400_000)
    small = file_of("Chuyện trong bản (nhỏ)", "c" * 64, 900_000)
    ident = replace(
        entry(1, "Nhạc hiệu", at("05:15:00"), sound),
        kind=Kind.IDENT,
        item_id=None,
        clearance_id=None,
    )
    item = replace(
        entry(2, "Chuyện trong bản", at("05:15:13.008"), skit),
        language="cjm",
        priority=Priority.URGENT,
        from_station="NT-582",
        issued_at=at("04:30"),
        expires_at=at("23:00"),
        files={"small": small},
        note="Phát đúng giờ",
    )
    relay = replace(
        entry(3, "Thời sự", at("05:30"), skit),
        kind=Kind.RELAY,
        item_id=None,
        duration=timedelta(minutes=15),
        clearance_id=None,
        relay=Relay("VOV1"),
        file=None,
    )
    morning = replace(
        slot(7, at("05:15"), [ident, item, relay], "Buổi sáng"),
        file=JoinedFile(
            url=f"/api/v1/files/{'d' * 64}.mp3{KEY}",
            sha256="d" * 64,
            size=2_500_000,
            duration=timedelta(milliseconds=312_008),
            starts_at=at("05:15"),
        ),
    )
    return replace(
        playlist_of(morning),
        edition=2,
        supersedes=1,
        recalled=(RecalledItem(88, "e" * 64, "Sai số liệu", at("03:00")),),
    )
