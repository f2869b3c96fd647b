from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def stored() -> Callable[[], list[str]]:
    """Return a lister of every file under the private store, whatever its name."""
    folder: Path = settings.VAR_DIR / "files"

    def listed() -> list[str]:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return sorted(str(path.relative_to(folder)) for path in paths)

    return listed
