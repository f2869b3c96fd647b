"""Many rows through one prepared statement.

Django's `bulk_create` and `bulk_update` build the SQL of every row anew, which takes longer
than planning what is in them. Here a statement is written once and the rows are only bound
to it; moments, durations and JSON are still adapted by Django for the database at hand.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Model


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert one row of `names` for each of `rows`; a field left out needs a database default."""
    columns = ", ".join(_columns(model, names))
    marks = ", ".join(["%s"] * len(names))
    _execute(f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})", model, names, rows)  # noqa: S608 - the model's own names


def update_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set `names` of the row whose key stands last in each of `rows`."""
    values = ", ".join(f"{column} = %s" for column in _columns(model, names))
    [key] = _columns(model, ["pk"])
    _execute(f"UPDATE {_table(model)} SET {values} WHERE {key} = %s", model, [*names, "pk"], rows)  # noqa: S608 - the same


def _execute(
    statement: str, model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    adapts = [_adapter(model, name) for name in names]
    bound = [
        [value if adapt is None else adapt(value) for adapt, value in zip(adapts, row, strict=True)]
        for row in rows
    ]
    if bound:
        with connection.cursor() as cursor:
            cursor.executemany(statement, bound)


def _adapter(model: type[Model], name: str) -> Callable[[Any], Any] | None:
    """Return what makes a value the database's own, or None where it is that already."""
    field = _field(model, name)
    match field.get_internal_type():
        case "DateTimeField":
            return connection.ops.adapt_datetimefield_value
        case "JSONField":
            return partial(connection.ops.adapt_json_value, encoder=field.encoder)
        case "DurationField":
            return partial(field.get_db_prep_value, connection=connection)
        case _:
            return None


def _field(model: type[Model], name: str) -> Any:
    meta = model._meta  # noqa: SLF001 - Django's API
    return meta.pk if name == "pk" else meta.get_field(name)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's API


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(_field(model, name).column) for name in names]
