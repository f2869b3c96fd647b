"""Make the search index anew from the items themselves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.actions.index_items import index_items

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Make the search index anew from the latest revision of every item.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help=_("only items that have no entry yet")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        tell = self._tell if sys.stderr.isatty() else None
        done = index_items(now=timezone.now(), only_missing=options["missing"], tell=tell)
        self.stdout.write(_("%(count)d items can be found") % {"count": done})

    def _tell(self, done: int, whole: int) -> None:
        self.stderr.write(f"\r{done}/{whole}", ending="\n" if done == whole else "")
        self.stderr.flush()
