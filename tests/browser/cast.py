"""Fills an installation of its own for the browser stories; run inside `manage.py shell`."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from broadcast.models import AirtimeRule, WeeklySlot
from cms.models import Article, Home, Language, Newsroom
from tests.broadcast import airtime_factories as make
from tests.conftest import CAST, person


def move_in() -> None:
    for name in CAST:
        person(name)
    Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))


def go_on_air(title: str, *, starts_in_s: int, lasts_s: int) -> None:
    """Give Tuấn a station with a slot that begins shortly, and clear an item called `title`.

    The story is told at any hour of the day, and no day of the station freezes ahead.
    """
    AirtimeRule.objects.update(quiet_from=None, quiet_until=None)
    make.filler_music()
    make.cleared_item(title=title, seconds=4.0)
    starts_at = timezone.localtime().replace(microsecond=0) + timedelta(seconds=starts_in_s)
    WeeklySlot.objects.create(
        station=make.station(
            code="phuoc-my",
            name="Đài Phước Mỹ",
            operators=[make.one_of_the_cast("tuan")],
            ident=1.0,
            freeze=timedelta(),
        ),
        title="Bản tin của xã",
        start_time=starts_at.time(),
        duration=timedelta(seconds=lasts_s),
        clock=make.usual_clock(),
        valid_from=starts_at.date() - timedelta(days=1),
    )


def write_drafts(*titles: str) -> None:
    room = Newsroom.objects.get(slug="dai")
    for title in titles:
        room.add_child(
            instance=Article(
                title=title,
                live=False,
                body="<p>Lời.</p>",
                language=Language.objects.get(code="vi"),
            )
        )
