"""Playlists with their audio as one ZIP that plays from a memory stick without a network.

Everything lies side by side under the names the playlist gives: for each day the playlist as
M3U8, XSPF, JSON and a page to print, an M3U8 for each slot, and each file once however often it
airs. The JSON is the one the machine API serves, less the expiring keys, under the same hash.
"""

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from broadcast.exports.m3u8 import m3u8
from broadcast.exports.parts import Inline
from broadcast.exports.playlist import Playlist, Slot
from broadcast.exports.playlist_json import VIETNAM, to_json, without_queries
from broadcast.exports.recipe import Recipe
from broadcast.exports.sheet import sheet
from broadcast.exports.tracks import entry_tracks
from broadcast.exports.xspf import xspf
from broadcast.exports.zip_file import Member, zip_file


class MissingContentError(LookupError):
    """A playlist names a file the caller did not hand over."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes and their CRC-32, which was taken when they were first read."""

    recipe: Recipe
    crc32: int


def archive(
    playlists: Sequence[Playlist],
    contents: Mapping[str, Content],
    *,
    variant: str | None = None,
    slot_files: bool = False,
    leave_out: Collection[str] = (),
) -> Recipe:
    """Pack one station's playlists, a day each, and the files they air.

    `contents` holds each file by its SHA-256. `leave_out` names files the station already has:
    they are listed but not packed. With `slot_files` each slot's joined file is packed as well,
    for players that know no playlists. Raise `MissingContentError` for a file that is not among
    `contents`, and `ValueError` for no playlist at all, for two of one day, and where one name
    stands for two different files.
    """
    if not playlists:
        raise ValueError("An archive needs at least one playlist.")
    members: list[Member] = []
    for playlist in playlists:
        members += _texts(playlist, variant, slot_files=slot_files)
    wanted = _wanted(playlists, variant, slot_files=slot_files)
    for name, sha256 in wanted.items():
        if name not in leave_out:
            members.append(_member(name, sha256, contents))
    released_at = max(map(attrgetter("released_at"), playlists))
    return zip_file(members, released_at.astimezone(VIETNAM))


def unchanged_names(
    playlist: Playlist,
    since: Playlist,
    *,
    variant: str | None = None,
    slot_files: bool = False,
) -> frozenset[str]:
    """Name the files that mean the same bytes in an earlier edition, to be left out of this one."""
    before = _wanted([since], variant, slot_files=slot_files)
    now = _wanted([playlist], variant, slot_files=slot_files)
    return frozenset(name for name, sha256 in now.items() if before.get(name) == sha256)


def slot_file_name(slot: Slot) -> str:
    """Name a slot's joined file after the moment it begins, as its M3U8 is named."""
    return f"{_slot_stem(slot)}.mp3"


def _texts(playlist: Playlist, variant: str | None, *, slot_files: bool) -> Iterator[Member]:
    day = playlist.day.isoformat()
    joined_names = {
        slot.file: slot_file_name(slot) for slot in playlist.slots if slot.file is not None
    }
    title = f"{playlist.station.name} {day}"
    document = json.dumps(without_queries(to_json(playlist)), ensure_ascii=False, indent=1)
    everything = list(entry_tracks(playlist.slots, attrgetter("name"), variant))
    page = sheet(
        playlist,
        attrgetter("name"),
        variant,
        (lambda file: joined_names[file]) if slot_files else None,
    )
    yield _text(f"{day}.html", page)
    yield _text(f"{day}.m3u8", m3u8(everything))
    yield _text(f"{day}.xspf", xspf(title, playlist.released_at, everything))
    yield _text(f"{day}.json", document.encode(errors="replace"))
    for slot in playlist.slots:
        tracks = entry_tracks([slot], attrgetter("name"), variant)
        yield _text(f"{_slot_stem(slot)}.m3u8", m3u8(tracks))


def _text(name: str, data: bytes) -> Member:
    return Member(name, Recipe((Inline(data),)), zlib.crc32(data))


def _wanted(
    playlists: Sequence[Playlist], variant: str | None, *, slot_files: bool
) -> dict[str, str]:
    """Map each name to the file it stands for, in airing order."""
    wanted: dict[str, str] = {}
    for playlist in playlists:
        named = [(file.name, file.sha256) for file in playlist.files(variant)]
        if slot_files:
            named += [
                (slot_file_name(slot), slot.file.sha256) for slot in playlist.slots if slot.file
            ]
        for name, sha256 in named:
            if wanted.setdefault(name, sha256) != sha256:
                raise ValueError(f"{name!r} stands for two different files.")
    return wanted


def _member(name: str, sha256: str, contents: Mapping[str, Content]) -> Member:
    try:
        content = contents[sha256]
    except KeyError:
        raise MissingContentError(f"The bytes of {name!r} ({sha256}) are not at hand.") from None
    return Member(name, content.recipe, content.crc32)


def _slot_stem(slot: Slot) -> str:
    """Tell the minute, and the second where there is one; no two slots begin in the same."""
    starts_at = slot.starts_at.astimezone(VIETNAM)
    pattern = "%Y-%m-%d-%H%M%S" if starts_at.second else "%Y-%m-%d-%H%M"
    return starts_at.strftime(pattern)
