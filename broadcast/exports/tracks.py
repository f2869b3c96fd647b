"""The lines of a player's playlist: what to play, for how long, and where it lies."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from broadcast.exports.playlist import File, JoinedFile, Slot

_ADDRESS = re.compile(r"[!-~]+")  # visible ASCII: no blank, no line break
Address = Callable[[File], str]
"""Says where a file lies for the reader: a name beside the playlist, or a signed address."""


@dataclass(frozen=True, slots=True)
class Track:
    """One line; an address a player could misread is a `ValueError`."""

    title: str
    duration: timedelta
    address: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address) or self.address.startswith("#"):
            raise ValueError(f"{self.address!r} is not an address a player can read.")


def entry_tracks(
    slots: Iterable[Slot], address: Address, variant: str | None = None
) -> Iterator[Track]:
    """Yield one track for each entry that has a file; a relay has none."""
    for slot in slots:
        for entry in slot.entries:
            file = entry.file_in(variant)
            if file is not None:
                yield Track(entry.title, file.duration, address(file))


def slot_tracks(slots: Iterable[Slot], address: Callable[[JoinedFile], str]) -> Iterator[Track]:
    """Yield one track for each slot that has a joined file, pauses and all."""
    for slot in slots:
        if slot.file is not None:
            yield Track(slot.title, slot.file.duration, address(slot.file))
