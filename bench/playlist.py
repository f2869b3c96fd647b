"""What one day's playlist costs over the machine API, for a short day and a long one.

    python -m bench.playlist

Both days are released in earnest, the long one with as many entries as the day of a busy
radio. Requests go through all of Django but the socket. The reference is the least that
any server of the same bytes would do: read the row, write its document as JSON.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.database import database, statements
from bench.marks import Mark, conclude

if TYPE_CHECKING:
    from broadcast.models import Playlist

ROUNDS = 60
MOST_MS = 30.0
MOST_QUERIES = 6
# Slots and items of each; every entry is an item or the station's ident.
SHORT = (1, 2)
LONG = (18, 19)
UNTOUCHED = ("broadcast_placement", "broadcast_playlistentry", "broadcast_slot")


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of the wall and of the processor, in milliseconds, and the statements of one."""

    wall: float
    processor: float
    statements: list[str]


def main() -> None:
    with database():
        _run()


def _run() -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    settings.ALLOWED_HOSTS = ["*"]
    days = [_released(number, *size) for number, size in enumerate((SHORT, LONG))]
    (short, short_token), (long, long_token) = days
    known = {"If-None-Match": f'"{long.sha256}"'}
    costs = {
        f"day of {_entries(short)} entries": measured(_asked(short, short_token)),
        f"day of {_entries(long)} entries": measured(_asked(long, long_token)),
        "304 of the longer": measured(_asked(long, long_token, expected=304, **known)),
        "the row alone, as JSON": measured(lambda: _row_alone(long)),
    }
    print(f"{'request':28}{'wall ms':>9}{'CPU ms':>9}{'queries':>9}   median of {ROUNDS}")
    for name, cost in costs.items():
        print(f"{name:28}{cost.wall:9.1f}{cost.processor:9.1f}{len(cost.statements):9}")
    small, whole, unchanged, row = costs.values()
    touched = [name for name in UNTOUCHED if any(name in s for s in unchanged.statements)]
    reference = f"its row alone, as JSON: {row.wall:.1f} ms"
    conclude(
        [
            Mark(
                f"a day's playlist, {_entries(long)} entries",
                f"≤ {MOST_MS:.0f} ms median",
                f"{whole.wall:.1f} ms",
                reference,
                whole.wall / row.wall,
                met=whole.wall <= MOST_MS,
            ),
            Mark(
                "its queries, constant in rows",
                f"≤ {MOST_QUERIES}",
                f"{len(whole.statements)}",
                f"a day of {_entries(short)} entries: {len(small.statements)}",
                met=len(small.statements) == len(whole.statements) <= MOST_QUERIES,
            ),
            Mark(
                "304 on what the player has",
                "touches no placements",
                f"{unchanged.wall:.1f} ms, {len(unchanged.statements)} queries",
                f"all of it sent: {whole.wall:.1f} ms",
                unchanged.wall / whole.wall,
                met=not touched,
            ),
        ]
    )


def _released(number: int, slots: int, items: int) -> tuple["Playlist", str]:
    """Release a day of `slots` slots that hold the same `items`; return it with a token."""
    from broadcast.actions.release import release_playlist  # noqa: PLC0415 - needs Django set up
    from broadcast.actions.set_up import set_up  # noqa: PLC0415 - the same
    from broadcast.actions.tokens import make_token  # noqa: PLC0415 - the same
    from tests.broadcast import airtime_factories as airtime  # noqa: PLC0415 - the same
    from tests.conftest import NOW  # noqa: PLC0415 - the same

    set_up()
    airtime.general_rule()
    station = airtime.station(code=f"dai-{number}", ident=1.0)
    clearances = [
        airtime.cleared_item(title=f"Tin {n}", separation_days=0, most_airings=99)
        for n in range(items)
    ]
    for slot in range(slots):
        begins = f"{5 + slot // 2:02}:{slot % 2 * 30:02}"
        airtime.filled_slot(station=station, items=clearances, begins=begins, minutes=2)
    playlist = release_playlist(station=station, day=airtime.DAY, by=None, now=NOW)
    _row, text = make_token(station=station, name="Máy phát", expires_at=None, by=None, now=NOW)
    return playlist, text


def _entries(playlist: "Playlist") -> int:
    return sum(len(slot["entries"]) for slot in playlist.document["slots"])


def _asked(
    playlist: "Playlist", token: str, *, expected: int = 200, **headers: str
) -> Callable[[], None]:
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    client = Client(headers={"Authorization": f"Bearer {token}", **headers})
    address = f"/api/v1/stations/{playlist.station.code}/days/{playlist.day}/playlist"

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == expected, answer.content

    return ask


def _row_alone(playlist: "Playlist") -> None:
    from broadcast.models import Playlist  # noqa: PLC0415 - needs Django set up

    document = Playlist.objects.values_list("document", flat=True).get(pk=playlist.pk)
    json.dumps(document, ensure_ascii=False).encode()


def measured(ask: Callable[[], object]) -> Cost:
    """Ask once to warm up and to note that a token was used, then `ROUNDS` times."""
    ask()
    with statements() as sent:
        ask()
    walls, processors = [], []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        ask()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return Cost(statistics.median(walls) * 1000, statistics.median(processors) * 1000, sent)


if __name__ == "__main__":
    main()
