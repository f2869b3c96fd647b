"""What a reviewer is shown and binds an approval to: text and files under one digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.canonical import canonical_sha256
from media.models import Asset, Kind, Rendition

if TYPE_CHECKING:
    from wagtail.models import Revision


@dataclass(frozen=True, slots=True)
class WhatAirs:
    """One revision with the original and the house files that would air with it.

    A video airs as its sound on radio and as its picture on television, so it has both.
    """

    revision: Revision
    content_sha256: str
    asset: Asset | None
    rendition: Rendition | None
    video: Rendition | None = None

    @property
    def ready(self) -> bool:
        """Whether everything that would air is there to be heard and seen."""
        if self.asset is None:
            return True
        seen = self.asset.kind != Kind.VIDEO or self.video is not None
        return self.rendition is not None and seen

    @property
    def asset_sha256(self) -> str:
        return self.asset.sha256 if self.asset else ""

    @property
    def house_sha256(self) -> str:
        return self.rendition.sha256 if self.rendition else ""

    @property
    def video_sha256(self) -> str:
        return self.video.sha256 if self.video else ""

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over the content and every file's hash."""
        shown = {
            "content": self.content_sha256,
            "asset": self.asset_sha256,
            "house": self.house_sha256,
        }
        if self.video is not None:
            shown["video"] = self.video_sha256
        return canonical_sha256(shown)


def what_airs(revision: Revision) -> WhatAirs:
    """Return what `revision` would air: its house files, once ready.

    Those are the ones under the newest profile and the editor's treatment in force.
    """
    asset_id = revision.content.get("recording")
    asset = Asset.objects.filter(pk=asset_id).first() if asset_id else None
    rendition = video = None
    if asset:
        ready = Rendition.objects.ready().filter(asset=asset)
        rendition = ready.house().first()
        video = ready.video().first() if asset.kind == Kind.VIDEO else None
    return WhatAirs(revision, canonical_sha256(revision.content), asset, rendition, video)
