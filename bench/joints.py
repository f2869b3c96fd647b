"""What the joints of a slot file sound like, read off the waveform.

Run as `python -m bench.joints`. A slot of generated speech, music, a hot and a quiet recording,
all through ingest, with pauses between and filler at the end, is decoded; around each joint
stand the level of 20 ms windows and the loudest click: what lies above 6 kHz in the
5 ms around the joint, beside the same of the programme around it. A hard cut of the same tone
is measured for comparison. Needs espeak-ng for a voice.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfiltfilt

from bench.ingest import ingest, speak
from bench.marks import Mark, conclude
from bench.slot_file import Store
from broadcast.exports.filler import filler
from broadcast.exports.house import FRAME, HOUSE
from broadcast.exports.recipe import Recipe, stream, whole_file
from broadcast.exports.slot_file import Piece, slot_file
from tests.media.ffmpeg import sounds

PAUSE = timedelta(milliseconds=1_008)
WINDOW = sounds.RATE // 50
NEAR = sounds.RATE // 200  # 5 ms
AROUND = sounds.RATE // 2
HIGH = butter(4, 6_000, "highpass", fs=sounds.RATE, output="sos")
SILENT_DB = -110.0
MOST_OVER_DB = -6.0  # a joint may not click nearly as loud as the programme it joins
LEAD = sounds.silence(1)  # so that the file's own ends are joints like any other
TONE = sounds.tone(4, hertz=300, decibels=-12)


def level(wave: sounds.Wave) -> float:
    return max(SILENT_DB, 10 * float(np.log10(np.mean(np.square(wave)) + 1e-20)))


@dataclass(frozen=True, slots=True)
class Joint:
    """A moment where one part ends or begins; the levels run from 60 ms before to 60 ms after."""

    name: str
    levels: tuple[float, ...]
    click: float
    programme: float

    @property
    def over(self) -> float:
        """How far its click stands out of the programme around it, in dB."""
        return SILENT_DB if self.click <= SILENT_DB else self.click - self.programme

    def cells(self) -> str:
        shown = " ".join(f"{one:6.0f}" for one in self.levels)
        return f"{self.name:32} {shown}   {self.click:6.0f} {self.programme:6.0f} {self.over:6.0f}"


def joint(name: str, wave: sounds.Wave, bright: sounds.Wave, at: int) -> Joint:
    steps = range(at - 3 * WINDOW, at + 3 * WINDOW, WINDOW)
    near = np.abs(bright[max(0, at - NEAR) : at + NEAR]).max()
    around = np.abs(bright[max(0, at - AROUND) : at + AROUND])
    away = np.concatenate([around[: AROUND - NEAR], around[AROUND + NEAR :]])
    return Joint(
        name,
        tuple(level(wave[max(0, start) : start + WINDOW]) for start in steps),
        max(SILENT_DB, 20 * float(np.log10(near + 1e-10))),
        max(SILENT_DB, 20 * float(np.log10(away.max() + 1e-10))),
    )


def recordings(folder: Path) -> Iterator[tuple[str, bytes]]:
    voice, music = sounds.listen(speak(folder, 25)), sounds.music(20)
    made = {
        "speech": voice[: 12 * sounds.RATE],
        "music, cut off at full level": music[: 8 * sounds.RATE],
        "a steady tone": TONE,
        "hot speech": np.tanh(voice[12 * sounds.RATE :] * 8),
        "quiet speech": voice[: 8 * sounds.RATE] * 0.02,
    }
    for name, wave in made.items():
        house = ingest(sounds.write_wav(folder / "made.wav", wave), folder)
        yield name, house.path.read_bytes()
        house.path.unlink()


def measured(folder: Path) -> list[Joint]:
    store, pieces, at = Store(folder), [], timedelta()
    kept = dict(recordings(folder))
    for number, (name, data) in enumerate(kept.items()):
        pieces.append(Piece(name, at, whole_file(store.put(data), len(data))))
        at += HOUSE.frames_in(len(data)) * FRAME + (PAUSE if number % 2 == 0 else timedelta())
    music = kept["music, cut off at full level"]
    bed = filler(
        sha256=store.put(music), size=len(music), length=timedelta(seconds=11), back_timed=True
    )
    pieces.append(Piece("filler", at, bed))
    made = slot_file("Buổi sáng", pieces)
    wave, bright = heard(store, folder, made.recipe)
    found = []
    for piece, start in zip(pieces, made.starts, strict=True):
        first = len(LEAD) + round(start.total_seconds() * sounds.RATE)
        length = HOUSE.frames_in(piece.audio.length) * 1_152
        found.append(joint(f"{piece.title} begins", wave, bright, first))
        # The sound itself begins and ends two frames further in.
        found.append(joint("  its first sound", wave, bright, first + 2 * 1_152))
        found.append(joint("  its last sound", wave, bright, first + length - 2 * 1_152))
        found.append(joint("  its end", wave, bright, first + length))
    # Back-timed, the music begins anew one length of it before the end.
    anew = len(wave) - len(LEAD) - HOUSE.frames_in(len(music)) * 1_152
    found.append(joint("  the filler's loop", wave, bright, anew))
    return found


def hard_cut() -> Joint:
    """Measure what a part without a fade would sound like."""
    cut = TONE[sounds.RATE + 37 :]  # within a wave
    bare = np.concatenate([sounds.silence(1), cut])
    return joint("a hard cut, for comparison", bare, sosfiltfilt(HIGH, bare), sounds.RATE)


def heard(store: Store, folder: Path, recipe: Recipe) -> tuple[sounds.Wave, sounds.Wave]:
    path = folder / "slot.mp3"
    path.write_bytes(b"".join(stream(recipe, 0, recipe.length, store.open)))
    wave = np.concatenate([LEAD, sounds.listen(path), LEAD])
    return wave, sosfiltfilt(HIGH, wave)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        found, cut = measured(Path(name)), hard_cut()
    print("dBFS in windows of 20 ms, from 60 ms before to 60 ms after; peaks above 6 kHz, dBFS\n")
    print(f"{'joint':32} {'-60':>6} {'-40':>6} {'-20':>6} {'+0':>6} {'+20':>6} {'+40':>6}", end="")
    print(f"   {'click':>6} {'around':>6} {'over':>6}")
    for one in [*found, cut]:
        print(one.cells())
    worst = max(found, key=lambda one: one.over)
    conclude(
        [
            Mark(
                "joints of a slot file",
                "no click above the programme",
                f"{worst.over:+.0f} dB at most ({worst.name.strip()})",
                f"a hard cut: {cut.over:+.0f} dB",
                met=worst.over <= MOST_OVER_DB,
            )
        ]
    )


if __name__ == "__main__":
    main()
