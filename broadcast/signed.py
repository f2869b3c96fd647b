"""Keyed digests: proof that Loa itself wrote an address or gave out a token.

Players send no headers, so the address of a file says by itself who may read it: a
key over the path, the station it was written for and the moment it expires. A token
is kept as the digest of its text, so that a copy of the database opens nothing. Both
hang on `SECRET_KEY`; what an older one of `SECRET_KEY_FALLBACKS` signed still holds.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

LIFETIME = timedelta(hours=48)
_KEY = re.compile(r"(\d{1,18})\.(\d{1,11})\.[\w-]{43}", re.ASCII)
_TOKEN = re.compile(r"loa_([0-9a-f]{12})_[\w-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewToken:
    """`text` is what its owner keeps, the rest is what is stored."""

    prefix: str
    text: str
    digest: str


def sign_address(path: str, *, station: int, now: datetime) -> str:
    """Return `path` with the key that opens it, and nothing else, for `LIFETIME` from `now`."""
    expires = int((now + LIFETIME).timestamp())
    signature = _signer().signature(f"{path}.{station}.{expires}")
    return f"{path}?key={station}.{expires}.{signature}"


def station_of_key(path: str, key: str, *, now: datetime) -> int | None:
    """Return the station that `key` opens `path` for; None if altered, expired or of another."""
    parts = _KEY.fullmatch(key)
    if parts is None:
        return None
    try:
        _signer().unsign(f"{path}.{key}")
    except BadSignature:
        return None
    station, expires = parts.groups()
    return int(station) if now < datetime.fromtimestamp(int(expires), UTC) else None


def new_token() -> NewToken:
    prefix = secrets.token_hex(6)
    text = f"loa_{prefix}_{secrets.token_urlsafe(32)}"
    return NewToken(prefix, text, _digest(text, settings.SECRET_KEY))


def prefix_of(text: str) -> str | None:
    """Return the part of a token by which its row is found, None for what is no token."""
    parts = _TOKEN.fullmatch(text)
    return None if parts is None else parts[1]


def is_digest_of(digest: str, text: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any([constant_time_compare(digest, _digest(text, key)) for key in keys])  # noqa: C419 - every key is tried, whichever fits


def _digest(text: str, key: str | bytes) -> str:
    return salted_hmac("broadcast.token", text, secret=key, algorithm="sha256").hexdigest()


def _signer() -> Signer:
    return Signer(sep=".", salt="broadcast.address", algorithm="sha256")
