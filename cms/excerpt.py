"""Where in a text it was found, as somebody reads it: a short piece with the words marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.words import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.words import Wanted

_BEFORE, _LONGEST = 50, 200


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

    The first of parts that say as much is taken.
    """
    best, most, at = "", 0, 0
    for where, text in parts.items():
        found = list(wanted.pattern.finditer(bare(text)))
        said = len({match[0] for match in found})
        if said > most:
            best, most, at = where, said, found[0].start()
    if not best:
        return None
    return Excerpt(best, marked(_cut(parts[best], at), wanted))


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
