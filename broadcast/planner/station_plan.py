"""The plan of one station, once its parent's is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from .airtime import refuse_slots
from .below import Below
from .board import Board
from .carrying import Shared, carry
from .catalogue import Catalogue
from .changing import smallest
from .clock import Share
from .explaining import kept_out
from .fill import Fill
from .filling import fill_slots
from .giving_way import Carried, give_way, make_way_at_once, still_missing
from .layout import Layout, lay_out
from .moment import FRAME_MS, epoch_ms, in_ms
from .must_runs import Horizon, in_reach, place_must_runs
from .open_slot import OpenSlot
from .outcome import Dropped, Gap, Placement, Refusal, Unmet, Unplaced
from .problem import Admission, Airing, Slot, Standing
from .repeats import owed_repeats, place_repeats
from .rule import Rule
from .seating import is_held, keep_planned, seat_fixed, seat_held
from .sheet import ClockSheet
from .softness import name_broken
from .station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every station of a run shares."""

    catalogue: Catalogue
    sheets: Mapping[str, ClockSheet]
    timezone: tzinfo
    horizon: Horizon
    fill: Fill
    must_runs_first: bool
    below: Below


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one station.

    `above` is its parent's programme, in time order; `has_below` says whether
    any station may carry its own, and `carried` what stands there of it already.
    """

    station: Station
    slots: Sequence[Slot]
    standing: Sequence[Standing]
    history: Sequence[Airing]
    above: Sequence[Shared]
    has_below: bool
    carried: Carried


@dataclass(slots=True)
class StationPlan:
    """One station's part of the plan, and the programme those below may carry."""

    placements: list[Placement] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    programme: list[Shared] = field(default_factory=list)
    owed: list[Unplaced] = field(default_factory=list)
    """The repeats that have no seat where they are due."""


def plan_station(setting: Setting, known: Known) -> StationPlan:
    """Plan one station: what stands, what it carries, must-runs, then the rest."""
    found = StationPlan()
    found.refusals += refuse_slots(
        station=known.station, slots=known.slots, timezone=setting.timezone
    )
    board = Board(
        known.station,
        known.slots,
        refused=frozenset(refusal.slot_id for refusal in found.refusals),
        sheets=setting.sheets,
        catalogue=setting.catalogue,
        timezone=setting.timezone,
    )
    _seat(board, known, found)
    without_seat = _decide(board, setting, known, found)
    for slot in board.open.values():
        name_broken(board, slot)
        layout = lay_out(slot)
        _conclude(board, slot, layout, found)
        _listen(board, layout)
        if known.has_below:
            found.programme += _programme(board, slot, layout)
    found.programme += _read_only(setting, known, found)
    found.programme.sort()
    if any(slot.admits is not Admission.NONE for slot in known.slots):
        found.unplaced += [one for i, one in without_seat.items() if not board.has_heard(i)]
        found.unplaced += found.owed
    return found


def _seat(board: Board, known: Known, found: StationPlan) -> None:
    """Seat what is in the slots before anything is chosen."""
    for airing in known.history:
        board.remember(airing)
    admits = {slot.id: slot.admits for slot in known.slots}
    held = [one for one in known.standing if is_held(one, admits[one.slot_id])]
    planned = [one for one in known.standing if not is_held(one, admits[one.slot_id])]
    seat_held(board, held)
    found.refusals += _too_full(board)
    found.unmet += carry(board, known.above)
    refused = {refusal.slot_id: refusal.rule for refusal in found.refusals}
    found.dropped += keep_planned(board, planned, refused)


def _decide(
    board: Board, setting: Setting, known: Known, found: StationPlan
) -> dict[int, Unplaced]:
    """Choose what airs; return the must-runs that found no seat.

    An episode that airs may open a slot to the next one, be that an item of the clock, a
    must-run or any other: so once more, until nothing is opened.
    """
    unmet = list(seat_fixed(board))
    without_seat = _choose(board, setting, known, found, again=False)
    reach: dict[int, int] = {}
    while board.serials.waits_for:
        before, unmet = unmet, list(seat_fixed(board))
        known_reach, reach = reach, {i: in_reach(board, i) for i in without_seat}
        opened = any(slots & ~known_reach.get(i, 0) for i, slots in reach.items())
        if len(before) == len(unmet) and not (setting.must_runs_first and opened):
            break
        without_seat = _choose(board, setting, known, found, again=True)
    found.unmet += unmet
    return without_seat


def _choose(
    board: Board, setting: Setting, known: Known, found: StationPlan, *, again: bool
) -> dict[int, Unplaced]:
    """Place the must-runs, then fill. Once more, what was filled before gives way too."""
    if setting.must_runs_first:
        found.dropped += make_way_at_once(board, setting.horizon, known.carried)
        found.dropped += place_repeats(board, known.carried, heard_alone=True, chosen=again)
        place_must_runs(board, setting.horizon, setting.below)
        found.dropped += give_way(board, setting.horizon, known.carried, chosen=again)
        # A bulletin that only now found its first seat repeats from there.
        found.dropped += place_repeats(board, known.carried, chosen=again)
    without_seat = still_missing(board, setting.horizon, known.carried, chosen=again)
    found.owed = list(owed_repeats(board))
    fill_slots(board, setting.fill, setting.below)
    return without_seat


def _too_full(board: Board) -> Iterator[Refusal]:
    """Leave out the slots whose idents, relay and held items are longer than they are."""
    for slot in [slot for slot in board.open.values() if slot.excess_ms]:
        board.close(slot.number)
        limit = in_ms(slot.slot.duration)
        yield Refusal(
            slot_id=slot.slot.id, rule=Rule.FITS, limit=limit, found=limit + slot.excess_ms
        )


def _conclude(board: Board, slot: OpenSlot, layout: Layout, found: StationPlan) -> None:
    """Take over a slot's placements and account for its gap."""
    found.placements += layout.placements
    if layout.gap_ms:
        kept = kept_out(board, slot)
        found.gaps.append(
            Gap(
                slot_id=slot.slot.id,
                gap_ms=layout.gap_ms,
                filler_ms=layout.filler_ms,
                silence_ms=layout.gap_ms - layout.filler_ms,
                kept_out=kept,
                wanted_ms=max(0, slot.room - slot.sheet.least) * FRAME_MS,
                change=smallest(kept),
            )
        )


def _listen(board: Board, layout: Layout) -> None:
    """Note the must-runs of a slot as heard at the moment they end."""
    for placement in layout.placements:
        i = board.catalogue.must_run_index.get(placement.item_id)
        if i is not None:
            board.hear(i, epoch_ms(placement.starts_at + placement.duration))


def _programme(board: Board, slot: OpenSlot, layout: Layout) -> Iterator[Shared]:
    for placement in layout.placements:
        i = board.catalogue.index.get(placement.item_id)
        if i is not None:
            yield from _shared(slot.sheet, placement.position, epoch_ms(placement.starts_at), i)


def _read_only(setting: Setting, known: Known, found: StationPlan) -> Iterator[Shared]:
    """Yield the programme of the slots that are read but not planned."""
    refused = {refusal.slot_id for refusal in found.refusals}
    slots = {
        slot.id: slot
        for slot in known.slots
        if slot.admits is Admission.NONE and slot.id not in refused
    }
    for standing in known.standing:
        i = setting.catalogue.index.get(standing.item_id)
        slot = slots.get(standing.slot_id)
        if i is not None and slot is not None:
            sheet = setting.sheets[slot.clock]
            yield from _shared(sheet, standing.position, epoch_ms(standing.starts_at), i)


def _shared(sheet: ClockSheet, position: int, begins_ms: int, i: int) -> Iterable[Shared]:
    share = sheet.share(position)
    return [] if share is Share.OWN else [Shared(begins_ms, i, share)]
