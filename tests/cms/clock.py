"""A clock the test sets: revisions, approvals and withdrawals happen in the order it tells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    import pytest


class Clock:
    """Stands still until it is moved; what is saved meanwhile was saved now."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        patch.setattr("django.utils.timezone.now", lambda: self.now)

    def later(self, **by: int) -> datetime:
        self.now += timedelta(**(by or {"minutes": 10}))
        return self.now
