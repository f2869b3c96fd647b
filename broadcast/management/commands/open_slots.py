"""Open the dated slots of the coming days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.actions.slots import open_slots

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Open the dated slots of the coming days from the weekly ones.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="how many days from today")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if options["days"] < 1:
            raise CommandError(_("--days must be at least 1."))
        now = timezone.now()
        today = timezone.localdate(now)
        opened = open_slots(first=today, last=today + timedelta(days=options["days"] - 1), now=now)
        self.stdout.write(
            _("%(made)d slots opened, %(cancelled)d cancelled")
            % {"made": len(opened.made), "cancelled": opened.cancelled}
        )
        for weekly, day in opened.clashes:
            self.stderr.write(
                _("%(station)s, %(slot)s, %(day)s: not opened, another slot is on air then.")
                % {"station": weekly.station, "slot": weekly, "day": f"{day:%d/%m/%Y}"}
            )
