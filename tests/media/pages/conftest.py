from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from media.actions.receive import receive
from media.models import Asset, Rendition, State
from media.storage import private_files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User

HOUSE = bytes(range(192)) * 50


@pytest.fixture
def kept(lan: User, tmp_path: Path) -> Callable[..., Asset]:
    """Return a maker of Lan's assets whose work stands where one wishes, none of it done.

    `kept("Lũ về", State.FAILED, reason_code="internal")`
    """

    def made(title: str = "Lũ về", state: State = State.READY, **fields: Any) -> Asset:
        source = tmp_path / f"{title}.wav"
        source.write_bytes(title.encode())
        asset = receive(source=source, name=source.name, by=lan, now=NOW).asset
        if state == State.READY:
            house = HOUSE + title.encode()
            sha256 = hashlib.sha256(house).hexdigest()
            private_files().save(f"house/{sha256[:2]}/{sha256}.mp3", ContentFile(house))
            fields |= {
                "sha256": sha256,
                "size_bytes": len(house),
                "duration": timedelta(milliseconds=1200),
                "loudness_lufs": -19.0,
                "true_peak_dbtp": -3.0,
                "percent": 100,
                "ready_at": NOW,
            }
        if state == State.REFUSED:
            Asset.objects.filter(pk=asset.pk).update(refused_code=fields["reason_code"])
        Rendition.objects.filter(asset=asset).update(state=state, **fields)
        asset.refresh_from_db()
        return asset

    return made
