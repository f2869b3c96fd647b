import pytest

from broadcast.demo.works.screenplay import (
    Cue,
    Effect,
    Line,
    Paragraph,
    Role,
    Sound,
    Voice,
    prose,
    screenplay,
)

_CAST = (Role("Bà Sáu", Voice.OLD_WOMAN),)


def test_a_script_is_lines_cues_and_sounds_in_order() -> None:
    script = screenplay(
        _CAST,
        """
        [knock] Gõ cửa

        Bà Sáu: Ai đó:
        có phải Tư không?

        (Im lặng)
        """,
    )
    assert script == (
        Sound("Gõ cửa", Effect.KNOCK),
        Line("Bà Sáu", "Ai đó: có phải Tư không?"),
        Cue("Im lặng"),
    )


@pytest.mark.parametrize(
    "block", ["Bà Bảy: Tôi không có trong vở này.", "Một câu không ai nói.", "[gong] Cồng"]
)
def test_a_block_that_nobody_can_perform_is_refused(block: str) -> None:
    with pytest.raises(ValueError, match=r"is no line of|is not a valid Effect"):
        screenplay(_CAST, block)


def test_prose_is_paragraphs_parted_by_blank_lines() -> None:
    assert prose("  Một\n  hai.\n\n  Ba: bốn.\n") == (Paragraph("Một hai."), Paragraph("Ba: bốn."))
