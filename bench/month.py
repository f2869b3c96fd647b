"""A province's month against a real database: opened, read, planned, checked, stored.

    python -m bench.month

The province is `bench.province`'s, written as rows first. The reference is Django's own
`bulk_create` of the same placements, which reads, plans and checks nothing. CPU seconds.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from bench.database import database, statements
from bench.marks import Mark, conclude
from bench.province import FIRST_DAY, province

DAYS = 30
SEED = 1
MOST_SECONDS = 6.0


def timed(work: Callable[[], object]) -> tuple[float, int]:
    """Return the CPU seconds that `work` took and the statements it sent."""
    with statements() as sent:
        began = time.process_time()
        work()
        return time.process_time() - began, len(sent)


def main() -> None:
    with database():
        _run()


def _run() -> None:
    from bench.province_items import NOW  # noqa: PLC0415 - needs Django set up
    from bench.province_rows import write_province  # noqa: PLC0415 - the same
    from broadcast.actions.plan import Planned, plan_days  # noqa: PLC0415 - the same

    write_province(province(1))
    found: list[Planned] = []

    def plan_month() -> None:
        last = FIRST_DAY + timedelta(days=DAYS - 1)
        found.append(plan_days(first=FIRST_DAY, last=last, seed=SEED, now=NOW))

    spent = [timed(plan_month), timed(plan_month), _bare()]
    print(f"{'work':28}{'CPU s':>8}{'statements':>12}")
    for name, (cpu, count) in zip(
        ("the month from nothing", "the month again", "bulk_create alone"), spent, strict=True
    ):
        print(f"{name:28}{cpu:8.2f}{count:12}")
    first, again = found
    (seconds, sent), (seconds_again, _sent), (bare, bare_sent) = spent
    problem = first.loaded.problem
    slots, stations = len(problem.slots), len(problem.stations)
    print(
        f"\n{stations} stations, {slots} slots, {len(problem.candidates)} items, "
        f"{len(problem.history)} airings before; {len(first.plan.placements)} placements, "
        f"{len(first.plan.unplaced)} must-runs not placed"
    )
    conclude(
        [
            Mark(
                "a province's month, loaded and stored",
                f"< {MOST_SECONDS:.0f} s CPU",
                f"{seconds:.2f} s",
                f"bulk_create of the placements: {bare:.2f} s",
                seconds / bare,
                met=seconds < MOST_SECONDS,
            ),
            Mark(
                "its statements",
                "none per slot",
                f"{sent}, {sent / stations:.1f} a station",
                f"bulk_create of the placements: {bare_sent}",
                sent / bare_sent,
                met=sent < slots / 4,
            ),
            Mark(
                "the same month planned again",
                "nothing written",
                f"{again.changed} slots, {seconds_again:.2f} s",
                met=not again.changed,
            ),
        ]
    )


def _bare() -> tuple[float, int]:
    """Insert copies of the planned placements, which are gone afterwards."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from broadcast.models import Placement  # noqa: PLC0415 - the same

    rows = list(Placement.objects.filter(slot__day__gte=FIRST_DAY))
    with transaction.atomic():
        Placement.objects.filter(slot__day__gte=FIRST_DAY).delete()
        for row in rows:
            row.pk = None
        spent = timed(lambda: Placement.objects.bulk_create(rows))
        transaction.set_rollback(True)
    return spent


if __name__ == "__main__":
    main()
