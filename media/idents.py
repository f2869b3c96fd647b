"""Station idents: a sting of our own and the station's spoken name, edited in memory by pydub.

pydub only ever meets our own short WAV clips here; an upload never reaches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydub import AudioSegment
from pydub.generators import Sine

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 48_000
# A rising fourth, fifth and octave over G, in milliseconds and hertz: three struck bells.
_BELLS = ((0, 392.0), (220, 523.25), (440, 587.33), (660, 783.99))
_BELL_MS = 1400
# The name comes in while the last bell still rings.
_NAME_AT_MS = 1500


def _bell(hertz: float) -> AudioSegment:
    """Return one struck bell: a partial above the root, both dying away."""
    root = Sine(hertz, sample_rate=RATE_HZ).to_audio_segment(duration=_BELL_MS, volume=-16)
    partial = Sine(hertz * 2.76, sample_rate=RATE_HZ).to_audio_segment(
        duration=_BELL_MS // 2, volume=-26
    )
    return root.overlay(partial.fade_out(_BELL_MS // 2)).fade_in(4).fade_out(_BELL_MS - 10)


def sting() -> AudioSegment:
    """Return the sting alone, mono."""
    length = _BELLS[-1][0] + _BELL_MS
    mixed = AudioSegment.silent(duration=length, frame_rate=RATE_HZ)
    for at_ms, hertz in _BELLS:
        mixed = mixed.overlay(_bell(hertz), position=at_ms)
    return mixed


def compose_ident(*, spoken: Path, target: Path) -> None:
    """Write a station's ident to `target`, mono WAV at 48 kHz, from the WAV of its spoken name.

    Best at 48 kHz itself: from another rate pydub only interpolates.
    """
    with spoken.open("rb") as file:
        name = AudioSegment.from_wav(file).set_channels(1).set_frame_rate(RATE_HZ)
    if name.rms:
        name = name.apply_gain(-20.0 - name.dBFS)
    bells = sting()
    length = max(len(bells), _NAME_AT_MS + len(name) + 300)
    canvas = AudioSegment.silent(duration=length, frame_rate=RATE_HZ)
    mixed = canvas.overlay(bells).overlay(name, position=_NAME_AT_MS).fade_out(200)
    mixed.export(target, format="wav").close()
