"""What an editor asks of a sound before it becomes a house file; the upload stays as it is."""

from dataclasses import dataclass
from datetime import timedelta

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Treatment:
    """Cues count from the first sample of the upload as decoded; no `cue_out` means its end."""

    cue_in: timedelta = NOTHING
    cue_out: timedelta | None = None
    even_out: bool = False

    def __post_init__(self) -> None:
        if self.cue_in < NOTHING or (self.cue_out is not None and self.cue_out <= self.cue_in):
            raise ValueError("a sound begins before it ends, and not before its first sample")

    @property
    def cuts(self) -> bool:
        """Whether less than the whole upload is heard."""
        return self.cue_in > NOTHING or self.cue_out is not None

    def left_of(self, whole: timedelta) -> timedelta:
        """Return how much of `whole` is heard."""
        end = whole if self.cue_out is None else min(whole, self.cue_out)
        return max(NOTHING, end - self.cue_in)


PLAIN = Treatment()
