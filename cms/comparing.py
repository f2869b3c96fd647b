"""Two texts held against each other, line by line and word by word, for a person to read.

Pure: lines in, lines out. Nothing is lost on the way: what is kept and added of the
result is the later text, what is kept and removed the earlier one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Lines less alike than this are another line, not the same one mended.
ALIKE = 0.35
# Beyond this many pairs, lines are matched in order instead of by likeness.
MOST_PAIRS = 900
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line in its parts; `skipped` stands for that many unchanged lines left out."""

    parts: tuple[Part, ...] = ()
    skipped: int = 0

    @property
    def same(self) -> bool:
        return all(part.change == Change.SAME for part in self.parts)


def compared_words(before: str, after: str) -> tuple[Part, ...]:
    """Return both texts as one, in parts that are the same, added or removed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    parts: list[Part] = []
    for tag, start, stop, begin, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            parts.append(Part(Change.SAME, "".join(old[start:stop])))
            continue
        if start < stop:
            parts.append(Part(Change.REMOVED, "".join(old[start:stop])))
        if begin < end:
            parts.append(Part(Change.ADDED, "".join(new[begin:end])))
    return tuple(parts)


def compared_lines(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Return every line of both, a mended one once with its words compared."""
    lines: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, stop, begin, end in matcher.get_opcodes():
        if tag == "equal":
            lines += [_whole(Change.SAME, text) for text in before[start:stop]]
        else:
            lines += _mended(before[start:stop], after[begin:end])
    return lines


def with_gaps(lines: Sequence[Line], *, context: int = 1) -> list[Line]:
    """Leave out unchanged lines that are not within `context` lines of a change."""
    near = {
        index + away
        for index, line in enumerate(lines)
        if not line.same
        for away in range(-context, context + 1)
    }
    shown: list[Line] = []
    skipped = 0
    for index, line in enumerate(lines):
        if index not in near:
            skipped += 1
            continue
        if skipped:
            shown.append(Line(skipped=skipped))
            skipped = 0
        shown.append(line)
    if skipped and shown:
        shown.append(Line(skipped=skipped))
    return shown


def _whole(change: Change, text: str) -> Line:
    return Line((Part(change, text),))


def _mended(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Yield lines that were replaced, those alike beside each other, in the order of both."""
    at = to = 0
    for one, other in _pairs(old, new):
        yield from (_whole(Change.REMOVED, text) for text in old[at:one])
        yield from (_whole(Change.ADDED, text) for text in new[to:other])
        yield Line(compared_words(old[one], new[other]))
        at, to = one + 1, other + 1
    yield from (_whole(Change.REMOVED, text) for text in old[at:])
    yield from (_whole(Change.ADDED, text) for text in new[to:])


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return which old line became which new one, so that most of the words are kept."""
    if len(old) * len(new) > MOST_PAIRS:
        in_order = zip(range(len(old)), range(len(new)), strict=False)
        return [(one, other) for one, other in in_order if _likeness(old[one], new[other]) >= ALIKE]
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for one in range(len(old), -1, -1):
        for other in range(len(new), -1, -1):
            if one == len(old) or other == len(new):
                best[one, other] = (0.0, [])
                continue
            choices = [best[one + 1, other], best[one, other + 1]]
            alike = _likeness(old[one], new[other])
            if alike >= ALIKE:
                score, rest = best[one + 1, other + 1]
                choices.append((score + alike, [(one, other), *rest]))
            best[one, other] = max(choices, key=lambda choice: choice[0])
    return best[0, 0][1]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
