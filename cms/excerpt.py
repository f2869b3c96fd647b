"""Where in a text it was found, as somebody reads it: a short piece with the words marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from cms.words import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.words import Wanted

_BEFORE, _LONGEST = 50, 200
# A word that everybody says is looked at so often, from the beginning.
_MOST_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the part named `where`, cut into runs; the text is plain and unescaped."""

    where: str
    runs: tuple[Run, ...]


def marked(text: str, wanted: Wanted) -> tuple[Run, ...]:
    """Cut a composed text where what is wanted begins and ends."""
    runs, last = [], 0
    for found in wanted.pattern.finditer(bare(text)) if wanted else ():
        runs += [Run(text[last : found.start()], marked=False)]
        runs += [Run(text[found.start() : found.end()], marked=True)]
        last = found.end()
    runs.append(Run(text[last:], marked=False))
    return tuple(run for run in runs if run.text)


def excerpt(parts: Mapping[str, str], wanted: Wanted) -> Excerpt | None:
    """Return a piece of the part that says most of what is wanted; None where none says any.

    The first of parts that say as much is taken, and in it the first such place.
    """
    best, most, at = "", 0, 0
    for where, text in parts.items():
        said, place = _most_said(text, wanted)
        if said > most:
            best, most, at = where, said, place
    return Excerpt(best, marked(_cut(parts[best], at), wanted)) if best else None


def _most_said(text: str, wanted: Wanted) -> tuple[int, int]:
    """Return how much of what is wanted one excerpt of `text` can say, and where it begins."""
    found = [
        (match.start(), match[0])
        for match in islice(wanted.pattern.finditer(bare(text)), _MOST_LOOKED_AT)
    ]
    most, at = 0, 0
    for place, (start, _word) in enumerate(found):
        end = start + _LONGEST - _BEFORE
        said = len({word for where, word in found[place:] if where < end})
        if said > most:
            most, at = said, start
    return most, at


def _cut(text: str, at: int) -> str:
    """Return about a line of `text` round `at`, cut between words."""
    first = max(0, at - _BEFORE)
    if first:
        first = text.find(" ", first, at) + 1 or first
    last = min(len(text), first + _LONGEST)
    if last < len(text):
        last = max(text.rfind(" ", at, last), at + 1) if " " in text[at:last] else last
    piece = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{piece}{' …' if last < len(text) else ''}"
