"""The demo province: Ninh Thuận with its stations, people and a living newsroom."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.actions.set_up import set_up
from broadcast.demo.works import WORKS
from broadcast.demo.works.work import Priority
from broadcast.models import Playlist
from broadcast.seeding.airtime import seed_airtime
from broadcast.seeding.commune import seed_commune
from broadcast.seeding.days import insert_warnings, seed_days
from broadcast.seeding.files import finish_renditions, seed_idents, seed_recordings
from broadcast.seeding.items import author_of, seed_items
from broadcast.seeding.places import seed_areas, seed_people, seed_stations
from broadcast.seeding.television import seed_television
from cms.models import Clearance, Item
from media.models import Rendition

if TYPE_CHECKING:
    from collections.abc import Callable


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _(
        "Make the demo province of Ninh Thuận (1 province, 7 districts and 62 communes as they "
        "stood until 30/6/2025) with 70 radio stations, one television station, accounts and "
        "items; running it again doubles nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        now = timezone.now()
        set_up()
        areas, people = seed_areas(), seed_people()
        seed_stations(areas, people, now)
        self.stdout.write(_("Areas, stations and accounts: done"))
        assets = seed_recordings(people, author_of, now)
        seed_idents(people, now)
        finish_renditions(self._teller(_("House files")))
        told: dict[str, Any] = {"assets": assets, "areas": areas, "people": people, "now": now}
        urgent = [work for work in WORKS if work.priority is Priority.URGENT]
        ordinary = [work for work in WORKS if work not in urgent]
        seed_items(ordinary, **told, tell=self._teller(_("Items")))
        seed_commune(people, now)
        seed_airtime()
        seed_television(areas, people, now)
        seed_days(people=people, now=now, tell=self._teller(_("Playlists")))
        # A warning comes when the day is released already, and enters it.
        seed_items(urgent, **told)
        insert_warnings(people=people, now=now)
        self.stdout.write(
            _(
                "Demo province: %(areas)d areas, %(items)d items, %(cleared)d of them cleared, "
                "%(ready)d house files ready, %(playlists)d playlists released"
            )
            % {
                "areas": len(areas),
                "items": Item.objects.count(),
                "cleared": Clearance.objects.standing().count(),
                "ready": Rendition.objects.ready().count(),
                "playlists": Playlist.objects.count(),
            }
        )

    def _teller(self, what: str) -> Callable[[int, int], None]:
        """Return a progress line for a terminal, or its last line elsewhere."""
        live = sys.stdout.isatty()

        def tell(done: int, whole: int) -> None:
            if live:
                self.stdout.write(f"\r{what}: {done}/{whole}", ending="\n" if done == whole else "")
                self.stdout.flush()
            elif done == whole:
                self.stdout.write(f"{what}: {done}/{whole}")

        return tell
