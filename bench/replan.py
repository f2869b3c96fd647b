"""What planning a planned province changes: nothing, or what one withdrawal asks for.

    python -m bench.replan

The withdrawn are the item that airs most and others down to the median. What comes or goes
in slots that did not hold one is counted over all placements. Every station is planned
again, which a withdrawal does not ask for.
"""

import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime

from bench.marks import Mark, conclude
from bench.province import province
from broadcast.planner.checker import check
from broadcast.planner.difference import as_standing
from broadcast.planner.outcome import Plan
from broadcast.planner.planning import plan
from broadcast.planner.problem import Problem

WITHDRAWN = 5
MOST_CHANGED = 0.005
SEED = 1
Seated = dict[str, frozenset[tuple[int, str | None, str | None]]]


def planned_again(problem: Problem, before: Plan) -> Problem:
    """Return the problem with all that `before` placed standing."""
    known = {item.id for item in problem.candidates}
    standing = tuple(one for one in as_standing(before) if one.item_id in known)
    return replace(problem, standing=standing)


def without(problem: Problem, item_id: str) -> Problem:
    kept = tuple(item for item in problem.candidates if item.id != item_id)
    return replace(problem, candidates=kept)


def seated(found: Plan) -> Seated:
    """Return what airs in each slot and where; the second it begins is left out."""
    slots = defaultdict(set)
    for one in found.placements:
        if one.item_id is not None:
            slots[one.slot_id].add((one.position, one.item_id, one.from_station))
    return {slot: frozenset(items) for slot, items in slots.items()}


def changed_outside(before: Seated, after: Seated, item_id: str) -> int:
    """Count the placements that came or went in slots that did not hold the item."""
    return sum(
        len(items ^ after.get(slot, frozenset()))
        for slot, items in before.items()
        if all(held != item_id for _position, held, _from in items)
    )


def timed(problem: Problem) -> tuple[Plan, float]:
    began = time.process_time()
    found = plan(problem, seed=SEED)
    return found, time.process_time() - began


def main() -> None:
    problem = province(1)
    before, from_nothing = timed(problem)
    again, _seconds = timed(planned_again(problem, before))
    moved = len(_airing(before) ^ _airing(again))
    items = seated(before)
    whole = sum(map(len, items.values()))
    print(f"{'withdrawn':14}{'airings':>9}{'CPU s':>8}{'changed elsewhere':>19}{'broken':>8}")
    shares, seconds, broken = [], [], 0
    for item_id, airings in _withdrawn(before):
        smaller = planned_again(without(problem, item_id), before)
        after, spent = timed(smaller)
        shares.append(changed_outside(items, seated(after), item_id) / whole)
        seconds.append(spent)
        violations = len(check(smaller, after))
        broken += violations
        print(f"{item_id:14}{airings:9}{spent:8.2f}{shares[-1]:19.3%}{violations:8}")
    conclude(
        [
            Mark(
                "planning what is planned",
                "nothing changes",
                f"{moved} of {len(before.placements)} placements",
                met=not moved,
            ),
            Mark(
                "re-plan after a withdrawal, worst of 5",
                "≤ 0.5 % elsewhere, 0 broken",
                f"{max(shares):.2%}, {broken} broken",
                f"mean of 5: {sum(shares) / len(shares):.2%}",
                met=max(shares) <= MOST_CHANGED and not broken,
            ),
            Mark(
                "re-plan of a whole province, slowest of 5",
                "< 1 s CPU",
                f"{max(seconds):.2f} s",
                f"planning from nothing: {from_nothing:.2f} s",
                max(seconds) / from_nothing,
                met=max(seconds) < 1,
            ),
        ]
    )


def _airing(found: Plan) -> set[tuple[str, int, str | None, datetime]]:
    return {(one.slot_id, one.position, one.item_id, one.starts_at) for one in found.placements}


def _withdrawn(found: Plan) -> list[tuple[str, int]]:
    """Return the item that airs most and others down to the median, with their airings."""
    aired = Counter(one.item_id for one in found.placements if one.item_id is not None)
    ranked = aired.most_common()
    return ranked[: len(ranked) // 2 : len(ranked) // 2 // WITHDRAWN][:WITHDRAWN]


if __name__ == "__main__":
    main()
