"""Planning rules as rows: what they say, where they count, what changing one would do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from broadcast.actions.plan import plan_days
from broadcast.actions.preview_rule import preview_rule
from broadcast.models import Placement, PlanningRule, Slot, SpecialDay, Station
from broadcast.planner.problem import Quota, QuotaAxis
from broadcast.planner.rule import Rule
from broadcast.planner.rulebook import SETTABLE, Limit, Setting, Strength, Weight
from broadcast.planner.score import ScorePart
from broadcast.planning.rules import kept_rules, rule_book, special_days
from broadcast.rule_words import ASKS, GOALS, rule_sentence, shares, subjects
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from cms.accounts.models import User

# Not frozen yet.
THURSDAY = make.DAY + timedelta(days=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


def kept(subject: str, **fields: Any) -> PlanningRule:
    rule = PlanningRule(subject=subject, **fields)
    rule.full_clean()
    rule.save()
    return rule


@pytest.mark.usefixtures("station")
def test_rows_become_the_rule_book_with_the_usual_shares_beside_them() -> None:
    station = Station.objects.get()
    kept("strictness/daypart", strength="soft", number=70)
    kept("limit/separation", number=5, area=station.area)
    kept("limit/separation/drama", number=6, area=station.area)
    kept("weight/freshness", number=250, station=station)
    kept("quota/theme/chinh-sach", number=25)
    SpecialDay.objects.create(
        name="Quốc tang", first_day=THURSDAY, last_day=THURSDAY, bars=["skit"], wants=["trong-nuoc"]
    )
    book, quotas = rule_book(kept_rules(), special_days())
    assert book.settings == (Setting(rule=Rule.DAYPART, strength=Strength.SOFT, weight=70),)
    assert book.limits == (
        Limit(rule=Rule.SEPARATION, value=5, area=station.area.code),
        Limit(rule=Rule.SEPARATION, value=6, kind="drama", area=station.area.code),
    )
    assert book.weights == (Weight(part=ScorePart.FRESHNESS, percent=250, station=station.code),)
    (day,) = book.special_days
    assert (day.bars, day.wants) == (frozenset({"skit"}), frozenset({"trong-nuoc"}))
    assert quotas[0] == Quota(axis=QuotaAxis.THEME, value="chinh-sach", percent=25)
    assert {quota.percent for quota in quotas[1:]} == {10}
    assert "chinh-sach" not in {quota.value for quota in quotas[1:]}


@pytest.mark.parametrize(
    ("subject", "fields"),
    [
        ("strictness/quiet_hours", {"strength": "off"}),  # law is no matter of taste
        ("strictness/daypart", {"strength": ""}),
        ("strictness/daypart", {"strength": "soft"}),
        ("limit/separation", {}),
        ("limit/separation", {"number": 61}),
        ("limit/most_airings", {"number": 0}),
        ("limit/fits", {"number": 1}),
        ("limit/separation/", {"number": 1}),
        ("limit/separation/weather", {"number": 1}),
        ("limit/most_airings/drama", {"number": 0}),
        ("weight/draw", {"number": 100}),
        ("quota/theme/", {"number": 10}),
        ("quota/weather/rain", {"number": 10}),
        ("quota/theme/chinh-sach", {"number": 101}),
        ("nonsense", {"number": 1}),
    ],
)
def test_a_rule_that_makes_no_sense_is_not_taken(
    loa: None, subject: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        kept(subject, **fields)
    assert not PlanningRule.objects.exists()


def test_one_place_has_one_word_on_a_subject(station: Station) -> None:
    kept("limit/separation", number=5)
    kept("limit/separation", number=6, station=station)
    with pytest.raises(ValidationError):
        kept("limit/separation", number=7)
    with pytest.raises(ValidationError):
        kept("limit/separation", number=7, station=station, area=station.area)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanningRule.objects.create(subject="limit/separation", number=7)


def test_every_rule_and_goal_that_can_be_set_has_words(loa: None) -> None:
    assert set(ASKS) == set(SETTABLE)
    said, titles = [], shares()
    for _group, choices in subjects():
        for subject, _title in choices:
            rule = PlanningRule(subject=subject, number=3, strength="soft")
            rule.full_clean()
            said.append(rule_sentence(rule, titles))
    assert len(said) == len(set(said)) > len(SETTABLE) + len(GOALS)
    assert all(sentence.endswith(".") for sentence in said)


def unplanned(station: Station, begins: str, day: date = THURSDAY) -> None:
    make.slot(station=station, day=day, begins=begins, planned_at=None)


def planned(station: Station) -> list[int]:
    plan_days(first=THURSDAY, last=THURSDAY, seed=1, now=NOW, stations=[station])
    rows = Placement.objects.filter(item__isnull=False).order_by("starts_at")
    return list(rows.values_list("item_id", flat=True))


def test_an_item_for_the_evening_is_not_planned_for_the_morning(station: Station) -> None:
    unplanned(station, "05:15")
    unplanned(station, "17:00")
    evening = make.cleared_item(seconds=30, dayparts=[["17:00", "21:00"]])
    assert planned(station) == [evening.item_id]
    assert Placement.objects.get(item__isnull=False).slot.starts_at == make.at("17:00", THURSDAY)


def test_episodes_air_in_their_order_whatever_their_lengths(station: Station) -> None:
    for begins in ("05:15", "17:00"):
        make.slot(station=station, day=THURSDAY, begins=begins, minutes=1, planned_at=None)
    second = make.cleared_item(seconds=50, serial="Bên dòng sông", episode=2)
    first = make.cleared_item(seconds=48, serial="bên dòng sông", episode=1)
    assert planned(station) == [first.item_id, second.item_id]


def test_two_items_with_one_episode_number_do_not_stop_planning(station: Station) -> None:
    unplanned(station, "05:15")
    for _twice in range(2):
        make.cleared_item(seconds=30, serial="Bên dòng sông", episode=1)
    assert len(planned(station)) == 2


def test_a_province_wide_limit_holds_an_item_back_longer_than_its_own(station: Station) -> None:
    for day in (THURSDAY, THURSDAY + timedelta(days=2)):
        unplanned(station, "05:15", day)
    make.cleared_item(seconds=30, separation_days=1)
    kept("limit/separation", number=3)
    plan_days(
        first=THURSDAY, last=THURSDAY + timedelta(days=3), seed=1, now=NOW, stations=[station]
    )
    assert Placement.objects.filter(item__isnull=False).count() == 1


def test_a_limit_for_one_kind_holds_back_that_kind_alone(station: Station) -> None:
    for day in (THURSDAY, THURSDAY + timedelta(days=2)):
        unplanned(station, "05:15", day)
    report = make.cleared_item(seconds=30, separation_days=1)
    last = THURSDAY + timedelta(days=3)
    for kind, airings in (("drama", 2), ("report", 1)):
        rule = kept(f"limit/separation/{kind}", number=3)
        Placement.objects.all().delete()
        plan_days(first=THURSDAY, last=last, seed=1, now=NOW, stations=[station])
        assert Placement.objects.filter(item=report.item).count() == airings
        rule.delete()


def test_a_special_day_bars_a_kind(station: Station) -> None:
    unplanned(station, "05:15")
    make.cleared_item(seconds=30)
    SpecialDay.objects.create(
        name="Quốc tang", first_day=THURSDAY, last_day=THURSDAY, bars=["report"]
    )
    assert planned(station) == []


def test_a_preview_says_what_would_change_and_writes_nothing(station: Station) -> None:
    for begins in ("05:15", "17:00"):
        unplanned(station, begins)
    for number in range(3):
        make.cleared_item(title=f"Tin {number}", seconds=30, separation_days=0)
    planned(station)
    before = list(Placement.objects.order_by("pk").values())
    rule = PlanningRule(subject="limit/most_airings", number=1)
    found = preview_rule(rule=rule, now=NOW)
    assert (found.stations, found.changed_slots) == (1, 1)
    assert found.after.placements < found.before.placements
    assert found.after.gap > found.before.gap
    assert {title for title, _count in found.less} == {"Tin 0", "Tin 1", "Tin 2"}
    assert found.more == ()
    assert list(Placement.objects.order_by("pk").values()) == before
    assert not PlanningRule.objects.exists()
    assert Slot.objects.count() == 2


def test_a_preview_leaves_a_frozen_day_as_it_is(station: Station) -> None:
    """Tomorrow is frozen: what the planner placed there is no gap for either side."""
    tomorrow = make.DAY - timedelta(days=1)
    news = make.cleared_item(seconds=30)
    frozen = make.slot(station=station, day=tomorrow, begins="05:15", minutes=1)
    make.placement(slot=frozen, clearance=news)
    found = preview_rule(rule=PlanningRule(subject="limit/separation", number=9), now=NOW)
    assert (found.changed_slots, found.before.placements, found.after.placements) == (0, 1, 1)


def test_a_preview_of_taking_a_rule_away_is_the_other_way_round(station: Station) -> None:
    unplanned(station, "05:15")
    make.cleared_item(seconds=30)
    rule = kept("quota/kind/report", number=0)
    assert preview_rule(rule=rule, now=NOW, removed=True).changed_slots == 0
    barred = kept("limit/most_airings", number=200)
    assert preview_rule(rule=barred, now=NOW).changed_slots == 0


def test_a_scheduler_sees_a_preview_and_saves_only_by_the_other_button(
    hoa: User, client: Client, station: Station
) -> None:
    client.force_login(hoa)
    form = {"subject": "limit/separation", "number": "4", "strength": "", "station": station.pk}
    page = client.post(reverse("planning_rule:add"), {**form, "preview": "1"})
    assert page.context["preview"].stations == 1
    assert "Ít nhất 4 ngày" in page.content.decode()
    assert not PlanningRule.objects.exists()
    client.post(reverse("planning_rule:add"), form)
    rule = PlanningRule.objects.get()
    assert (rule.subject, rule.number, rule.station) == ("limit/separation", 4, station)
    client.post(reverse("planning_rule:delete", args=[rule.pk]))
    assert not PlanningRule.objects.exists()


def test_a_scheduler_sets_a_limit_for_one_kind_and_reads_it_as_a_sentence(
    hoa: User, client: Client, station: Station
) -> None:
    client.force_login(hoa)
    form = {"subject": "limit/most_airings/report", "number": "1", "strength": "", "station": ""}
    page = client.post(reverse("planning_rule:add"), {**form, "preview": "1"})
    said = "Mỗi tin bài thể loại “phóng sự phát thanh” phát nhiều nhất 1 lần tại một đài."
    assert page.context["sentence"] == said
    client.post(reverse("planning_rule:add"), form)
    assert PlanningRule.objects.get().subject == "limit/most_airings/report"
    assert said in client.get(reverse("planning_rule:index")).content.decode()


def test_a_preview_of_a_limit_for_one_kind_changes_that_kind_alone(station: Station) -> None:
    for begins in ("05:15", "17:00"):
        unplanned(station, begins)
    make.cleared_item(title="Mưa lớn", seconds=30, separation_days=0)
    for kind, less in (("drama", ()), ("report", (("Mưa lớn", 1),))):
        rule = PlanningRule(subject=f"limit/most_airings/{kind}", number=1)
        assert preview_rule(rule=rule, now=NOW).less == less


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_says_a_sentence_a_row_in_as_many_queries(
    rows: int, hoa: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        kept("limit/separation", number=number + 1, station=make.station(code=f"xa-{number}"))
    client.force_login(hoa)
    client.get(reverse("planning_rule:index"))
    with django_assert_max_num_queries(20):
        page = client.get(reverse("planning_rule:index")).content.decode()
    assert page.count("giữa hai lần phát") == rows


@pytest.mark.parametrize("name", ["lan", "quynh", "minh", "tuan"])
def test_nobody_else_sets_rules(name: str, client: Client, station: Station) -> None:
    client.force_login(person(name))
    client.post(reverse("planning_rule:add"), {"subject": "limit/separation", "number": "4"})
    assert not PlanningRule.objects.exists()
