"""How far a rendition is, told seldom enough to be written down each time."""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

LEAST_PAUSE_S = 0.25


class Stage(StrEnum):
    """The steps that take time, in their order; a house file's last two may repeat."""

    DECODE = "decode"
    ENCODE = "encode"
    CHECK = "check"
    PICTURE = "picture"


Progress: TypeAlias = Callable[[Stage, int], None]


class Reporter:
    """Pass progress on when a stage begins, and then at most four times a second.

    Whatever the receiver raises goes through: that is how a job is called off.
    """

    def __init__(self, receive: Progress) -> None:
        self._receive = receive
        self._stage: Stage | None = None
        self._next = 0.0

    def tell(self, stage: Stage, done: float, whole: float) -> None:
        """Report `done` of `whole`; a whole that proves too small stays at 99 percent."""
        now = time.monotonic()
        if stage is self._stage and now < self._next:
            return
        self._stage, self._next = stage, now + LEAST_PAUSE_S
        self._receive(stage, max(0, min(99, int(100 * done / whole))) if whole > 0 else 0)
