"""Let a test's clean-up empty what the database otherwise refuses to."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection

import cms.migrations

(MIGRATION,) = Path(cms.migrations.__path__[0]).glob("*_audit.py")
audit: Any = import_module(f"cms.migrations.{MIGRATION.stem}")


def let_flush_empty_the_audit() -> None:
    """Take the audit's triggers off for Django's flush, and put them back within it."""
    operations: Any = connection.ops
    flush = operations.sql_flush

    def sql_flush(*args: Any, **kwargs: Any) -> list[str]:
        found = flush(*args, **kwargs)
        if not found:
            return []
        off = audit.statements(connection.vendor, audit.POSTGRES_BACK, audit.SQLITE_BACK)
        on = audit.statements(connection.vendor, audit.POSTGRES, audit.SQLITE)
        return [*off, *found, *on]

    operations.sql_flush = sql_flush
