"""Why a file was not taken, or not yet: one plain sentence for each code, with the cure.

The pure package under `media.ffmpeg` names codes and facts; the words are here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from media.ffmpeg.refusal import Code, Warned

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReceiveCode(StrEnum):
    """Before a file is kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_SPACE = "no_space_to_receive"
    NOT_A_FILE = "not_a_file"
    NOT_A_RECORDING = "not_a_recording"  # name
    TOO_MANY = "too_many_unfinished"
    INCOMPLETE = "incomplete"  # others go on writing to it
    STORE_AWAY = "store_away_to_receive"


class WorkCode(StrEnum):
    """The machine's fault, not the file's: it will be tried again."""

    WORKER_DIED = "worker_died"
    INTERRUPTED = "interrupted"
    NO_SPACE = "no_space"
    STORE_AWAY = "store_away"
    INTERNAL = "internal"


class NotReceived(Exception):
    """Raised before anything was kept; `str()` is the sentence for the person."""

    def __init__(self, code: ReceiveCode, facts: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.facts = dict(facts or {})
        super().__init__(sentence(code, self.facts))


SENTENCES: dict[str, Any] = {
    ReceiveCode.EMPTY: _("The file is empty: choose the right one."),
    ReceiveCode.TOO_LARGE: _(
        "The file is larger than the %(most_mb)s MB that are taken: export it at a lower "
        "quality or cut it shorter."
    ),
    ReceiveCode.NO_SPACE: _(
        "The server is nearly full, so the file was not taken: ask the administrator to "
        "free the disk, then upload it again."
    ),
    ReceiveCode.STORE_AWAY: _(
        "The place where files are kept does not answer, so the file was not taken: try again "
        "in a few minutes; if that does not help, tell the administrator."
    ),
    ReceiveCode.TOO_MANY: _(
        "Too many of your uploads are unfinished: finish or cancel some, then upload this one."
    ),
    ReceiveCode.NOT_A_FILE: _("No file can be opened at this path: check the file's name."),
    ReceiveCode.NOT_A_RECORDING: _(
        "“%(name)s” is a document, a picture or an archive, not a recording: "
        "choose the sound or video file itself."
    ),
    ReceiveCode.INCOMPLETE: _(
        "The file is damaged or was not copied whole and cannot be played: copy it from "
        "the recorder again, then upload it."
    ),
    Code.EMPTY: _("The file is empty: choose the right one."),
    Code.NOT_MEDIA: _(
        "This is no audio or video file that can be read: export it again as MP3, WAV or MP4."
    ),
    Code.FORBIDDEN_FORMAT: _(
        "Files of this kind are not taken (a playlist, a picture or an unknown codec): "
        "export it again as MP3, WAV or MP4."
    ),
    Code.NO_AUDIO: _("The file has no sound: check the recording, then export it with its sound."),
    Code.BAD_RATE: _(
        "The sample rate %(rate_hz)s Hz is outside what is taken (%(least_hz)s to "
        "%(most_hz)s Hz): export it again at 44100 or 48000 Hz."
    ),
    Code.BAD_CHANNELS: _(
        "The file has %(channels)s channels, more than %(most)s: export it again with one or two."
    ),
    Code.BROKEN: _(
        "The file is damaged or was not copied whole and cannot be played: copy it from "
        "the recorder again, then upload it."
    ),
    Code.TOO_SHORT: _("The recording is too short to air (under half a second): check the file."),
    Code.TOO_LONG: _("The recording is longer than four hours: cut it into parts."),
    Code.VIDEO_TOO_LONG: _("The video is longer than two hours: cut it into parts."),
    Code.NO_PICTURE: _(
        "No picture of the video can be shown: export it again as MP4, then upload it."
    ),
    Code.SILENT: _(
        "The recording is silent: check the microphone and the cable, or choose another file."
    ),
    Code.BAD_SAMPLES: _(
        "The file holds invalid sound values: export it again from the recording software."
    ),
    Code.TOO_HEAVY: _(
        "The file takes too much memory or time to read: remove a large cover picture "
        "and export it again as MP3 or MP4."
    ),
    Warned.LENGTH_DISAGREES: _(
        "The file states a wrong length; what can be heard was used. Listen whether the "
        "end is missing."
    ),
    Warned.DECODE_ERRORS: _("Parts of the file are faulty: listen to all of it before you submit."),
    Warned.INVERTED_STEREO: _(
        "Left and right are out of phase; one channel was used, so that the sound is not lost."
    ),
    Warned.INVERTED_PASSAGE: _(
        "In a part of it left and right are out of phase, so that part is nearly silent: listen "
        "to it, and export it again in mono if it is missing."
    ),
    Warned.ONE_SIDED: _("Only one side has sound; that side was used."),
    Warned.CLIPPED: _(
        "Recorded too loud, the sound is clipped at %(samples)s points: if you can hear "
        "it crackle, record it again more quietly."
    ),
    Warned.LONG_SILENCE: _(
        "Silences longer than 5 seconds: %(count)s. Cut them if they are not meant."
    ),
    Warned.WIDE_RANGE: _(
        "Loud and quiet parts differ much; over public loudspeakers quiet words may be lost."
    ),
    Warned.EVENED_OUT: _(
        "Loud and quiet parts were evened out, as an editor chose: listen whether it still "
        "sounds right."
    ),
    Warned.FAINT: _(
        "The recording is very quiet and was raised a lot, its noise with it: record "
        "closer to the microphone."
    ),
    Warned.LIMITED_HARD: _(
        "Its peaks are high, so it had to be limited a lot to reach the house loudness."
    ),
    Warned.OFF_TARGET: _(
        "This unusual recording could not be brought to the house loudness: listen to it "
        "before it is approved."
    ),
    WorkCode.WORKER_DIED: _(
        "The work on the file broke off several times and was stopped: press “Try "
        "again”; if that does not help, tell the administrator."
    ),
    WorkCode.INTERRUPTED: _("The work broke off and will be tried again."),
    WorkCode.NO_SPACE: _(
        "The server is too full for the work: ask the administrator to free the disk; it "
        "will be tried again by itself."
    ),
    WorkCode.STORE_AWAY: _(
        "The place where files are kept does not answer; the work will be tried again by itself."
    ),
    WorkCode.INTERNAL: _("Something went wrong with the file; it is noted for the administrator."),
}


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return the one sentence for `code`, its facts filled in."""
    return str(SENTENCES[code]) % dict(facts or {})
