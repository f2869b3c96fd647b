"""What a reviewer is shown and binds an approval to: text and files under one digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.canonical import canonical_sha256
from media.models import Asset, Rendition

if TYPE_CHECKING:
    from wagtail.models import Revision


@dataclass(frozen=True, slots=True)
class WhatAirs:
    """One revision with the original and the house file that would air with it."""

    revision: Revision
    content_sha256: str
    asset: Asset | None
    rendition: Rendition | None

    @property
    def asset_sha256(self) -> str:
        return self.asset.sha256 if self.asset else ""

    @property
    def house_sha256(self) -> str:
        return self.rendition.sha256 if self.rendition else ""

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over the content and both files' hashes."""
        return canonical_sha256(
            {
                "content": self.content_sha256,
                "asset": self.asset_sha256,
                "house": self.house_sha256,
            }
        )


def what_airs(revision: Revision) -> WhatAirs:
    """Return what `revision` would air: its house file, once ready.

    That is the one under the newest profile and the editor's treatment in force.
    """
    asset_id = revision.content.get("recording")
    asset = Asset.objects.filter(pk=asset_id).first() if asset_id else None
    rendition = None
    if asset:
        rendition = Rendition.objects.ready().house().filter(asset=asset).first()
    return WhatAirs(revision, canonical_sha256(revision.content), asset, rendition)
