"""Take files in exactly as the upload form does, and wait for each to be ready."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from media.actions.make import make
from media.actions.receive import receive
from media.durations import on_screen
from media.models import Rendition, State
from media.reasons import NotReceived, ReceiveCode, WorkCode, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from media.actions.receive import Received
    from media.models import Asset

ACCEPTED, REFUSED, DUPLICATE = "accepted", "refused", "duplicate"
LOOK_AGAIN_S = 0.5


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _(
        "Take audio and video files into the store and make their house files; "
        "each file's outcome is one line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help=_("one JSON object for each file"))

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        outcomes = []
        for number, name in enumerate(options["files"], start=1):
            if sys.stderr.isatty():
                self.stderr.write(f"{number}/{len(options['files'])} {name}")
            row = _ingest(Path(name))
            outcomes.append(row["outcome"])
            self.stdout.write(
                json.dumps(row, ensure_ascii=False) if options["json"] else _line(row)
            )
            self.stdout.flush()  # a line is there as soon as its file is done
        bad = outcomes.count(REFUSED)
        if bad:
            raise CommandError(
                _("Files not accepted: %(bad)s of %(all)s; the reasons are in their lines above.")
                % {"bad": bad, "all": len(outcomes)}
            )


def _ingest(path: Path) -> dict[str, Any]:
    """Return the pinned row of one file."""
    row: dict[str, Any] = {
        "path": str(path).encode("utf-8", "replace").decode(),
        "outcome": REFUSED,
        "code": None,
        "reason": None,
        "warnings": [],
        "sha256": None,
        "kind": None,
        "duration_ms": None,
        "loudness_lufs": None,
        "true_peak_dbtp": None,
        "house_sha256": None,
        "house_duration_ms": None,
    }
    try:
        received = _received(path)
    except NotReceived as refused:
        return {**row, "code": str(refused.code), "reason": str(refused)}
    sound = Rendition.objects.house().filter(asset=received.asset)[0]
    _wait_for(sound)
    video = Rendition.objects.video().filter(asset=received.asset).first()
    if video is not None:
        _wait_for(video)
    received.asset.refresh_from_db()
    return {**row, **_found(received.asset, sound, video, created=received.created)}


def _wait_for(rendition: Rendition) -> None:
    """Make the rendition here, or wait until the worker that is at it is done."""
    while not rendition.done:
        state = make(rendition_id=rendition.pk, clock=timezone.now)
        rendition.refresh_from_db()
        if state is None:
            time.sleep(LOOK_AGAIN_S)  # a worker was quicker: it is being made
        elif rendition.reason_code == WorkCode.NO_SPACE:
            break  # the sweep tries again, however long that takes


def _received(path: Path) -> Received:
    try:
        readable = path.is_file() and os.access(path, os.R_OK)
    except OSError:  # a name longer than any file's
        readable = False
    if not readable:
        raise NotReceived(ReceiveCode.NOT_A_FILE)
    return receive(source=path, name=path.name, by=None, now=timezone.now())


def _found(
    asset: Asset, rendition: Rendition, video: Rendition | None, *, created: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sha256": asset.sha256,
        "kind": asset.kind or None,
        "duration_ms": _ms(asset.duration),
        "loudness_lufs": asset.loudness_lufs,
        "true_peak_dbtp": asset.true_peak_dbtp,
        "warnings": [
            {"code": w["code"], "reason": sentence(w["code"], w["facts"])}
            for w in rendition.warnings
        ],
    }
    at_fault = next(
        (each for each in (rendition, video) if each and each.state != State.READY), None
    )
    if at_fault is None:
        found["outcome"] = ACCEPTED if created else DUPLICATE
        found["house_sha256"] = rendition.sha256
        found["house_duration_ms"] = _ms(rendition.duration)
        if not created:
            found["reason"] = _("This file is in the store already: %(title)s.") % {
                "title": asset.title
            }
    else:
        # The file's fault or the machine's: the code says which.
        found["outcome"] = REFUSED
        found["code"] = at_fault.reason_code
        found["reason"] = sentence(at_fault.reason_code, at_fault.reason_facts)
    return found


def _ms(duration: Any) -> int | None:
    return None if duration is None else round(duration.total_seconds() * 1000)


def _line(row: dict[str, Any]) -> str:
    words = {
        ACCEPTED: _("accepted"),
        DUPLICATE: _("already there"),
        REFUSED: _("refused"),
    }
    length = row["house_duration_ms"]
    shown = on_screen(timedelta(milliseconds=length)) if length is not None else ""
    return " ".join(
        part for part in (words[row["outcome"]], row["path"], shown, row["reason"]) if part
    )
