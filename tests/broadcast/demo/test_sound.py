import subprocess
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.demo.places import PLACES
from broadcast.demo.sound import RATE
from broadcast.demo.sound.effects import effect
from broadcast.demo.sound.mix import dice, perform
from broadcast.demo.sound.opus import encode
from broadcast.demo.sound.speech import speak, spoken
from broadcast.demo.sound.zither import melody, pluck
from broadcast.demo.works import WORKS
from broadcast.demo.works.screenplay import Effect, Line, Paragraph, Voice
from broadcast.demo.works.work import READING
from tests.broadcast.demo.listening import decibels, heard, probed

needs_espeak = pytest.mark.skipif(which("espeak-ng") is None, reason="espeak-ng is not installed")


@pytest.mark.parametrize("name", Effect)
def test_an_effect_begins_and_ends_in_silence_and_leaves_room_for_speech(name: Effect) -> None:
    made = effect(name, dice("any"))
    assert (made[0], made[-1]) == (0, 0)
    assert 0.05 < np.max(np.abs(made)) < 0.5
    assert 1 <= made.size / RATE <= 8


@pytest.mark.parametrize("name", Effect)
def test_an_effect_is_the_same_every_time(name: Effect) -> None:
    assert np.array_equal(effect(name, dice("rain")), effect(name, dice("rain")))


def test_a_string_sounds_at_the_pitch_asked_for() -> None:
    note = pluck(220, 1, dice("string"))
    spectrum = np.abs(np.fft.rfft(note * np.hanning(note.size)))
    loudest = np.argmax(spectrum[: 300 * note.size // RATE]) * RATE / note.size
    assert loudest == pytest.approx(220, abs=4)


@given(seconds=st.floats(3, 20), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_a_melody_is_just_as_long_as_asked_and_never_clips(seconds: float, seed: int) -> None:
    tune = melody(seconds, np.random.default_rng(seed))
    assert tune.size == round(seconds * RATE)
    assert 0.1 < np.max(np.abs(tune)) <= 0.5


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("UBND xã họp.", "Ủy ban nhân dân xã họp."),
        ("Sở LĐ-TB&XH trả lời", "Sở Lao động, Thương binh và Xã hội trả lời"),
        ("Ngày 20/2/1990, đạt 3 %", "Ngày 20 tháng 2 năm 1990, đạt 3 phần trăm"),
        ("gọi 111 ngay", "gọi một một một ngay"),
        ("1111 hộ", "1111 hộ"),
    ],
)
def test_what_the_voice_cannot_read_is_spelt_out(written: str, said: str) -> None:
    assert spoken(written) == said


@needs_espeak
def test_no_word_of_any_recording_is_read_as_english() -> None:
    texts = [
        block.text for work in WORKS for block in work.body if isinstance(block, Line | Paragraph)
    ]
    texts += [work.title for work in WORKS if work.genre is READING]
    texts += [place.station_name for place in PLACES]
    phonemes = subprocess.run(
        ["espeak-ng", "-v", "vi", "-q", "-x", "--stdin"],
        input="\n\n".join(map(spoken, texts)).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    assert [line for line in phonemes.splitlines() if "(en)" in line] == []


@needs_espeak
@pytest.mark.parametrize("voice", Voice)
def test_every_voice_speaks_at_the_same_level(voice: Voice) -> None:
    said = speak("Bà con thôn mình ơi, chiều nay họp nhé.", voice)
    assert 1.5 < said.size / RATE < 6
    loud = said[np.abs(said) > 0.01]
    assert decibels(loud.astype(np.float32)) == pytest.approx(-20.5, abs=1.5)


@needs_espeak
def test_voices_differ() -> None:
    said = {voice: speak("Chào bà con.", voice).tobytes() for voice in Voice}
    assert len(set(said.values())) == len(Voice)


def test_a_work_that_was_never_recorded_is_not_performed() -> None:
    draft = next(work for work in WORKS if work.recording is None)
    with pytest.raises(ValueError, match=draft.key):
        perform(draft)


def test_the_same_samples_give_the_same_bytes(tmp_path: Path) -> None:
    tune = melody(3, dice("twice"))
    once, again = tmp_path / "made" / "once.opus", tmp_path / "made" / "again.opus"
    encode(tune, once)
    encode(tune, again)
    assert once.read_bytes() == again.read_bytes()
    assert {path.name for path in once.parent.iterdir()} == {"again.opus", "once.opus"}


def test_a_one_sided_take_is_stereo_with_an_empty_right_side(tmp_path: Path) -> None:
    encode(melody(3, dice("left")), tmp_path / "left.opus", one_sided=True)
    assert probed(tmp_path / "left.opus").channels == 2
    left, right = heard(tmp_path / "left.opus", sides=2).T
    assert decibels(left) > decibels(right) + 30


def test_an_encoder_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "kept.opus"
    target.write_bytes(b"before")
    target.with_suffix(".part").mkdir()
    with pytest.raises((subprocess.CalledProcessError, OSError)):
        encode(melody(3, dice("kept")), target)
    assert target.read_bytes() == b"before"
