"""One attempt at seating a station's must-runs, each in one slot.

A must-run airs once here, so what its airing closes need not be counted until
the attempt is settled: until then only the room in the slots changes hands.
"""

from bisect import insort
from collections.abc import Mapping

from .below import Below
from .board import Board, members
from .catalogue import Catalogue
from .draw import draw, salt
from .open_slot import Occupant, OpenSlot
from .outcome import Reason, Why

_PARTS = 64
"""Parts of a frame in which a cost is spread over an item's chances."""


Seat = tuple[int, OpenSlot, Occupant]


class Seats:
    """Who sits where, and where else they may sit.

    `reach` holds, for each must-run, the slots that every rule allows and that had room for it
    while nobody sat there.
    """

    def __init__(self, board: Board, reach: Mapping[int, int], below: Below, attempt: int) -> None:
        self.board = board
        self._below = below
        self.reach = reach
        self.missing: list[int] = []
        self._attempt = attempt
        self._salt = salt(board.catalogue.seed, board.station.code, attempt)
        self._seated: dict[int, tuple[OpenSlot, Occupant]] = {}
        self._in_slot: dict[int, list[int]] = {s: [] for s in board.open}

    def seat_all(self) -> None:
        """Seat all there is room for: the urgent, then whoever has the fewest chances left."""
        chances = dict(self.reach)
        load = self._load(chances)
        while chances:
            i = min(chances, key=lambda i: self._turn(i, chances[i]))
            left = chances.pop(i)
            if not left:
                self.missing.append(i)
                continue
            self._spread(i, left, load, -1)
            s = self._choose(i, left, load)
            self.seat(i, s, chances=left.bit_count())
            for j, mask in chances.items():
                if mask >> s & 1 and not self.has_room(j, s):
                    chances[j] = mask & ~(1 << s)

    def seat(self, i: int, s: int, *, chances: int) -> None:
        """Seat an item in a slot that has room for it."""
        catalogue = self.board.catalogue
        slot = self.board.open[s]
        position = slot.pick_position(catalogue, i)
        if position is None:
            raise ValueError(f"slot {slot.slot.id} has no room for {catalogue.items[i].id}")
        self.seat_at(i, s, position, chances=chances)

    def seat_at(self, i: int, s: int, position: int, *, chances: int) -> None:
        """Seat an item at one position with room for it."""
        occupant = must_run_seat(self.board.catalogue, i, position, chances=chances)
        self.put_back(i, self.board.open[s], occupant)

    def put_back(self, i: int, slot: OpenSlot, occupant: Occupant) -> None:
        slot.seat(occupant)
        self._seated[i] = slot, occupant
        insort(self._in_slot[slot.number], i, key=self._longest_first)

    def unseat(self, i: int) -> tuple[OpenSlot, Occupant]:
        slot, occupant = self._seated.pop(i)
        slot.unseat(occupant)
        self._in_slot[slot.number].remove(i)
        return slot, occupant

    def losable(self) -> list[int]:
        """Return who may lose a seat for good, so that others find one."""
        return [i for s in self._in_slot for i in self.losable_in(s)]

    def losable_in(self, s: int) -> list[int]:
        """Return who of a slot may lose their seat, the longest first.

        Without an episode that others wait for, these would lose theirs too.
        """
        return [i for i in self.in_slot(s) if not self.board.is_awaited(i)]

    def in_slot(self, s: int) -> list[int]:
        """Return who may be moved out of a slot, the longest first: it makes most room.

        An urgent item sits where it was heard soonest and is not moved.
        """
        urgent = self.board.catalogue.urgent
        return [i for i in self._in_slot[s] if not urgent[i]]

    def _longest_first(self, i: int) -> tuple[int, int]:
        return -self.board.catalogue.frames[i], i

    def has_room(self, i: int, s: int) -> bool:
        return self.board.open[s].pick_position(self.board.catalogue, i) is not None

    def would_make_room(self, j: int, i: int, s: int) -> bool:
        """Return whether, were `j` gone from a slot, the slot would be long enough for `i`."""
        frames = self.board.catalogue.frames
        return frames[i] <= frames[j] + max(0, self.board.open[s].room)

    def seat_if_room(self, i: int, s: int) -> bool:
        """Seat an item in a slot; return whether there was room."""
        if not self.has_room(i, s):
            return False
        self.seat(i, s, chances=1)
        return True

    def seat_anywhere(self, i: int, *, but: int | None = None) -> bool:
        """Seat an item in any slot with room except one; return whether there was one."""
        left = self._with_room(i) & (-1 if but is None else ~(1 << but))
        if left:
            self.seat(i, self._choose(i, left, {}), chances=left.bit_count())
        return bool(left)

    def settle(self) -> None:
        """Count the airings."""
        for i, (slot, _) in sorted(self._seated.items()):
            self.board.air(i, slot.day, slot.number)

    def take_back(self, *, movable: bool = False) -> list[Seat]:
        """Empty every seat, or those of who may be moved; return who sat where."""
        urgent = self.board.catalogue.urgent
        return [(i, *self.unseat(i)) for i in list(self._seated) if not (movable and urgent[i])]

    def rooms(self, slots: int) -> tuple[int, ...]:
        """Return what is left at every position of some slots that a must-run may take."""
        return tuple(
            self.board.open[s].left_at(pick.position, pick.most)
            for s in members(slots)
            for pick in self.board.open[s].sheet.picks
        )

    def _turn(self, i: int, left: int) -> tuple[bool, int, bool, int, int]:
        catalogue = self.board.catalogue
        awaited = self.board.is_awaited(i)
        chances = left.bit_count()
        return not catalogue.urgent[i], chances, not awaited, catalogue.deadline[i], self._draw(i)

    def _with_room(self, i: int) -> int:
        return self.board.with_room(i, self.reach[i])

    def _load(self, chances: Mapping[int, int]) -> dict[int, int]:
        """Return what each slot would hold if all spread evenly over their chances."""
        load = dict.fromkeys(self.board.open, 0)
        for i, mask in chances.items():
            self._spread(i, mask, load, 1)
        return load

    def _spread(self, i: int, mask: int, load: dict[int, int], sign: int) -> None:
        if mask:
            part = self.board.catalogue.frames[i] * _PARTS // mask.bit_count()
            for s in members(mask):
                load[s] += sign * part

    def _choose(self, i: int, left: int, load: Mapping[int, int]) -> int:
        """Choose by where others press, by soft rules, whom it serves and how few sit there.

        "Serves" counts the stations that carry the slot and still lack the item. Of equals
        the earliest is chosen. An urgent item simply goes first. A further attempt draws instead of
        taking the earliest.
        """
        if self.board.catalogue.urgent[i]:
            return next(members(left))

        def pressure(s: int) -> tuple[int, int, int, int, int]:
            room = max(1, self.board.open[s].room) * _PARTS
            wanted = load.get(s, 0)
            crowded = wanted * 4 // room if wanted > room else 0
            serves = self._below.serves(i, self.board.open[s])
            turn = draw(self._draw(i), s) if self._attempt else s
            return crowded, self.board.soft_cost(i, s), -serves, len(self._in_slot[s]), turn

        return min(members(left), key=pressure)

    def _draw(self, i: int) -> int:
        return draw(self.board.catalogue.salts[i], self._salt)


def must_run_seat(catalogue: Catalogue, i: int, position: int, *, chances: int) -> Occupant:
    """Return a must-run as it sits at a position: the urgent before the others."""
    item = catalogue.items[i]
    return Occupant(
        position,
        (1 if catalogue.urgent[i] else 2, i),
        catalogue.frames[i],
        item.duration,
        Reason(why=Why.MUST_RUN, chances=chances),
        item=i,
        item_id=item.id,
    )
