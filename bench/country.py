"""What a slot costs as provinces are added, loaded, planned, checked and stored part by part.

    python -m bench.country [--provinces N] [--days N]

One province, then several, each in a process and a database of its own, all with the same
items; CPU seconds, and the memory that planning takes at its peak. The reference is the one
province. The country before July 2025 had 10,600 stations: 146 of these provinces.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from bench.database import database
from bench.marks import Mark, conclude
from bench.memory import held
from bench.province import FIRST_DAY, province
from broadcast.planner.problem import Problem
from broadcast.planner.station import Station

SEED = 1
MOST_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    stations: int
    slots: int
    seconds: float
    megabytes: float
    parts: int

    @property
    def per_thousand(self) -> float:
        return 1000 * self.seconds / self.slots


def provinces(count: int) -> Problem:
    """Return several provinces side by side that share their items."""
    one = province(SEED)
    several = [one] + [_renamed(one, f"N{number}-") for number in range(1, count)]
    return replace(
        one,
        stations=tuple(station for each in several for station in each.stations),
        history=tuple(airing for each in several for airing in each.history),
    )


def _renamed(problem: Problem, prefix: str) -> Problem:
    def station(old: Station) -> Station:
        return replace(
            old,
            code=prefix + old.code,
            area_path=tuple(prefix + code for code in old.area_path),
            parent=None if old.parent is None else prefix + old.parent,
        )

    return replace(
        problem,
        stations=tuple(map(station, problem.stations)),
        history=tuple(
            replace(airing, station=prefix + airing.station) for airing in problem.history
        ),
    )


def measured(count: int, days: int) -> Cost:
    done = subprocess.run(
        [sys.executable, "-m", "bench.country", "--one", str(count), "--days", str(days)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def one(count: int, days: int) -> Cost:
    """Write so many provinces, plan them, and say what the planning cost."""
    with database():
        from bench.province_items import NOW  # noqa: PLC0415 - needs Django set up
        from bench.province_rows import write_province  # noqa: PLC0415 - the same
        from broadcast.actions.plan_parts import plan_in_parts  # noqa: PLC0415 - the same
        from broadcast.models import Slot, Station  # noqa: PLC0415 - the same

        write_province(provinces(count))
        stations = list(Station.objects.active())
        parts = 0
        with held() as memory:
            began = time.process_time()
            for _part in plan_in_parts(
                first=FIRST_DAY,
                last=FIRST_DAY + timedelta(days=days - 1),
                seed=SEED,
                clock=lambda: NOW,
                stations=stations,
            ):
                parts += 1
            seconds = time.process_time() - began
        return Cost(
            stations=len(stations),
            slots=Slot.objects.filter(day__gte=FIRST_DAY).count(),
            seconds=seconds,
            megabytes=memory.megabytes,
            parts=parts,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=10)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--one", type=int)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(asdict(one(asked.one, asked.days))))
        return
    print(f"{'stations':>9}{'slots':>9}{'parts':>7}{'CPU s':>9}{'s/1000':>8}{'MB':>7}")
    costs = []
    for count in (1, asked.provinces):
        cost = measured(count, asked.days)
        costs.append(cost)
        print(
            f"{cost.stations:9}{cost.slots:9}{cost.parts:7}{cost.seconds:9.1f}"
            f"{cost.per_thousand:8.2f}{cost.megabytes:7.0f}",
            flush=True,
        )
    small, large = costs
    conclude(
        [
            Mark(
                f"{large.stations:,} stations, loaded, planned and stored",
                "≤ 1.5 × the time a slot",
                f"{large.per_thousand:.2f} s per 1,000 slots",
                f"{small.stations} stations: {small.per_thousand:.2f} s",
                large.per_thousand / small.per_thousand,
                met=large.per_thousand <= MOST_GROWTH * small.per_thousand,
            ),
            Mark(
                "memory for that",
                "one part at a time",
                f"{large.megabytes:.0f} MB in {large.parts} parts",
                f"{small.stations} stations: {small.megabytes:.0f} MB",
                large.megabytes / small.megabytes,
            ),
        ]
    )


if __name__ == "__main__":
    main()
