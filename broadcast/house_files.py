"""House files as playlists need them: by the SHA-256 of their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from media.models import Profile, Rendition
from media.storage import private_files

if TYPE_CHECKING:
    from collections.abc import Collection

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
    ready = Rendition.objects.ready().house().filter(asset_id=asset_id)
    return ready.select_related("profile").first()


def small_files(house: Collection[Rendition]) -> dict[int, Rendition]:
    """Return the small file of each house rendition that has one ready, by its key.

    Only one that is as long, of the same sound at the same loudness, made in the same way:
    it airs in the place of what was approved.
    """
    ready = Rendition.objects.ready().filter(profile__code=Profile.SMALL)
    rows = ready.filter(asset__in={row.asset_id for row in house}).select_related("profile")
    found = {_sound(row): row for row in rows.order_by("profile__version")}
    return {row.pk: found[_sound(row)] for row in house if _sound(row) in found}


def _sound(row: Rendition) -> tuple[object, ...]:
    """Return what two files share that sound alike but for their bit rate."""
    profile = row.profile
    same = (profile.target_lufs, profile.peak_dbtp, profile.pipeline)
    return (row.asset_id, row.treatment_id, row.duration, *same)


def house_file_name(sha256: str) -> str:
    """Return the name a house file of that hash has in the store."""
    return Rendition(sha256=sha256).file_name
