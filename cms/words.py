"""Vietnamese as it is searched and sorted: words without marks, titles in dictionary order.

Everything here is a pure function of text, so that both databases find and sort the
same: they are handed words and keys and never fold, split or collate themselves.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

# PostgreSQL counts a word's place in a text up to here.
MOST_WORDS = 16_000
_LONGEST_WORD = 40
_LONGEST_QUERY = 300
_MOST_WANTED = 12
# Of all letters: one wrong syllable in ten words, one wrong letter in three.
_ALIKE = 0.9
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")


class _Bare(dict[int, str]):
    """One bare small letter for each letter, so that places in a text stay the same."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        decomposed = unicodedata.normalize("NFD", letter.lower())
        bare = "".join(each for each in decomposed if not unicodedata.combining(each))
        self[code] = bare.replace("đ", "d") if len(bare) == 1 else letter
        return self[code]


_BARE = _Bare()


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def bare(text: str) -> str:
    """Return composed `text` in small letters without marks, each letter at its place."""
    return text.translate(_BARE)


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are looked for.

    >>> words_of("Đắk Lắk: 2.000 hộ")
    ['dak', 'lak', '2', '000', 'ho']
    """
    found = _WORD.findall(bare(composed(text)))
    return [word[:_LONGEST_WORD] for word in found[:MOST_WORDS]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed: words in any order, and phrases in theirs.

    The last word may be a beginning (`begun`): people see results while they type.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    begun: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.begun)

    @property
    def pattern(self) -> re.Pattern[str]:
        """A pattern that finds in a bare text what to mark in it, phrases whole."""
        whole = [*(r"[\W_]+".join(phrase) for phrase in self.phrases), *self.words]
        if self.begun:
            whole.append(self.begun + r"[^\W_]*")
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(whole)})(?![^\W_])")


def wanted(text: str) -> Wanted:
    """Read what was typed, whatever it is: no sign in it means anything but quotation marks."""
    text = text[:_LONGEST_QUERY]
    quoted = [tuple(words_of(phrase)) for phrase in _QUOTED.findall(text)][:_MOST_WANTED]
    phrases = [phrase for phrase in quoted if len(phrase) > 1]
    loose = words_of(_QUOTED.sub(" ", text))[:_MOST_WANTED]
    begun = ""
    if loose and len(loose[-1]) > 1 and not text[-1].isspace():
        begun = loose.pop()
    single = [phrase[0] for phrase in quoted if len(phrase) == 1]
    return Wanted(tuple(dict.fromkeys([*single, *loose])), tuple(phrases), begun)


_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET, start=2)}
# Level, huyền, hỏi, ngã, sắc, nặng: the order of dictionaries.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_BETWEEN, _BEYOND = 1, 250
_LONGEST_KEY = 120


def sort_key(text: str) -> bytes:
    """Return bytes that sort as Vietnamese dictionaries do: by letters, then by tones.

    >>> sorted(["Đá", "Dừa", "Ấm", "Zon", "Dứa"], key=sort_key)
    ['Ấm', 'Dừa', 'Dứa', 'Đá', 'Zon']
    """
    letters, tones = bytearray(), bytearray()
    for word in _WORD.findall(composed(text[:_LONGEST_KEY]).lower()):
        for sign in word:
            decomposed = unicodedata.normalize("NFD", sign)
            tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
            letter = composed("".join(mark for mark in decomposed if mark not in _TONES))
            place = _PLACE.get(letter) or _PLACE.get(decomposed[0], _BEYOND)
            letters.append(place)
            tones.append(tone + 1)
        letters.append(_BETWEEN)
    return bytes(letters) + b"\0" + bytes(tones)


def alike(title: list[str], other: list[str]) -> bool:
    """Whether two titles, as bare words, are nearly the same.

    The order of words does not count and a slip of the pen neither; numbers do: the
    second part of a series is not the first.
    """
    shared = len(set(title) & set(other))
    if not shared or 2 * shared < max(len(title), len(other)):
        return False
    if sorted(title) == sorted(other):
        return True
    if {word for word in title if word.isdigit()} != {word for word in other if word.isdigit()}:
        return False
    letters = SequenceMatcher(
        None, " ".join(sorted(title)), " ".join(sorted(other)), autojunk=False
    )
    return letters.ratio() >= _ALIKE
