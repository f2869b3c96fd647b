"""What a province sets for all, and what a district or a station sets for itself."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import permutations
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Candidate,
    Daypart,
    InvalidProblemError,
    Limit,
    Pick,
    Plan,
    Priority,
    Problem,
    Quota,
    QuotaAxis,
    Rule,
    RuleBook,
    ScorePart,
    Setting,
    SpecialDay,
    Strength,
    Weight,
    check,
    plan,
)

from .problems import MINUTE, MONDAY, SECOND, at, clock, commune, daily, item, item_ids, problem

OLD = MONDAY - timedelta(days=30)
ONE = MINUTE + SECOND
TAN_HA, PHUOC_DINH = commune("tan-ha"), commune("phuoc-dinh")
ELSEWHERE = commune("bac-ai", area_path=("province", "mountains", "bac-ai"))
CHILDREN = frozenset({Daypart(time(7), time(20))})


def thing(item_id: str, **facts: Any) -> Candidate:
    return item(item_id, **{"cleared_on": OLD, **facts})


def one_item_slots(days: int, *hours: int, station: str = "tan-ha") -> tuple[Any, ...]:
    return daily(days, *hours, duration=ONE, station=station)


def planned(**parts: Any) -> tuple[Problem, Plan]:
    made = problem(**{"clocks": (clock(Pick()),), **parts})
    found = plan(made, seed=1)
    assert check(made, found) == []
    return made, found


def airings(found: Plan, made: Problem) -> Counter[tuple[str, str]]:
    station_of = {slot.id: slot.station for slot in made.slots}
    return Counter((station_of[p.slot_id], p.item_id or "") for p in found.placements)


def test_a_childrens_drama_does_not_air_at_a_quarter_past_five() -> None:
    drama = thing("drama", dayparts=CHILDREN, separation_days=0)
    _, found = planned(slots=one_item_slots(2, 5, 11), candidates=(drama,))
    assert [one.starts_at for one in found.placements] == [at(11), at(11, day=1)]
    assert {kept.rule for gap in found.gaps for kept in gap.kept_out} >= {Rule.DAYPART}


def test_a_daypart_past_midnight_is_one_stretch() -> None:
    late = frozenset({Daypart(time(22), time(1))})
    _, found = planned(
        slots=one_item_slots(1, 0, 12, 21, 23),
        candidates=(thing("late", dayparts=late, separation_days=0),),
    )
    assert [one.starts_at.hour for one in found.placements] == [0, 23]


def test_an_item_in_a_slot_that_leaves_its_daypart_does_not_air_there() -> None:
    until_half = frozenset({Daypart(time(11), time(11, 1))})
    _, found = planned(slots=one_item_slots(1, 11), candidates=(thing("a", dayparts=until_half),))
    assert item_ids(found) == []


def test_a_must_run_outside_its_dayparts_names_them() -> None:
    urgent = thing("urgent", dayparts=CHILDREN, priority=Priority.URGENT)
    _, found = planned(slots=one_item_slots(1, 5), candidates=(urgent,))
    assert [one.rule for one in found.unplaced] == [Rule.DAYPART]


def test_a_soft_daypart_is_broken_only_for_want_of_another_and_says_so() -> None:
    soft = RuleBook(settings=(Setting(rule=Rule.DAYPART, strength=Strength.SOFT, weight=500),))
    wanted = thing("drama", dayparts=CHILDREN, cleared_on=MONDAY)
    parts: dict[str, Any] = {"slots": one_item_slots(1, 5), "rules": soft}
    _, with_another = planned(candidates=(wanted, thing("news")), **parts)
    assert item_ids(with_another) == ["news"]
    _, alone = planned(candidates=(wanted,), **parts)
    [placed] = alone.placements
    assert [broken.rule for broken in placed.reason.breaks] == [Rule.DAYPART]
    assert ScorePart.SOFT_RULES in {points.part for points in placed.reason.score}


def test_a_rule_that_is_off_breaks_nothing() -> None:
    off = RuleBook(settings=(Setting(rule=Rule.DAYPART, strength=Strength.OFF),))
    _, found = planned(
        slots=one_item_slots(1, 5), candidates=(thing("drama", dayparts=CHILDREN),), rules=off
    )
    [placed] = found.placements
    assert placed.reason.breaks == ()


def mourning(**scope: Any) -> RuleBook:
    day = SpecialDay(
        name="quốc tang",
        first_day=MONDAY,
        last_day=MONDAY,
        bars=frozenset({"skit"}),
        wants=frozenset({"policy"}),
        **scope,
    )
    return RuleBook(special_days=(day,))


def test_a_special_day_bars_kinds_and_asks_for_themes() -> None:
    candidates = (
        thing("skit", kind="skit", cleared_on=MONDAY),
        *(thing(f"fresh-{n}", cleared_on=MONDAY) for n in range(3)),
        thing("policy", themes=frozenset({"policy"})),
    )
    _, found = planned(slots=one_item_slots(1, 11, 17), candidates=candidates, rules=mourning())
    assert item_ids(found)[0] == "policy"
    assert "skit" not in item_ids(found)
    score = {points.part for points in found.placements[0].reason.score}
    assert ScorePart.SPECIAL_DAY in score


def test_a_special_day_is_only_of_the_stations_it_is_meant_for() -> None:
    skit = thing("skit", kind="skit")
    slots = (*one_item_slots(2, 11), *one_item_slots(2, 11, station="bac-ai"))
    for scope in ({"area": "mountains"}, {"station": "bac-ai"}):
        made, found = planned(
            stations=(TAN_HA, ELSEWHERE), slots=slots, candidates=(skit,), rules=mourning(**scope)
        )
        assert airings(found, made) == {("tan-ha", "skit"): 2, ("bac-ai", "skit"): 1}


def test_the_nearest_word_on_a_limit_counts() -> None:
    """The province says three days, the district two, one station says one."""
    rules = RuleBook(
        limits=(
            Limit(rule=Rule.SEPARATION, value=3),
            Limit(rule=Rule.SEPARATION, value=2, area="district"),
            Limit(rule=Rule.SEPARATION, value=1, station="tan-ha"),
        )
    )
    stations = (TAN_HA, PHUOC_DINH, ELSEWHERE)
    slots = tuple(one for s in stations for one in one_item_slots(6, 11, station=s.code))
    made, found = planned(
        stations=stations, slots=slots, candidates=(thing("news", separation_days=1),), rules=rules
    )
    assert airings(found, made) == {
        ("tan-ha", "news"): 6,
        ("phuoc-dinh", "news"): 3,
        ("bac-ai", "news"): 2,
    }


def test_a_limit_for_one_kind_goes_before_one_for_all_kinds_of_the_same_place() -> None:
    """Dramas every three days and all else every day: and the nearer word still wins."""
    for_all, for_dramas = (
        Limit(rule=Rule.SEPARATION, value=1),
        Limit(rule=Rule.SEPARATION, value=3, kind="drama"),
    )
    near = Limit(rule=Rule.SEPARATION, value=2, station="phuoc-dinh")
    slots = tuple(
        one for code in ("tan-ha", "phuoc-dinh") for one in one_item_slots(6, 11, 17, station=code)
    )
    candidates = (
        thing("drama", kind="drama", separation_days=0),
        thing("spot", kind="spot", separation_days=0),
    )
    for limits in permutations((for_all, for_dramas, near)):
        made, found = planned(
            stations=(TAN_HA, PHUOC_DINH),
            slots=slots,
            candidates=candidates,
            rules=RuleBook(limits=limits),
        )
        assert airings(found, made) == {
            ("tan-ha", "drama"): 2,
            ("tan-ha", "spot"): 6,
            ("phuoc-dinh", "drama"): 3,
            ("phuoc-dinh", "spot"): 3,
        }


def test_most_airings_can_be_bounded_for_one_kind_of_an_area() -> None:
    rules = RuleBook(
        limits=(
            Limit(rule=Rule.MOST_AIRINGS, value=1, kind="spot", area="mountains"),
            Limit(rule=Rule.MOST_AIRINGS, value=2),
        )
    )
    slots = tuple(
        one for code in ("tan-ha", "bac-ai") for one in one_item_slots(6, 11, station=code)
    )
    made, found = planned(
        stations=(TAN_HA, ELSEWHERE),
        slots=slots,
        candidates=(thing("news"), thing("spot", kind="spot")),
        rules=rules,
    )
    assert airings(found, made) == {
        ("tan-ha", "news"): 2,
        ("tan-ha", "spot"): 2,
        ("bac-ai", "news"): 2,
        ("bac-ai", "spot"): 1,
    }


def test_the_checker_counts_a_limit_for_a_kind_by_itself() -> None:
    """A plan made without the limit breaks it, for items of that kind alone."""
    candidates = (thing("drama", kind="drama", most_airings=2), thing("news", most_airings=2))
    made, found = planned(slots=one_item_slots(4, 11), candidates=candidates)
    for kind, broken in (("drama", ["drama"]), ("news", ["news"]), ("skit", [])):
        limit = Limit(rule=Rule.MOST_AIRINGS, value=1, kind=kind)
        after = replace(made, rules=RuleBook(limits=(limit,)))
        assert [(v.rule, v.item_id) for v in check(after, found)] == [
            (Rule.MOST_AIRINGS, item_id) for item_id in broken
        ]


def test_a_limit_never_loosens_what_an_item_asks_for_itself() -> None:
    rules = RuleBook(
        limits=(Limit(rule=Rule.SEPARATION, value=1), Limit(rule=Rule.MOST_AIRINGS, value=9))
    )
    _, found = planned(
        slots=one_item_slots(9, 11),
        candidates=(thing("news", separation_days=2, most_airings=3),),
        rules=rules,
    )
    assert len(item_ids(found)) == 3


def test_most_airings_can_be_bounded_and_count_the_past() -> None:
    past = (Airing(item_id="news", station="tan-ha", aired_at=at(11, day=-9)),)
    rules = RuleBook(limits=(Limit(rule=Rule.MOST_AIRINGS, value=3),))
    _, found = planned(
        slots=one_item_slots(6, 11), candidates=(thing("news"),), history=past, rules=rules
    )
    assert len(item_ids(found)) == 2


def test_a_station_may_have_a_quota_of_its_own() -> None:
    quotas = (
        Quota(axis=QuotaAxis.KIND, value="skit", percent=0),
        Quota(axis=QuotaAxis.KIND, value="skit", percent=50, station="bac-ai"),
    )
    candidates = (
        *(thing(f"fresh-{n}", cleared_on=MONDAY) for n in range(8)),
        *(thing(f"skit-{n}", kind="skit") for n in range(8)),
    )
    slots = (*one_item_slots(8, 11), *one_item_slots(8, 11, station="bac-ai"))
    made, found = planned(
        stations=(TAN_HA, ELSEWHERE), slots=slots, candidates=candidates, quotas=quotas
    )
    skits = Counter(
        station for (station, item_id) in airings(found, made).elements() if "skit" in item_id
    )
    assert skits["bac-ai"] == 4
    assert skits["tan-ha"] <= 2


def test_what_does_not_count_at_a_station_is_not_asked_there() -> None:
    fresh, rare = thing("fresh", cleared_on=MONDAY), thing("rare", cleared_on=OLD)
    parts: dict[str, Any] = {"slots": one_item_slots(1, 11), "candidates": (fresh, rare)}
    assert item_ids(planned(**parts)[1]) == ["fresh"]
    for percent, counts in ((0, False), (100, True)):
        weights = (Weight(part=ScorePart.FRESHNESS, percent=percent, area="district"),)
        _, found = planned(rules=RuleBook(weights=weights), **parts)
        score = {points.part for points in found.placements[0].reason.score}
        assert (ScorePart.FRESHNESS in score) is counts


FAULTS: dict[str, dict[str, Any]] = {
    "rule area cannot be soft": {
        "rules": RuleBook(settings=(Setting(rule=Rule.AREA, strength=Strength.SOFT),))
    },
    "rule daypart has a negative weight": {
        "rules": RuleBook(settings=(Setting(rule=Rule.DAYPART, strength=Strength.SOFT, weight=-1),))
    },
    "rule fits cannot have the limit 1": {
        "rules": RuleBook(limits=(Limit(rule=Rule.FITS, value=1),))
    },
    "rule most_airings cannot have the limit 0": {
        "rules": RuleBook(limits=(Limit(rule=Rule.MOST_AIRINGS, value=0),))
    },
    "draw cannot weigh 50 %": {
        "rules": RuleBook(weights=(Weight(part=ScorePart.DRAW, percent=50),))
    },
    "the ('limit of separation', None, None) is given 2 times": {
        "rules": RuleBook(limits=(Limit(rule=Rule.SEPARATION, value=1),) * 2)
    },
    "the ('limit of separation for skit', None, None) is given 2 times": {
        "rules": RuleBook(limits=(Limit(rule=Rule.SEPARATION, value=1, kind="skit"),) * 2)
    },
    "the weight of quota is for an area and for a station": {
        "rules": RuleBook(
            weights=(Weight(part=ScorePart.QUOTA, percent=50, area="a", station="b"),)
        )
    },
    "the quota of kind skit is 101 %": {
        "quotas": (Quota(axis=QuotaAxis.KIND, value="skit", percent=101),)
    },
    "special day Tết ends before it begins": {
        "rules": RuleBook(
            special_days=(SpecialDay(name="Tết", first_day=MONDAY, last_day=date(2025, 1, 1)),)
        )
    },
    "candidate a has an empty daypart": {
        "candidates": (thing("a", dayparts=frozenset({Daypart(time(5), time(5))})),)
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_rules_that_contradict_themselves_are_refused_with_the_reason(fault: str) -> None:
    with pytest.raises(InvalidProblemError) as found:
        plan(problem(**FAULTS[fault]), seed=1)
    assert str(found.value) == fault
