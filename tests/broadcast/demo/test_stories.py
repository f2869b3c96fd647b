"""A work of the demo stands in its review as if it had been sent when its story says."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group

from broadcast.demo.people import AUTHORS, LEADERS, NEWSROOM_REVIEWERS
from broadcast.demo.works import WORKS
from broadcast.demo.works.work import Kind, StoryState
from broadcast.planning.candidates import candidates
from broadcast.seeding.items import seed_items
from cms.access import Role
from cms.accounts.models import User
from cms.models import Clearance, Item
from tests.broadcast import airtime_factories as airtime
from tests.conftest import NOW, PASSWORD


def test_a_review_has_begun_before_it_is_due(loa: None) -> None:
    people = {name: _somebody(name) for name in (*AUTHORS, *NEWSROOM_REVIEWERS, *LEADERS)}
    works = [
        work
        for work in WORKS
        if work.kind is Kind.ARTICLE and work.story.state == StoryState.IN_REVIEW and not work.areas
    ]
    seed_items(works, assets={}, areas={}, people=people, now=NOW)

    items = Item.objects.filter(slug__in=[work.key for work in works])
    reviews = [item.current_workflow_state for item in items]
    assert len(reviews) == len(works) > 0
    for review in reviews:
        step = review.current_task_state
        assert review.created_at == step.started_at
        assert NOW - timedelta(days=4) < review.created_at < min(review.terms.due_at, NOW)


def test_the_warning_is_a_bulletin_that_repeats(loa: None) -> None:
    """Made at four in the morning: issued at sixteen hours the day before, over a day later."""
    people = {name: _somebody(name) for name in (*AUTHORS, *NEWSROOM_REVIEWERS, *LEADERS)}
    (warning,) = [work for work in WORKS if work.repeats_every]
    seed_items(
        [warning],
        assets={warning.key: airtime.ready_asset(seconds=30)},
        areas=dict.fromkeys(warning.areas, airtime.area("582")),
        people=people,
        now=NOW,
    )
    (clearance,) = Clearance.objects.airable(NOW)
    item = clearance.item.specific
    item.full_clean()
    (planned,) = candidates([clearance])
    assert (planned.repeat_every, planned.priority) == (timedelta(hours=2), "urgent")
    assert item.issued_at == NOW.replace(hour=16) - timedelta(days=1)
    assert item.air_until == NOW + timedelta(hours=19)


def _somebody(name: str) -> User:
    user = User.objects.create_user(username=name, password=PASSWORD)
    roles = (Role.REPORTER, Role.REVIEWER, Role.LEADERSHIP)
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user
