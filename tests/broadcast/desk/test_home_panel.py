"""How the next days stand, on the first page of who looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from broadcast.desk.addresses import day_url
from tests.cms.newsroom import signed_in

from .conftest import DAY, at, open_slot, plan

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from django.test import Client

    from broadcast.models import Clock, Slot
    from cms.accounts.models import User
    from cms.models import Clearance


def test_a_schedulers_first_page_tells_the_next_days_and_leads_to_them(
    desk: Client,
    slot: Slot,
    own_clock: Clock,
    cleared: Callable[..., Clearance],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(9, 0))
    cleared("Mùa muối", 20)
    plan(slot.station)
    open_slot(slot.station, own_clock, at(17, 0))

    page = desk.get(reverse("wagtailadmin_home"))

    said = page.content.decode()
    assert f'href="{day_url(DAY)}"' in said.replace("&amp;", "&")
    assert "2 buổi phát, 1 chưa xếp" in said
    assert said.count("chưa có buổi phát: xếp lịch ngày này sẽ mở các buổi") == 2


def test_who_only_writes_is_told_nothing_of_the_schedule(lan: User, slot: Slot) -> None:
    said = signed_in(lan).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk:day") not in said
