"""A clock in frames, with the catalogue sorted into its positions."""

from collections.abc import Iterator
from dataclasses import dataclass

from .candidate import Candidate
from .catalogue import Catalogue
from .clock import Carry, Clock, Filler, Fixed, Ident, Pick, Relay, Share
from .moment import FRAME_MS, frames_within, in_ms
from .rule import Rule


@dataclass(frozen=True, slots=True)
class PickSheet:
    """A pick position: what its items may cost together, and which it admits."""

    position: int
    most: int | None
    admits: list[bool]


@dataclass(frozen=True, slots=True)
class Part:
    """Pick positions that are filled together: one with a limit, or all without."""

    picks: list[PickSheet]
    admits: list[bool]

    @classmethod
    def of(cls, picks: list[PickSheet]) -> "Part":
        return cls(picks, [any(admits) for admits in zip(*(p.admits for p in picks), strict=True)])


class ClockSheet:
    """One clock, read once for all the slots that use it."""

    def __init__(self, clock: Clock, catalogue: Catalogue) -> None:
        self.clock = clock
        self.least = -(-in_ms(clock.least_pause) // FRAME_MS)
        self.flex = max(0, frames_within(clock.most_pause) - self.least)
        self.opening: Relay | None = None
        self.closing: Relay | None = None
        self.idents: list[tuple[int, Ident]] = []
        self.fixed: list[tuple[int, Fixed]] = []
        self.carry: tuple[int, Carry] | None = None
        self.filler: tuple[int, Filler] | None = None
        self.picks: list[PickSheet] = []
        for index, position in enumerate(clock.positions):
            self._read(index, position, catalogue)
        self.picks.sort(key=lambda pick: (pick.most is None, pick.position))
        limited = [[pick] for pick in self.picks if pick.most is not None]
        unlimited = [pick for pick in self.picks if pick.most is None]
        self.parts = [Part.of(picks) for picks in (*limited, unlimited) if picks]
        self.admits = Part.of(self.picks).admits if self.picks else [False] * len(catalogue)
        self._shared = self._admits_to(Share.MANDATORY, Share.OFFERED)
        self._mandatory = self._admits_to(Share.MANDATORY)

    def _admits_to(self, *shares: Share) -> list[bool]:
        found = [pick for pick in self.picks if self.share(pick.position) in shares]
        return Part.of(found).admits if found else [False] * len(self.admits)

    def _read(self, index: int, position: object, catalogue: Catalogue) -> None:
        match position:
            case Ident():
                self.idents.append((index, position))
            case Relay() if index == 0:
                self.opening = position
            case Relay():
                self.closing = position
            case Fixed():
                self.fixed.append((index, position))
            case Carry():
                self.carry = (index, position)
            case Filler():
                self.filler = (index, position)
            case Pick():
                self.picks.append(self._pick(index, position, catalogue))

    def _pick(self, index: int, pick: Pick, catalogue: Catalogue) -> PickSheet:
        most = None if pick.most is None else frames_within(pick.most) + self.least
        return PickSheet(index, most, [not any(_filters(pick, item)) for item in catalogue.items])

    def passes_on(self, i: int, mandatory_only: bool) -> bool:  # noqa: FBT001 - asked too often for keywords
        """Return whether an item chosen here passes to who carries all, or mandatory alone."""
        return (self._mandatory if mandatory_only else self._shared)[i]

    def share(self, position: int) -> Share:
        """Return how the items of a position are shared; what is not an item's stays."""
        found = self.clock.positions[position]
        return found.share if isinstance(found, Fixed | Pick | Carry) else Share.OWN

    def barred(self, item: Candidate) -> Rule:
        """Return what keeps an item out of every pick position: one filter, or the clock."""
        picks = [found for found in self.clock.positions if isinstance(found, Pick)]
        kept = [list(_filters(pick, item)) for pick in picks]
        fewest = min(kept, key=len, default=[])
        return fewest[0] if len(fewest) == 1 else Rule.CLOCK


def _filters(pick: Pick, item: Candidate) -> Iterator[Rule]:
    if pick.kinds and item.kind not in pick.kinds:
        yield Rule.KIND
    if pick.themes and pick.themes.isdisjoint(item.themes):
        yield Rule.THEME
    if pick.languages and item.language not in pick.languages:
        yield Rule.LANGUAGE
