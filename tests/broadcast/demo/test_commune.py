"""The demo has one commune whose notices show every way a notice can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.seeding.commune import COMMUNE, seed_commune
from cms.access import Role
from cms.accounts.models import User
from cms.models import LocalNotice
from cms.models.lifecycle import Lifecycle, lifecycle_of
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.contrib.auth.models import Group


def test_its_notices_are_told_once_and_stand_differently(
    tuan: User, root: User, django_user_model: type[User]
) -> None:
    group: type[Group] = tuan.groups.model
    tuan.groups.add(group.objects.get(name=Role.NOTICES))
    binh = django_user_model.objects.create_user(username="binh")
    binh.groups.add(group.objects.get(name=Role.COMMUNE_LEADERSHIP))
    make.station(code=COMMUNE, operators=[tuan])
    people = {"tuan": tuan, "quantri": root, "binh": binh}
    for _time in range(2):
        seed_commune(people, NOW)
    assert [lifecycle_of(notice) for notice in LocalNotice.objects.order_by("pk")] == [
        Lifecycle.CLEARED,
        Lifecycle.RETURNED,
        Lifecycle.IN_REVIEW,
    ]
