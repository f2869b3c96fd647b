"""An arrangement as bytes: UTF-8 CSV, one unit a line.

A byte order mark and Windows line ends are fine. A name never holds a line end, so
every line is read by itself: a stray quote spoils its own line and no other.
"""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from .arrangement import Arrangement, Entry, RefusedRow, arrange

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = ("code", "level", "name", "full_name", "parent_code")
_LINE_MAX_CHARACTERS: Final = 1000


class _Unreadable(Exception):
    """Raised with the reason a line cannot be read."""


def read_arrangement(content: bytes) -> Arrangement:
    """Return what a whole file arranges, with every row refused while reading or arranging.

    Where the header is refused, it alone is: nothing under it can be judged.
    """
    header, *lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    try:
        columns = _columns(header)
    except _Unreadable as unreadable:
        return Arrangement(units=(), refused=(RefusedRow(1, str(unreadable)),))
    entries: list[Entry] = []
    refused: list[RefusedRow] = []
    for number, line in enumerate(lines, start=2):
        try:
            fields = _fields(line)
            if fields:
                entries.append(_entry(number, columns, fields))
        except _Unreadable as unreadable:
            refused.append(RefusedRow(number, str(unreadable)))
    return arrange(entries, refused)


def _columns(header: bytes) -> list[str]:
    columns = [name.strip() for name in _fields(header)]
    wanted = ",".join(COLUMNS)
    if not columns:
        raise _Unreadable(_("is empty; the first line must be %(wanted)s.") % {"wanted": wanted})
    if sorted(columns) == sorted(COLUMNS):
        return columns
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise _Unreadable(
            _(
                "lacks the columns %(missing)s; the first line must be %(wanted)s, separated by "
                "commas."
            )
            % {"missing": ", ".join(missing), "wanted": wanted}
        )
    raise _Unreadable(
        _("has a column too many or twice; the first line must be %(wanted)s.") % {"wanted": wanted}
    )


def _entry(number: int, columns: Sequence[str], fields: Sequence[str]) -> Entry:
    if len(fields) != len(columns):
        raise _Unreadable(
            _("has %(found)d fields instead of %(wanted)d.")
            % {"found": len(fields), "wanted": len(columns)}
        )
    values = dict(zip(columns, fields, strict=True))
    return Entry(line=number, **values)


def _fields(line: bytes) -> list[str]:
    """Return one line's fields; none for an empty line."""
    try:
        text = line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        raise _Unreadable(
            _("is not UTF-8 at byte %(position)d (0x%(byte)s).")
            % {"position": error.start + 1, "byte": f"{line[error.start]:02X}"}
        ) from error
    if len(text) > _LINE_MAX_CHARACTERS:
        raise _Unreadable(
            _("is %(length)d characters long; the most is %(most)d.")
            % {"length": len(text), "most": _LINE_MAX_CHARACTERS}
        )
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise _Unreadable(_("has a quotation mark or a line end in the wrong place.")) from error
