"""What an arrangement changes from one day on, decided on plain values.

A row is one unit as it stood from `valid_from` up to and including `valid_until`.
The arrangement holds from `from_day`; the provinces it names and those that are
retired are its scope, every other province is left alone. In the scope

* a unit that stands as the file has it keeps its row;
* one whose level, names or place in the tree differ ends the day before, and a new
  row begins; so does one the file lacks, without a new row;
* a row that began on `from_day` itself is an earlier import's, so what differs is a
  correction: it is mended in place, or dropped and the row it replaced reopened.
  The last import from a day stands as if it were the only one; importing the
  older arrangement from the same day undoes one.

A superior that is renewed does not renew the units under it. Raising a district to
a town changes one name; ending its communes with it would leave every station and
every item aimed at them on ended rows, though nothing about the communes changed.
A row's superior is therefore the one that stood on the row's own last day (today's,
while it stands): `superiors` says whose has moved. Its path, of codes alone, stays
as it was.

Only the newest arrangement of a province can be changed. From an earlier day the
file would have to be woven into what came after it, which no single list says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .arrangement import Arrangement, ArrangementRefused, RefusedRow, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One stored row, as plain values."""

    pk: int
    parent_pk: int | None
    code: str
    level: str
    name: str
    full_name: str
    path: str
    valid_from: date
    valid_until: date | None

    @property
    def province_code(self) -> str:
        return self.path.partition("/")[0]

    @property
    def last_change(self) -> date:
        """The day on which it began or, if it has ended, on which it was first gone."""
        return self.valid_until + DAY if self.valid_until else self.valid_from

    def is_as(self, unit: Unit) -> bool:
        return (self.level, self.name, self.full_name, self.path) == (
            unit.level.value,
            unit.name,
            unit.full_name,
            unit.path,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What to store: each row of the scope is in exactly one of these, `gone` rows untouched."""

    from_day: date
    kept: tuple[Row, ...]
    begun: tuple[Unit, ...]
    ended: tuple[Row, ...]
    mended: tuple[tuple[Row, Unit], ...]
    reopened: tuple[Row, ...]
    dropped: tuple[Row, ...]
    gone: tuple[Row, ...]

    def superiors(self, begun: Mapping[str, int]) -> dict[int, int]:
        """Return, by key, the superior's key of every stored row whose superior moves.

        `begun` holds the keys of the rows that begin, by path.
        """
        stand = (*self.kept, *self.reopened)
        end = (*self.ended, *self.gone)
        after = {row.path: row.pk for row in stand}
        after |= {unit.path: row.pk for row, unit in self.mended}
        after |= begun
        eve = {row.path: row.pk for row in (*stand, *end) if row.valid_from < self.from_day}
        due = {row: after.get(superior_path(row.path)) for row in stand}
        due |= {row: eve.get(superior_path(row.path)) for row in end}
        return {row.pk: key for row, key in due.items() if key and key != row.parent_pk}


def superior_path(path: str) -> str:
    """Return the path one level up; empty for a province's.

    >>> superior_path("58/585/22813/")
    '58/585/'
    """
    return path[: path.rstrip("/").rfind("/") + 1]


def compare(
    arrangement: Arrangement,
    rows: Iterable[Row],
    *,
    from_day: date,
    retire: Collection[str] = (),
    known_provinces: Collection[str] = (),
    in_use: Collection[int] = (),
) -> Change:
    """Decide what to store so that `arrangement` holds from `from_day`.

    `rows` are all that stand on the day before or any later day, of every province;
    `known_provinces` are the codes in `retire` that ever were a province's; `in_use`
    are the keys of rows that something else refers to, which are never dropped.
    Raise `ArrangementRefused` with every row that cannot be, those that `arrangement`
    itself refuses among them.
    """
    scope = {*arrangement.provinces, *retire}
    ours: list[Row] = []
    others: list[Row] = []
    for row in rows:
        (ours if row.province_code in scope else others).append(row)
    refused = [
        *arrangement.refused,
        *_unretirable(arrangement, retire, known_provinces),
        *_changed_later(arrangement, ours, from_day),
        *_taken(arrangement, others, from_day),
    ]
    if refused:
        raise ArrangementRefused(refused)
    change = _decide(arrangement, ours, from_day, in_use)
    stuck = [row for row in change.dropped if row.pk in in_use]
    if stuck:
        raise ArrangementRefused(_needed(row) for row in stuck)
    return change


def _decide(
    arrangement: Arrangement, ours: Iterable[Row], from_day: date, in_use: Collection[int]
) -> Change:
    """Match units and rows by code: a code stands for one unit at a time."""
    standing = {row.code: row for row in ours if row.valid_until is None}
    gone = {row.code: row for row in ours if row.valid_until is not None}
    kept, ended, reopened, dropped = [], [], [], []
    begun: list[Unit] = []
    mended: list[tuple[Row, Unit]] = []
    for unit in arrangement.units:
        row = standing.pop(unit.code, None)
        was = gone.get(unit.code)
        if row and row.is_as(unit):
            kept.append(row)
        elif row and row.valid_from < from_day:
            ended.append(row)
            begun.append(unit)
        elif was and was.is_as(unit) and not (row and row.pk in in_use):
            reopened.append(gone.pop(unit.code))
            if row:
                dropped.append(row)
        elif row:
            mended.append((row, unit))
        else:
            begun.append(unit)
    for row in standing.values():
        (ended if row.valid_from < from_day else dropped).append(row)
    return Change(
        from_day=from_day,
        kept=tuple(kept),
        begun=tuple(begun),
        ended=tuple(ended),
        mended=tuple(mended),
        reopened=tuple(reopened),
        dropped=tuple(dropped),
        gone=tuple(gone.values()),
    )


def _unretirable(
    arrangement: Arrangement, retire: Collection[str], known_provinces: Collection[str]
) -> Iterable[RefusedRow]:
    for code in retire:
        if code in arrangement.provinces:
            yield RefusedRow(
                None, _("--retire %(code)s: this province is in the file.") % {"code": code}
            )
        elif code not in known_provinces:
            yield RefusedRow(
                None, _("--retire %(code)s: no province has this code.") % {"code": code}
            )
    if not (arrangement.units or arrangement.refused or retire):
        yield RefusedRow(None, _("the file holds no unit."))


def _changed_later(
    arrangement: Arrangement, ours: Iterable[Row], from_day: date
) -> Iterable[RefusedRow]:
    """Yield one refusal for each province that already changes after `from_day`."""
    last: dict[str, date] = {}
    for row in ours:
        last[row.province_code] = max(row.last_change, last.get(row.province_code, date.min))
    provinces = arrangement.provinces
    for code, day in last.items():
        if day > from_day:
            province = provinces.get(code)
            yield RefusedRow(
                province.line if province else None,
                _(
                    "the province %(code)s already changes on %(day)s; an arrangement must be from "
                    "that day on, not from %(from_day)s."
                )
                % {"code": code, "day": f"{day:%d/%m/%Y}", "from_day": f"{from_day:%d/%m/%Y}"},
            )


def _taken(arrangement: Arrangement, others: Iterable[Row], from_day: date) -> Iterable[RefusedRow]:
    """Yield a refusal for each unit whose code a province outside the scope still uses."""
    users = {
        row.code: row for row in others if row.valid_until is None or row.valid_until >= from_day
    }
    for unit in arrangement.units:
        row = users.get(unit.code)
        if row:
            yield RefusedRow(
                unit.line,
                _(
                    "the code %(code)s is %(owner)s of the province %(province)s; add that "
                    "province to the file, or --retire %(province)s if it is no more."
                )
                % {"code": unit.code, "owner": row.full_name, "province": row.province_code},
            )


def _needed(row: Row) -> RefusedRow:
    return RefusedRow(
        None,
        _(
            "%(name)s (code %(code)s) begins on %(day)s and is in use, so it cannot be "
            "dropped; keep its code in the file, or choose a later day."
        )
        % {"name": row.full_name, "code": row.code, "day": f"{row.valid_from:%d/%m/%Y}"},
    )
