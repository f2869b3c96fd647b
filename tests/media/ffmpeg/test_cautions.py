from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.meter import Use
from media.ffmpeg.refusal import Warned
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse


def warned(house_of: MakeHouse, path: Path) -> dict[Warned, Mapping[str, object]]:
    return {caution.code: dict(caution.facts) for caution in house_of(path).warnings}


def sides(left: sounds.Wave, right: sounds.Wave) -> sounds.Wave:
    return np.stack([left, right], axis=1)


def test_an_ordinary_sound_raises_none(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    assert warned(house_of, wav(sounds.music(5))) == {}


@pytest.mark.parametrize(("weaker", "used"), [(0.9, Use.LEFT), (1.1, Use.RIGHT)])
def test_an_inverted_channel_is_left_out(
    wav: Callable[..., Path], house_of: MakeHouse, weaker: float, used: Use
) -> None:
    """Summed to mono it would be next to silent."""
    wave = sounds.speech(3)
    path = wav(sides(wave, -weaker * wave))
    found = warned(house_of, path)
    assert found.keys() == {Warned.INVERTED_STEREO}
    assert found[Warned.INVERTED_STEREO]["used"] == used
    assert found[Warned.INVERTED_STEREO]["duration_ms"] == pytest.approx(2_500, abs=500)
    alone, house = house_of(wav(wave, "alone.wav")), house_of(path)
    assert house.original.used is used
    heard, expected = sounds.listen(house.path), sounds.listen(alone.path)
    assert abs(np.corrcoef(heard, expected)[0, 1]) > 0.99


def test_a_short_inverted_insert_is_only_reported(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    tone = sounds.tone(6)
    other = tone.copy()
    other[sounds.RATE : 3 * sounds.RATE] *= -1
    found = warned(house_of, wav(sides(tone, other)))
    assert found == {Warned.INVERTED_PASSAGE: {"duration_ms": 2_000}}


def test_unlike_channels_are_no_inversion(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    wave = sides(sounds.speech(3), sounds.speech(3, seed=2))
    assert warned(house_of, wav(wave)) == {}


def test_one_silent_side_is_reported(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    hum = sounds.tone(3, hertz=50, decibels=-50)
    found = warned(house_of, wav(sides(hum, sounds.speech(3))))
    assert found == {Warned.ONE_SIDED: {"side": Use.RIGHT}}


def test_clipping_is_counted(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    wave = (sounds.tone(3, hertz=200) * 12).clip(-1, 1)
    found = warned(house_of, wav(wave))
    assert found == {Warned.CLIPPED: {"samples": int((np.abs(wave) >= 0.999).sum())}}


def test_one_full_sample_is_no_clipping(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    wave = sounds.tone(3)
    wave[5_000] = 1
    assert Warned.CLIPPED not in warned(house_of, wav(wave))


def test_long_silences_are_told_where_they_begin(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    wave = [sounds.tone(2), sounds.silence(5.5), sounds.tone(1), sounds.silence(7)]
    wave += [sounds.tone(1), sounds.silence(4), sounds.tone(1), sounds.silence(9)]
    facts = warned(house_of, wav(np.concatenate(wave)))[Warned.LONG_SILENCE]
    assert facts["count"] == 2
    assert facts["longest_ms"] == pytest.approx(7_000, abs=50)
    assert facts["first_at_ms"] == pytest.approx(2_048, abs=50)


def test_a_wide_range_is_reported(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    wave = np.concatenate([sounds.tone(20, decibels=-38), sounds.tone(20, decibels=-20)])
    facts = warned(house_of, wav(wave))[Warned.WIDE_RANGE]
    assert facts["range_lu"] == pytest.approx(18, abs=0.5)


def test_hard_limiting_is_reported(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    random = np.random.default_rng(1)
    spiky = sounds.noise(4, decibels=-30)
    spiky[random.integers(0, len(spiky), 200)] = 0.9
    assert Warned.LIMITED_HARD in warned(house_of, wav(spiky))


def test_a_damaged_file_is_taken_and_reported(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    path = sounds.convert(wav(sounds.speech(10)), tmp_path / "damaged.mp3", "-b:a", "128k")
    content = bytearray(path.read_bytes())
    random = np.random.default_rng(1)
    for at in random.integers(2_000, len(content) - 2_000, 40):
        content[at : at + 200] = random.bytes(200)
    path.write_bytes(content)
    found = warned(house_of, path)
    assert found.keys() >= {Warned.DECODE_ERRORS}
    assert isinstance(found[Warned.DECODE_ERRORS]["count"], int)


def test_a_file_cut_off_in_the_middle_is_taken_and_reported(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    path = sounds.convert(wav(sounds.speech(8)), tmp_path / "cut.mp3", "-b:a", "128k")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    facts = warned(house_of, path)[Warned.LENGTH_DISAGREES]
    assert facts["claimed_ms"] == pytest.approx(8_000, abs=100)
    assert facts["decoded_ms"] == pytest.approx(4_000, abs=100)
