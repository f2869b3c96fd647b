import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadcast.exports.titles import one_line
from tests.broadcast.exports.playlists import hostile_titles


@given(hostile_titles, st.integers(0, 80))
@example("\ufeff\n", 5)
def test_any_title_becomes_one_line_that_every_format_can_carry(title: str, most: int) -> None:
    line = one_line(title, most)

    assert len(line) <= most
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    line.encode("utf-8")
    line.encode("utf-16")
    categories = {unicodedata.category(letter) for letter in line}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}


@given(hostile_titles)
def test_tidying_twice_changes_nothing(title: str) -> None:
    assert one_line(one_line(title)) == one_line(title)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Tiếng nói Raglai", "Tiếng nói Raglai"),
        (unicodedata.normalize("NFD", "Đường về bản"), "Đường về bản"),
        ("  hai\r\n dòng\t một ", "hai dòng một"),
        ("\u202egiả mạo", "giả mạo"),
        ("👩‍🌾 nông dân", "👩‍🌾 nông dân"),
    ],
)
def test_a_proper_title_keeps_its_letters(title: str, line: str) -> None:
    assert one_line(title) == line


def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    assert one_line("Một hai ba", 8) == "Một hai…"
