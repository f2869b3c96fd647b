from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.gain import STEP_DB, Ramp, apply_gain
from tests.broadcast.exports.programs import decode


@pytest.mark.parametrize("steps", [-8, -2, 1, 2])
def test_a_step_is_one_and_a_half_decibels_of_sound(
    house_file: Callable[..., bytes], steps: int
) -> None:
    data = house_file("sine=440:d=1")
    plain = decode(data)

    trimmed = decode(apply_gain(data, 192, Ramp(steps, steps, 2), 0))

    error = trimmed - plain * 10 ** (steps * STEP_DB / 20)
    assert np.abs(error).max() < 1e-4 * np.abs(plain).max()


def test_a_trim_is_taken_back_by_its_opposite(house_file: Callable[..., bytes]) -> None:
    data = house_file("anoisesrc=d=1:seed=5:a=0.3")

    softer = apply_gain(data, 192, Ramp(-6, -6, 2), 0)

    assert softer != data
    assert apply_gain(softer, 192, Ramp(6, 6, 2), 0) == data


@given(st.integers(-60, 60), st.integers(-60, 60), st.integers(2, 500))
def test_a_ramp_runs_straight_from_its_first_gain_to_its_last(
    first: int, last: int, granules: int
) -> None:
    ramp = Ramp(first, last, granules)

    gains = [ramp.at(granule) for granule in range(granules)]

    assert (gains[0], gains[-1]) == (first, last)
    assert gains == sorted(gains, reverse=first > last)
    for granule, gain in enumerate(gains):
        assert abs(gain - (first + (last - first) * granule / (granules - 1))) <= 0.5
    assert (ramp.at(-7), ramp.at(granules + 7)) == (first, last)


@pytest.mark.parametrize("granules", [0, 1])
def test_a_ramp_too_short_for_a_line_is_at_its_end(granules: int) -> None:
    assert Ramp(-40, 0, granules).at(0) == 0
