"""A joined file as the programs people have at home take it: lengths, sound, chapters, seeking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate

from broadcast.exports.filler import filler
from broadcast.exports.house import FRAME, HouseFormat
from broadcast.exports.slot_file import Piece, SlotFile, slot_file
from tests.broadcast.exports.file_store import FileStore
from tests.broadcast.exports.programs import (
    SAMPLE_RATE,
    Samples,
    decode,
    probe,
    require,
    run,
    run_unprivileged,
    seconds_of,
)

FRAME_SECONDS = FRAME.total_seconds()
FRAME_SAMPLES = 1152
MILLISECOND = timedelta(milliseconds=1)
SOUNDS = (
    "sine=f=440:d=1.5",
    "anoisesrc=d=2.2:c=pink:seed=7:a=0.4",
    "aevalsrc='0.5*sin(2*PI*(200+400*t)*t)':d=3.1",
)
TITLES = ("Nhạc hiệu", "Tin buổi sáng", "Tiểu phẩm: Chuyện trong bản")
PAUSES = (1.008, 0.5)


@dataclass(frozen=True)
class Rendered:
    made: SlotFile
    path: Path
    pieces: tuple[bytes, ...]
    house: HouseFormat

    @property
    def seconds(self) -> float:
        return self.made.duration.total_seconds()


@pytest.fixture(scope="module", params=[64_000, 80_000])
def rendered(
    request: pytest.FixtureRequest,
    house_file: Callable[..., bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> Rendered:
    """Three sounds, two pauses and three seconds of filler as one file on disk."""
    store, house = FileStore(), HouseFormat(request.param)
    music = house_file("sine=f=300:d=2", request.param)
    sounds = [house_file(source, request.param) for source in SOUNDS]
    pieces, start = [], timedelta(hours=5)
    for title, data, pause in zip(TITLES, sounds, (*PAUSES, 0.0), strict=True):
        pieces.append(Piece(title, start, store.put_whole(data)))
        frames = house.frames_in(len(data))
        start += frames * FRAME + timedelta(seconds=pause)
    end_music = filler(
        sha256=store.put(music), size=len(music), length=timedelta(seconds=3), house=house
    )
    made = slot_file("Buổi sáng", [*pieces, Piece("", start, end_music)], house)
    path = tmp_path_factory.mktemp("slot") / "slot.mp3"
    path.write_bytes(store.read(made.recipe))
    return Rendered(made, path, (*sounds, store.read(end_music)), house)


def test_ffprobe_and_the_decoder_agree_with_the_stated_length(rendered: Rendered) -> None:
    found = probe(rendered.path)

    assert float(found["format"]["duration"]) == pytest.approx(rendered.seconds, abs=1e-6)
    assert decode(rendered.path).size == round(rendered.seconds * SAMPLE_RATE)
    assert found["format"]["tags"]["title"] == "Buổi sáng"
    assert found["streams"][0]["codec_name"] == "mp3"
    assert found["streams"][0]["channels"] == 1


def test_the_sound_is_that_of_the_separate_items_with_zeros_between(rendered: Rendered) -> None:
    slot = decode(rendered.path)
    expected = np.zeros_like(slot)
    for data, at in zip(rendered.pieces, rendered.made.starts, strict=True):
        first = round(at.total_seconds() * SAMPLE_RATE)
        # One silent frame more lets the decoder play out what it still holds.
        alone: Samples = decode(data + rendered.house.silent_frame)
        kept = min(alone.size, slot.size - first)
        expected[first : first + kept] += alone[:kept]

    assert np.abs(expected).max() > 0.1
    assert np.abs(slot - expected).max() == 0.0


def test_ffprobe_lists_the_chapters_in_airing_order(rendered: Rendered) -> None:
    found = [
        (chapter["tags"]["title"], chapter["start"], chapter["end"], chapter["time_base"])
        for chapter in probe(rendered.path)["chapters"]
    ]

    starts = [at // MILLISECOND for at in rendered.made.starts[:3]]
    stops = [*starts[1:], rendered.made.duration // MILLISECOND]
    assert found == [
        (title, start, stop, "1/1000")
        for title, start, stop in zip(TITLES, starts, stops, strict=True)
    ]


@pytest.mark.parametrize("fraction", [0.11, 0.5, 0.7])
def test_seeking_lands_on_the_sample(rendered: Rendered, fraction: float) -> None:
    at = round(rendered.seconds * fraction, 3)

    landed = decode(rendered.path, "-ss", str(at))
    whole = decode(rendered.path)[round(at * SAMPLE_RATE) :]

    assert landed.size == whole.size
    # A decoder that starts in the middle lacks the frame before; from the second on it agrees.
    settled = slice(2 * FRAME_SAMPLES, None)
    assert np.abs(whole[settled]).max() > 0.01
    assert np.abs(landed[settled] - whole[settled]).max() < 1e-6


def landing(rendered: Rendered, played: Samples, asked: float) -> tuple[float, float]:
    """Return by how many seconds a player missed the place it was asked for, and the length."""
    whole = decode(rendered.path)
    heard = played[FRAME_SAMPLES * 4 : FRAME_SAMPLES * 4 + SAMPLE_RATE]
    first = max(0, round((asked - 0.5) * SAMPLE_RATE))
    around = whole[first : round((asked + 2.5) * SAMPLE_RATE)]
    best = int(np.abs(correlate(around, heard, "valid")).argmax())
    at = (first + best - FRAME_SAMPLES * 4) / SAMPLE_RATE
    return at - asked, played.size / SAMPLE_RATE - (rendered.seconds - asked)


def test_mpg123_begins_on_the_frame_it_is_asked_for(rendered: Rendered, tmp_path: Path) -> None:
    require("mpg123", "mpg123")
    sound, frame = tmp_path / "rest.wav", round(4.0 / FRAME_SECONDS)

    run("mpg123", "-q", "-k", str(frame), "-w", sound, rendered.path)

    assert landing(rendered, decode(sound), frame * FRAME_SECONDS) == pytest.approx(
        (0, 0), abs=1e-6
    )


def test_mpv_begins_on_the_sample_it_is_asked_for(rendered: Rendered, tmp_path: Path) -> None:
    require("mpv", "mpv")
    sound = tmp_path / "rest.wav"

    run("mpv", "--no-config", "--start=4", "--ao=pcm", f"--ao-pcm-file={sound}", rendered.path)

    assert landing(rendered, decode(sound), 4.0) == pytest.approx((0, 0), abs=1e-6)


def test_vlc_begins_within_two_frames_of_what_it_is_asked_for(
    rendered: Rendered, nobodys_home: Path
) -> None:
    require("cvlc", "vlc-bin vlc-plugin-base")
    sound = _by_vlc(rendered, nobodys_home, "--start-time=4")

    assert landing(rendered, decode(sound), 4.0) == pytest.approx((0, 0), abs=2 * FRAME_SECONDS)


def test_mp3val_finds_nothing_to_say_against_the_file(rendered: Rendered) -> None:
    require("mp3val", "mp3val")

    printed = run("mp3val", rendered.path)

    frames = rendered.made.duration // FRAME + 1  # with the Info frame
    found = f'"{rendered.path}": {frames} MPEG frames (MPEG 1 Layer III), +ID3v2, CBR'
    assert printed.splitlines() == [
        f'Analyzing file "{rendered.path.name}"...',
        f"INFO: {found}",
        "Done!",
    ]


def test_mpg123_decodes_the_stated_length(rendered: Rendered, tmp_path: Path) -> None:
    require("mpg123", "mpg123")
    sound = tmp_path / "slot.wav"

    run("mpg123", "-q", "-w", sound, rendered.path)

    assert seconds_of(sound) == pytest.approx(rendered.seconds, abs=FRAME_SECONDS)


def test_mpv_decodes_the_stated_length(rendered: Rendered, tmp_path: Path) -> None:
    require("mpv", "mpv")
    sound = tmp_path / "slot.wav"

    run("mpv", "--no-config", "--ao=pcm", f"--ao-pcm-file={sound}", rendered.path)

    assert seconds_of(sound) == pytest.approx(rendered.seconds, abs=FRAME_SECONDS)


def test_vlc_decodes_the_stated_length(rendered: Rendered, nobodys_home: Path) -> None:
    require("cvlc", "vlc-bin vlc-plugin-base")
    sound = _by_vlc(rendered, nobodys_home)

    assert seconds_of(sound) == pytest.approx(rendered.seconds, abs=FRAME_SECONDS)


def _by_vlc(rendered: Rendered, home: Path, *options: str) -> Path:
    source, sound = home / "slot.mp3", home / "slot.wav"
    source.write_bytes(rendered.path.read_bytes())
    chain = f"#transcode{{acodec=s16l}}:std{{access=file,mux=wav,dst={sound}}}"
    command: list[str | Path] = ["cvlc", "-I", "dummy", "--no-sout-video", *options]
    run_unprivileged(*command, "--sout", chain, source, "vlc://quit", home=home)
    return sound
