"""Vietnamese without its marks, for people who type without them."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return `text` in lower case without tone and vowel marks, đ as d.

    >>> folded("Đắk Lắk")
    'dak lak'
    """
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("đ", "d")
