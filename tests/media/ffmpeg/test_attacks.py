"""One invented sample of each kind of hostile upload, and what becomes of it."""

import socket
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.decode import judged
from media.ffmpeg.probe import Bounds, probe
from media.ffmpeg.refusal import Code, Refused, Warned
from media.ffmpeg.sandbox import Limits
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse


def refusal_of(path: Path) -> Code:
    with pytest.raises(Refused) as caught:
        probe(path)
    return caught.value.code


@pytest.fixture
def theirs(wav: Callable[..., Path], tmp_path: Path) -> Path:
    """Another person's file, which no upload may reach."""
    return sounds.convert(wav(sounds.speech(2)), tmp_path / "theirs.mp3")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{path}\n#EXT-X-ENDLIST\n"),
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\ntheirs.mp3\n#EXT-X-ENDLIST\n"),
        ("upload", "ffconcat version 1.0\nfile theirs.mp3\n"),
        ("upload", "ffconcat version 1.0\nfile '{path}'\n"),
        ("movie.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n"),
    ],
    ids=["HLS by path", "HLS by name", "concat by name", "concat by path", "SDP"],
)
def test_a_list_of_other_files_is_refused(
    theirs: Path, tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content.format(path=theirs), encoding="utf-8")
    assert refusal_of(path) is Code.FORBIDDEN_FORMAT


def test_a_list_under_a_hash_for_a_name_is_refused_too(theirs: Path, tmp_path: Path) -> None:
    path = tmp_path / ("a1" * 32)
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{theirs}\n", encoding="utf-8")
    assert refusal_of(path) in {Code.FORBIDDEN_FORMAT, Code.NOT_MEDIA}  # newer ffmpeg, older


def test_a_list_of_addresses_calls_nobody(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/theirs.mp3"
        path = tmp_path / "list.m3u8"
        path.write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{address}\n", encoding="utf-8"
        )
        assert refusal_of(path) is Code.FORBIDDEN_FORMAT
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "name", ["http:", "concat:theirs.mp3|theirs.mp3", "subfile,,start,0,end,9,,:x", "-y", "%03d"]
)
def test_a_name_is_only_a_name(
    wav: Callable[..., Path],
    house_of: MakeHouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    wav(sounds.tone(1), name)
    assert house_of(Path(name)).original.duration == timedelta(seconds=1)


def test_a_drawing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_text(
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        encoding="utf-8",
    )
    assert refusal_of(path) is Code.FORBIDDEN_FORMAT


def test_a_picture_is_refused(tmp_path: Path) -> None:
    path = sounds.convert_nothing(
        tmp_path / "photo.png", "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1"
    )
    assert refusal_of(path) is Code.FORBIDDEN_FORMAT


def test_a_codec_off_the_list_is_refused(wav: Callable[..., Path], tmp_path: Path) -> None:
    path = sounds.convert(wav(sounds.tone(1)), tmp_path / "odd.mkv", "-c:a", "wavpack")
    assert refusal_of(path) is Code.FORBIDDEN_FORMAT


def test_a_small_file_that_decodes_for_hours_is_cut_off(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    bomb = sounds.convert(wav(sounds.silence(60)), tmp_path / "bomb.opus", "-b:a", "6k")
    assert bomb.stat().st_size < 30_000
    with pytest.raises(Refused) as caught:
        house_of(bomb, bounds=Bounds(longest=timedelta(seconds=10)))
    assert (caught.value.code, caught.value.facts) == (Code.TOO_LONG, {"most_ms": 10_000})


def test_timestamps_cannot_hide_a_length(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    still = ["-c:a", "flac", "-bsf:a", "setts=pts=0:dts=0"]
    bomb = sounds.convert(wav(sounds.tone(20)), tmp_path / "still.mkv", *still)
    with pytest.raises(Refused) as caught:
        house_of(bomb, bounds=Bounds(longest=timedelta(seconds=10)))
    assert caught.value.code is Code.TOO_LONG


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30], ids=str)
def test_samples_that_are_no_sound_are_refused(
    wav: Callable[..., Path], house_of: MakeHouse, bad: float
) -> None:
    wave = sounds.music(8)
    wave[7 * sounds.RATE, 1] = bad
    with pytest.raises(Refused) as caught:
        house_of(wav(wave))
    assert (caught.value.code, caught.value.facts) == (Code.BAD_SAMPLES, {"at_ms": 7_000})


def test_a_header_that_claims_too_much_is_not_believed(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    path = sounds.convert(wav(sounds.speech(3)), tmp_path / "lie.mp3", "-b:a", "64k")
    lie = bytearray(path.read_bytes())
    at = lie.index(b"Info" if b"Info" in lie else b"Xing")
    assert lie[at + 7] & 1  # it counts its frames
    struct.pack_into(">I", lie, at + 8, 1_000_000_000)
    path.write_bytes(lie)
    claimed = probe(path).claimed_duration
    assert claimed is not None
    assert claimed > timedelta(days=200)
    house = house_of(path)
    assert timedelta(seconds=3) <= house.original.duration < timedelta(seconds=3.2)
    assert [caution.code for caution in house.warnings] == [Warned.LENGTH_DISAGREES]


def test_a_header_that_claims_too_little_is_not_believed(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    path = sounds.convert(wav(sounds.speech(3)), tmp_path / "modest.mp3", "-b:a", "64k")
    lie = bytearray(path.read_bytes())
    struct.pack_into(">I", lie, lie.index(b"Info") + 8, 2)
    path.write_bytes(lie)
    assert probe(path).claimed_duration == timedelta(milliseconds=48)
    house = house_of(path)
    assert timedelta(seconds=2.9) <= house.original.duration < timedelta(seconds=3.2)
    assert [caution.code for caution in house.warnings] == [Warned.LENGTH_DISAGREES]


def test_a_header_without_samples_is_refused(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    path = wav(sounds.silence(0))
    with pytest.raises(Refused) as caught:
        house_of(path)
    assert caught.value.code is Code.BROKEN


def test_a_tag_that_unpacks_to_a_flood_is_survived(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    plain = sounds.convert(
        wav(sounds.tone(1)), tmp_path / "plain.mp3", "-id3v2_version", "0", "-write_id3v1", "0"
    )
    flood = 8 << 20
    packed = zlib.compress(b"\x00" + bytes(flood), 9)
    content = synchsafe(flood + 1) + packed
    frame = b"TIT2" + synchsafe(len(content)) + b"\x00\x09" + content  # packed, length given
    path = tmp_path / "flood.mp3"
    path.write_bytes(b"ID3\x04\x00\x00" + synchsafe(len(frame)) + frame + plain.read_bytes())
    assert path.stat().st_size < 100_000
    assert house_of(path).duration == house_of(plain).duration


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("while :; do :; done", Code.TOO_HEAVY),
        ("echo 'x: Cannot allocate memory' >&2; exit 1", Code.TOO_HEAVY),
        ("echo 'x: Invalid data found when processing input' >&2; exit 1", Code.BROKEN),
    ],
    ids=["CPU", "memory", "nonsense"],
)
def test_a_decoder_that_gives_up_is_a_verdict_on_the_file(script: str, code: Code) -> None:
    limits = Limits(cpu=timedelta(seconds=1), wall=timedelta(seconds=60))
    with pytest.raises(Refused) as caught, judged(["sh", "-c", script], limits) as decoder:
        decoder.finish()
    assert caught.value.code is code


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
