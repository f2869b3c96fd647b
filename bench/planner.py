"""How fast, how full and how fair plans are, beside two named ways of filling slots.

    python -m bench.planner [--quick]

The references are expressed anew here and run on the same problems in the same
run: a first fit by score, and the fill that LibreTime documents, fifty shuffled
greedy trials improved by swaps, once under our rules and once under none. Times
are CPU seconds of one core; the ratio beside each is against our own.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.fewest import MustRuns, must_runs
from bench.marks import Mark, conclude
from bench.memory import held
from bench.province import COMMUNES, LONG_KINDS, one_station, province
from bench.quality import quota_shortfall, well_filled
from broadcast.planner.checker import check
from broadcast.planner.choice import Group, Room
from broadcast.planner.fill import Fill, exact_fill, first_fit
from broadcast.planner.outcome import Plan
from broadcast.planner.planning import plan_by
from broadcast.planner.problem import Problem
from broadcast.planner.rule import Rule

_TRIALS = 50
_REPORTS = frozenset({Rule.ACCOUNT, Rule.UNREPORTED})
"""What a plan made under other rules cannot get right, and need not here."""


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    fill: Callable[[int], Fill]
    must_runs_first: bool
    keeps_rules: bool = True


def shuffled_trials(seed: int) -> Fill:
    """Return a fill of fifty shuffled greedy trials, each improved by swaps."""
    random = Random(seed)  # noqa: S311 - a seeded trial, no secret

    def fill(groups: Sequence[Group], room: Room) -> list[list[int]]:
        taken: set[int] = set()
        chosen = []
        for group in groups:
            free = group.without(taken)
            most = room.frames if free.most is None else min(room.frames, free.most)
            picks = _best_trial(random, free.costs, most)
            room = room.after([free.costs[pick] for pick in picks])
            chosen.append([free.ranked[pick] for pick in picks])
            taken.update(chosen[-1])
        return chosen

    return fill


def _best_trial(random: Random, costs: Sequence[int], most: int) -> list[int]:
    best: list[int] = []
    best_left = most
    order = list(range(len(costs)))
    for _ in range(_TRIALS):
        random.shuffle(order)
        picks, left = _greedy(order, costs, most)
        left = _swap(picks, order, costs, left)
        if left < best_left:
            best, best_left = picks, left
        if best_left == 0:
            break
    return best


def _greedy(order: Iterable[int], costs: Sequence[int], left: int) -> tuple[list[int], int]:
    picks = []
    for pick in order:
        if costs[pick] <= left:
            picks.append(pick)
            left -= costs[pick]
    return picks, left


def _swap(picks: list[int], order: Sequence[int], costs: Sequence[int], left: int) -> int:
    """Change each chosen item for the longest unchosen one that still fits."""
    unchosen = set(order) - set(picks)
    for number, pick in enumerate(picks):
        fitting = [other for other in unchosen if costs[pick] < costs[other] <= costs[pick] + left]
        if fitting:
            longest = max(fitting, key=lambda other: (costs[other], -other))
            unchosen.remove(longest)
            unchosen.add(pick)
            picks[number] = longest
            left -= costs[longest] - costs[pick]
    return left


def without_rules(problem: Problem) -> Problem:
    """Return the same slots and items with every rule on the items taken away."""
    languages = frozenset(item.language for item in problem.candidates)
    return replace(
        problem,
        stations=tuple(replace(station, languages=languages) for station in problem.stations),
        candidates=tuple(
            replace(
                item,
                levels=frozenset(),
                areas=frozenset(),
                airable_from=None,
                airable_until=None,
                separation_days=0,
                most_airings=None,
            )
            for item in problem.candidates
        ),
        history=(),
    )


METHODS = (
    Method("must-runs, then exact fill (ours)", lambda _: exact_fill, must_runs_first=True),
    Method("first fit by score, our rules", lambda _: first_fit, must_runs_first=False),
    Method("LibreTime's fill, our rules", shuffled_trials, must_runs_first=False),
    Method("LibreTime's fill, no rules", shuffled_trials, must_runs_first=False, keeps_rules=False),
)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    seconds: float
    megabytes: float
    violations: int
    gap_mean: float
    gap_p99: float
    well: float
    shortfall: float
    must_runs: MustRuns
    unexplained: int


def measure(method: Method, problem: Problem, *, seed: int = 1, search_seconds: float = 0) -> Row:
    """Plan a problem one way and measure the plan; `search_seconds` are for proofs, a station."""
    planned = problem if method.keeps_rules else without_rules(problem)
    with held() as memory:
        began = time.process_time()
        plan = plan_by(
            planned, seed=seed, fill=method.fill(seed), must_runs_first=method.must_runs_first
        )
        seconds = time.process_time() - began
    gaps = _gaps(problem, plan)
    return Row(
        name=method.name,
        seconds=seconds,
        megabytes=memory.megabytes,
        violations=sum(found.rule not in _REPORTS for found in check(problem, plan)),
        gap_mean=sum(gaps) / len(gaps),
        gap_p99=gaps[len(gaps) * 99 // 100],
        well=well_filled(problem, plan).share if method.keeps_rules else float("nan"),
        shortfall=quota_shortfall(problem, plan),
        must_runs=must_runs(problem, plan, search_seconds=search_seconds),
        unexplained=sum(
            gap.gap_ms > 1000 and not (gap.kept_out or gap.wanted_ms) for gap in plan.gaps
        ),
    )


def _gaps(problem: Problem, plan: Plan) -> list[float]:
    """Return every planned slot's gap in seconds, smallest first."""
    gap_of = {gap.slot_id: gap.gap_ms / 1000 for gap in plan.gaps}
    refused = {refusal.slot_id for refusal in plan.refusals}
    return sorted(gap_of.get(slot.id, 0.0) for slot in problem.slots if slot.id not in refused)


def compare(title: str, problem: Problem, methods: Sequence[Method] = METHODS) -> list[Row]:
    """Print how the methods do on one problem; return their rows, ours first."""
    stations, slots, items = (
        len(part) for part in (problem.stations, problem.slots, problem.candidates)
    )
    print(f"\n{title}: {stations} stations, {slots} slots, {items} items")
    print(
        f"{'method':36}{'CPU s':>8}{'ratio':>7}{'broken':>8}{'gap mean':>10}{'p99 s':>8}"
        f"{'≤ 1 s':>8}{'quotas':>8}{'missed':>8}{'proven':>8}{'due':>7}"
    )
    rows: list[Row] = []
    for method in methods:
        row = measure(method, problem)
        rows.append(row)
        print(
            f"{row.name:36}{row.seconds:8.2f}{row.seconds / rows[0].seconds:7.1f}"
            f"{row.violations:8}{row.gap_mean:10.2f}{row.gap_p99:8.1f}{row.well:8.1%}"
            f"{row.shortfall:8.2%}{row.must_runs.missed:8}{row.must_runs.proven:8}"
            f"{row.must_runs.due:7}"
        )
    return rows


def grown(times: int) -> Mark:
    """Print how time grows when the province does."""
    print(f"\n{'stations':>10}{'slots':>8}{'CPU s':>8}{'s per 1,000 slots':>20}")
    each = []
    for problem in (province(1), province(1, communes=COMMUNES * times)):
        seconds = measure(METHODS[0], problem).seconds
        each.append(1000 * seconds / len(problem.slots))
        print(f"{len(problem.stations):10}{len(problem.slots):8}{seconds:8.2f}{each[-1]:20.3f}")
    return Mark(
        f"a province {times} times as large",
        "≤ 1.5 × the time a slot",
        f"{each[1]:.2f} s per 1,000 slots",
        f"the province: {each[0]:.2f} s",
        each[1] / each[0],
        met=each[1] <= 1.5 * each[0],
    )


def province_marks(own: Row, first: Row, trials: Row, lawless: Row) -> list[Mark]:
    proven = f"{own.must_runs.missed} missed, {own.must_runs.proven} of them proven"
    return [
        Mark(
            "a province's month, planned",
            "< 2 s CPU",
            f"{own.seconds:.2f} s",
            f"LibreTime's fill, our rules: {trials.seconds:.2f} s",
            own.seconds / trials.seconds,
            met=own.seconds < 2,
        ),
        Mark(
            "its rules broken, by the checker",
            "0",
            f"{own.violations}",
            f"LibreTime's fill, no rules: {lawless.violations:,}",
            met=not own.violations,
        ),
        Mark(
            "its slots to a second, where possible",
            "≥ 99 %",
            f"{own.well:.2%}",
            f"first fit, our rules: {first.well:.2%}",
            own.well / first.well,
            met=own.well >= 0.99,
        ),
        Mark(
            "its larger gaps",
            "all explained",
            f"{own.unexplained} unexplained",
            met=not own.unexplained,
        ),
        Mark(
            "its quota shortfall",
            "≤ 0.5 %",
            f"{own.shortfall:.2%}",
            f"LibreTime's fill, our rules: {trials.shortfall:.2%}",
            own.shortfall / trials.shortfall,
            met=own.shortfall <= 0.005,
        ),
        Mark(
            f"its {own.must_runs.due} must-runs",
            "missed: impossible ones",
            proven,
            f"first fit, our rules: {first.must_runs.missed} missed",
            met=own.must_runs.missed == own.must_runs.proven,
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the two months")
    quick = parser.parse_args().quick
    month = compare("A province's month", province(1))
    own, first, trials, _lawless = compare("One station's month", one_station(1))
    marks = [
        Mark(
            "one station's month: 600 slots, 500 items",
            "< 1 s CPU, 0 broken",
            f"{own.seconds:.2f} s, {own.violations} broken",
            f"LibreTime's fill, our rules: {trials.seconds:.2f} s",
            own.seconds / trials.seconds,
            met=own.seconds < 1 and not own.violations,
        ),
        Mark(
            "the same beside first fit",
            "none set",
            f"gap {own.gap_mean:.1f} s a slot",
            f"first fit, our rules: {first.gap_mean:.1f} s, {first.seconds:.2f} s CPU",
            own.gap_mean / first.gap_mean,
        ),
        *province_marks(*month),
    ]
    if not quick:
        compare("A month without short spots", province(1, kinds=LONG_KINDS), METHODS[:2])
        compare("A crunch", province(1, days=7, must_runs=290), METHODS[:2])
        marks.append(grown(10))
    conclude(marks)


if __name__ == "__main__":
    main()
