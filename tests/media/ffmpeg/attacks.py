"""One invented hostile upload of each kind, written byte by byte or by ffmpeg.

Each builder gets an empty folder with another person's `theirs.mp3` in it and returns the
upload. `full` asks for the size that hurts; without it the same thing is small and quick.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np

from tests.media.ffmpeg import sounds

THEIRS = "theirs.mp3"
NOWHERE = "http://127.0.0.1:9/theirs.mp3"
_MEGABYTE = 1 << 20
Build: TypeAlias = Callable[[Path, bool], Path]


def theirs(folder: Path) -> Path:
    """Write another person's file, which no upload may reach."""
    wave = sounds.write_wav(folder / "theirs.wav", sounds.speech(2))
    return sounds.convert(wave, folder / THEIRS)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def hls(target: str, name: str = "list.m3u8") -> Build:
    def build(folder: Path, _full: bool) -> Path:
        place = target.format(folder=folder)
        lines = ("#EXTM3U", "#EXT-X-TARGETDURATION:9", "#EXTINF:2,", place, "#EXT-X-ENDLIST", "")
        return written(folder, name, "\n".join(lines))

    return build


def text(name: str, content: str) -> Build:
    return lambda folder, _full: written(folder, name, content.format(folder=folder))


def dash(folder: Path, _full: bool) -> Path:
    return written(
        folder,
        "upload.mpd",
        '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:full:2011">\n'
        f"<Period><AdaptationSet mimeType='audio/mpeg'><Representation id='1' bandwidth='64000'>"
        f"<BaseURL>file://{folder / THEIRS}</BaseURL></Representation></AdaptationSet></Period>"
        "</MPD>\n",
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a RIFF file."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def gab2_avi(folder: Path, _full: bool) -> Path:
    """Make a film whose subtitles, packed in a text packet, are a list of other files."""
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{folder / THEIRS}\n".encode()
    title = "x".encode("utf-16-le") + b"\0\0"
    packed = b"GAB2\0" + struct.pack("<HI", 2, len(title)) + title
    packed += struct.pack("<HI", 4, len(playlist)) + playlist
    heads = [
        (b"auds", struct.pack("<HHIIHH", 1, 1, 8_000, 16_000, 2, 16)),
        (b"txts", b""),
    ]
    streams = b"".join(
        chunk(
            b"LIST",
            b"strl"
            + chunk(
                b"strh", kind + bytes(16) + struct.pack("<IIII", 1, 8_000, 0, 8_000) + bytes(20)
            )
            + chunk(b"strf", form),
        )
        for kind, form in heads
    )
    avih = chunk(b"avih", struct.pack("<14I", 40_000, 0, 0, 0x10, 25, 0, len(heads), *[0] * 7))
    movi = b"movi" + chunk(b"01tx", packed) + chunk(b"00wb", bytes(16_000))
    riff = b"AVI " + chunk(b"LIST", b"hdrl" + avih + streams) + chunk(b"LIST", movi)
    return written(folder, "film.avi", chunk(b"RIFF", riff))


def referring_mov(folder: Path, _full: bool) -> Path:
    """Make a QuickTime file whose sound lies, by its own word, in another file."""
    made = sounds.convert(
        sounds.write_wav(folder / "own.wav", sounds.tone(1)), folder / "own.mov", "-c:a", "aac"
    )
    data = made.read_bytes()
    alias = _alias(str(folder / THEIRS))
    own = struct.pack(">I4sI", 12, b"url ", 1)
    at = data.index(own)
    grown = len(alias) - len(own)
    out = bytearray(data[:at] + alias + data[at + len(own) :])
    moov = data.index(b"moov")
    assert moov > data.index(b"mdat")  # so no chunk offset moves
    for name in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        size_at = data.rindex(name, moov, at) - 4
        (size,) = struct.unpack_from(">I", out, size_at)
        struct.pack_into(">I", out, size_at, size + grown)
    return written(folder, "upload.mov", bytes(out))


def _alias(path: str) -> bytes:
    """Return a data reference of type `alis` to an absolute path, as ffmpeg reads one."""
    body = bytes(10) + bytes((1,)) + b"x".ljust(27, b"\0") + bytes(12)
    body += bytes((1,)) + b"x".ljust(63, b"\0") + bytes(16) + struct.pack(">HH", 1, 1) + bytes(16)
    place = path.encode()
    body += struct.pack(">HH", 2, len(place)) + place + b"\0" * (len(place) % 2)
    body += struct.pack(">HH", 0xFFFF, 0)
    return struct.pack(">I4sI", 12 + len(body), b"alis", 0) + body


def svg(folder: Path, _full: bool) -> Path:
    return written(
        folder,
        "upload",
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{NOWHERE}"/></svg>',
    )


def zeros(size: int) -> tuple[bytes, int]:
    """Return `size` zeros deflated, in no time for any size, and their Adler-32."""
    block = min(size, _MEGABYTE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15)
    rest = size % block
    tail = last.compress(bytes(rest)) + last.flush()
    adler = size % 65_521 << 16 | 1
    return b"\x78\xda" + once * (size // block) + tail + struct.pack(">I", adler), adler


def flat_png(side: int) -> bytes:
    """Make a picture of one colour in 64-bit pixels: tiny, but eight bytes a pixel unpacked."""

    def part(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    pixels, _ = zeros(side * (1 + 8 * side))
    head = struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + part(b"IHDR", head) + part(b"IDAT", pixels) + part(b"IEND", b"")


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _tagged(folder: Path, name: str, frame: bytes) -> Path:
    """Write a second of MP3 behind an ID3v2.4 tag of one frame."""
    tone = sounds.write_wav(folder / "tone.wav", sounds.tone(1))
    plain = sounds.convert(
        tone, folder / "plain.mp3", "-id3v2_version", "0", "-write_id3v1", "0"
    ).read_bytes()
    return written(folder, name, b"ID3\x04\x00\x00" + synchsafe(len(frame)) + frame + plain)


def huge_cover(folder: Path, full: bool) -> Path:
    picture = flat_png(16_000 if full else 6_000)
    content = b"\x00image/png\0\x03\0" + picture
    return _tagged(folder, "cover.mp3", b"APIC" + synchsafe(len(content)) + b"\0\0" + content)


def flooding_tag(folder: Path, full: bool) -> Path:
    flood = (200 if full else 32) * _MEGABYTE
    content = synchsafe(flood) + zeros(flood)[0]
    return _tagged(folder, "flood.mp3", b"TIT2" + synchsafe(len(content)) + b"\x00\x09" + content)


def hours_of_flac(folder: Path, full: bool) -> Path:
    """Make silence that takes next to nothing: sixteen hours of it in 600 kB."""
    options = ("-f", "lavfi", "-i", f"anullsrc=r=8000:cl=mono:d={57_600 if full else 900}")
    return sounds.convert_nothing(folder / "hours.flac", *options, "-frame_size", "65535")


def hours_of_opus(folder: Path, full: bool) -> Path:
    source = ("-f", "lavfi", "-i", f"anullsrc=r=8000:cl=mono:d={15_000 if full else 300}")
    cheap = ("-b:a", "500", "-frame_duration", "60", "-compression_level", "0")
    return sounds.convert_nothing(folder / "hours.opus", *source, *cheap)


def not_a_number(value: float) -> Build:
    def build(folder: Path, _full: bool) -> Path:
        wave = sounds.speech(2)
        wave[sounds.RATE] = value
        return sounds.write_wav(folder / "numbers.wav", wave)

    return build


def lying_xing(folder: Path, _full: bool) -> Path:
    wave = sounds.write_wav(folder / "said.wav", sounds.speech(3))
    data = bytearray(sounds.convert(wave, folder / "lie.mp3", "-b:a", "64k").read_bytes())
    struct.pack_into(">I", data, data.index(b"Info") + 8, 1_000_000_000)
    return written(folder, "lie.mp3", bytes(data))


def lying_stts(folder: Path, _full: bool) -> Path:
    """Make a sound whose every packet claims to last for hours."""
    wave = sounds.write_wav(folder / "said.wav", sounds.speech(3))
    data = bytearray(
        sounds.convert(wave, folder / "lie.m4a", "-c:a", "aac", "-use_editlist", "0").read_bytes()
    )
    at = data.index(b"stts") + 8
    (count,) = struct.unpack_from(">I", data, at)
    for number in range(count):
        struct.pack_into(">I", data, at + 8 + 8 * number, 1 << 30)
    return written(folder, "lie.m4a", bytes(data))


def lying_riff(folder: Path, _full: bool) -> Path:
    wave = sounds.write_wav(folder / "said.wav", sounds.speech(3))
    options = ("-c:a", "pcm_s16le", "-bitexact")
    data = bytearray(sounds.convert(wave, folder / "lie.wav", *options).read_bytes())
    struct.pack_into("<I", data, 4, 0xFFFF_FFF0)
    struct.pack_into("<I", data, data.index(b"data") + 4, 0xFFFF_FF00)
    return written(folder, "lie.wav", bytes(data))


def claims_without_sound(folder: Path, _full: bool) -> Path:
    """Make a film of which only the claims are left: ffmpeg ends well, with nothing."""
    wave = sounds.write_wav(folder / "said.wav", sounds.speech(3))
    options = ("-c:a", "aac", "-movflags", "+faststart")
    data = sounds.convert(wave, folder / "claim.m4a", *options).read_bytes()
    return written(folder, "claim.m4a", data[: data.index(b"mdat") + 4])


def odd_wav(rate: int, channels: int) -> Build:
    def build(folder: Path, _full: bool) -> Path:
        block = 2 * channels & 0xFFFF
        form = struct.pack("<HHIIHH", 1, channels, rate, rate * block & 0xFFFF_FFFF, block, 16)
        sound = np.zeros(1 << 16, "<i2").tobytes()
        riff = b"WAVE" + chunk(b"fmt ", form) + chunk(b"data", sound)
        return written(folder, "odd.wav", chunk(b"RIFF", riff))

    return build
