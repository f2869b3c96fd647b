"""The one intermediate file: 16-bit samples at 48 kHz, without a name.

It is opened unlinked, so that not even a killed worker leaves it behind: 345 MB for an
hour of sound. Samples are stored at half scale, because decoders exceed full scale.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from media.ffmpeg.refusal import NoSpace

Samples: TypeAlias = NDArray[np.float32]
SAMPLE_BYTES = 2
LEAST, MOST = -32768, 32767
HEADROOM = 2.0  # full scale of the file over full scale of the sound
# A file may decode to a thousand times its size, whatever it claims: it stops short of the last
# room on a disk that the database and other people's uploads are written to as well.
RESERVE_BYTES = 64 << 20
LOOK_EVERY = 4 << 20  # samples: 8 MB
FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DISK_FULL = "No space left on device"  # a program's word: it ends as if the upload were at fault


@contextmanager
def needs_space() -> Iterator[None]:
    """Turn "the disk is full" of any write in the block into `NoSpace`."""
    try:
        yield
    except OSError as refusal:
        if refusal.errno in FULL_DISK:
            raise NoSpace(os.strerror(refusal.errno)) from refusal
        raise


def to_s16(samples: Samples, *, full_scale: float = 1.0) -> bytes:
    """Round floats to little-endian 16-bit, clipping what is beyond `full_scale`."""
    scaled = samples * np.float32((MOST + 1) / full_scale)
    np.rint(scaled, out=scaled)
    np.clip(scaled, LEAST, MOST, out=scaled)
    return scaled.astype("<i2").tobytes()


class Pcm:
    """Samples that were decoded once and are read as often as needed, from any position."""

    def __init__(self, workdir: Path, *, scale: float = 1.0, channels: int = 1) -> None:
        """Keep samples of up to `HEADROOM` times `scale` without clipping.

        They are (samples,) of one channel, (samples, channels) of more.
        """
        self._full_scale = HEADROOM * scale
        self._shape = (-1,) if channels == 1 else (-1, channels)
        self._sample_bytes = SAMPLE_BYTES * channels
        self._file = tempfile.TemporaryFile(dir=workdir, buffering=0)  # noqa: SIM115 - closed by `__exit__`
        self.samples = 0
        self._looked_at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, samples: Samples) -> None:
        """Keep `samples`; raise `NoSpace` before the disk is full, which others write to."""
        self._require_room()
        pending = memoryview(to_s16(samples, full_scale=self._full_scale))
        with needs_space():
            while pending:
                pending = pending[self._file.write(pending) :]
        self.samples += len(samples)

    def _require_room(self) -> None:
        if self.samples < self._looked_at + LOOK_EVERY:
            return
        self._looked_at = self.samples
        disk = os.fstatvfs(self._file.fileno())
        if disk.f_bavail * disk.f_frsize < RESERVE_BYTES:
            raise NoSpace(f"less than {RESERVE_BYTES} bytes are left on the disk")

    def read(self, start: int, stop: int) -> Samples:
        """Return samples `start` to `stop`; positions outside the sound are silence."""
        first, last = max(0, start), min(self.samples, stop)
        found = np.zeros((stop - start, *self._shape[1:]), np.float32)
        if first < last:
            size = self._sample_bytes
            raw = os.pread(self._file.fileno(), (last - first) * size, first * size)
            found[first - start : last - start] = np.frombuffer(raw, "<i2").reshape(self._shape)
            found *= np.float32(self._full_scale / (MOST + 1))
        return found
