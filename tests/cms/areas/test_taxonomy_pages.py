"""The lists items are counted by: a manager adds, edits and retires, nobody deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from cms.access import Role
from cms.accounts.models import User
from cms.models import Convention, Language, SupplyingBody, Theme
from cms.viewsets.taxonomy import lists_viewset_group
from tests.cms.newsroom import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from cms.models.taxonomy import Term

LISTS = (Theme, Convention, SupplyingBody, Language)
NAMES = tuple(model._meta.model_name for model in LISTS)


@pytest.fixture
def manager(loa: None) -> Client:
    user = User.objects.create_user(username="quanly")
    user.groups.add(Group.objects.get(name=Role.MANAGER.value))
    return signed_in(user)


@pytest.mark.parametrize("model", LISTS, ids=NAMES)
def test_a_manager_adds_and_retires_an_entry(manager: Client, model: type[Term]) -> None:
    name = model._meta.model_name
    manager.post(
        reverse(f"{name}:add"), {"title": "Mục mới", "code": "muc-moi", "sort_order": "99"}
    )
    entry = model._default_manager.get(code="muc-moi")
    manager.post(
        reverse(f"{name}:edit", args=[entry.pk]),
        {"title": "Mục cũ", "code": "ma-khac", "sort_order": "98", "retired": "on"},
    )

    entry.refresh_from_db()
    assert (entry.title, entry.code, entry.sort_order, entry.retired) == (
        "Mục cũ",
        "muc-moi",
        98,
        True,
    )


@pytest.mark.parametrize("model", LISTS, ids=NAMES)
def test_a_list_takes_as_many_queries_for_three_entries_as_for_one(
    manager: Client, model: type[Term]
) -> None:
    address = reverse(f"{model._meta.model_name}:index")

    def queries(retired: int) -> int:
        entries = list(model._default_manager.order_by("pk")[:retired])
        model._default_manager.update(retired=False)
        model._default_manager.filter(pk__in=[entry.pk for entry in entries]).update(retired=True)
        with CaptureQueriesContext(connection) as captured:
            response = manager.get(address, {"retired": "true"})
        assert set(response.context["object_list"]) == set(entries)
        assert len(entries) == retired
        return len(captured)

    queries(1)
    assert queries(1) == queries(3)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("action", ["delete", "copy"])
def test_no_address_leads_to_deleting_an_entry(name: str, action: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"{name}:{action}", args=[1])


def test_not_even_a_superuser_may_delete_an_entry(root: User) -> None:
    for viewset in lists_viewset_group.registerables:
        assert not viewset.permission_policy.user_has_permission(root, "delete")
        assert "delete" not in str(viewset.get_permissions_to_register())


@pytest.mark.parametrize("name", NAMES)
def test_a_reporter_neither_sees_nor_changes_a_list(lan: User, name: str) -> None:
    client = signed_in(lan)

    assert client.get(reverse(f"{name}:index")).status_code == 302
    client.post(reverse(f"{name}:add"), {"title": "X", "code": "x", "sort_order": "1"})
    for model in LISTS:
        assert not model._default_manager.filter(code="x").exists()
