"""How long the whole country takes to import, beside bare inserts of the same rows.

    python -m bench.areas

A database of its own is made first and dropped at the end: SQLite, or PostgreSQL
where LOA_DATABASE says so. The country is of the size it had before July 2025
(63 provinces, 696 districts, 10,035 communes) and after (34, none, 3,321).
Times are of the wall, the database's own work among them.
"""

import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from bench.database import database, statements
from bench.marks import Mark, conclude

JUNE = date(2025, 6, 1)
JULY = date(2025, 7, 1)
MERGED = tuple(f"{number:02}" for number in range(34, 63))


def main() -> None:
    with database():
        _run()


def _run() -> None:
    from cms.areas import read_arrangement  # noqa: PLC0415 - needs Django set up
    from tests.cms.areas.files import country, file  # noqa: PLC0415 - the same

    before = file(country(provinces=63, districts=696, communes=10_035))
    after = file(country(provinces=34, districts=0, communes=3_321, era="b"))
    bare = _bare_inserts(10_794)
    print(f"{'work':<34}{'rows':>8}{'seconds':>9}{'statements':>12}{'× bare':>8}")
    print(f"{'bare inserts':<34}{10_794:>8}{bare:>9.2f}")
    marks = []
    for label, content, day, retire in (
        ("first import", before, JUNE, ()),
        ("the same file again", before, JUNE, ()),
        ("merger", after, JULY, MERGED),
        ("merger undone", before, JULY, ()),
    ):
        rows = len(read_arrangement(content).units)
        seconds, sent = _timed(partial(_import, content, day, retire))
        print(f"{label:<34}{rows:>8}{seconds:>9.2f}{sent:>12}{seconds / bare:>8.1f}")
        if label in {"first import", "merger"}:
            marks.append(
                Mark(
                    f"areas of the country, {label}",
                    "none set",
                    f"{seconds:.2f} s, {sent} statements",
                    f"bare inserts of 10,794 rows: {bare:.2f} s",
                    seconds / bare,
                )
            )
    conclude(marks)


def _import(content: bytes, day: date, retire: Sequence[str]) -> None:
    from cms.actions.import_areas import import_areas  # noqa: PLC0415 - needs Django set up
    from cms.areas import read_arrangement  # noqa: PLC0415 - the same

    import_areas(arrangement=read_arrangement(content), from_day=day, retire=retire)


def _bare_inserts(rows: int) -> float:
    """Return the seconds that `rows` unchecked rows take, which are gone afterwards."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from cms.models import Area  # noqa: PLC0415 - the same

    def insert() -> None:
        with transaction.atomic():
            Area.objects.bulk_create(
                [
                    Area(
                        code=f"{number:05}",
                        level="commune",
                        name=f"Xã{number}",
                        full_name=f"Xã Xã{number}",
                        path=f"00/000/{number:05}/",
                        valid_from=JUNE,
                    )
                    for number in range(rows)
                ]
            )
            transaction.set_rollback(True)

    return _timed(insert)[0]


def _timed(work: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds `work` took and the statements it sent."""
    with statements() as sent:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started, len(sent)


if __name__ == "__main__":
    main()
