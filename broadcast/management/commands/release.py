"""Release a day's playlists: every station's that has slots, or those named."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.actions.release import NotReleasable, release_playlist
from broadcast.management.commands.plan import stations_named
from broadcast.models import Slot, Station

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Release the playlists of one broadcast day.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--station", action="append", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        stations = stations_named(options["station"]) or stations_with_slots(options["day"])
        if not stations:
            raise CommandError(_("No station has a slot on this day: open slots and plan first."))
        stopped = 0
        for done, station in enumerate(stations, start=1):
            stopped += not self._release(station, options["day"])
            if sys.stderr.isatty():
                self.stderr.write(f"\r{done}/{len(stations)}", ending="")
        if stopped:
            raise CommandError(
                _("%(stopped)d of %(all)d playlists were not released: mend what is said above.")
                % {"stopped": stopped, "all": len(stations)}
            )

    def _release(self, station: Station, day: date) -> bool:
        """Release one day and say so; every other station's is released whatever stops this one."""
        try:
            playlist = release_playlist(station=station, day=day, by=None, now=timezone.now())
        except NotReleasable as refused:
            for stop in refused.stops:
                self.stderr.write(f"{station.code}: {stop}")
            return False
        self.stdout.write(
            _("%(station)s: edition %(edition)d")
            % {"station": station.code, "edition": playlist.edition}
        )
        return True


def stations_with_slots(day: date) -> list[Station]:
    slots = Slot.objects.on_air().of_days(day, day)
    return list(Station.objects.active().filter(pk__in=slots.values("station")))
