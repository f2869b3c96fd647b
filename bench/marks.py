"""What a benchmark found, beside the mark it is held to: one row each, one table for all.

A benchmark prints the rows it made. Where LOA_BENCH_MARKS names a file they are left there
too, for the table at the end of a run of them all.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MARKS = "LOA_BENCH_MARKS"
_HEAD = ("work", "mark", "measured", "reference, same run", "ratio", "")
_SAID = {True: "met", False: "MISSED", None: "–"}


@dataclass(frozen=True, slots=True)
class Mark:
    """`ratio` is what was measured over its reference; `met` is None where nothing was measured."""

    work: str
    mark: str
    measured: str
    reference: str = ""
    ratio: float | None = None
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.work, self.mark, self.measured, self.reference, ratio, _SAID[self.met]


def conclude(marks: Sequence[Mark]) -> None:
    """Print the marks of one benchmark, and leave them for the table of all."""
    print()
    show(marks)
    if path := os.environ.get(MARKS):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(mark)) + "\n" for mark in marks)


def read(path: Path) -> list[Mark]:
    if not path.exists():
        return []
    return [Mark(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def show(marks: Iterable[Mark]) -> None:
    rows = [_HEAD, *(mark.cells() for mark in marks)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    for row in rows:
        cells = zip(row, widths, strict=True)
        print("  ".join(cell.ljust(width) for cell, width in cells).rstrip())
