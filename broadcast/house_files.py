"""House files as playlists need them: by the SHA-256 of their bytes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from broadcast.models import Medium
from media.models import Profile, Rendition
from media.storage import private_files

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadcast.exports.parts import StoredFile
    from cms.models import Clearance

# Most by far are sounds; a hash alone does not tell.
EXTENSIONS = ("mp3", "mp4")


class DamagedFile(OSError):
    """Raised where the store has no file of a hash, or other bytes under it."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the house file {sha256} is missing or damaged")
        self.sha256 = sha256


def open_house_file(sha256: str) -> StoredFile:
    """Open a house file for reading; raise `DamagedFile` where the store has none."""
    for extension in EXTENSIONS:
        with suppress(FileNotFoundError):
            return cast("StoredFile", private_files().open(house_file_name(sha256, extension)))
    raise DamagedFile(sha256)


def kept_size(sha256: str) -> int | None:
    """Return how many bytes the store keeps under a hash, None where it keeps nothing."""
    for extension in EXTENSIONS:
        with suppress(FileNotFoundError):
            return private_files().size(house_file_name(sha256, extension))
    return None


def file_on(clearance: Clearance, medium: str) -> Rendition | None:
    """Return what of a cleared item a station airs: of a video the picture, or its sound."""
    if medium == Medium.TELEVISION and clearance.video is not None:
        return clearance.video
    return clearance.rendition


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


def house_file_name(sha256: str, extension: str) -> str:
    """Return the name a house file of that hash has in the store."""
    return Rendition(sha256=sha256, extension=extension).file_name


def extension_of(sha256: str) -> str:
    """Tell a house file's kind from its hash."""
    known = Rendition.objects.filter(sha256=sha256).values_list("extension", flat=True)
    return known.first() or EXTENSIONS[0]
