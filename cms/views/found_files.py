"""Files that are found beside items: by their name on the screen or the one they came with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.excerpt import marked
from cms.models.findable_file import FindableFile
from cms.words import composed
from media.models import Asset

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.excerpt import Run
    from cms.words import Wanted

_MOST = 10


@dataclass(frozen=True, slots=True)
class FoundFile:
    asset: Asset
    title: tuple[Run, ...]
    name: tuple[Run, ...]


def found_files(asked: Wanted, user: User) -> dict[str, Any]:
    """Return what the page says of files; nothing where none was asked for or `user` may not."""
    if not asked or not user.has_perm("media.view_asset"):
        return {}
    found = FindableFile.objects.saying(asked)
    count = found.count()
    keys = list(found.values_list("pk", flat=True)[:_MOST]) if count else []
    # Without the waveform and the measurements, which weigh much more than the names.
    assets = Asset.objects.only("title", "original_name", "kind", "duration", "uploaded_at")
    by_key = assets.in_bulk(keys)
    return {
        "files": [
            FoundFile(
                asset,
                marked(composed(asset.title), asked),
                marked(composed(asset.original_name), asked),
            )
            for asset in (by_key[key] for key in keys if key in by_key)
        ],
        "files_count": count,
        "files_more": count - len(keys),
    }
