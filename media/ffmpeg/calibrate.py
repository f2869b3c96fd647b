"""Ask the encoder how much quieter it makes everything.

LAME multiplies its input by 0.95 at low bit rates, 0.45 LU that no gain computed on
samples can know of. The factor is a line in LAME's tables; here it is measured.
"""

import functools
import io

import numpy as np

from media.ffmpeg.check import check
from media.ffmpeg.commands import SAMPLE_RATE
from media.ffmpeg.decode import duration_of
from media.ffmpeg.encode import CODEC_DELAY, mp3_frames, own_limits
from media.ffmpeg.frames import frame_bytes
from media.ffmpeg.loudness import KWeighting, integrated

TONE_HZ = 997  # no whole part of the sample rate
TONE_AMPLITUDE = 0.25
TONE_SAMPLES = 2 * SAMPLE_RATE


@functools.cache
def encoder_gain_db(bitrate_kbps: int) -> float:
    """Return the gain of encoding a tone at `bitrate_kbps`; negative, as a rule."""
    phase = np.arange(TONE_SAMPLES) * (2 * np.pi * TONE_HZ / SAMPLE_RATE)
    tone = (TONE_AMPLITUDE * np.sin(phase)).astype(np.float32)
    pieces = mp3_frames(
        [tone], bitrate_kbps=bitrate_kbps, limits=own_limits(duration_of(TONE_SAMPLES))
    )
    rendition = b"".join(pieces)
    frames = len(rendition) // frame_bytes(bitrate_kbps)
    heard = check(io.BytesIO(rendition), frames=frames, tell=lambda _done, _whole: None)
    # Delayed as the codec delays it, so that the gating blocks fall alike.
    sent = np.pad(tone, (CODEC_DELAY, 0))
    return heard.loudness_lufs - integrated(KWeighting().steps(sent))
