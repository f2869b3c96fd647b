"""A migrated database of one benchmark's own, gone when it is over.

SQLite in a temporary folder, or PostgreSQL where LOA_DATABASE says so. Migrating takes
longer than most benchmarks do, so a run of them all does it once: the first leaves an
empty copy at the path that LOA_BENCH_EMPTY names, the others begin with it (SQLite only).
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

EMPTY = "LOA_BENCH_EMPTY"


@contextmanager
def database() -> Iterator[None]:
    """Set Django up on a database of its own; models may be imported inside."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LOA_VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
        import django  # noqa: PLC0415 - settings read the folder when they are first imported

        django.setup()
        from django.db import connection  # noqa: PLC0415 - the same

        name = connection.settings_dict["NAME"]
        empty = _empty(connection.vendor)
        made = empty is not None and empty.exists()
        if empty is not None and made:
            shutil.copy(empty, connection.settings_dict["TEST"]["NAME"])
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False, keepdb=made
        )
        try:
            if empty is not None and not made:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(empty)])
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _empty(vendor: str) -> Path | None:
    path = os.environ.get(EMPTY)
    return Path(path) if path and vendor == "sqlite" else None


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note what is sent to the database meanwhile."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    sent: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent
