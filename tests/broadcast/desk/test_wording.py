"""Every code of the planner has words, and its facts become one plain sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from broadcast.planner.outcome import Why
from broadcast.planner.rule import AIRTIME_RULES, Rule
from broadcast.planner.rulebook import SETTABLE
from broadcast.planner.score import ScorePart
from broadcast.wording import (
    AGAINST,
    BREAKS,
    SPEAKS_AGAINST,
    SPEAKS_FOR,
    WHY,
    against,
    change_sentence,
    kept_out_sentence,
    owed_repeat_sentence,
    reason_sentence,
    refusal_sentence,
    unplaced_sentence,
)


def test_every_code_of_the_planner_has_words_of_its_own() -> None:
    assert set(AGAINST) == set(Rule)
    assert set(Why) <= set(WHY)
    assert set(SPEAKS_FOR) == set(SPEAKS_AGAINST) == set(ScorePart)
    for words in (AGAINST, WHY, SPEAKS_FOR):
        said = [str(text) for text in words.values()]
        assert all(said)
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("rule", list(Rule))
def test_no_sentence_breaks_on_any_rule(rule: Rule) -> None:
    assert "%" not in against(rule)
    for items in (1, 5):
        kept = {"rule": rule.value, "items": items, "fill_ms": 61_000}
        assert "1'01\"" in kept_out_sentence(kept) or rule is Rule.FITS
    facts = {"rule": rule.value, "limit": 900_000, "found": 960_000}
    assert refusal_sentence(facts).endswith(".")
    for slots in (0, 3):
        assert unplaced_sentence(rule, slots).endswith(".")


def test_a_ranked_item_says_its_rank_and_what_mattered() -> None:
    reason = {
        "why": "ranked",
        "rank": 2,
        "candidates": 31,
        "chances": None,
        "score": [["quota", 60], ["freshness", 33]],
    }

    assert reason_sentence(reason, days_cleared=3) == (
        "xếp thứ 2 trong 31 tin bài có thể phát: chủ đề đang thiếu, mới duyệt 3 ngày"
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ({"why": "carried"}, "lấy từ đài cấp trên"),
        ({"why": "must_run", "chances": 4}, "phải phát trước hạn, còn 4 buổi phát được"),
        ({"why": "scheduler", "by": "Lê Thị Hoa"}, "Lê Thị Hoa xếp tay"),
        ({"why": "urgent"}, "khẩn cấp, được chèn ngay"),
        (
            {"why": "ranked", "rank": 1, "candidates": 2, "score": []},
            "xếp thứ 1 trong 2 tin bài có thể phát",
        ),
        (
            {"why": "ranked", "rank": 9, "candidates": 9, "score": [["rotation", -40]]},
            "xếp thứ 9 trong 9 tin bài có thể phát: dù đã phát nhiều hơn mức cần",
        ),
        ({}, ""),
    ],
)
def test_every_other_reason_is_a_sentence(reason: dict[str, Any], said: str) -> None:
    assert reason_sentence(reason) == said


def test_a_gap_says_what_would_fill_it() -> None:
    assert (
        kept_out_sentence({"rule": "separation", "items": 3, "fill_ms": 38_000, "days_short": 1})
        == "Nếu cho phát lại sớm hơn 1 ngày: 3 tin bài lấp được 0'38\"."
    )
    assert (
        kept_out_sentence({"rule": "fits", "items": 2, "fill_ms": 0, "shortest_ms": 25_000})
        == "2 tin bài chỉ vướng vì dài quá, ngắn nhất là 0'25\": cần tin bài ngắn hơn."
    )


def test_a_gap_with_a_smallest_change_says_the_days_once() -> None:
    change = {"rule": "separation", "days": 1, "now": 3, "then": 2, "enough": False}
    kept = {"rule": "separation", "items": 3, "fill_ms": 38_000, "days_short": 1}
    assert kept_out_sentence(kept | {"change": change | {"leaves_ms": 5_000}}) == (
        "3 tin bài lấp được 0'38\", nhưng quá gần một lần phát khác ở đài này. "
        "Nếu cho phát lại sau 2 ngày thay vì 3 thì còn trống 0'05\"."
    )


@pytest.mark.parametrize("rule", sorted(AIRTIME_RULES))
def test_a_refused_slot_says_its_limit_and_the_way_out(rule: Rule) -> None:
    facts = {"rule": rule.value, "limit": 3, "found": 4}
    if rule not in {Rule.SESSIONS, Rule.QUIET_HOURS, Rule.WEEKDAY}:
        facts = {"rule": rule.value, "limit": 2_700_000, "found": 3_600_000}

    said = refusal_sentence(facts)

    assert "hãy" in said
    if rule in {Rule.SESSION_MINUTES, Rule.DAY_MINUTES}:
        assert "45'00\"" in said
        assert "1h00'00\"" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"rule": "separation", "days": 1, "now": 3, "then": 2},
            "Nếu cho phát lại sau 2 ngày thay vì 3 thì lấp kín được.",
        ),
        ({"rule": "separation", "days": 2}, "Nếu cho phát lại sớm hơn 2 ngày thì lấp kín được."),
        ({"rule": "window", "days": 2}, "Nếu gia hạn được phát thêm 2 ngày thì lấp kín được."),
        ({"rule": "deadline", "days": 1}, "Nếu lùi hạn phát 1 ngày thì lấp kín được."),
        ({"rule": "most_airings", "airings": 1}, "Nếu cho phát thêm 1 lần thì lấp kín được."),
        (
            {"rule": "room", "length_ms": 30_000},
            "Nếu buổi phát dài thêm 0'30\", hoặc tin bài ngắn đi chừng đó, thì lấp kín được.",
        ),
        ({"rule": "serial"}, "Nếu tập liền trước đã phát thì lấp kín được."),
        (
            {"rule": "kind", "enough": False, "leaves_ms": 90_000},
            "Nếu khung chương trình có chỗ cho thể loại này thì còn trống 1'30\".",
        ),
    ],
)
def test_the_smallest_change_that_would_help_is_one_sentence(
    change: dict[str, Any], said: str
) -> None:
    assert change_sentence({"enough": True, "leaves_ms": 0, **change}) == said


@pytest.mark.parametrize(
    ("rule", "slots", "change", "said"),
    [
        (
            "deadline",
            0,
            {"days": 1},
            "Đài không có buổi phát nào trước hạn. Nếu lùi hạn phát 1 ngày thì có thể xếp được.",
        ),
        (
            "separation",
            2,
            {"days": 1, "now": 3, "then": 2},
            (
                "Trước hạn có 2 buổi phát nhưng không buổi nào nhận được: "
                "quá gần một lần phát khác ở đài này. "
                "Nếu cho phát lại sau 2 ngày thay vì 3 thì có thể xếp được."
            ),
        ),
        (
            "theme",
            1,
            {},
            (
                "Trước hạn có 1 buổi phát nhưng không buổi nào nhận được: "
                "chỗ này của khung chương trình dành cho chủ đề khác. "
                "Nếu khung chương trình có chỗ cho chủ đề này thì có thể xếp được."
            ),
        ),
        (
            "admission",
            0,
            {},
            (
                "Trước hạn, đài không còn buổi phát nào nhận tin bài này. "
                "Nếu chuyển thành khẩn cấp hoặc mở thêm buổi phát thì có thể xếp được."
            ),
        ),
    ],
)
def test_a_must_run_without_a_place_says_why_and_what_would_seat_it(
    rule: str, slots: int, change: dict[str, Any], said: str
) -> None:
    told = {"rule": rule, "enough": True, "leaves_ms": 0, **change}
    assert unplaced_sentence(rule, slots, told) == said


@pytest.mark.parametrize("rule", list(Rule))
def test_no_change_of_any_rule_lacks_its_sentence(rule: Rule) -> None:
    told = {"rule": rule.value, "enough": True, "leaves_ms": 0}
    for seats in (True, False):
        sentence = change_sentence(told, seats=seats)
        assert sentence.startswith("Nếu ")
        assert "%" not in sentence


def test_a_soft_rule_that_a_placement_breaks_is_told_behind_its_reason() -> None:
    reason = {"why": "standing", "breaks": [["author_apart", "7"], ["daypart", None]]}
    assert reason_sentence(reason).endswith(
        "(ngay sát một tin bài cùng tác giả, ngoài giờ phát của tin bài)"
    )
    assert {Rule(rule) for rule in BREAKS} == {Rule(rule) for rule in SETTABLE}


def test_a_repeat_that_is_owed_says_when_it_was_due_and_what_would_help() -> None:
    change = {"rule": "room", "length_ms": 30_000, "enough": True, "leaves_ms": 0}
    assert owed_repeat_sentence("room", datetime(2025, 3, 5, 0, tzinfo=UTC), 2, change) == (
        "Lần phát lại đến hạn lúc 07:00 ngày 05/03 phải bỏ qua 2 buổi phát: "
        "những gì đang phát ở đó không được nhường chỗ. "
        "Nếu buổi phát dài thêm 0'30\", hoặc tin bài ngắn đi chừng đó, thì có thể xếp được."
    )
    sooner = {"rule": "repeat", "length_ms": 1_800_000, "enough": True, "leaves_ms": 0}
    assert change_sentence(sooner, seats=True) == (
        "Nếu phát lại sớm hơn 30'00\" thì có thể xếp được."
    )
