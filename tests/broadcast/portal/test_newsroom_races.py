"""Two people of one newsroom at the same moment: both are heard, nothing is written twice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from wagtail.models import WorkflowPage

from broadcast.actions.set_up import set_up
from cms.access import Role
from cms.accounts.models import User
from cms.actions.local_notices import write_notice
from cms.actions.newsrooms import open_newsroom
from cms.actions.set_steps import Step, Steps, set_steps, steps_at
from cms.models import Language, LocalNotice, Newsroom
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.test_races import at_once
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.postgres,
    # SQLite lets one transaction write at a time; skipped before the database is touched.
    pytest.mark.skipif(
        os.environ.get("LOA_DATABASE") != "postgres", reason="a race needs PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def manager() -> User:
    set_up()
    user = User.objects.create_user(username="quanly")
    user.groups.add(Group.objects.get(name=Role.MANAGER))
    return user


@pytest.fixture
def commune(manager: User) -> Newsroom:
    return open_newsroom(title="Xã", area=make.area(), by=manager)


def test_two_notices_at_once_both_find_their_place(commune: Newsroom) -> None:
    tuan = person("tuan")
    tuan.groups.add(Group.objects.get(name=Role.NOTICES))
    language = Language.objects.get(code="vi")

    def told(title: str) -> Callable[[], object]:
        return lambda: write_notice(
            newsroom=Newsroom.objects.get(pk=commune.pk),
            title=title,
            text="Mời bà con.",
            language=language,
            recording=None,
            air_until=None,
            by=User.objects.get(pk=tuan.pk),
            now=NOW,
        )

    came = at_once(told("Họp thôn"), told("Họp thôn"))
    assert [type(each) for each in came] == [LocalNotice, LocalNotice]
    commune.refresh_from_db()
    assert commune.numchild == LocalNotice.objects.child_of(commune).count() == 2


def test_of_two_managers_at_once_one_way_stands_whole(commune: Newsroom, manager: User) -> None:
    group = Group.objects.get(name=Role.LEADERSHIP)
    ways = [Steps((Step(name, group),)) for name in ("Một", "Hai")]

    def chosen(way: Steps) -> Callable[[], object]:
        return lambda: set_steps(
            pages=[Newsroom.objects.get(pk=commune.pk)],
            steps=way,
            by=User.objects.get(pk=manager.pk),
        )

    assert at_once(*(chosen(way) for way in ways)) == [None, None]
    assert steps_at(commune) in ways
    assert WorkflowPage.objects.filter(page=commune.pk).count() == 1
