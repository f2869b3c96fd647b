"""What an ingest costs beside a bare transcode, and how close it comes to its loudness.

Run as `python -m bench.ingest [--minutes 5 60] [--runs 3]`. Both ways of making the same MP3
are run in turn on the same file, and the cheapest run of each is compared: CPU time grows
when other work shares the cores. An hour is run once: it is long enough for chance to even
out. Needs espeak-ng for a voice.
"""

import argparse
import math
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyloudnorm

from bench.marks import Mark, conclude
from media.ffmpeg.calibrate import encoder_gain_db
from media.ffmpeg.house import House, HouseFormat, make_house
from media.ffmpeg.probe import probe
from media.ffmpeg.progress import Stage
from tests.media.ffmpeg import sounds

SPOKEN_MINUTES = 5  # a longer upload says the same again
FORM = HouseFormat()
MOST_RATIO = 1.8
NEWS = (
    "Kính thưa bà con, đây là chương trình phát thanh của xã.",
    "Sáng nay Ủy ban nhân dân xã họp bàn việc nạo vét kênh mương trước mùa mưa.",
    "Trạm y tế xã tiêm chủng cho trẻ em vào thứ tư và thứ năm tuần này.",
    "Giá nho tại vườn hôm nay là ba mươi lăm nghìn đồng một ki lô gam.",
    "Đề nghị bà con tiết kiệm nước, kiểm tra đường điện và chuồng trại trước khi bão vào.",
)
VOICES = ("vi", "vi+f3", "vi-vn-x-south+m3", "vi+m7")


def cpu_seconds() -> float:
    """Return the CPU time of this process and of all it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def run(*argv: str | Path) -> str:
    """Run one program to its end and return what it printed to stderr."""
    return subprocess.run(argv, check=True, capture_output=True).stderr.decode()


def speak(folder: Path, seconds: float) -> Path:
    """Let several voices read the news until `seconds` are full; a mono WAV."""
    said = folder / "said.wav"
    parts: list[sounds.Wave] = []
    length, turn = 0, 0
    while length < seconds * sounds.RATE:
        voice, text = VOICES[turn % len(VOICES)], NEWS[turn % len(NEWS)]
        run("espeak-ng", "-v", voice, "-s", "150", "-w", said, text)
        parts += [sounds.listen(said), sounds.silence(0.4)]
        length += len(parts[-2]) + len(parts[-1])
        turn += 1
    wave = np.concatenate(parts)[: round(seconds * sounds.RATE)]
    return sounds.write_wav(folder / "speech.wav", wave * 0.7)


def transcode(source: Path, target: Path) -> None:
    """Make the same MP3 the bare way: no meter, no limiter, no check, no sandbox."""
    same = ("-ac", "1", "-ar", "48000", "-c:a", "libmp3lame", "-b:a", f"{FORM.bitrate_kbps}k")
    bare = ("-compression_level", "5", "-reservoir", "0", "-write_xing", "0", "-threads", "1")
    run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", source, *same, *bare, "-f", "mp3", target)


def ingest(source: Path, workdir: Path, told: list[Stage] | None = None) -> House:
    def tell(stage: Stage, percent: int) -> None:
        if told is not None and percent == 0:
            told.append(stage)

    return make_house(source, found=probe(source), form=FORM, workdir=workdir, progress=tell)


def discard(house: House) -> None:
    house.path.unlink()


def cheapest(ways: dict[str, Callable[[], object]], runs: int) -> dict[str, tuple[float, float]]:
    """Return the least CPU and wall seconds of each way, tried in turn."""
    best: dict[str, tuple[float, float]] = {}
    for _ in range(runs):
        for name, way in ways.items():
            cpu, wall = cpu_seconds(), time.monotonic()
            way()
            spent = cpu_seconds() - cpu, time.monotonic() - wall
            best[name] = min(best.get(name, spent), spent)
    return best


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds."""

    bare: float
    ingest: float

    @property
    def ratio(self) -> float:
        return self.ingest / self.bare


def compare_cost(folder: Path, minutes: float, runs: int) -> Spent:
    """Print what both ways cost and return it."""
    speech = speak(folder, min(minutes, SPOKEN_MINUTES) * 60)
    upload = folder / "upload.mp3"
    again, whole = str(math.ceil(minutes / SPOKEN_MINUTES) - 1), str(minutes * 60)
    form = ("-t", whole, "-b:a", "128k", "-ac", "2", "-ar", "44100", upload)
    run("ffmpeg", "-nostdin", "-v", "error", "-y", "-stream_loop", again, "-i", speech, *form)
    if minutes > SPOKEN_MINUTES:
        runs = 1
    encoder_gain_db(FORM.bitrate_kbps)  # asked once in the life of a worker
    best = cheapest(
        {
            "bare transcode": lambda: transcode(upload, folder / "bare.mp3"),
            "ingest with check": lambda: discard(ingest(upload, folder)),
        },
        runs,
    )
    bare = best["bare transcode"][0]
    print(f"\n{minutes:g} min of speech, MP3 128 kbit/s stereo 44.1 kHz, best of {runs}\n")
    print(f"{'way':20} {'CPU s':>7} {'wall s':>7} {'CPU s/h':>8} {'ratio':>6}")
    for name, (cpu, wall) in best.items():
        print(f"{name:20} {cpu:7.2f} {wall:7.2f} {cpu * 60 / minutes:8.1f} {cpu / bare:6.2f}")
    return Spent(bare, best["ingest with check"][0])


@dataclass(frozen=True, slots=True)
class Heard:
    """One rendition, read by two meters that are not ours."""

    pyloudnorm_lufs: float
    ebur128_lufs: float
    true_peak_dbtp: float


def hear(rendition: Path) -> Heard:
    meter = ("-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
    said = run("ffmpeg", "-nostdin", "-hide_banner", "-i", rendition, *meter)
    return Heard(
        float(pyloudnorm.Meter(sounds.RATE).integrated_loudness(sounds.listen(rendition))),
        float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]),
        float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1]),
    )


def uploads(folder: Path) -> dict[str, Path]:
    """Make the uploads the error table is drawn from."""

    def made(name: str, wave: sounds.Wave, *options: str) -> Path:
        return sounds.convert(sounds.write_wav(folder / "made.wav", wave), folder / name, *options)

    voice = sounds.listen(speak(folder, 40))
    music = sounds.music(30)
    spiky = np.sign(voice) * np.abs(voice) ** 1.4
    return {
        "speech, mp3 128k": made("a.mp3", voice, "-b:a", "128k"),
        "speech at -40 LUFS, wav": made("b.wav", voice * 0.02, "-c:a", "pcm_s16le"),
        "telephone, 8 kHz adpcm": made("c.wav", voice, "-ar", "8000", "-c:a", "adpcm_ima_wav"),
        "messenger, opus 16k": made("d.opus", voice, "-b:a", "16k"),
        "spiky speech, flac": made("e.flac", spiky),
        "music, m4a stereo": made("f.m4a", music, "-b:a", "128k"),
        "hot speech, m4a": made("l.m4a", np.tanh(voice * 8), "-b:a", "96k"),
        "clipped speech, mp3": made("m.mp3", (voice * 10).clip(-1, 1), "-b:a", "128k"),
        "hot clipped music, mp3": made("g.mp3", (music * 8).clip(-1, 1), "-b:a", "192k"),
        "speech over music, wma": made("h.wma", 0.5 * music + 0.5 * voice[: len(music), None]),
        "white noise, wav": made("i.wav", sounds.noise(20)),
        "an ident of 4 s, mp3": made("j.mp3", music[: 4 * sounds.RATE], "-b:a", "128k"),
        "a second of a tone, wav": made("k.wav", sounds.tone(1)),
    }


def show_errors(folder: Path) -> tuple[float, float]:
    """Print how far each rendition is off; return the largest error and true peak."""
    print(f"\ntarget {FORM.target_lufs:g} LUFS, true peak at most {FORM.peak_dbtp:g} dBTP (mono)\n")
    print(f"{'upload':26} {'LUFS':>7} {'pyln':>7} {'ebur128':>8} {'error':>6} {'dBTP':>6} encodes")
    errors, peaks = [], []
    for name, upload in uploads(folder).items():
        told: list[Stage] = []
        house = ingest(upload, folder, told)
        heard = hear(house.path)
        errors.append(abs(heard.pyloudnorm_lufs - FORM.target_lufs))
        peaks.append(heard.true_peak_dbtp)
        print(
            f"{name:26} {house.original.loudness_lufs:7.2f} {heard.pyloudnorm_lufs:7.2f} "
            f"{heard.ebur128_lufs:8.1f} {errors[-1]:6.2f} {peaks[-1]:6.1f} "
            f"{told.count(Stage.ENCODE):7}"
        )
    print(f"\nerror {np.mean(errors):.2f} LU mean, {max(errors):.2f} most; peak {max(peaks):.1f}")
    return max(errors), max(peaks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 60])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        spent = {
            minutes: compare_cost(Path(name), minutes, options.runs) for minutes in options.minutes
        }
        error, peak = show_errors(Path(name))
    conclude(
        [
            *(
                Mark(
                    f"ingest of {minutes:g} minutes, checked",
                    f"≤ {MOST_RATIO} × bare",
                    f"{cost.ingest:.2f} s CPU",
                    f"bare transcode, same MP3: {cost.bare:.2f} s",
                    cost.ratio,
                    met=cost.ratio <= MOST_RATIO,
                )
                for minutes, cost in spent.items()
            ),
            Mark(
                "loudness of what it makes",
                f"error ≤ {FORM.level.tolerance_lu} LU",
                f"{error:.2f} LU at most",
                "read by pyloudnorm",
                met=error <= FORM.level.tolerance_lu,
            ),
            Mark(
                "its true peak",
                f"≤ {FORM.peak_dbtp:g} dBTP",
                f"{peak:.1f} dBTP at most",
                "read by ffmpeg ebur128",
                met=peak <= FORM.peak_dbtp,
            ),
        ]
    )


if __name__ == "__main__":
    main()
