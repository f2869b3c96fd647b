"""One attempt at a rendition: the lease kept alive, a folder to work in, a file put by."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File

from media.ffmpeg.pcm import needs_space
from media.ffmpeg.treatment import PLAIN
from media.models import Profile, Stage
from media.storage import private_files

from .renditions import GaveWay, house_file_waits, renew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from media.ffmpeg.refusal import Caution
    from media.ffmpeg.treatment import Treatment
    from media.models import Rendition

RENEW_EVERY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an attempt that went well, field by field of each row."""

    facts: dict[str, Any]
    of_original: dict[str, Any] = field(default_factory=dict)


def as_rows(warnings: Iterable[Caution]) -> list[dict[str, Any]]:
    """Return warnings as a rendition's row keeps them."""
    return [{"code": str(each.code), "facts": dict(each.facts)} for each in warnings]


@dataclass(slots=True)
class Attempt:
    """One try by one worker.

    `tell` keeps hold of the row; it raises `LeaseLost` where the row is another's now, and
    `GaveWay` where a small file keeps a house file waiting.
    """

    rendition: Rendition
    clock: Callable[[], datetime]
    renewed_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.renewed_at = self.clock()

    def tell(self, stage: str, percent: int) -> None:
        now = self.clock()
        stage = str(stage)
        if now - self.renewed_at >= RENEW_EVERY or self.rendition.stage != stage:
            renew(rendition=self.rendition, stage=stage, percent=percent, now=now)
            self.rendition.stage, self.renewed_at = stage, now
            if self.rendition.profile.code == Profile.SMALL and house_file_waits():
                raise GaveWay("a house file waits")

    @property
    def treatment(self) -> Treatment:
        return self.rendition.treatment.asked if self.rendition.treatment else PLAIN

    def keep(self, path: Path, sha256: str, extension: str) -> None:
        """Put the finished file by under its hash, before the row says that it is ready."""
        self.rendition.sha256, self.rendition.extension = sha256, extension
        renew(rendition=self.rendition, stage=Stage.STORE, percent=100, now=self.clock())
        self.rendition.stage = Stage.STORE
        with path.open("rb") as file, needs_space():
            private_files().save(self.rendition.file_name, _Told(file, self))

    @contextmanager
    def workdir(self) -> Iterator[Path]:
        """Lend a folder on the store's disk; what a killed attempt left goes first."""
        parent = settings.VAR_DIR / "work"
        parent.mkdir(parents=True, exist_ok=True)
        prefix = f"rendition-{self.rendition.pk}-"
        for left in parent.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(
            prefix=prefix, dir=parent, ignore_cleanup_errors=True
        ) as name:
            yield Path(name)


class _Told(File):  # type: ignore[type-arg]  # generic only in the stubs
    """A file that keeps the lease alive while it is copied, which takes a video its time."""

    def __init__(self, file: Any, attempt: Attempt) -> None:
        super().__init__(file)
        self._attempt = attempt

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for chunk in super().chunks(chunk_size):
            self._attempt.tell(Stage.STORE, 100)
            yield chunk
