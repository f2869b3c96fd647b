"""Law 1: airable has one definition, and every part of it is needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import WorkflowState

from cms.actions.withdraw import NotWithdrawn, withdraw
from cms.models import Clearance, ClearanceEnd, Item
from cms.models.append_only import AppendOnly
from cms.models.lifecycle import Lifecycle, lifecycle_of
from cms.signals import clearance_ended
from media.models import Rendition, State
from tests.cms.newsroom import (
    clear,
    open_to_edits,
    send,
    signed_in,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

HOUR = timedelta(hours=1)


@pytest.fixture
def cleared(report: Callable[..., Item], lan: User, minh: User, thao: User) -> Clearance:
    return clear(report(air_from=NOW - HOUR, air_until=NOW + HOUR), lan, minh, thao)


def airable(at: object = NOW) -> list[Clearance]:
    return list(Clearance.objects.airable(at))  # type: ignore[arg-type] # a datetime in every call


def test_a_cleared_item_is_airable_inside_its_window(cleared: Clearance) -> None:
    assert airable(NOW - HOUR) == [cleared]
    assert airable(NOW) == [cleared]
    assert airable(NOW + HOUR - timedelta(microseconds=1)) == [cleared]


def test_outside_its_window_it_is_not(cleared: Clearance) -> None:
    assert airable(NOW - HOUR - timedelta(microseconds=1)) == []
    assert airable(NOW + HOUR) == []


def test_a_page_that_is_not_live_is_not_airable(cleared: Clearance) -> None:
    Item.objects.filter(pk=cleared.item_id).update(live=False)
    assert airable() == []


def test_another_live_revision_than_the_cleared_one_is_not_airable(
    cleared: Clearance, quynh: User
) -> None:
    item = cleared.item.specific
    item.save_revision(user=quynh).publish(skip_permission_checks=True)
    assert airable() == []


@pytest.mark.parametrize(
    "change", [{"state": State.FAILED}, {"sha256": "0" * 64}, {"state": State.WORKING}]
)
def test_a_house_file_that_is_not_as_cleared_is_not_airable(
    change: dict[str, str], cleared: Clearance
) -> None:
    Rendition.objects.filter(sha256=cleared.house_sha256).update(**change)
    assert airable() == []


def test_withdrawing_ends_the_clearance_and_says_so_once(cleared: Clearance, thao: User) -> None:
    heard = []

    def hear(clearance: Clearance, reason: str, **_kwargs: object) -> None:
        heard.append((clearance.pk, reason))

    clearance_ended.connect(hear)
    try:
        withdraw(item=cleared.item, by=thao, reason="Số liệu sai.", now=NOW)
    finally:
        clearance_ended.disconnect(hear)
    assert heard == [(cleared.pk, "withdrawn")]
    assert airable() == []
    assert lifecycle_of(cleared.item) == Lifecycle.WITHDRAWN
    assert ClearanceEnd.objects.get().note == "Số liệu sai."
    assert not Item.objects.get(pk=cleared.item_id).live


def test_withdrawing_stops_the_review_of_a_correction(
    cleared: Clearance, lan: User, thao: User
) -> None:
    item = cleared.item.specific
    item.summary = "Đính chính."
    item.save_revision(user=lan)
    open_to_edits(item)
    send(lan, item)
    withdraw(item=item, by=thao, reason="Rút hẳn.", now=NOW)
    assert WorkflowState.objects.latest("pk").status == WorkflowState.STATUS_CANCELLED


def test_a_receiver_that_fails_undoes_the_withdrawal(cleared: Clearance, thao: User) -> None:
    def fail(**_kwargs: object) -> None:
        raise RuntimeError("recall failed")

    clearance_ended.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            withdraw(item=cleared.item, by=thao, reason="Sai.", now=NOW)
    finally:
        clearance_ended.disconnect(fail)
    assert airable() == [cleared]


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_who_may_not_withdraw_changes_nothing(
    who: str, cleared: Clearance, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        withdraw(item=cleared.item, by=user, reason="Không thích.", now=NOW)
    signed_in(user).post(
        reverse("cms:withdraw", args=[cleared.item_id]), {"reason": "Không thích."}
    )
    assert airable() == [cleared]


def test_withdrawing_needs_a_reason_and_something_cleared(cleared: Clearance, thao: User) -> None:
    with pytest.raises(NotWithdrawn):
        withdraw(item=cleared.item, by=thao, reason="  ", now=NOW)
    assert airable() == [cleared]
    page = signed_in(thao).post(reverse("cms:withdraw", args=[cleared.item_id]), {"reason": " "})
    assert "Hãy ghi lý do rút bài" in page.content.decode()


def test_a_clearance_is_never_changed_or_deleted(cleared: Clearance) -> None:
    with pytest.raises(AppendOnly):
        cleared.save()
    with pytest.raises(AppendOnly):
        cleared.delete()
    with pytest.raises(AppendOnly):
        Clearance.objects.all().delete()
    with pytest.raises(AppendOnly):
        Clearance.objects.update(house_sha256="")
