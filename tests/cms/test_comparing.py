"""Differences a reviewer reads: nothing lost, nothing invented, mended lines side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.comparing import Change, Line, compared_lines, compared_words, with_gaps

texts = st.lists(st.sampled_from(["một hai ba", "một hai bốn", "năm sáu", "bảy", "tám  chín,"]))


def words(line: Line, *changes: Change) -> str:
    return "".join(part.text for part in line.parts if part.change in changes)


def drawn(lines: list[Line]) -> list[str]:
    """Write lines as `giữ -bỏ- +thêm+`, gaps as their number."""
    mark = {Change.SAME: "", Change.ADDED: "+", Change.REMOVED: "-"}
    return [
        f"…{line.skipped}"
        if line.skipped
        else "".join(f"{mark[p.change]}{p.text}{mark[p.change]}" for p in line.parts)
        for line in lines
    ]


@given(before=texts, after=texts)
def test_what_is_kept_and_added_is_the_later_text_and_the_rest_the_earlier(
    before: list[str], after: list[str]
) -> None:
    lines = compared_lines(before, after)
    kept = [words(line, Change.SAME, Change.ADDED) for line in lines]
    was = [words(line, Change.SAME, Change.REMOVED) for line in lines]
    assert [text for text in kept if text] == after
    assert [text for text in was if text] == before


def test_a_mended_word_is_shown_inside_its_line() -> None:
    assert drawn([Line(compared_words("Lớp học bên sông.", "Lớp học mới bên sông Cái."))]) == [
        "Lớp học +mới +bên sông+ Cái+."
    ]


def test_a_line_put_in_between_leaves_its_neighbours_paired() -> None:
    before = ["Lan: Chào bà con.", "Minh: Hôm nay nói về trường học.", "♪ Nhạc"]
    after = [
        "Lan: Chào bà con nhé.",
        "(Tiếng trống)",
        "Minh: Hôm nay nói về trường mới.",
        "♪ Nhạc",
    ]
    assert drawn(compared_lines(before, after)) == [
        "Lan: Chào bà con+ nhé+.",
        "+(Tiếng trống)+",
        "Minh: Hôm nay nói về trường -học-+mới+.",
        "♪ Nhạc",
    ]


def test_lines_far_from_a_change_are_left_out_and_counted() -> None:
    before = [f"Câu {number}" for number in range(1, 11)]
    after = [*before[:5], "Câu khác hẳn rồi", *before[6:]]
    assert drawn(with_gaps(compared_lines(before, after))) == [
        "…4",
        "Câu 5",
        "-Câu 6-",
        "+Câu khác hẳn rồi+",
        "Câu 7",
        "…3",
    ]


def test_texts_without_a_difference_show_nothing() -> None:
    assert with_gaps(compared_lines(["a", "b"], ["a", "b"])) == []


def test_a_very_long_script_is_compared_all_the_same() -> None:
    before = [f"Người dẫn: câu số {number} của vở kịch" for number in range(400)]
    after = [line.replace("vở kịch", "kịch") for line in before]
    lines = compared_lines(before, after)
    assert [words(line, Change.SAME, Change.ADDED) for line in lines] == after
    assert all(words(line, Change.REMOVED) for line in lines)
