"""The buttons that publish in stock Wagtail, pressed by hand: the review alone puts on air."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, get_page_models

from cms.models import Clearance, Home, Item, Newsroom, Report
from cms.models.permission import ReviewedPermissionTester
from tests.cms.newsroom import clear, edit_data, nothing_aired, review_rows, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture(params=["a superuser", "an editor with every page permission"])
def presser(request: pytest.FixtureRequest, quynh: User) -> User:
    """Return each of those who come nearest to publishing."""
    if request.param == "a superuser":
        root: User = request.getfixturevalue("root")
        return root
    group = Group.objects.create(name="Được phép mọi thứ")
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    ):
        GroupPagePermission.objects.create(
            group=group, page=Home.objects.get(), permission=permission
        )
    quynh.groups.add(group)
    return quynh


def press_publish(user: User, item: Item, **changes: str) -> Any:
    return signed_in(user).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, **{**PUBLISH, **changes}),
    )


def bulk(user: User, verb: str, page: Page, **data: str) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
    return signed_in(user).post(f"{address}?id={page.pk}&next=/admin/", data)


def test_no_page_class_lets_anybody_publish_or_unpublish(loa: None, root: User) -> None:
    ours = [model for model in get_page_models() if model is not Page]
    assert {model.__name__ for model in ours} >= {"Home", "Newsroom", "Item", "Article", "Video"}
    for model in ours:
        tester = model(
            title="x", slug="x", path="00010001", depth=2, live=True
        ).permissions_for_user(root)
        assert isinstance(tester, ReviewedPermissionTester)
        assert not tester.can_publish()
        assert not tester.can_publish_subpage()
        assert not tester.can_unpublish()


def test_nothing_can_be_created_beside_the_home_page(loa: None) -> None:
    root_page = Page.get_first_root_node()
    assert [
        m for m in root_page.specific_class.creatable_subpage_models() if m.can_create_at(root_page)
    ] == []


@pytest.mark.parametrize("in_review", [False, True])
def test_the_publish_button_posted_by_hand_saves_a_draft_at_most(
    in_review: bool, presser: User, report: Callable[..., Item], lan: User
) -> None:
    item = report()
    if in_review:
        send(lan, item)
    before = review_rows()
    press_publish(presser, item)
    press_publish(presser, item, revision=str(item.latest_revision_id))
    assert nothing_aired(item)
    assert review_rows() == before


def test_the_publish_button_leaves_a_cleared_item_on_air_as_it_was_cleared(
    presser: User, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    press_publish(presser, item, title="Chưa ai duyệt tít này")
    item = Item.objects.get(pk=item.pk)
    assert (item.title, item.live_revision_id) == ("Lớp học bên sông", clearance.revision_id)
    assert list(Clearance.objects.airable(NOW)) == [clearance]


def test_create_and_publish_creates_a_draft_at_most(
    presser: User, report: Callable[..., Item], newsroom: Newsroom
) -> None:
    data = edit_data(report(), title="Tạo và phát luôn", slug="tao-va-phat", **PUBLISH)
    signed_in(presser).post(
        reverse("wagtailadmin_pages:add", args=["cms", "report", newsroom.pk]), data
    )
    assert nothing_aired(Report.objects.get(title="Tạo và phát luôn"))


@pytest.mark.parametrize(("extra", "made"), [({"publish_copies": "1"}, 0), ({}, 1)])
def test_a_copy_is_a_draft_and_never_made_live(
    extra: dict[str, str],
    made: int,
    report: Callable[..., Item],
    newsroom: Newsroom,
    lan: User,
    minh: User,
    thao: User,
    root: User,
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    data = {"new_title": "Bản chép", "new_slug": "ban-chep", "new_parent_page": str(newsroom.pk)}
    signed_in(root).post(reverse("wagtailadmin_pages:copy", args=[item.pk]), {**data, **extra})
    copies = Item.objects.filter(title="Bản chép")
    assert copies.count() == made
    assert nothing_aired(*copies)


def test_nobody_copies_a_newsroom_with_all_in_it(
    report: Callable[..., Item], newsroom: Newsroom, lan: User, minh: User, thao: User, root: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    for extra in ({}, {"publish_copies": "1"}, {"alias": "1"}):
        signed_in(root).post(
            reverse("wagtailadmin_pages:copy", args=[newsroom.pk]),
            {
                "new_title": "Đài chép",
                "new_slug": "dai-chep",
                "new_parent_page": str(Home.objects.get().pk),
                "copy_subpages": "1",
                **extra,
            },
        )
    assert list(Newsroom.objects.all()) == [newsroom]
    assert list(Item.objects.values_list("pk", flat=True)) == [item.pk]


def test_no_alias_is_made_of_a_cleared_item(
    presser: User,
    report: Callable[..., Item],
    newsroom: Newsroom,
    lan: User,
    minh: User,
    thao: User,
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    signed_in(presser).post(
        reverse("wagtailadmin_pages:copy", args=[item.pk]),
        {
            "new_title": "Bí danh",
            "new_slug": "bi-danh",
            "new_parent_page": str(newsroom.pk),
            "alias": "1",
        },
    )
    assert not Item.objects.exclude(pk=item.pk).filter(live=True).exists()
    assert {clearance.item_id for clearance in Clearance.objects.airable(NOW)} == {item.pk}


@pytest.mark.parametrize("in_review", [False, True])
def test_bulk_publish_publishes_nothing(
    in_review: bool, presser: User, report: Callable[..., Item], newsroom: Newsroom, lan: User
) -> None:
    item = report()
    if in_review:
        send(lan, item)
    before = review_rows()
    bulk(presser, "publish", item)
    bulk(presser, "publish", newsroom, include_descendants="on")
    assert nothing_aired(item)
    assert review_rows() == before


def test_a_scheduled_go_live_publishes_nothing(report: Callable[..., Item], root: User) -> None:
    item = report()
    signed_in(root).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, go_live_at="2020-01-01 00:00", **{"action-publish": "action-publish"}),
    )
    call_command("publish_scheduled")
    assert nothing_aired(item)


def test_a_page_made_live_by_code_is_not_airable(report: Callable[..., Item]) -> None:
    item = report()
    item.get_latest_revision().publish(skip_permission_checks=True)
    assert Item.objects.get(pk=item.pk).live
    assert not Clearance.objects.airable(NOW).exists()
