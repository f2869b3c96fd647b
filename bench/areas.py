"""How long the whole country takes to import, beside bare inserts of the same rows.

    python -m bench.areas

A database of its own is made first and dropped at the end: SQLite, or PostgreSQL
where LOA_DATABASE says so. The country is of the size it had before July 2025
(63 provinces, 696 districts, 10,035 communes) and after (34, none, 3,321).
Times are of the wall, the database's own work among them.
"""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

JUNE = date(2025, 6, 1)
JULY = date(2025, 7, 1)
MERGED = tuple(f"{number:02}" for number in range(34, 63))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LOA_VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
        import django  # noqa: PLC0415 - settings read the folder when they are first imported

        django.setup()
        from django.db import connection  # noqa: PLC0415 - the same

        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            _run()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _run() -> None:
    from cms.areas import read_arrangement  # noqa: PLC0415 - needs Django set up
    from tests.cms.areas.files import country, file  # noqa: PLC0415 - the same

    before = file(country(provinces=63, districts=696, communes=10_035))
    after = file(country(provinces=34, districts=0, communes=3_321, era="b"))
    bare = _bare_inserts(10_794)
    print(f"{'work':<34}{'rows':>8}{'seconds':>9}{'statements':>12}{'× bare':>8}")
    print(f"{'bare inserts':<34}{10_794:>8}{bare:>9.2f}")
    for label, content, day, retire in (
        ("first import", before, JUNE, ()),
        ("the same file again", before, JUNE, ()),
        ("merger", after, JULY, MERGED),
        ("merger undone", before, JULY, ()),
    ):
        rows = len(read_arrangement(content).units)
        seconds, statements = _timed(partial(_import, content, day, retire))
        print(f"{label:<34}{rows:>8}{seconds:>9.2f}{statements:>12}{seconds / bare:>8.1f}")


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
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    statements = 0

    def count(execute: Callable[..., object], *args: object) -> object:
        nonlocal statements
        statements += 1
        return execute(*args)

    started = time.perf_counter()
    with connection.execute_wrapper(count):
        work()
    return time.perf_counter() - started, statements


if __name__ == "__main__":
    main()
