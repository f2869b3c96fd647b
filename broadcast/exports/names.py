"""File names that every memory stick, phone and operating system takes as they are.

Plain ASCII, no folders, nothing that FAT32 or Windows reserves, and different from one another
even where case is ignored.
"""

import re
import unicodedata

MOST = 100  # characters
_SLUG = 40
_HASH = 12
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PORTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"[a-z0-9]{1,5}")


def is_hash(text: str) -> bool:
    """Say whether `text` is a SHA-256 as files are named by: 64 lower-case hexadecimal digits."""
    return _SHA256.fullmatch(text) is not None


def is_portable(name: str) -> bool:
    return (
        len(name) <= MOST
        and _PORTABLE.fullmatch(name) is not None
        and _DEVICES.fullmatch(name) is None
    )


def file_name(title: str, sha256: str, extension: str) -> str:
    """Name a file after its title and its bytes: `tin-buoi-sang-0a1b2c3d4e5f.mp3`.

    The same name always means the same bytes, so a station that holds a name from an earlier
    edition need not fetch it again.
    """
    if not _EXTENSION.fullmatch(extension):
        raise ValueError(f"{extension!r} is not a plain file extension.")
    slug = re.sub(r"[^a-z0-9]+", "-", _folded(title))[:_SLUG].strip("-")
    stem = f"{slug}-{sha256[:_HASH]}" if slug else sha256[:_HASH]
    return f"{stem}.{extension}"


def _folded(text: str) -> str:
    """Drop the marks of Vietnamese letters; đ has no decomposition and is named."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
