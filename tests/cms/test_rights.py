"""Rights: a licence is part of what is approved, and nothing airs beyond it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from broadcast.planning.candidates import candidates
from cms.actions.review import NotSubmittable, approve, submit
from cms.checks import Weight, findings
from cms.models import Approval, Clearance, Item, Refusal, ReviewRefused, what_airs
from tests.cms.newsroom import clear, current_step, seen_now, send
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

TODAY = date(2025, 3, 3)
HOLDER = {"rights_holder": "Đài Tiếng nói Việt Nam"}
DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


CASES: list[tuple[dict[str, Any], list[tuple[str, Weight]]]] = [
    (HOLDER | {"licence_until": TODAY}, []),
    (HOLDER | {"licence_until": TODAY - DAY}, [("licence_until", Weight.STOPS)]),
    (
        HOLDER | {"licence_until": TODAY, "air_from": midnight(TODAY + DAY)},
        [("licence_until", Weight.STOPS)],
    ),
    (
        HOLDER | {"licence_until": TODAY, "air_until": midnight(TODAY + 2 * DAY)},
        [("licence_until", Weight.WARNS)],
    ),
    (HOLDER | {"licence_until": TODAY, "air_until": midnight(TODAY + DAY)}, []),
    (HOLDER | {"licence_airings": 3}, [("licence_airings", Weight.WARNS)]),
    (HOLDER | {"licence_airings": 3, "most_airings": 2}, []),
    ({"licence_until": TODAY}, [("rights_holder", Weight.WARNS)]),
    (HOLDER, []),
]


def test_a_licence_is_held_against_today_and_the_airing_window(
    report: Callable[..., Item],
) -> None:
    shown = what_airs(report().get_latest_revision())
    for fields, expected in CASES:
        revised = shown.revision.as_object()
        for name, value in fields.items():
            setattr(revised, name, value)
        found = findings(revised, shown, now=NOW)
        # A second is an unusual length for a report.
        said = [(each.field, each.weight) for each in found if each.field != "recording"]
        assert (fields, said) == (fields, expected)


def test_a_clearance_ends_with_the_licence_where_that_is_sooner(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report(**HOLDER, licence_until=TODAY, air_until=midnight(TODAY + 9 * DAY))
    cleared = clear(item, lan, minh, thao)
    over = midnight(TODAY + DAY)
    assert cleared.air_until == over
    assert list(Clearance.objects.airable(over - timedelta(seconds=1))) == [cleared]
    assert list(Clearance.objects.airable(over)) == []


def test_planning_takes_the_tighter_of_both_bounds(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    by_licence = report(**HOLDER, licence_until=TODAY, licence_airings=2, most_airings=5)
    by_window = report(
        title="Bài khác",
        hertz=880,
        licence_until=TODAY + 9 * DAY,
        air_until=midnight(TODAY + DAY),
        licence_airings=6,
        most_airings=5,
        **HOLDER,
    )
    planned = candidates([clear(item, lan, minh, thao) for item in (by_licence, by_window)])
    assert [(each.airable_until, each.most_airings) for each in planned] == [
        (midnight(TODAY + DAY), 2),
        (midnight(TODAY + DAY), 5),
    ]


def test_a_licence_that_ended_stops_the_submission(report: Callable[..., Item], lan: User) -> None:
    with pytest.raises(NotSubmittable) as refused:
        submit(item=report(**HOLDER, licence_until=TODAY - DAY), by=lan, now=NOW)
    assert [each.field for each in refused.value.findings] == ["licence_until"]


def test_a_licence_that_ends_during_the_review_stops_the_approval(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report(**HOLDER, licence_until=TODAY)
    send(lan, item)
    with pytest.raises(ReviewRefused) as refused:
        approve(task_state=current_step(item), by=minh, seen=seen_now(item), now=NOW + DAY)
    assert refused.value.refusal == Refusal.CHECKS
    assert not Approval.objects.exists()


def test_a_licence_is_part_of_what_is_approved(report: Callable[..., Item], lan: User) -> None:
    item = report(**HOLDER, licence_until=TODAY)
    before = seen_now(item)
    item.licence_until = TODAY + DAY
    item.save_revision(user=lan)
    assert seen_now(item) != before
