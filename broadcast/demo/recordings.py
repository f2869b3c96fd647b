"""Where the demo's recordings lie, and what the filler is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from broadcast.demo.places import Place
    from broadcast.demo.works.work import Work

FOLDER: Final = Path(__file__).parent / "audio"
MADE_WITH: Final = FOLDER / "made-with.json"
"""The programs, and the kind of machine, that made the committed bytes."""

FILLER: Final = FOLDER / "filler.opus"
FILLER_KEY: Final = "filler"
FILLER_TITLE: Final = "Nhạc đệm: đàn tranh"
FILLER_LENGTH: Final = timedelta(minutes=3)


def recording_of(work: Work) -> Path | None:
    """Find a work's recording; None where nothing has been recorded."""
    return FOLDER / f"{work.key}.opus" if work.recording else None


def station_name_of(place: Place) -> Path:
    """Find the spoken name of the station that serves `place`."""
    return FOLDER / "stations" / f"{place.code}.opus"
