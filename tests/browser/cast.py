"""Fills an installation of its own for the browser stories; run inside `manage.py shell`."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from broadcast.models import AirtimeRule, WeeklySlot
from cms.actions.review import submit
from cms.models import Article, Home, Item, Language, Newsroom
from media.models import Rendition
from tests.broadcast import airtime_factories as make
from tests.conftest import CAST, person

# A waveform as a tone has it: the same height all along.
PEAKS = bytes((156, 100)) * 400


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


def wait_for_review(*titles: str) -> None:
    """Have Lan write and submit an item of each title, with three lines to read and a tone."""
    for title in titles:
        lan = make.one_of_the_cast("lan")
        item = make.drafted_item(title=title, seconds=4.0)
        item.script = [
            ("line", {"speaker": "Lan", "text": "Kính chào quý vị."}),
            ("cue", "Tiếng trống trường"),
            ("line", {"speaker": "Cô Hoa", "text": "Các em đến lớp bằng ghe."}),
        ]
        item.save_revision(user=lan)
        Rendition.objects.filter(asset=item.recording_id).update(peaks=PEAKS)
        submit(item=item, by=lan, now=timezone.now())


def mend(title: str, *, into: str) -> None:
    """Have Quỳnh change the title of an item while it is in review."""
    item = Item.objects.get(title=title).specific
    item.title = into
    item.save_revision(user=make.one_of_the_cast("quynh"))
