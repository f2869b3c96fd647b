"""Recordings are rows with house files of joined frames: no way round leads through ffmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.broadcast import airtime_factories as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from media.models import Asset


@pytest.fixture
def asset(loa: None) -> Callable[..., Asset]:
    def made(hertz: int = 440, **_kwargs: Any) -> Asset:
        return make.ready_asset(hertz=hertz)

    return made
