"""Ways round the review that stock Wagtail leaves open, each closed, as the rows show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, Revision, TaskState, Workflow, get_page_models

from cms.models import Approval, Clearance, Home, Item, Report, ReviewRefused
from cms.models.permission import ReviewedPermissionTester
from tests.cms.newsroom import approve_as, clear, current_step, edit_data, seen_now, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Newsroom


def nothing_aired(*items: Item) -> bool:
    pks = [item.pk for item in items]
    return (
        not Item.objects.filter(pk__in=pks, live=True).exists()
        and not Clearance.objects.filter(item__in=pks).exists()
    )


def test_no_page_class_lets_anybody_publish_or_unpublish(loa: None, root: User) -> None:
    ours = [model for model in get_page_models() if model is not Page]
    assert {model.__name__ for model in ours} >= {"Home", "Newsroom", "Item", "Article", "Video"}
    for model in ours:
        tester = model(
            title="x", slug="x", path="00010001", depth=2, live=True
        ).permissions_for_user(root)
        assert type(tester) is ReviewedPermissionTester
        assert not tester.can_publish()
        assert not tester.can_publish_subpage()
        assert not tester.can_unpublish()


def test_nothing_can_be_created_beside_the_home_page(loa: None) -> None:
    root_page = Page.get_first_root_node()
    assert [
        m for m in root_page.specific_class.creatable_subpage_models() if m.can_create_at(root_page)
    ] == []


def test_a_task_state_of_another_page_in_the_address_approves_nothing(
    report: Callable[..., Item], minh: User, lan: User, thao: User
) -> None:
    mine, theirs = report("Bài của Minh", 500), report("Bài của Lan", 600)
    mine.owner = minh
    mine.save()
    send(minh, mine)
    send(lan, theirs)
    forged = reverse(
        "wagtailadmin_pages:workflow_action", args=[theirs.pk, "approve", current_step(mine).pk]
    )
    signed_in(minh).post(forged, {"comment": "", "seen": seen_now(mine)})
    signed_in(minh).post(forged, {"comment": "", "seen": seen_now(theirs)})
    assert {state.status for state in TaskState.objects.all()} == {"in_progress"}
    assert nothing_aired(mine, theirs)


def test_the_stock_approve_view_approves_nothing_because_nothing_was_seen(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[item.pk, "approve", current_step(item).pk]
    )
    answer = signed_in(minh).post(address, {"comment": ""})
    assert "refused=changed" in answer["Location"]
    assert current_step(item).status == "in_progress"
    assert not Approval.objects.exists()


def test_edit_and_approve_in_one_click_is_refused_and_explained(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    revisions = Revision.objects.count()
    answer = signed_in(minh).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(
            item,
            title="Đổi tít",
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": json.dumps({"seen": seen_now(item)}),
            },
        ),
    )
    assert "refused=own_piece" in answer["Location"]
    assert Revision.objects.count() == revisions
    assert nothing_aired(item)


@pytest.mark.parametrize("who", ["root", "quynh"])
def test_the_publish_button_posted_by_hand_saves_a_draft_at_most(
    who: str, report: Callable[..., Item], request: pytest.FixtureRequest
) -> None:
    item = report()
    signed_in(request.getfixturevalue(who)).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, **{"action-publish": "action-publish"}),
    )
    assert nothing_aired(item)


def test_create_and_publish_creates_a_draft_at_most(
    report: Callable[..., Item], newsroom: Newsroom, root: User
) -> None:
    data = edit_data(
        report(),
        title="Tạo và phát luôn",
        slug="tao-va-phat",
        **{"action-publish": "action-publish"},
    )
    signed_in(root).post(
        reverse("wagtailadmin_pages:add", args=["cms", "report", newsroom.pk]), data
    )
    made = Report.objects.get(title="Tạo và phát luôn")
    assert nothing_aired(made)


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


def test_an_alias_of_a_cleared_item_airs_nothing(
    report: Callable[..., Item], newsroom: Newsroom, lan: User, minh: User, thao: User, root: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    signed_in(root).post(
        reverse("wagtailadmin_pages:copy", args=[item.pk]),
        {
            "new_title": "Bí danh",
            "new_slug": "bi-danh",
            "new_parent_page": str(newsroom.pk),
            "alias": "1",
        },
    )
    assert {clearance.item_id for clearance in Clearance.objects.airable(NOW)} == {item.pk}


@pytest.mark.parametrize("in_review", [False, True])
def test_bulk_publish_publishes_nothing(
    in_review: bool, report: Callable[..., Item], lan: User, root: User
) -> None:
    item = report()
    if in_review:
        send(lan, item)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(root).post(f"{address}?id={item.pk}&next=/admin/", {})
    assert nothing_aired(item)


def test_a_scheduled_go_live_publishes_nothing(report: Callable[..., Item], root: User) -> None:
    item = report()
    signed_in(root).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, go_live_at="2020-01-01 00:00", **{"action-publish": "action-publish"}),
    )
    call_command("publish_scheduled")
    assert nothing_aired(item)


def test_an_autosave_posted_by_hand_leaves_the_approved_revision_as_it_was(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    approved = dict(clearance.revision.content)
    signed_in(lan).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(
            item, title="Đổi sau khi duyệt", overwrite_revision_id=str(clearance.revision_id)
        ),
        headers={"Accept": "application/json"},
    )
    assert Revision.objects.get(pk=clearance.revision_id).content == approved
    assert (
        Item.objects.get(pk=item.pk).get_latest_revision().content["title"] == "Đổi sau khi duyệt"
    )
    assert list(Clearance.objects.airable(NOW)) == [clearance]


def test_a_revision_in_review_is_not_overwritten_either(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    send(lan, item)
    revision = Item.objects.get(pk=item.pk).latest_revision
    draft = item.specific
    draft.title = "Ghi đè"
    draft.save_revision(user=lan, overwrite_revision=revision)
    assert Revision.objects.get(pk=revision.pk).content["title"] == "Lớp học bên sông"
    assert Item.objects.get(pk=item.pk).latest_revision_id != revision.pk


def test_purging_old_revisions_leaves_what_was_approved(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    item = Item.objects.get(pk=item.pk).specific
    item.save_revision(user=lan)
    call_command("purge_revisions", verbosity=0)
    assert Revision.objects.filter(pk=clearance.revision_id).exists()
    assert list(Clearance.objects.airable(NOW)) == [clearance]


@pytest.mark.parametrize("stage", ["cleared", "approved once"])
def test_what_was_reviewed_is_never_deleted_or_moved(
    stage: str,
    report: Callable[..., Item],
    newsroom: Newsroom,
    lan: User,
    minh: User,
    thao: User,
    root: User,
) -> None:
    item = report()
    other = Home.objects.get().add_child(instance=type(newsroom)(title="Báo", slug="bao"))
    if stage == "cleared":
        clear(item, lan, minh, thao)
    else:
        send(lan, item)
        approve_as(minh, item)
    client = signed_in(root)
    client.post(reverse("wagtailadmin_pages:delete", args=[item.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[newsroom.pk]))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[item.pk, other.pk]))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{address}?id={item.pk}&next=/admin/", {})
    assert Item.objects.get(pk=item.pk).get_parent().pk == newsroom.pk


def test_a_draft_nobody_reviewed_can_be_deleted(report: Callable[..., Item], lan: User) -> None:
    item = report()
    signed_in(lan).post(reverse("wagtailadmin_pages:delete", args=[item.pk]))
    assert not Item.objects.filter(pk=item.pk).exists()


def test_unpublishing_by_hand_takes_nothing_off(
    report: Callable[..., Item], lan: User, minh: User, thao: User, root: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    signed_in(root).post(reverse("wagtailadmin_pages:unpublish", args=[item.pk]))
    assert Item.objects.get(pk=item.pk).live


def test_switching_a_step_off_in_mid_review_clears_nothing(
    report: Callable[..., Item], lan: User, minh: User, root: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    step = current_step(item).task.specific
    with pytest.raises(ReviewRefused):
        step.deactivate(user=root)
    assert nothing_aired(item)
    assert Workflow.objects.get().tasks.filter(pk=step.pk, active=True).exists()


def test_approving_a_task_state_past_the_actions_clears_nothing(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    with pytest.raises(ReviewRefused):
        current_step(item).approve(user=thao)
    assert nothing_aired(item)


def test_a_page_made_live_by_code_is_not_airable(report: Callable[..., Item]) -> None:
    item = report()
    item.get_latest_revision().publish(skip_permission_checks=True)
    assert Item.objects.get(pk=item.pk).live
    assert not Clearance.objects.airable(NOW).exists()


def test_the_page_interfaces_that_publish_are_not_there() -> None:
    for name in ("wagtail_serve", "wagtailapi:pages:listing"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["x/"] if name == "wagtail_serve" else [])
