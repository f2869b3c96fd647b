"""A report as an XLSX workbook: a sheet for each table, numbers as numbers, text as text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook  # type: ignore[import-untyped]  # ships no types
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # the same
from openpyxl.styles import Font  # type: ignore[import-untyped]  # the same

from broadcast.exports.titles import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import timedelta

    from broadcast.reports.counting import Tally
    from broadcast.reports.grouping import Table
    from broadcast.reports.reading import Report

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOLD = Font(bold=True)
_WIDE, _NARROW = 48, 16
# A spreadsheet reads a text that begins with one of these as a formula once it is edited.
_FORMULA_SIGNS = ("=", "+", "-", "@")


def workbook(report: Report) -> bytes:
    """Write the report; the heading of every sheet stays in sight."""
    book = Workbook(write_only=True)
    _write(book, _("Overview"), _overview(report))
    for table in (*report.tables, report.items):
        _write(book, table.title, _rows(table))
    _write(book, _("Not confirmed"), _silent(report))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def minutes(time: timedelta) -> float:
    return round(time.total_seconds() / 60, 1)


def headings() -> list[str]:
    """Return the headings of `figures`, in their order."""
    return [
        _("Number of items"),
        _("Airings planned"),
        _("Minutes planned"),
        _("Airings aired"),
        _("Minutes aired"),
        _("of them partly"),
        _("Airings not aired"),
        _("Airings not confirmed"),
    ]


def figures(tally: Tally) -> list[float]:
    return [
        len(tally.items),
        tally.planned,
        minutes(tally.planned_time),
        tally.aired,
        minutes(tally.aired_time),
        tally.partly,
        tally.not_aired,
        tally.unconfirmed,
    ]


def _overview(report: Report) -> Iterable[Sequence[Any]]:
    yield [_("Figure"), _("Value")]
    yield [_("First day"), report.first]
    yield [_("Up to and including"), report.last]
    yield from zip(headings(), figures(report.total), strict=True)


def _rows(table: Table) -> Iterable[Sequence[Any]]:
    yield [table.heading, *headings()]
    for row in table.rows:
        yield [row.label, *figures(row.tally)]


def _silent(report: Report) -> Iterable[Sequence[Any]]:
    yield [
        _("Station"),
        _("Code"),
        _("Slots not confirmed"),
        _("Airings not confirmed"),
        _("Since"),
    ]
    for silent in report.silent:
        since = silent.silence.since
        yield [
            silent.station.name,
            silent.station.code,
            silent.silence.slots,
            silent.silence.airings,
            timezone.localtime(since).date() if since else None,
        ]


def _write(book: Workbook, title: str, rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = _WIDE
    for letter in "BCDEFGHI":
        sheet.column_dimensions[letter].width = _NARROW
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value) for value in row]
        if number == 0:
            for cell in cells:
                cell.font = _BOLD
        sheet.append(cells)


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = one_line(value)
    cell = WriteOnlyCell(sheet, value=text)
    # Whatever it begins with: openpyxl takes "=…" for a formula.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_SIGNS)
    return cell
