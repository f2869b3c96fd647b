"""A review is as urgent as its item and due in time; what waits too long is listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from cms.access import Role
from cms.accounts.models import User
from cms.actions.review import submit
from cms.actions.review_terms import TermsRefused, set_terms
from cms.actions.set_steps import Step, Steps, set_steps
from cms.models import Clearance, Home, Item, Newsroom, ReviewTask, ReviewTerms
from tests.cms.newsroom import approve_as, current_step, decide, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from media.models import Asset

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def terms_of(item: Item) -> ReviewTerms:
    return ReviewTerms.objects.get(workflow_state__object_id=str(item.pk))


def shorter_when_urgent(newsroom: Newsroom) -> None:
    manager = User.objects.create_user(username="quanly")
    manager.groups.add(Group.objects.get(name=Role.MANAGER))
    first = Step("Thẩm định", Group.objects.get(name=Role.REVIEWER))
    last = Step("Duyệt", Group.objects.get(name=Role.LEADERSHIP))
    set_steps(pages=[newsroom], steps=Steps((first, last), (last,)), by=manager)


@pytest.mark.parametrize(("priority", "hours"), [("normal", 48), ("priority", 24), ("urgent", 2)])
def test_a_review_is_as_urgent_as_its_item_and_due_as_set_for_that(
    priority: str, hours: int, report: Callable[..., Item], lan: User
) -> None:
    item = report(priority=priority)
    send(lan, item)
    terms = terms_of(item)
    assert (terms.priority, terms.due_at) == (priority, NOW + hours * HOUR)
    assert terms.steps == [task.pk for task in Home.objects.get().get_workflow().tasks]
    assert terms.shortened is False


def test_a_review_is_due_before_its_items_deadline(report: Callable[..., Item], lan: User) -> None:
    item = report(priority="priority", deadline=NOW + 5 * HOUR)
    send(lan, item)
    assert terms_of(item).due_at == NOW + 5 * HOUR


def test_hours_are_a_setting(report: Callable[..., Item], lan: User, settings: Any) -> None:
    settings.LOA_REVIEW_HOURS = {"normal": 3, "priority": 2, "urgent": 1}
    item = report()
    send(lan, item)
    assert terms_of(item).due_at == NOW + 3 * HOUR


def test_an_author_says_at_submitting_how_urgent_it_is(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    page = signed_in(lan).post(
        reverse("cms:submit", args=[item.pk]),
        {"review_priority": "priority", "due_at": "2025-03-03T08:00"},
    )
    assert "Giờ đó đã qua" in page.content.decode()
    assert 'value="2025-03-03T08:00"' in page.content.decode()
    assert not ReviewTerms.objects.exists()
    signed_in(lan).post(
        reverse("cms:submit", args=[item.pk]),
        {"review_priority": "priority", "due_at": "2025-03-03T17:30"},
    )
    terms = terms_of(item)
    assert (terms.priority, terms.due_at) == ("priority", NOW.replace(hour=17, minute=30))
    assert terms.set_by == lan


def test_reviewers_and_editors_change_the_terms_and_nobody_else(
    report: Callable[..., Item], lan: User, quynh: User, minh: User, thao: User, hoa: User
) -> None:
    item = report()
    send(lan, item)
    step = current_step(item)
    address = reverse("cms:terms", args=[step.pk])
    before = list(ReviewTerms.objects.values())
    for other in (lan, thao, hoa):
        signed_in(other).post(address, {"review_priority": "urgent", "due_at": ""})
        with pytest.raises(PermissionDenied):
            set_terms(review=step.workflow_state, priority="urgent", due_at=None, by=other, now=NOW)
    assert list(ReviewTerms.objects.values()) == before
    signed_in(minh).post(address, {"review_priority": "urgent", "due_at": ""})
    terms = terms_of(item)
    assert (terms.priority, terms.due_at, terms.set_by) == ("urgent", NOW + 2 * HOUR, minh)
    signed_in(quynh).post(address, {"review_priority": "normal", "due_at": "2025-03-04T09:00"})
    assert terms_of(item).due_at == NOW + 24 * HOUR


def test_terms_of_a_review_that_is_over_stay(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    step = current_step(item)
    decide(minh, item, **{"return": "1"}, comment="Sửa tít.")
    before = list(ReviewTerms.objects.values())
    with pytest.raises(TermsRefused):
        set_terms(review=step.workflow_state, priority="urgent", due_at=None, by=minh, now=NOW)
    assert list(ReviewTerms.objects.values()) == before


def test_the_queue_is_sorted_by_urgency_then_by_due_time(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User
) -> None:
    recording = asset(440, by=lan)
    for title, priority, hours in (
        ("Bốn", "normal", 9),
        ("Ba", "normal", 7),
        ("Hai", "priority", 30),
        ("Một", "urgent", 40),
    ):
        item = report(title=title, recording=recording)
        submit(item=item, by=lan, now=NOW, priority=priority, due_at=NOW + hours * HOUR)
    page = signed_in(minh).get(reverse("wagtailadmin_home")).content.decode()
    assert sorted(("Một", "Hai", "Ba", "Bốn"), key=page.index) == ["Một", "Hai", "Ba", "Bốn"]


# What waits too long.


def overdue(report: Callable[..., Item], recording: Asset, by: User, *titles: str) -> None:
    for title in titles:
        submit(item=report(title=title, recording=recording), by=by, now=NOW - 50 * HOUR)


def test_the_overdue_list_names_what_is_past_its_time_and_nothing_else(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, thao: User
) -> None:
    recording = asset(440, by=lan)
    overdue(report, recording, lan, "Đã quá hạn")
    send(lan, report(title="Còn hạn", recording=recording))
    for name in ("cms:overdue", "wagtailadmin_home"):
        page = signed_in(thao).get(reverse(name)).content.decode()
        assert "Đã quá hạn" in page
        assert "Còn hạn" not in page
    assert "trễ 2" in page


def test_an_overdue_review_of_ones_own_stands_in_the_queue_alone(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User, thao: User
) -> None:
    item = report(title="Của tôi", recording=asset(440, by=lan))
    submit(item=item, by=lan, now=NOW - 50 * HOUR)
    approve_as(minh, item)
    page = signed_in(thao).get(reverse("wagtailadmin_home")).content.decode()
    assert page.count(">Của tôi</a>") == 1
    assert page.index("Chờ bạn thẩm định") < page.index(">Của tôi</a>")


def test_who_may_not_read_every_item_sees_only_their_own_overdue_reviews(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User
) -> None:
    overdue(report, asset(440, by=lan), lan, "Của tỉnh")
    binh = User.objects.create_user(username="binh")
    binh.groups.add(Group.objects.get(name=Role.COMMUNE_LEADERSHIP))
    for name in ("cms:overdue", "wagtailadmin_home"):
        assert "Của tỉnh" not in signed_in(binh).get(reverse(name)).content.decode()


def test_the_overdue_list_takes_as_many_queries_for_three_reviews_as_for_one(
    report: Callable[..., Item],
    asset: Callable[..., Asset],
    lan: User,
    thao: User,
    django_assert_num_queries: Any,
) -> None:
    recording, client = asset(440, by=lan), signed_in(thao)
    overdue(report, recording, lan, "Một")
    for name in ("cms:overdue", "wagtailadmin_home"):
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(name))
        overdue(report, recording, lan, f"{name} hai", f"{name} ba")
        with django_assert_num_queries(len(few)):
            page = client.get(reverse(name)).content.decode()
        assert f"{name} ba" in page


# No short cuts.


def test_an_item_that_is_urgent_no_more_does_not_go_the_shorter_way(
    newsroom: Newsroom, report: Callable[..., Item], lan: User, thao: User
) -> None:
    shorter_when_urgent(newsroom)
    item = report(priority="urgent")
    send(lan, item)
    assert terms_of(item).shortened is True
    item = Item.objects.get(pk=item.pk).specific
    item.priority = "normal"
    item.save_revision(user=lan)
    assert "refused=not_urgent" in decide(thao, item, approve="1")["Location"]
    assert not Clearance.objects.exists()
    decide(thao, item, **{"return": "1"}, comment="Không còn khẩn cấp.")
    send(lan, item)
    assert (current_step(item).task.name, terms_of(item).shortened) == ("Thẩm định", False)


def test_a_review_said_to_be_urgent_takes_no_step_less(
    newsroom: Newsroom, report: Callable[..., Item], lan: User
) -> None:
    shorter_when_urgent(newsroom)
    item = report()
    submit(item=item, by=lan, now=NOW, priority="urgent")
    assert (current_step(item).task.name, len(terms_of(item).steps)) == ("Thẩm định", 2)


def test_a_step_switched_off_in_mid_review_clears_nothing(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    ReviewTask.objects.get(name="Ban biên tập duyệt").deactivate()
    before = list(TaskState.objects.values())
    assert "refused=steps_changed" in decide(minh, item, approve="1")["Location"]
    assert list(TaskState.objects.values()) == before
    assert not Clearance.objects.exists()


def test_terms_begin_anew_after_a_return(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    submit(item=item, by=lan, now=NOW - 40 * HOUR)
    approve_as(minh, item)
    decide(thao, item, **{"return": "1"}, comment="Sửa tít.")
    send(lan, item)
    assert terms_of(item).due_at == NOW + 48 * HOUR
