"""`manage.py import_areas FILE [--from DATE] [--retire CODE]...`: areas from a CSV file."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.actions.import_areas import import_areas
from cms.areas import COLUMNS, ArrangementRefused, read_arrangement

if TYPE_CHECKING:
    from argparse import ArgumentParser

# Before any written arrangement of today's provinces: an earlier day is a slip of the pen.
EARLIEST = date(1945, 9, 2)


def day(text: str) -> date:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = date.min
    if parsed < EARLIEST:
        raise ArgumentTypeError(
            _("“%(text)s” is not a day written YEAR-MONTH-DAY, such as 2025-07-01.")
            % {"text": text}
        )
    return parsed


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _(
        "Import areas from a CSV file: the full arrangement of the provinces it names, "
        "from a day on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, help=f"CSV, UTF-8: {','.join(COLUMNS)}"
        )
        parser.add_argument(
            "--from",
            dest="from_day",
            metavar="DATE",
            type=day,
            help=_("the day the arrangement takes effect, today by default"),
        )
        parser.add_argument(
            "--retire",
            action="append",
            default=[],
            metavar="CODE",
            help=_(
                "a province that is not in the file and ends on that day; may be given several "
                "times"
            ),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.perf_counter()
        content = self._content(options["file"])
        try:
            result = import_areas(
                arrangement=read_arrangement(content),
                from_day=options["from_day"] or timezone.localdate(),
                retire=options["retire"],
                progress=self._show if self.stderr.isatty() else None,
            )
        except ArrangementRefused as error:
            for row in error.refused:
                self.stderr.write(str(row))
            raise CommandError(
                _(
                    "Nothing was imported; to mend in the file or the options: "
                    "%(count)d, named above."
                )
                % {"count": len(error.refused)}
            ) from error
        self.stdout.write(
            _(
                "Areas kept: %(kept)d, begun: %(begun)d, ended: %(ended)d, corrected: "
                "%(corrected)d, in %(seconds)s seconds."
            )
            % {
                "kept": result.kept,
                "begun": result.begun,
                "ended": result.ended,
                "corrected": result.corrected,
                "seconds": number_format(time.perf_counter() - started, decimal_pos=1),
            }
        )

    def _content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise CommandError(_("There is no file %(path)s.") % {"path": path}) from error
        except OSError as error:
            raise CommandError(
                _("The file %(path)s cannot be read: %(reason)s.")
                % {"path": path, "reason": error.strerror}
            ) from error

    def _show(self, written: int, total: int) -> None:
        """Count up on one line of the terminal."""
        ending = "\n" if written == total else ""
        self.stderr.write(
            "\r" + _("Written %(written)d/%(total)d") % {"written": written, "total": total},
            style_func=str,
            ending=ending,
        )
