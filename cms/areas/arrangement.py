"""Entries checked against one another: the units of whole provinces as one tree.

Every entry that cannot stand is refused with its line and one reason; an entry
whose superior is refused is neither refused nor made a unit, for nothing is known
to be wrong with it. A unit's path is its superiors' codes and its own, from the
province down, each with a slash.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .level import SUPERIOR_LEVELS, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CODE_MAX_LENGTH: Final = 10
NAME_MAX_LENGTH: Final = 100
FULL_NAME_MAX_LENGTH: Final = 150
# What a path and a web address carry unchanged.
_CODE = re.compile(r"[0-9A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as somebody wrote it; a province's `parent_code` is empty."""

    line: int
    code: str
    level: str
    name: str
    full_name: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One area of a valid arrangement."""

    line: int
    code: str
    level: Level
    name: str
    full_name: str
    path: str

    @property
    def province_code(self) -> str:
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`line` counts from 1, the header's; None where the row is not one of the file."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        if self.line is None:
            return capfirst(self.reason)
        return _("Line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}


class ArrangementRefused(Exception):
    """Raised with every refused row, in the order of the file; nothing was changed."""

    def __init__(self, refused: Iterable[RefusedRow]) -> None:
        self.refused = tuple(sorted(refused, key=lambda row: (row.line is None, row.line or 0)))
        super().__init__("\n".join(map(str, self.refused)))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Units, superiors first; complete only where nothing is refused."""

    units: tuple[Unit, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def provinces(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units if unit.level is Level.PROVINCE}


def arrange(entries: Iterable[Entry], refused: Iterable[RefusedRow] = ()) -> Arrangement:
    """Make units of `entries`; `refused` are rows already refused while reading."""
    entries = [_composed(entry) for entry in entries]
    reasons: dict[int, str] = {row.line: row.reason for row in refused if row.line is not None}
    by_code: dict[str, Entry] = {}
    for entry in entries:
        first = by_code.setdefault(entry.code.casefold(), entry)
        reason = _fault(entry) or (_doubled(entry, first) if first is not entry else None)
        if reason:
            reasons[entry.line] = reason
    sound = [entry for entry in entries if entry.line not in reasons]
    known = {entry.code: entry for entry in by_code.values()}
    for entry in sound:
        reason = _misplaced(entry, known)
        if reason:
            reasons[entry.line] = reason
    placed = {entry.code: entry for entry in sound if entry.line not in reasons}
    return Arrangement(
        units=_units(placed),
        refused=tuple(RefusedRow(line, reason) for line, reason in sorted(reasons.items())),
    )


def _composed(entry: Entry) -> Entry:
    """Return `entry` without outer blanks, its letters composed: one spelling, one unit."""

    def composed(value: str) -> str:
        return unicodedata.normalize("NFC", value.replace("\u00a0", " ")).strip(" ")

    return Entry(
        line=entry.line,
        code=composed(entry.code),
        level=composed(entry.level),
        name=composed(entry.name),
        full_name=composed(entry.full_name),
        parent_code=composed(entry.parent_code),
    )


def _fault(entry: Entry) -> str | None:
    """Return what is wrong with the values of `entry` by themselves."""
    texts = (
        ("code", entry.code, CODE_MAX_LENGTH),
        ("name", entry.name, NAME_MAX_LENGTH),
        ("full_name", entry.full_name, FULL_NAME_MAX_LENGTH),
    )
    for column, value, most in texts:
        reason = _unfit(column, value, most)
        if reason:
            return reason
    if not _CODE.fullmatch(entry.code):
        return _("the code “%(code)s” may hold only digits, unmarked letters, “-” and “_”.") % {
            "code": entry.code
        }
    if entry.level not in Level.values:
        return _("the level “%(level)s” is none of %(levels)s.") % {
            "level": _quoted(entry.level),
            "levels": ", ".join(Level.values),
        }
    return None


def _unfit(column: str, value: str, most: int) -> str | None:
    if not value:
        return _("the column %(column)s is empty.") % {"column": column}
    if not value.isprintable():
        odd = next(letter for letter in value if not letter.isprintable())
        return _(
            "the column %(column)s holds a character that cannot be printed (U+%(point)s)."
        ) % {
            "column": column,
            "point": f"{ord(odd):04X}",
        }
    if len(value) > most:
        return _("the column %(column)s is %(length)d characters long; the most is %(most)d.") % {
            "column": column,
            "length": len(value),
            "most": most,
        }
    return None


def _doubled(entry: Entry, first: Entry) -> str:
    return _("line %(line)d has the code %(code)s already.") % {
        "code": entry.code,
        "line": first.line,
    }


def _misplaced(entry: Entry, known: Mapping[str, Entry]) -> str | None:
    """Return why `entry`, sound by itself, cannot hang where it says."""
    level = Level(entry.level)
    if not SUPERIOR_LEVELS[level]:
        return _hung(entry) if entry.parent_code else None
    if not entry.parent_code:
        return _("the column parent_code is empty; only a province may leave it empty.")
    parent = known.get(entry.parent_code)
    if parent is None:
        return _("parent_code says %(parent)s, a code no line of the file has.") % {
            "parent": _quoted(entry.parent_code)
        }
    circle = _circle(entry, known)
    if circle:
        return _("parent_code goes in a circle: %(codes)s.") % {"codes": " → ".join(circle)}
    # An unknown level is its own row's fault.
    if parent.level in Level.values and Level(parent.level) not in SUPERIOR_LEVELS[level]:
        return _(
            "the level %(level)s does not stand under the level %(superior)s (code %(parent)s)."
        ) % {
            "level": level.value,
            "superior": parent.level,
            "parent": parent.code,
        }
    return None


def _hung(entry: Entry) -> str:
    return _("a province hangs under nothing, but parent_code says %(parent)s.") % {
        "parent": _quoted(entry.parent_code)
    }


def _circle(entry: Entry, known: Mapping[str, Entry]) -> Sequence[str]:
    """Return the codes from `entry` up to itself; empty where it is on no circle."""
    codes = [entry.code]
    above = known.get(entry.parent_code)
    while above is not None and above.code not in codes:
        codes.append(above.code)
        above = known.get(above.parent_code)
    return [*codes, entry.code] if above is not None and above.code == entry.code else ()


def _units(placed: Mapping[str, Entry]) -> tuple[Unit, ...]:
    """Return the entries that reach a province through entries that stand, superiors first."""
    units: dict[str, Unit] = {}
    for level in Level:
        for entry in placed.values():
            above = units.get(entry.parent_code)
            if entry.level == level and (above or level is Level.PROVINCE):
                units[entry.code] = Unit(
                    line=entry.line,
                    code=entry.code,
                    level=level,
                    name=entry.name,
                    full_name=entry.full_name,
                    path=f"{above.path if above else ''}{entry.code}/",
                )
    return tuple(units.values())


def _quoted(value: str) -> str:
    """Return `value` short and printable, fit for a sentence on a terminal."""
    shown = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value
    )
    return f"{shown[:40]}…" if len(shown) > 40 else shown  # noqa: PLR2004 - about half a terminal's line
