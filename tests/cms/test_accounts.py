"""Accounts of people without a mailbox: made, altered by a manager, altered by themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.access import Role
from cms.accounts.models import User
from tests.cms.newsroom import signed_in
from tests.conftest import PASSWORD


@pytest.fixture
def manager(loa: None) -> User:
    user = User.objects.create_user(username="quan", password=PASSWORD, last_name="Quản")
    user.groups.set(Group.objects.filter(name=Role.MANAGER))
    return user


def test_a_manager_makes_and_alters_an_account_without_a_mail_address(manager: User) -> None:
    browser = signed_in(manager)
    said = {"username": "22738", "first_name": "Vinh", "last_name": "Đỗ", "email": ""}
    password = dict.fromkeys(("password1", "password2"), "mot-mat-khau-dai")

    browser.post(reverse("wagtailusers_users:add"), {**said, **password})
    made = User.objects.get(username="22738")
    browser.post(
        reverse("wagtailusers_users:edit", args=[made.pk]),
        {**said, "first_name": "Vịnh", "is_active": "on"},
    )

    made.refresh_from_db()
    assert (made.first_name, made.email, made.is_active) == ("Vịnh", "", True)


def test_who_has_no_mail_address_still_corrects_their_own_name(lan: User) -> None:
    signed_in(lan).post(
        "/admin/account/",
        {
            "name_email-first_name": "Lan Anh",
            "name_email-last_name": "Đàng Thị",
            "name_email-email": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    lan.refresh_from_db()
    assert (lan.first_name, lan.email) == ("Lan Anh", "")
