import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from broadcast.planner import plan

from .problems import SECOND, clock, daily, item, item_ids, items, planned, problem, times
from .provinces import small_province

ROOT = Path(__file__).parents[3]
PRINT_A_PLAN = """
from hashlib import sha256
from broadcast.planner import plan
from tests.broadcast.planner.provinces import small_province
made = small_province(seed=5, stations=4, slots=9, items=12, standing=4)
print(sha256(repr(plan(made, seed=3)).encode()).hexdigest())
"""


def plan_in_another_process(hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRINT_A_PLAN],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_every_process_makes_the_same_plan() -> None:
    found = {plan_in_another_process(hash_seed) for hash_seed in ("0", "1", "4242", "random")}
    assert len(found) == 1
    made = small_province(seed=5, stations=4, slots=9, items=12, standing=4)
    assert len(plan(made, seed=3).placements) > 50


def test_another_seed_makes_another_plan() -> None:
    made = problem(slots=daily(3, 5, 17), candidates=items(40))
    assert len({tuple(item_ids(plan(made, seed=seed))) for seed in range(4)}) == 4


@pytest.mark.parametrize("seed", range(4))
def test_a_full_slot_takes_nothing_more_from_a_large_stock(seed: int) -> None:
    """Stretched pauses fill a slot: there is a shortest item that would fit without them."""
    random = Random(seed)  # noqa: S311 - lengths for a test
    spots = [item(f"spot-{n:02}", random.uniform(1, 30) * SECOND) for n in range(40)]
    reports = [item(f"report-{n:02}", random.uniform(60, 400) * SECOND) for n in range(40)]
    made = problem(
        clocks=(clock(most_pause=5 * SECOND),),
        slots=daily(8, 5, 17),
        candidates=(*spots, *reports),
    )
    first = plan(made, seed=seed)
    second = plan(planned(made, first), seed=seed)
    assert times(second) == times(first)


def test_progress_is_told_station_by_station() -> None:
    made = small_province(seed=5, stations=3, slots=2, items=4, standing=0)
    told: list[tuple[int, int]] = []
    plan(made, seed=1, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
