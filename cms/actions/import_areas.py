"""Import areas: make one arrangement hold from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import ManyToOneRel, Q

from cms.areas import Arrangement, Level, Row, Unit, compare
from cms.areas.change import superior_path
from cms.models import Area
from cms.models.area import folded_area

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date

    from cms.areas import Change

    Progress = Callable[[int, int], None]

T = TypeVar("T")

# Rows a statement; SQLite splits it further, by its own limit of values.
BATCH = 500
_MENDED = ("level", "name", "full_name", "folded", "path", "parent")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows stand as before, begin, end the day before, and were corrected.

    Corrected are rows of an earlier import from the same day: mended, dropped, or
    reopened.
    """

    kept: int
    begun: int
    ended: int
    corrected: int


@transaction.atomic
def import_areas(
    *,
    arrangement: Arrangement,
    from_day: date,
    retire: Collection[str] = (),
    progress: Progress | None = None,
) -> ImportResult:
    """Make `arrangement` the whole of its provinces from `from_day`; `retire` ends others.

    All rows or none: raise `ArrangementRefused`, with every refused row, and change
    nothing. What begins, ends and is corrected is told in `cms.areas.change`.
    `progress` is called with the rows written so far and in all.

    Two imports wait for each other on the provinces' rows. Between two first imports
    at once, into an empty table, the table's own constraints let only one through.

    A row that is dropped because the same day's import is corrected may still be
    named in an unpublished revision's JSON, which no table refers to.
    """
    retire = tuple(dict.fromkeys(retire))
    known = _lock_provinces(retire)
    rows = _rows_from(from_day - timedelta(days=1))
    change = compare(arrangement, rows, from_day=from_day, retire=retire, known_provinces=known)
    in_use = _in_use(change.dropped)
    if in_use:
        change = compare(
            arrangement,
            rows,
            from_day=from_day,
            retire=retire,
            known_provinces=known,
            in_use=in_use,
        )
    _store(change, progress or _silent)
    return ImportResult(
        kept=len(change.kept),
        begun=len(change.begun),
        ended=len(change.ended),
        corrected=len(change.mended) + len(change.dropped) + len(change.reopened),
    )


def _lock_provinces(retire: Collection[str]) -> set[str]:
    """Lock every province's rows, and return the codes of `retire` among them."""
    codes = Area.objects.select_for_update(no_key=True).filter(level=Level.PROVINCE).order_by("pk")
    return set(codes.values_list("code", flat=True)).intersection(retire)


def _rows_from(day: date) -> list[Row]:
    """Return all rows that stand on `day` or later."""
    rows = Area.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return [
        Row(*values)
        for values in rows.order_by().values_list(
            "pk",
            "parent_id",
            "code",
            "level",
            "name",
            "full_name",
            "path",
            "valid_from",
            "valid_until",
        )
    ]


def _in_use(rows: Sequence[Row]) -> set[int]:
    """Return the keys of `rows` that a row of any other table refers to.

    Django would delete the rows of a many-to-many table with them, without a word:
    an item for one commune would become one for the whole province.
    """
    used: set[int] = set()
    for relation in Area._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's public-by-custom API
        if not isinstance(relation, ManyToOneRel) or relation.related_model is Area:
            continue
        referring = relation.related_model._base_manager  # noqa: SLF001 - the same
        for batch in _batches(rows):
            found = referring.filter(**{f"{relation.field.name}__in": [row.pk for row in batch]})
            used.update(found.values_list(relation.field.attname, flat=True))
    return used


def _store(change: Change, progress: Progress) -> None:
    """Write `change`, so ordered that no code stands twice and no row hangs on a dropped one."""
    advance = _counter(len(change.ended) + len(change.begun) + len(change.mended), progress)
    _end(change, advance)
    keys = {row.path: row.pk for row in (*change.kept, *change.reopened)}
    keys |= {unit.path: row.pk for row, unit in change.mended}
    begun = _begin(change, keys, advance)
    for pairs in _batches(change.mended):
        areas = [Area(pk=row.pk, **_facts(unit, keys)) for row, unit in pairs]
        Area.objects.bulk_update(areas, _MENDED)
        advance(len(pairs))
    for moves in _batches(list(change.superiors(begun).items())):
        Area.objects.bulk_update([Area(pk=pk, parent_id=above) for pk, above in moves], ["parent"])
    _drop(change.dropped)
    for rows in _batches(change.reopened):
        Area.objects.filter(pk__in=[row.pk for row in rows]).update(valid_until=None)


def _counter(total: int, progress: Progress) -> Callable[[int], None]:
    written = 0

    def advance(rows: int) -> None:
        nonlocal written
        written += rows
        progress(written, total)

    return advance


def _end(change: Change, advance: Callable[[int], None]) -> None:
    day_before = change.from_day - timedelta(days=1)
    for rows in _batches(change.ended):
        Area.objects.filter(pk__in=[row.pk for row in rows]).update(valid_until=day_before)
        advance(len(rows))


def _begin(change: Change, keys: dict[str, int], advance: Callable[[int], None]) -> dict[str, int]:
    """Make the rows that begin, superiors first; add their keys to `keys` and return them."""
    begun: dict[str, int] = {}
    for level in Level:
        for units in _batches([unit for unit in change.begun if unit.level is level]):
            made = Area.objects.bulk_create(
                Area(code=unit.code, valid_from=change.from_day, **_facts(unit, keys))
                for unit in units
            )
            begun |= {area.path: area.pk for area in made}
            advance(len(units))
        keys |= begun
    return begun


def _drop(rows: Sequence[Row]) -> None:
    for level in reversed(Level):
        for batch in _batches([row for row in rows if row.level == level]):
            Area.objects.filter(pk__in=[row.pk for row in batch]).delete()


def _facts(unit: Unit, keys: dict[str, int]) -> dict[str, Any]:
    return {
        "level": unit.level,
        "name": unit.name,
        "full_name": unit.full_name,
        "folded": folded_area(unit.code, unit.full_name),
        "path": unit.path,
        "parent_id": keys.get(superior_path(unit.path)),
    }


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _silent(_written: int, _total: int) -> None:
    pass
