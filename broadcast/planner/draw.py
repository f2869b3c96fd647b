"""Chance without chance: numbers that look random and follow from the input alone."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

_ODD = 0x9E3779B1


def salt(*parts: str | int) -> int:
    """Return 28 bits that depend on every part, the same in every process."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(text, digest_size=4).digest(), "big") >> 4


def draw(first: int, second: int) -> int:
    """Return 4 bits that depend on both salts; a digest in every ranking would cost too much."""
    return ((first ^ second) * _ODD) >> 24 & 15


def draws(salts: Sequence[int], places: Iterable[int], second: int) -> list[int]:
    """Return `draw` for the salts at these places: a call for each would cost too much."""
    return [((salts[place] ^ second) * _ODD) >> 24 & 15 for place in places]
