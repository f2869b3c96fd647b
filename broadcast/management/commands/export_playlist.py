"""Write a released playlist to a file: for a memory stick, a player, a printer."""

from __future__ import annotations

import os
import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast import editions
from broadcast.exports.playlist_json import to_json
from broadcast.exports.recipe import ShortFileError
from broadcast.house_files import DamagedFile
from broadcast.models import Playlist
from media.storage import sync_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from broadcast.exports import playlist as exports

FORMATS = ("m3u8", "xspf", "json", "mp3", "zip", "html")


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _(
        "Write the newest edition of a station's day to a file. Playlists name the files as "
        "the ZIP holds them: lay them beside it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("station", metavar="STATION")
        parser.add_argument("day", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--slot", type=time.fromisoformat, metavar="HH:MM")
        parser.add_argument(
            "--variant", choices=(editions.SMALL,), help=_("the smaller files where there are any")
        )
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        days = Playlist.objects.filter(station__code=options["station"], day=options["day"])
        playlist = days.order_by("-edition").first()
        if playlist is None:
            raise CommandError(
                _("Nothing is released for %(station)s on %(day)s: release the day first.")
                % {"station": options["station"], "day": options["day"]}
            )
        (edition,) = editions.read_for(options["variant"], [playlist])
        if options["slot"] is not None:
            edition = editions.only_slot(edition, slot_at(edition, options["slot"]).id)
        chunks = exported(playlist, edition, options["format"], options["variant"])
        try:
            write_whole(options["output"], chunks)
        except (DamagedFile, ShortFileError) as error:
            raise CommandError(
                _("A file of this playlist is missing or damaged: run check_media to see which.")
            ) from error
        except OSError as error:
            raise CommandError(
                _("%(path)s could not be written: %(reason)s.")
                % {"path": options["output"], "reason": error.strerror or error}
            ) from error


def exported(
    playlist: Playlist, edition: exports.Playlist, form: str, variant: str | None
) -> Iterable[bytes]:
    """Return the bytes of `edition`, which is `playlist` or one slot of it, in a format.

    The JSON names both files of an entry, and a joined MP3 is the same for all.
    """
    match form:
        case "json":
            whole = len(edition.slots) == len(playlist.document["slots"])
            return [editions.as_json(playlist.document if whole else to_json(edition))]
        case "m3u8":
            return [editions.as_m3u8(edition, editions.name_of, variant)]
        case "xspf":
            return [editions.as_xspf(edition, editions.name_of, variant)]
        case "html":
            return [editions.as_html(edition, editions.name_of, variant=variant)]
        case "zip":
            contents = editions.contents_of([playlist])
            return editions.stream(editions.as_zip([edition], contents, variant=variant))
        case _:
            return joined_file(playlist, edition)


def joined_file(playlist: Playlist, edition: exports.Playlist) -> Iterable[bytes]:
    if len(edition.slots) != 1:
        raise CommandError(
            _("An MP3 holds one slot: choose it with --slot (%(times)s).")
            % {"times": begins(edition)}
        )
    row = playlist.slot_files.filter(slot=edition.slots[0].id).first()
    if row is None:
        raise CommandError(_("This slot has no file of its own: nothing in it is to be joined."))
    return editions.stream(editions.slot_content(row).recipe)


def slot_at(edition: exports.Playlist, begin: time) -> exports.Slot:
    for slot in edition.slots:
        if local_time(slot.starts_at) == begin:
            return slot
    raise CommandError(
        _("No slot of this day begins at %(time)s, only at %(times)s.")
        % {"time": f"{begin:%H:%M}", "times": begins(edition)}
    )


def begins(edition: exports.Playlist) -> str:
    return ", ".join(f"{local_time(slot.starts_at):%H:%M}" for slot in edition.slots)


def local_time(at: datetime) -> time:
    return timezone.localtime(at).time().replace(second=0, microsecond=0)


def write_whole(target: Path, chunks: Iterable[bytes]) -> None:
    """Write to a name beside `target`, sync, rename: it appears whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fchmod(descriptor, 0o644)
            os.fsync(descriptor)
        Path(temporary).rename(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
