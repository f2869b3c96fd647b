"""Who may do what with files: people × doors, and a refusal leaves every row as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from media.models import Asset, Rendition, State
from tests.conftest import CAST, person
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

NEWSROOM = {"lan", "quynh", "minh", "thao", "hoa"}
ALLOWED = {
    "upload form": {"lan", "quynh"},
    "upload": {"lan", "quynh"},
    "upload in the chooser": {"lan", "quynh"},
    "retry": {"lan", "quynh"},
    "rename": {"quynh"},
    "list": NEWSROOM,
    "chooser": NEWSROOM,
    "page": NEWSROOM,
    "house file": NEWSROOM,
    "state": NEWSROOM,
    "delete": set(),
}
CHANGES = {"upload", "upload in the chooser", "retry", "rename", "delete"}
NOBODY = "nobody signed in"


def everything() -> list[list[Any]]:
    return [
        list(Asset.objects.order_by("pk").values()),
        list(Rendition.objects.order_by("pk").values()),
    ]


def knock(client: Client, door: str, ready: Asset, failed: Asset) -> tuple[int, bytes]:
    """Try one door as its page would; return the status and what came."""
    house = reverse("media:house_file", args=[ready.renditions.get().sha256])
    gets = {
        "upload form": reverse("media_assets:add"),
        "list": reverse("media_assets:index"),
        "chooser": reverse("asset_chooser:choose"),
        "page": reverse("media_assets:inspect", args=[ready.pk]),
        "house file": house,
        "state": reverse("media:asset_state", args=[ready.pk]),
    }
    answer: Any
    if door in gets:
        answer = client.get(gets[door])
    elif door == "upload":
        answer = upload(client, b"new bytes")
    elif door == "upload in the chooser":
        answer = upload(client, b"new bytes", door=reverse("asset_chooser:create"))
    elif door == "retry":
        answer = client.post(reverse("media:retry", args=[failed.pk]))
    elif door == "rename":
        answer = client.post(reverse("media_assets:edit", args=[ready.pk]), {"title": "Đổi tên"})
    else:
        answer = client.post(f"/admin/media_assets/delete/{ready.pk}/")
    return answer.status_code, b"".join(answer)


@pytest.mark.parametrize("who", [*CAST, NOBODY])
def test_each_door_opens_for_those_it_is_meant_for_and_for_nobody_else(
    who: str, kept: Callable[..., Asset], lan: User
) -> None:
    ready, failed = kept("Sẵn sàng"), kept("Hỏng", State.FAILED, reason_code="internal")
    house = ready.renditions.get().sha256.encode()
    client = Client()
    if who != NOBODY:
        client.force_login(lan if who == "lan" else person(who))
    for door, people in ALLOWED.items():
        before, untouched = everything(), transaction.savepoint()
        status, sent = knock(client, door, ready, failed)
        changed = everything() != before
        transaction.savepoint_rollback(untouched)
        if who in people:
            assert changed is (door in CHANGES), door
            assert status == 200 or door in CHANGES, door
        else:
            assert not changed, door
            assert status in {302, 403} or door == "delete", door
            assert house not in sent, door


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nothing_is_tried_again_by_following_a_link(
    method: str, kept: Callable[..., Asset], quynh: User
) -> None:
    failed = kept("Hỏng", State.FAILED, reason_code="internal")
    client = Client()
    client.force_login(quynh)
    answer = getattr(client, method)(reverse("media:retry", args=[failed.pk]))
    assert answer.status_code == 405
    assert Rendition.objects.get().state == State.FAILED


def test_a_form_from_elsewhere_uploads_nothing(lan: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan)
    assert upload(client, b"bytes").status_code == 403
    assert not Asset.objects.exists()


def test_not_even_an_administrator_deletes_a_file_that_was_taken_in(
    root: User, kept: Callable[..., Asset], stored: Callable[[], list[str]]
) -> None:
    asset = kept()
    client = Client()
    client.force_login(root)
    before, files = everything(), stored()
    page = client.get(reverse("media_assets:inspect", args=[asset.pk]))
    assert b"delete" not in page.content
    for method in (client.get, client.post):
        assert method(f"/admin/media_assets/delete/{asset.pk}/").status_code == 404
    assert everything() == before
    assert stored() == files
