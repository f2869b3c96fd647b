"""How fast a half-hour slot streams from its recipe, beside the same bytes in one plain file.

Run as `python -m bench.slot_file`. Both are sent over a local TCP connection to a reader in a
process of its own. The mark is at least half the rate of the plain file.
"""

import hashlib
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from multiprocessing import Process
from pathlib import Path
from typing import BinaryIO

from bench.marks import Mark, conclude
from broadcast.exports.filler import filler
from broadcast.exports.house import FRAME, HOUSE
from broadcast.exports.recipe import CHUNK, Recipe, stream, whole_file
from broadcast.exports.slot_file import Piece, slot_file

ROUNDS = 31
RANGES = 300
RANGE = 256 * 1024
MARK = 0.5
SECOND = timedelta(seconds=1)
PIECES = (15, *(212,) * 8, 15)  # seconds: an opening, eight items and a closing
PAUSE = 1.008  # seconds
FILLER = timedelta(seconds=60)
Send = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Cost:
    """Seconds for one round; the processor's are the sender's alone."""

    wall: float
    processor: float


class Store:
    """A folder of files under their hashes, as the product keeps them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        (self._folder / sha256).write_bytes(data)
        return sha256

    def path(self, sha256: str) -> Path:
        return self._folder / sha256

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")


def house_audio(length: timedelta, noise: random.Random) -> bytes:
    """Make frames with the house header; nothing here looks at what they sound like."""
    frames = length // FRAME
    body = HOUSE.frame_bytes - len(HOUSE.header)
    return b"".join(HOUSE.header + noise.randbytes(body) for _ in range(frames))


def half_hour(store: Store) -> Recipe:
    noise = random.Random(1)  # noqa: S311 -- the same bytes in every run
    pieces, start = [], timedelta()
    for number, seconds in enumerate(PIECES):
        data = house_audio(seconds * SECOND, noise)
        pieces.append(Piece(f"Tin {number}", start, whole_file(store.put(data), len(data))))
        start += seconds * SECOND + timedelta(seconds=PAUSE)
    music = house_audio(45 * SECOND, noise)
    loop = filler(sha256=store.put(music), size=len(music), length=FILLER)
    return slot_file("Buổi sáng", [*pieces, Piece("", start, loop)]).recipe


def send_recipe(recipe: Recipe, store: Store, start: int, stop: int, to: socket.socket) -> None:
    for chunk in stream(recipe, start, stop, store.open):
        to.sendall(chunk)


def send_file(path: Path, start: int, stop: int, to: socket.socket) -> None:
    with path.open("rb") as file:
        file.seek(start)
        left = stop - start
        while left:
            chunk = file.read(min(CHUNK, left))
            to.sendall(chunk)
            left -= len(chunk)


def send_by_kernel(path: Path, start: int, stop: int, to: socket.socket) -> None:
    with path.open("rb") as file:
        to.sendfile(file, start, stop - start)


def send_ranges(send: Callable[..., None], length: int, to: socket.socket) -> None:
    places = random.Random(2)  # noqa: S311 -- the same places for every sender
    for _ in range(RANGES):
        start = places.randrange(length - RANGE)
        send(start, start + RANGE, to)


def drain(listener: socket.socket) -> None:
    """Take connections one after another and read each to its end."""
    buffer = bytearray(1024 * 1024)
    while True:
        connection, _ = listener.accept()
        with connection:
            while connection.recv_into(buffer):
                pass
            connection.sendall(b".")


def cost_of(send: Send, address: tuple[str, int]) -> Cost:
    with socket.create_connection(address) as connection:
        wall, processor = time.perf_counter(), time.process_time()
        send(connection)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
        return Cost(time.perf_counter() - wall, time.process_time() - processor)


def reader() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = Process(target=drain, args=(listener,), daemon=True)
        process.start()
        try:
            yield listener.getsockname()
        finally:
            process.terminate()
            process.join()


def measure(senders: dict[str, Send]) -> dict[str, Cost]:
    """Let the senders take turns, so that a busy moment meets them alike; keep the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in senders}
    for address in reader():
        for _ in range(ROUNDS):
            for name, send in senders.items():
                costs[name].append(cost_of(send, address))
    return {
        name: Cost(
            statistics.median(cost.wall for cost in found),
            statistics.median(cost.processor for cost in found),
        )
        for name, found in costs.items()
    }


def show(title: str, size: int, costs: dict[str, Cost]) -> float:
    """Print the table and return the recipe's rate over that of the plain file."""
    plain = costs["plain file"]
    print(f"{title}, {size / 1e6:.1f} MB, median of {ROUNDS}")
    for name, cost in costs.items():
        print(
            f"  {name:<24}{size / cost.wall / 1e6:>8.0f} MB/s"
            f"{cost.processor * 1000:>8.1f} ms CPU   rate x {plain.wall / cost.wall:.2f}"
        )
    return plain.wall / costs["recipe"].wall


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        recipe = half_hour(store)
        whole = b"".join(stream(recipe, 0, recipe.length, store.open))
        path = store.path(store.put(whole))
        senders = {
            "plain file": partial(send_file, path),
            "plain file, by kernel": partial(send_by_kernel, path),
            "recipe": partial(send_recipe, recipe, store),
        }
        stored = sorted(Path(folder).iterdir())
        ratio = show(
            "a slot of half an hour",
            recipe.length,
            measure({name: partial(send, 0, recipe.length) for name, send in senders.items()}),
        )
        show(
            f"{RANGES} ranges of it",
            RANGES * RANGE,
            measure(
                {name: partial(send_ranges, send, len(whole)) for name, send in senders.items()}
            ),
        )
        assert sorted(Path(folder).iterdir()) == stored, "streaming must store nothing"
    conclude(
        [
            Mark(
                "slot file streamed from its recipe",
                f"≥ {MARK} × a plain file's rate",
                f"{ratio:.2f} ×",
                "the same bytes from one file",
                ratio,
                met=ratio >= MARK,
            )
        ]
    )


if __name__ == "__main__":
    main()
