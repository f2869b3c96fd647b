"""What a piece of work holds in memory at its peak, told by the kernel (Linux)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Held:
    """`megabytes` is the most that was held beyond what was held before."""

    megabytes: float = 0.0


@contextmanager
def held() -> Iterator[Held]:
    """Measure the work inside."""
    found = Held()
    # 5: forget the highest resident size so far (proc(5)).
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _now("VmRSS")
    yield found
    found.megabytes = _now("VmHWM") - before


def _now(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [kilobytes] = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(kilobytes) / 1024
