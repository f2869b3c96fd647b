"""Spoken Vietnamese from espeak-ng."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.signal import resample_poly

from broadcast.demo.sound import RATE, Samples
from broadcast.demo.works.screenplay import Voice


@dataclass(frozen=True, slots=True)
class _Setting:
    """An espeak-ng voice with its speed (words a minute) and pitch (0 to 99)."""

    voice: str
    speed: int
    pitch: int


# Slow, because a horn on a pole blurs fast speech. The northern voice sings the six tones;
# the central one (`vi-vn-x-central`) loses them and serves for one gruff part only.
_SETTINGS: Final = {
    Voice.ANNOUNCER_WOMAN: _Setting("vi+f3", 134, 50),
    Voice.ANNOUNCER_MAN: _Setting("vi+m3", 134, 60),
    Voice.YOUNG_WOMAN: _Setting("vi+f5", 136, 58),
    Voice.WOMAN: _Setting("vi+f2", 132, 46),
    Voice.OLD_WOMAN: _Setting("vi+grandma", 120, 36),
    Voice.YOUNG_MAN: _Setting("vi+Nguyen", 136, 60),
    Voice.MAN: _Setting("vi+m7", 132, 52),
    Voice.OLD_MAN: _Setting("vi+m1", 118, 40),
    Voice.FLAT_MAN: _Setting("vi-vn-x-central+m3", 130, 55),
    Voice.GIRL: _Setting("vi+linda", 136, 62),
    Voice.BOY: _Setting("vi+steph", 136, 74),
}

# The voice reads these as English, or letter by letter.
_SPELT_OUT: Final = {
    "LĐ-TB&XH": "Lao động, Thương binh và Xã hội",
    "KH&ĐT": "Kế hoạch và Đầu tư",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "TT&TT": "Thông tin và Truyền thông",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CEDAW": "xi đo",
    "Raglai": "Ra Gơ Lai",
    "111": "một một một",
}
_DATE: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


def spoken(text: str) -> str:
    """Write out what the voice cannot read: abbreviations, dates, per cent."""
    text = _DATE.sub(r"\1 tháng \2 năm \3", text)
    for written, said in _SPELT_OUT.items():
        text = re.sub(rf"\b{re.escape(written)}\b", said, text)
    return re.sub(r"\s*%", " phần trăm", text)


def speak(text: str, voice: Voice) -> Samples:
    """Say `text`, at an even level, without silence around it.

    Raise `subprocess.CalledProcessError` if espeak-ng refuses.
    """
    setting = _SETTINGS[voice]
    command = [
        *("espeak-ng", "-v", setting.voice, "-s", str(setting.speed), "-p", str(setting.pitch)),
        *("--stdin", "--stdout"),
    ]
    wave = subprocess.run(  # noqa: S603 - our own text, no shell
        command, input=spoken(text).encode(), capture_output=True, check=True, timeout=60
    ).stdout
    return _levelled(_trimmed(_samples(wave)))


def _samples(wave: bytes) -> Samples:
    # Written to a pipe, the header's lengths are wrong; the samples start after "data" + size.
    start = wave.index(b"data") + 8
    written = np.frombuffer(wave[start : len(wave) - (len(wave) - start) % 2], "<i2")
    # 22 050 Hz is what every espeak-ng voice speaks at.
    return np.asarray(resample_poly(written / 32768, 320, 441), dtype=np.float64)


def _trimmed(samples: Samples) -> Samples:
    heard = np.flatnonzero(np.abs(samples) > 0.005)  # noqa: PLR2004 - 46 dB below full scale
    return samples[heard[0] : heard[-1] + RATE // 50] if heard.size else samples


def _levelled(samples: Samples) -> Samples:
    """Bring every voice to one level, -20 dB, and round off its sharpest peaks."""
    loud = samples[np.abs(samples) > 0.01]  # noqa: PLR2004 - pauses do not count
    level = np.sqrt(np.mean(loud**2)) if loud.size else 1.0
    return np.asarray(0.6 * np.tanh(samples * (0.1 / level) / 0.6))
