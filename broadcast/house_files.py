"""House files as playlists need them: by the SHA-256 of their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from media.models import Rendition
from media.storage import private_files

if TYPE_CHECKING:
    from broadcast.exports.parts import StoredFile


class DamagedFile(OSError):
    """Raised where the store has no file of a hash, or other bytes under it."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the house file {sha256} is missing or damaged")
        self.sha256 = sha256


def open_house_file(sha256: str) -> StoredFile:
    """Open a house file for reading; raise `DamagedFile` where the store has none."""
    try:
        return cast("StoredFile", private_files().open(house_file_name(sha256)))
    except FileNotFoundError as error:
        raise DamagedFile(sha256) from error


def kept_size(sha256: str) -> int | None:
    """Return how many bytes the store keeps under a hash, None where it keeps nothing."""
    try:
        return private_files().size(house_file_name(sha256))
    except FileNotFoundError:
        return None


def house_rendition(asset_id: int | None) -> Rendition | None:
    """Return the ready house rendition of an asset: newest profile, treatment in force."""
    if asset_id is None:
        return None
    return Rendition.objects.ready().house().filter(asset_id=asset_id).first()


def house_file_name(sha256: str) -> str:
    """Return the name a house file of that hash has in the store."""
    return Rendition(sha256=sha256).file_name
