"""What a scheduler changes by hand: judged by the planner's rules, laid out again, never moved."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from broadcast.actions.placements import (
    add_placement,
    lock_placement,
    put_back,
    remove_placement,
    replace_placement,
    unlock_placement,
)
from broadcast.actions.release import release_playlist
from broadcast.models import EntryKind, Maker, Placement
from broadcast.placing import (
    DayClosed,
    Former,
    NotAllowed,
    NotMovable,
    NotPlaced,
    RuledOut,
    SlotChanged,
)
from broadcast.planner.rule import Rule
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

from .conftest import DAY, at, open_slot, placed, plan, rows, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadcast.models import Clock, Slot, Station
    from cms.accounts.models import User
    from cms.models import Clearance

FRAME = timedelta(milliseconds=24)


@pytest.fixture
def spare(slot: Slot, ntv: Station, cleared: Callable[..., Clearance]) -> dict[str, Clearance]:
    """Plan the slot with two items of 25 s; what was cleared after that is spare."""
    cleared("Lớp học bên sông", 25)
    cleared("Mùa muối", 25)
    plan(ntv)
    assert sorted(titles(slot)) == ["Lớp học bên sông", "Mùa muối", EntryKind.FILLER]
    return {
        "equal": cleared("Nước về bản", 25),
        "short": cleared("Lời nhắc", 5),
        "long": cleared("Chuyện dài", 40),
    }


def title_of(placement: Placement) -> str:
    assert placement.item is not None
    return str(placement.item.title)


def aired(slot: Slot) -> list[object]:
    """Return all of the slot's rows but their keys: they are made anew."""
    fields = [field for field in (f.name for f in Placement._meta.fields) if field != "id"]
    return list(slot.placements.order_by("starts_at").values_list(*fields))


def laid_out(slot: Slot) -> None:
    """Assert that the slot airs as its clock says: pauses inside the limits, nothing overlaps."""
    entries = list(slot.placements.order_by("starts_at"))
    assert entries[0].starts_at == slot.starts_at
    assert entries[-1].ends_at <= slot.ends_at
    for earlier, later in pairwise(entries):
        pause = later.starts_at - earlier.ends_at
        if EntryKind.FILLER in {earlier.entry, later.entry}:
            assert pause >= timedelta()
        else:
            assert slot.clock.least_pause <= pause <= slot.clock.most_pause + FRAME


def test_a_replacement_stands_in_its_place_and_is_the_schedulers(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    first = slot.placements.order_by("starts_at")[0]
    second = titles(slot)[1]

    made = replace_placement(placement=first, clearance=spare["equal"], by=hoa, now=NOW)

    assert titles(slot) == ["Nước về bản", second, EntryKind.FILLER]
    assert (made.made_by, made.locked, made.clearance) == (Maker.SCHEDULER, False, spare["equal"])
    assert made.reason == {"why": "scheduler", "by": hoa.get_full_name(), "at": NOW.isoformat()}
    laid_out(slot)


def test_a_shorter_replacement_moves_what_follows_and_tells_the_gap(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    first, second = slot.placements.items().order_by("starts_at")
    slot.refresh_from_db()
    before = slot.gap

    replace_placement(placement=first, clearance=spare["short"], by=hoa, now=NOW)

    slot.refresh_from_db()
    assert before is not None
    assert slot.gap is not None
    assert slot.filler is not None
    assert slot.silence is not None
    assert slot.gap == before + first.duration - spare_length(spare["short"])
    assert slot.gap == slot.filler + slot.silence
    moved = placed(slot, title_of(second))
    assert moved.starts_at < second.starts_at
    assert (moved.made_by, moved.reason) == (second.made_by, second.reason)
    laid_out(slot)


def spare_length(clearance: Clearance) -> timedelta:
    assert clearance.rendition is not None
    assert clearance.rendition.duration is not None
    return clearance.rendition.duration


def test_planning_never_moves_what_a_scheduler_placed(
    slot: Slot, ntv: Station, hoa: User, spare: dict[str, Clearance]
) -> None:
    first = slot.placements.order_by("starts_at")[0]
    made = replace_placement(placement=first, clearance=spare["short"], by=hoa, now=NOW)

    plan(ntv)

    kept = placed(slot, "Lời nhắc")
    assert (kept.made_by, kept.reason, kept.position) == (
        Maker.SCHEDULER,
        made.reason,
        made.position,
    )
    laid_out(slot)


def test_what_does_not_fit_is_refused_in_one_sentence(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    before = rows(slot)

    with pytest.raises(RuledOut, match="Chuyện dài") as refused:
        replace_placement(
            placement=slot.placements.items()[0], clearance=spare["long"], by=hoa, now=NOW
        )

    assert refused.value.rules == (Rule.FITS,)
    assert rows(slot) == before


def test_separation_counts_what_stands_in_the_other_slots_of_the_day(
    slot: Slot, hoa: User, own_clock: Clock, spare: dict[str, Clearance]
) -> None:
    evening = open_slot(slot.station, own_clock, at(17))
    add_placement(slot=evening, clearance=spare["short"], by=hoa, now=NOW)

    with pytest.raises(RuledOut) as refused:
        replace_placement(
            placement=slot.placements.items()[0], clearance=spare["short"], by=hoa, now=NOW
        )

    assert refused.value.rules == (Rule.SEPARATION,)


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        ({"levels": ["commune"]}, Rule.LEVEL),
        ({"air_until": NOW + timedelta(days=1)}, Rule.UNKNOWN),
        ({"air_until": at(5, 15) + timedelta(seconds=30)}, Rule.WINDOW),
    ],
)
def test_an_item_that_may_not_air_there_is_refused(
    slot: Slot,
    hoa: User,
    cleared: Callable[..., Clearance],
    limit: dict[str, object],
    rule: Rule,
) -> None:
    cleared("Lớp học bên sông", 25)
    barred = cleared("Không phải ở đây", 5, **limit)
    plan(slot.station)
    before = rows(slot)

    with pytest.raises(NotPlaced) as refused:
        add_placement(slot=slot, clearance=barred, by=hoa, now=NOW)

    if isinstance(refused.value, RuledOut) and refused.value.rules:
        assert refused.value.rules == (rule,)
    else:
        assert rule is Rule.UNKNOWN
    assert rows(slot) == before


def test_what_is_removed_leaves_a_gap_and_can_be_put_back_as_it_was(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    before = aired(slot)
    gone = slot.placements.items().order_by("starts_at")[0]

    remove_placement(placement=gone, by=hoa, now=NOW)

    assert title_of(gone) not in titles(slot)
    slot.refresh_from_db()
    assert slot.gap is not None
    assert slot.gap > timedelta(seconds=25)
    laid_out(slot)

    put_back(former=Former.of(gone), instead_of=None, by=hoa, now=NOW)

    assert aired(slot) == before


def test_a_replacement_undone_leaves_the_slot_as_it_was(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    before = aired(slot)
    first = slot.placements.items().order_by("starts_at")[0]
    made = replace_placement(placement=first, clearance=spare["short"], by=hoa, now=NOW)
    assert aired(slot) != before

    put_back(former=Former.of(first), instead_of=made, by=hoa, now=NOW)

    assert aired(slot) == before


def test_locked_stays_and_is_replaced_only_once_unlocked(
    slot: Slot, ntv: Station, hoa: User, spare: dict[str, Clearance]
) -> None:
    held = slot.placements.items().order_by("starts_at")[0]

    lock_placement(placement=held, by=hoa, now=NOW)
    plan(ntv)
    held = placed(slot, title_of(held))
    assert held.locked
    with pytest.raises(NotMovable):
        replace_placement(placement=held, clearance=spare["equal"], by=hoa, now=NOW)
    with pytest.raises(NotMovable):
        remove_placement(placement=held, by=hoa, now=NOW)

    unlock_placement(placement=held, by=hoa, now=NOW)
    replace_placement(
        placement=placed(slot, title_of(held)), clearance=spare["equal"], by=hoa, now=NOW
    )
    assert "Nước về bản" in titles(slot)


def test_what_is_carried_is_changed_where_it_comes_from(
    slot: Slot, lam_son: Station, carry_clock: Clock, hoa: User, spare: dict[str, Clearance]
) -> None:
    below = open_slot(lam_son, carry_clock, at(5, 15))
    plan(lam_son)
    carried = below.placements.filter(from_station=slot.station)[0]
    before = rows(below)

    with pytest.raises(NotMovable, match="Ninh Thuận"):
        replace_placement(placement=carried, clearance=spare["equal"], by=hoa, now=NOW)
    with pytest.raises(NotMovable, match="Ninh Thuận"):
        remove_placement(placement=carried, by=hoa, now=NOW)

    assert rows(below) == before


def test_a_change_below_leaves_what_is_carried_as_it_is(
    slot: Slot, lam_son: Station, carry_clock: Clock, hoa: User, spare: dict[str, Clearance]
) -> None:
    below = open_slot(lam_son, carry_clock, at(5, 15), timedelta(minutes=2))
    plan(lam_son)
    carried = list(
        below.placements.filter(from_station=slot.station).values_list("item", flat=True)
    )
    own = below.placements.items().filter(from_station=None)
    assert own.count() == 2

    remove_placement(placement=own[0], by=hoa, now=NOW)

    assert (
        list(below.placements.filter(from_station=slot.station).values_list("item", flat=True))
        == carried
    )
    assert own.count() == 1


def test_a_frozen_day_takes_no_change_by_hand_and_names_the_cure(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    row = slot.placements.items()[0]
    before = rows(slot)

    for now in (at(5, 15) - timedelta(hours=24), at(5, 16), at(8)):
        for change in (
            partial(replace_placement, placement=row, clearance=spare["equal"]),
            partial(add_placement, slot=slot, clearance=spare["short"]),
            partial(remove_placement, placement=row),
            partial(lock_placement, placement=row),
            partial(unlock_placement, placement=row),
            partial(put_back, former=Former.of(row), instead_of=None),
        ):
            with pytest.raises(DayClosed, match="khẩn cấp"):
                change(by=hoa, now=now)

    assert rows(slot) == before


def test_a_released_day_takes_no_change_by_hand(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    release_playlist(station=slot.station, day=DAY, by=hoa, now=NOW)
    before = rows(slot)

    with pytest.raises(DayClosed, match="thu hồi"):
        replace_placement(
            placement=slot.placements.items()[0], clearance=spare["equal"], by=hoa, now=NOW
        )

    assert rows(slot) == before


def test_a_row_that_was_laid_out_anew_meanwhile_is_not_changed_blindly(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    old = slot.placements.items().order_by("starts_at")[1]
    replace_placement(
        placement=slot.placements.items().order_by("starts_at")[0],
        clearance=spare["short"],
        by=hoa,
        now=NOW,
    )
    before = rows(slot)

    with pytest.raises(SlotChanged):
        remove_placement(placement=old, by=hoa, now=NOW)

    assert rows(slot) == before


def test_a_clearance_that_ended_meanwhile_is_refused(
    slot: Slot, hoa: User, spare: dict[str, Clearance], thao: User
) -> None:
    from cms.actions.withdraw import withdraw  # noqa: PLC0415 - beside its one use

    withdraw(item=spare["equal"].item.specific, by=thao, reason="Sai số liệu", now=NOW)
    before = rows(slot)

    with pytest.raises(RuledOut):
        replace_placement(
            placement=slot.placements.items()[0], clearance=spare["equal"], by=hoa, now=NOW
        )

    assert rows(slot) == before


@pytest.mark.usefixtures("hoa")
def test_only_schedulers_change_a_slot(slot: Slot, spare: dict[str, Clearance]) -> None:
    row = slot.placements.items()[0]
    before = rows(slot)

    for name in ("lan", "quynh", "minh", "thao", "tuan"):
        person = make.one_of_the_cast(name)
        for change in (
            partial(replace_placement, placement=row, clearance=spare["equal"]),
            partial(add_placement, slot=slot, clearance=spare["short"]),
            partial(remove_placement, placement=row),
            partial(lock_placement, placement=row),
            partial(unlock_placement, placement=row),
            partial(put_back, former=Former.of(row), instead_of=None),
        ):
            with pytest.raises(NotAllowed):
                change(by=person, now=NOW)

    assert rows(slot) == before


def test_filler_and_idents_follow_from_the_clock(
    slot: Slot, hoa: User, spare: dict[str, Clearance]
) -> None:
    filler = Placement.objects.get(slot=slot, entry=EntryKind.FILLER)

    with pytest.raises(NotMovable):
        remove_placement(placement=filler, by=hoa, now=NOW)
    with pytest.raises(NotMovable):
        lock_placement(placement=filler, by=hoa, now=NOW)
