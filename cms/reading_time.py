"""How long a text takes to read aloud, from its syllables.

Vietnamese is written one syllable to a word, so counting is simple but for what is not
written as it is said: numbers, dates, abbreviations that are spelled, foreign names. The
editor counts the same way while somebody types (static/loa/reading-time.js); one table of
cases holds both to it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

_TOKEN = re.compile(r"\d+(?:\.\d{3})+(?!\d)|\d+|[^\W\d_]+|[%+=/&]", re.UNICODE)
_SAID = {"%": 2, "+": 1, "=": 1, "/": 1, "&": 1}
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?$"
)
_VOWELS = re.compile(r"[aeiouy]+")
_THOUSANDS = 1000


def syllables(text: str) -> int:
    """Return how many syllables a Vietnamese speaker says for `text`."""
    return sum(
        _said(match.group()) for match in _TOKEN.finditer(unicodedata.normalize("NFC", text))
    )


def reading_time(text: str, per_minute: int) -> timedelta:
    return timedelta(seconds=round(syllables(text) * 60 / per_minute))


def _said(token: str) -> int:
    if token[0].isdigit():
        return _number(token.replace(".", ""))
    if token in _SAID:
        return _SAID[token]
    plain = _plain(token)
    if _SYLLABLE.match(plain):
        return 1
    if token.isupper():
        return len(token)  # spelled, as UBND
    return max(1, len(_VOWELS.findall(plain)))


def _plain(token: str) -> str:
    """Return `token` in small letters without marks, đ as d."""
    bare = unicodedata.normalize("NFD", token.lower().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _number(digits: str) -> int:
    """Return a number's syllables; long ones and those from 0 are said digit by digit."""
    if len(digits) > 9 or (digits[0] == "0" and len(digits) > 1):  # noqa: PLR2004 - beyond millions
        return len(digits)
    if not int(digits):
        return 1
    groups = []
    rest = int(digits)
    while rest:
        rest, group = divmod(rest, _THOUSANDS)
        groups.append(group)
    said = 0
    for power, group in enumerate(groups):
        if group:
            # nghìn, triệu; a group that is not the first says its hundreds even if there are none
            said += _below_thousand(group, whole=power < len(groups) - 1) + (power > 0)
    return said


def _below_thousand(group: int, *, whole: bool) -> int:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    said = 2 if hundreds or whole else 0  # "một trăm", "không trăm"
    if not rest:
        return said
    if tens == 0:
        return said + (2 if said else 1)  # "linh năm"
    return said + (1 if tens == 1 else 2) + (ones > 0)  # "mười lăm", "hai mươi lăm"
