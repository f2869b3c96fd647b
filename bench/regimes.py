"""Four regimes at three sizes: what there is to air, and how many stations air it.

    python -m bench.regimes [--quick]

Normal; scarce, with too little to air; a crunch, with far more must-runs than room; rich, with a
large stock. A district, the province and ten of it. Each line is measured in a process of its
own, so that its memory is its own. The references run on the two smaller sizes; the fill that
LibreTime documents runs in a normal month also without any rule.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from bench.marks import Mark, conclude
from bench.planner import METHODS, measure
from bench.province import COMMUNES, province
from broadcast.planner.problem import Problem

REGIMES = {
    "normal": {"days": 30, "items": 340, "must_runs": 22},
    "scarce": {"days": 30, "items": 90, "must_runs": 6},
    "crunch": {"days": 7, "items": 340, "must_runs": 290},
    "rich": {"days": 30, "items": 900, "must_runs": 40},
}
SIZES = {"district": COMMUNES[:1], "province": COMMUNES, "ten provinces": COMMUNES * 10}
OURS, FIRST_FIT, LIBRETIME, LAWLESS = range(4)
MOST_GROWTH = 1.5
QUOTAS, WELL, UNPROVEN = 0.005, 0.99, 0.02
SEARCH_SECONDS = 30
"""For a proof that a station's missed must-runs have no place, where the quick bound is short."""


@dataclass(frozen=True, slots=True)
class Line:
    """One method on one problem. `well` is of the slots that could be filled to a second."""

    regime: str
    size: str
    method: str
    slots: int
    seconds: float
    megabytes: float
    violations: int
    gap_mean: float
    gap_p99: float
    well: float
    shortfall: float
    due: int
    missed: int
    proven: int
    unexplained: int

    @property
    def per_thousand(self) -> float:
        return 1000 * self.seconds / self.slots


def made(regime: str, size: str) -> Problem:
    asked = REGIMES[regime]
    return province(
        1,
        communes=SIZES[size],
        days=asked["days"],
        items=asked["items"],
        must_runs=asked["must_runs"],
    )


def measured(regime: str, size: str, method: int) -> Line:
    """Plan in a process of its own; return what it found."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.regimes", "--one", regime, size, str(method)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Line(**json.loads(done.stdout.splitlines()[-1]))


def one(regime: str, size: str, method: int) -> Line:
    problem = made(regime, size)
    began = time.process_time()
    search = SEARCH_SECONDS if method == OURS and size != "ten provinces" else 0
    row = measure(METHODS[method], problem, search_seconds=search)
    assert time.process_time() - began >= row.seconds
    return Line(
        regime=regime,
        size=size,
        method=row.name,
        slots=len(problem.slots),
        seconds=row.seconds,
        megabytes=row.megabytes,
        violations=row.violations,
        gap_mean=row.gap_mean,
        gap_p99=row.gap_p99,
        well=row.well,
        shortfall=row.shortfall,
        due=row.must_runs.due,
        missed=row.must_runs.missed,
        proven=row.must_runs.proven,
        unexplained=row.unexplained,
    )


HEAD = (
    f"{'regime':8}{'size':15}{'method':36}{'slots':>7}{'CPU s':>8}{'s/1000':>8}{'MB':>6}"
    f"{'broken':>8}{'gap mean':>10}{'p99 s':>8}{'≤ 1 s':>8}{'quotas':>8}{'missed':>8}{'proven':>8}"
)


def show(line: Line) -> None:
    print(
        f"{line.regime:8}{line.size:15}{line.method:36}{line.slots:7}{line.seconds:8.2f}"
        f"{line.per_thousand:8.2f}{line.megabytes:6.0f}{line.violations:8}{line.gap_mean:10.2f}"
        f"{line.gap_p99:8.1f}{line.well:8.1%}{line.shortfall:8.2%}{line.missed:8}{line.proven:8}",
        flush=True,
    )


def run(*, quick: bool) -> dict[tuple[str, str, int], Line]:
    print(HEAD)
    found = {}
    for regime in REGIMES:
        for size in SIZES:
            large = size == "ten provinces"
            if large and quick:
                continue
            beside = () if large else (FIRST_FIT, LIBRETIME)
            lawless = (LAWLESS,) if regime == "normal" and not large else ()
            for method in (OURS, *beside, *lawless):
                line = measured(regime, size, method)
                found[regime, size, method] = line
                show(line)
    return found


def marks(found: dict[tuple[str, str, int], Line]) -> list[Mark]:
    ours = [line for (_, _, method), line in found.items() if method == OURS]
    normal = found["normal", "province", OURS]
    peer = found["normal", "province", LIBRETIME]
    crunch, beside = found["crunch", "province", OURS], found["crunch", "province", LIBRETIME]
    rich = found["rich", "province", OURS]
    told = [
        Mark(
            "rules broken in four regimes, by the checker",
            "0",
            f"{sum(line.violations for line in ours)} in {len(ours)} plans",
            met=not any(line.violations for line in ours),
        ),
        Mark(
            "gaps of more than a second in four regimes",
            "all explained",
            f"{sum(line.unexplained for line in ours)} unexplained",
            met=not any(line.unexplained for line in ours),
        ),
        Mark(
            "slots to a second where possible, worst of normal and rich",
            "≥ 99 %",
            f"{min(normal.well, rich.well):.2%}",
            f"LibreTime's fill, our rules: {peer.well:.2%}",
            met=min(normal.well, rich.well) >= WELL,
        ),
        Mark(
            "quota shortfall, normal month",
            "≤ 0.5 %",
            f"{normal.shortfall:.2%}",
            f"LibreTime's fill, our rules: {peer.shortfall:.2%}",
            normal.shortfall / peer.shortfall,
            met=normal.shortfall <= QUOTAS,
        ),
        Mark(
            f"a crunch: {crunch.due} must-runs",
            "missed: ≥ 98 % proven impossible",
            f"{crunch.missed} missed, {crunch.proven} of them proven",
            f"LibreTime's fill, our rules: {beside.missed} missed",
            crunch.missed / beside.missed,
            met=crunch.missed - crunch.proven <= UNPROVEN * crunch.missed,
        ),
    ]
    for regime in REGIMES:
        large = found.get((regime, "ten provinces", OURS))
        if large is not None:
            base = found[regime, "province", OURS]
            told.append(
                Mark(
                    f"ten provinces, {regime}",
                    "≤ 1.5 × the time a slot",
                    f"{large.per_thousand:.2f} s per 1,000 slots, {large.megabytes:.0f} MB",
                    f"the province: {base.per_thousand:.2f} s, {base.megabytes:.0f} MB",
                    large.per_thousand / base.per_thousand,
                    met=large.per_thousand <= MOST_GROWTH * base.per_thousand,
                )
            )
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without ten provinces")
    parser.add_argument("--one", nargs=3, metavar=("REGIME", "SIZE", "METHOD"))
    asked = parser.parse_args()
    if asked.one:
        regime, size, method = asked.one
        print(json.dumps(asdict(one(regime, size, int(method)))))
    else:
        conclude(marks(run(quick=asked.quick)))


if __name__ == "__main__":
    main()
