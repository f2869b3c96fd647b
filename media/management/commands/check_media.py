"""Every stored file against its row and its SHA-256."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media.actions.check import Checked, Problem, check_files
from media.models import Asset

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from media.actions.check import Found


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Hold every stored file against its row and its SHA-256, and name what is wrong.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help=_("one JSON object for each problem, then the sum")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        counted, problems = Checked(), Counter[Problem]()
        tell = self._tell if sys.stderr.isatty() else None
        for found in check_files(counted=counted, tell=tell):
            problems[found.problem] += 1
            self.stdout.write(_as_json(found) if options["json"] else _line(found))
        if options["json"]:
            told = {str(problem): problems[problem] for problem in Problem}
            self.stdout.write(json.dumps({"files": counted.files, "rows": counted.rows, **told}))
        else:
            self.stdout.write(
                _("%(files)d files read, %(rows)d rows name one, %(problems)d problems")
                % {"files": counted.files, "rows": counted.rows, "problems": problems.total()}
            )
        if problems:
            raise CommandError(
                _(
                    "The store is not as its rows say: bring missing and altered files back from "
                    "a backup under the same names, then run this again."
                )
            )

    def _tell(self, done: int, whole: int) -> None:
        self.stderr.write(f"\r{done}/{whole}", ending="\n" if done == whole else "")
        self.stderr.flush()


def _as_json(found: Found) -> str:
    owner = found.owner
    asset = owner if isinstance(owner, Asset) or owner is None else owner.asset
    return json.dumps(
        {
            "problem": str(found.problem),
            "file": found.name,
            "sha256": None if owner is None else owner.sha256,
            "asset": None if asset is None else asset.pk,
            "title": None if asset is None else asset.title,
        },
        ensure_ascii=False,
    )


def _line(found: Found) -> str:
    words = {
        Problem.MISSING: _("missing: %(file)s of “%(owner)s”"),
        Problem.ALTERED: _("altered: %(file)s of “%(owner)s” is not what was stored"),
        Problem.UNREADABLE: _("unreadable: %(file)s of “%(owner)s”, look at the disk"),
        Problem.ORPHANED: _("orphaned: %(file)s belongs to nothing"),
    }
    return words[found.problem] % {"file": found.name, "owner": found.owner}
