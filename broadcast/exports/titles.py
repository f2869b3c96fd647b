"""Titles as people type them, made fit for one line of any format.

Escaping is each format's own business. What no format can carry is taken out here, once: line
breaks and control characters, halves of surrogate pairs, and the marks that turn text round and
so let a title disguise what stands beside it.
"""

import re
import unicodedata

MOST = 200  # characters; longer titles are cut
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_UNFIT = re.compile(
    r"[\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    r"\ud800-\udfff"  # halves of surrogate pairs
    r"\ufdd0-\ufdef\ufeff\ufffe\uffff]"  # no characters at all, and the byte order mark
)


def one_line(title: str, most: int = MOST) -> str:
    """Return `title` as one tidy line of at most `most` characters, composed (NFC)."""
    words = _UNFIT.sub("", _BREAKS.sub(" ", title)).split()
    line = unicodedata.normalize("NFC", " ".join(words))
    return line if len(line) <= most else line[: max(most - 1, 0)].rstrip() + "…"[:most]
