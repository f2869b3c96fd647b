"""Reasons as plain values, ready for JSON: codes and numbers, no sentences."""

from .difference import Difference, SlotDifference
from .moment import in_ms
from .outcome import Change, Gap, KeptOut, Placement, Unplaced

Fact = str | int | None | list["Fact"] | dict[str, "Fact"]


def placement_facts(placement: Placement) -> dict[str, Fact]:
    """Return a placement and why it is there; what does not apply is left out."""
    reason = placement.reason
    facts: dict[str, Fact] = {
        "slot": placement.slot_id,
        "position": placement.position,
        "kind": placement.entry.value,
        "item": placement.item_id,
        "starts_at": placement.starts_at.isoformat(),
        "duration_ms": in_ms(placement.duration),
        "from_station": placement.from_station,
        "why": reason.why.value,
        "rank": reason.rank,
        "candidates": reason.candidates,
        "chances": reason.chances,
    }
    if reason.score:
        facts["score"] = {points.part.value: points.points for points in reason.score}
    if reason.breaks:
        facts["breaks"] = [_said({"rule": b.rule.value, "beside": b.beside}) for b in reason.breaks]
    return _said(facts)


def gap_facts(gap: Gap) -> dict[str, Fact]:
    """Return a gap and what kept it from being filled."""
    facts: dict[str, Fact] = {
        "slot": gap.slot_id,
        "gap_ms": gap.gap_ms,
        "filler_ms": gap.filler_ms,
        "silence_ms": gap.silence_ms,
        "wanted_ms": gap.wanted_ms,
        "kept_out": [kept_out_facts(kept) for kept in gap.kept_out],
    }
    return facts | _changed(gap.change)


def unplaced_facts(unplaced: Unplaced) -> dict[str, Fact]:
    """Return a must-run no slot could be found for, and the rule that closed the last."""
    return {
        "item": unplaced.item_id,
        "station": unplaced.station,
        "reason": unplaced.rule.value,
        "slots": unplaced.slots,
        **_said({"due_in": unplaced.due_in}),
    } | _changed(unplaced.change)


def difference_facts(difference: Difference) -> dict[str, Fact]:
    """Return what a plan changes: the counts, and each slot that changes."""
    return {
        "added": difference.added,
        "removed": difference.removed,
        "moved": difference.moved,
        "retimed": difference.retimed,
        "kept": difference.kept,
        "slots": [_slot_facts(slot) for slot in difference.slots],
    }


def _slot_facts(slot: SlotDifference) -> dict[str, Fact]:
    added: list[Fact] = [
        _said({"item": one.item_id, "from_station": one.from_station}) for one in slot.added
    ]
    removed: list[Fact] = [
        _said(
            {
                "item": one.item_id,
                "from_station": one.from_station,
                "rule": one.rule.value if one.rule else None,
            }
        )
        for one in slot.removed
    ]
    moved: list[Fact] = [
        _said(
            {
                "item": one.item_id,
                "from_slot": one.from_slot,
                "rule": one.rule.value if one.rule else None,
            }
        )
        for one in slot.moved
    ]
    retimed: list[Fact] = [
        {"item": one.item_id, "was_at": one.was_at.isoformat(), "is_at": one.is_at.isoformat()}
        for one in slot.retimed
    ]
    return {
        "slot": slot.slot_id,
        "station": slot.station,
        "added": added,
        "removed": removed,
        "moved": moved,
        "retimed": retimed,
        "kept": slot.kept,
    }


def kept_out_facts(kept: KeptOut) -> dict[str, Fact]:
    """Return what one rule alone kept out of a gap; what does not apply is left out."""
    return _said(
        {
            "rule": kept.rule.value,
            "items": kept.items,
            "fill_ms": kept.fill_ms,
            "days_short": kept.days_short,
            "shortest_ms": kept.shortest_ms,
        }
    ) | _changed(kept.change)


def change_facts(change: Change) -> dict[str, Fact]:
    """Return the smallest change that would help; what does not apply is left out."""
    return _said(
        {
            "rule": change.rule.value,
            "items": list(change.items),
            "days": change.days,
            "now": change.now,
            "then": change.then,
            "airings": change.airings,
            "length_ms": change.length_ms,
            "fill_ms": change.fill_ms,
            "leaves_ms": change.leaves_ms,
            "enough": change.is_enough,
        }
    )


def _changed(change: Change | None) -> dict[str, Fact]:
    return {} if change is None else {"change": change_facts(change)}


def _said(facts: dict[str, Fact]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if fact is not None}
