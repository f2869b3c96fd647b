"""What was approved stays as it was, whoever saves, purges, deletes or moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision

from cms.accounts.models import User
from cms.models import Clearance, Home, Item
from tests.cms.newsroom import (
    approve_as,
    clear,
    current_step,
    decide,
    edit_data,
    open_to_edits,
    review_rows,
    send,
    signed_in,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.models import Newsroom
    from media.models import Asset


def autosave(user: User, item: Item, revision_id: int | None, **changes: str) -> Any:
    """Post what Wagtail's editor posts by itself: the form, onto the row of an older revision."""
    return signed_in(user).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, overwrite_revision_id=str(revision_id), **changes),
        headers={"Accept": "application/json"},
    )


def test_the_editor_does_not_save_by_itself() -> None:
    assert settings.WAGTAIL_AUTOSAVE_INTERVAL == 0


def test_an_autosave_posted_by_hand_leaves_the_approved_revision_as_it_was(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    approved = dict(clearance.revision.content)
    open_to_edits(item)
    autosave(lan, item, clearance.revision_id, title="Đổi sau khi duyệt")
    assert Revision.objects.get(pk=clearance.revision_id).content == approved
    assert (
        Item.objects.get(pk=item.pk).get_latest_revision().content["title"] == "Đổi sau khi duyệt"
    )
    assert list(Clearance.objects.airable(NOW)) == [clearance]


def test_an_autosave_between_two_steps_makes_a_revision_of_its_own(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    approved = Item.objects.get(pk=item.pk).latest_revision
    item = Item.objects.get(pk=item.pk).specific
    item.title = "Ghi đè"
    item.save_revision(user=lan, overwrite_revision=approved)
    assert Revision.objects.get(pk=approved.pk).content["title"] == "Lớp học bên sông"
    assert Item.objects.get(pk=item.pk).latest_revision_id != approved.pk


def test_an_autosave_of_the_author_during_the_review_saves_nothing(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    send(lan, item)
    before = list(Revision.objects.values())
    autosave(lan, item, Item.objects.get(pk=item.pk).latest_revision_id, title="Ghi đè")
    assert list(Revision.objects.values()) == before


def test_the_author_cannot_go_back_to_an_older_revision_during_the_review(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    older = Item.objects.get(pk=item.pk).latest_revision_id
    draft = item.specific
    draft.title = "Bản gửi duyệt"
    draft.save_revision(user=lan)
    send(lan, draft)
    before = list(Revision.objects.values())
    client = signed_in(lan)
    client.get(reverse("wagtailadmin_pages:revisions_revert", args=[item.pk, older]))
    client.post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]), edit_data(item, revision=str(older))
    )
    assert list(Revision.objects.values()) == before


def test_a_posted_file_or_hash_changes_no_asset(
    report: Callable[..., Item], root: User, lan: User, minh: User, thao: User, tmp_path: Any
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    asset: Asset = clearance.asset  # type: ignore[assignment] # a report has a recording
    stored = {**vars(asset), "title": "Tên khác"}
    swapped = tmp_path / "khac.wav"
    swapped.write_bytes(b"RIFF....WAVE")
    with swapped.open("rb") as file:
        signed_in(root).post(
            reverse("media_assets:edit", args=[asset.pk]),
            {"title": "Tên khác", "sha256": "0" * 64, "file": file, "original_name": "khac.wav"},
        )
    asset.refresh_from_db()
    received = ("sha256", "size_bytes", "original_name", "title", "duration", "facts")
    assert {name: vars(asset)[name] for name in received} == {
        name: stored[name] for name in received
    }
    assert list(Clearance.objects.airable(NOW)) == [clearance]


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


def test_purging_old_revisions_makes_nobody_forget_who_wrote(
    report: Callable[..., Item], quynh: User, minh: User, lan: User
) -> None:
    item = report()
    signed_in(quynh).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]), edit_data(item, title="Tít của Quỳnh")
    )
    Item.objects.get(pk=item.pk).specific.save_revision(user=lan)
    call_command("purge_revisions", verbosity=0)
    assert not Revision.objects.filter(user=quynh).exists()
    quynh.groups.set(minh.groups.all())
    send(lan, item)
    before = review_rows()
    assert "refused=own_piece" in decide(quynh, item, approve="1")["Location"]
    assert review_rows() == before


def test_who_submits_again_after_a_return_has_submitted(
    report: Callable[..., Item], quynh: User, lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    decide(minh, item, comment="Sửa tít.", **{"return": "1"})
    send(quynh, item)
    quynh.groups.set(minh.groups.all())
    before = review_rows()
    assert "refused=own_piece" in decide(quynh, item, approve="1")["Location"]
    assert review_rows() == before


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
    for verb in ("delete", "move"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
        client.post(f"{address}?id={item.pk}&next=/admin/", {"chooser": str(other.pk)})
    assert Item.objects.get(pk=item.pk).get_parent().pk == newsroom.pk


def test_a_draft_nobody_reviewed_can_be_deleted(report: Callable[..., Item], lan: User) -> None:
    item = report()
    signed_in(lan).post(reverse("wagtailadmin_pages:delete", args=[item.pk]))
    assert not Item.objects.filter(pk=item.pk).exists()


def test_an_account_is_never_deleted_because_rows_name_it(
    report: Callable[..., Item], lan: User, minh: User, thao: User, root: User
) -> None:
    clear(report(), lan, minh, thao)
    everybody, client = set(User.objects.values_list("pk", flat=True)), signed_in(root)
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    for person in (lan, minh, thao):
        page = client.post(
            reverse("wagtailusers_users:delete", args=[person.pk]), follow=True
        ).content.decode()
        assert "Tài khoản không xóa được" in page
        client.post(f"{bulk}?id={person.pk}&next=/admin/", {})
    assert set(User.objects.values_list("pk", flat=True)) == everybody
    assert Item.objects.get().owner == lan
    assert current_step(Item.objects.get()) is None
