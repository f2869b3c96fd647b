"""What a station's slot takes over from its parent's programme."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .board import Board
from .clock import CarriedPart, Carry, Share
from .moment import epoch_ms, frames_within
from .open_slot import Occupant, OpenSlot
from .outcome import Reason, Unmet, Why
from .rule import Rule

_CARRIED = Reason(why=Why.CARRIED)


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """An item in a station's programme that stations below may carry."""

    begins_ms: int
    item: int
    share: Share


def carry(board: Board, programme: Sequence[Shared]) -> Iterator[Unmet]:
    """Seat what each slot carries; yield mandatory items it cannot.

    `programme` is the parent's, in time order. Carried items answer to their
    own airing window and to the room in the slot, and to no other rule: they
    are the parent's choice, and the station can only air them.
    """
    for slot in board.open.values():
        if slot.sheet.carry is not None:
            position, wanted = slot.sheet.carry
            first = bisect_left(programme, epoch_ms(slot.slot.starts_at), key=_begins)
            end = bisect_left(programme, epoch_ms(slot.slot.ends_at), key=_begins)
            carrier = _Carrier(board, slot, position, wanted)
            yield from carrier.take(programme[first:end])


def _begins(shared: Shared) -> int:
    return shared.begins_ms


@dataclass(frozen=True, slots=True)
class _Carrier:
    """The carry position of one slot."""

    board: Board
    slot: OpenSlot
    position: int
    wanted: Carry

    def take(self, overlapping: Sequence[Shared]) -> Iterator[Unmet]:
        """Seat what is wanted of what the parent airs meanwhile."""
        in_turn = list(enumerate(overlapping))
        for turn, shared in in_turn:
            if shared.share is Share.MANDATORY:
                rule = self._seat(turn, shared.item, None)
                if rule is not None:
                    yield self._unmet(shared.item, rule)
        if self.wanted.part is CarriedPart.ALL:
            most = None
            if self.wanted.most is not None:
                most = frames_within(self.wanted.most) + self.slot.sheet.least
            for turn, shared in in_turn:
                if shared.share is Share.OFFERED:
                    self._seat(turn, shared.item, most)

    def _seat(self, turn: int, i: int, most: int | None) -> Rule | None:
        """Seat one item unless something forbids it; return what does."""
        board, slot = self.board, self.slot
        item = board.catalogue.items[i]
        if slot.holds(item.id):
            return None
        rule = None
        bit = 1 << slot.number
        if not board.admitted(i) & bit:
            rule = Rule.ADMISSION
        elif not board.window[i] & bit:
            rule = Rule.WINDOW
        elif board.catalogue.frames[i] + slot.sheet.least > slot.left_at(self.position, most):
            rule = Rule.FITS
        if rule is None:
            occupant = Occupant(
                self.position,
                (1, turn),
                board.catalogue.frames[i],
                item.duration,
                _CARRIED,
                item=i,
                item_id=item.id,
                from_station=board.station.parent,
            )
            board.seat(slot, occupant)
        return rule

    def _unmet(self, i: int, rule: Rule) -> Unmet:
        return Unmet(
            slot_id=self.slot.slot.id,
            position=self.position,
            item_id=self.board.catalogue.items[i].id,
            rule=rule,
            from_station=self.board.station.parent,
        )
