"""Sessions are listed and ended: by the person, a manager, and with an account switched off."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.access import Role
from cms.accounts.models import User
from tests.cms.audit.told import last_record, told_since
from tests.cms.signing_in.knocking import ELSEWHERE, HOME, is_in, knock
from tests.cms.signing_in.phones import set_up_phone
from tests.conftest import PASSWORD

OWN = "/tai-khoan/phien/"


def came(name: str, *, address: str = HOME) -> Client:
    browser = Client(REMOTE_ADDR=address)
    knock(browser, name, address=address)
    return browser


def page_of(user: User) -> str:
    return reverse("people:sign_ins", args=[user.pk])


def row_of(browser: Client) -> UserSession:
    return UserSession.objects.get(session_key=browser.session.session_key)


@pytest.fixture
def manager(loa: None) -> User:
    user = User.objects.create_user(username="quan", password=PASSWORD, last_name="Quản")
    user.groups.set(Group.objects.filter(name=Role.MANAGER))
    return user


def test_a_person_sees_where_they_are_signed_in_and_ends_one_of_them(lan: User) -> None:
    here, there, third = came("lan"), came("lan", address=ELSEWHERE), came("lan")
    shown = here.get(OWN).content.decode()
    assert [address in shown for address in (HOME, ELSEWHERE)] == [True, True]
    last = last_record()
    here.post(OWN, {"session": str(row_of(there).pk)})
    assert [is_in(browser) for browser in (here, there, third)] == [True, False, True]
    here.post(OWN, {"others": "1"})
    assert [is_in(browser) for browser in (here, third)] == [True, False]
    name = "lan (Đàng Thị Lan)"
    assert told_since(last) == [("sessions", "lan", name, {"count": 1})] * 2


def test_nobody_ends_the_sessions_of_others(lan: User, quynh: User, manager: User) -> None:
    mine, theirs = came("lan"), came("quynh")
    for key in (str(row_of(theirs).pk), "0", "-1", "x", "²"):
        mine.post(OWN, {"session": key})
        mine.post(page_of(quynh), {"session": key})
    mine.post(page_of(quynh), {"all": "1"})
    assert is_in(theirs)
    assert is_in(mine)


def test_a_manager_ends_sessions_of_anybody_but_a_superuser(
    manager: User, lan: User, root: User
) -> None:
    desk, one, other, boss = came("quan"), came("lan"), came("lan"), came("quantri")
    assert HOME in desk.get(page_of(lan)).content.decode()
    desk.post(page_of(lan), {"session": str(row_of(one).pk)})
    assert [is_in(one), is_in(other)] == [False, True]
    # A key of somebody else's session under this person's page ends nothing.
    desk.post(page_of(lan), {"session": str(row_of(boss).pk)})
    desk.post(page_of(lan), {"all": "1"})
    assert not is_in(other)
    desk.post(page_of(root), {"all": "1"})
    assert is_in(boss)


def test_a_manager_cannot_take_a_superuser_over(manager: User, root: User, lan: User) -> None:
    desk = came("quan")
    before = User.objects.values().get(pk=root.pk)
    data = {
        "username": root.username,
        "email": "q@example.vn",
        "first_name": "Q",
        "last_name": "Q",
        "password1": "sông Cái 2026",
        "password2": "sông Cái 2026",
        "is_active": "on",
    }
    desk.post(reverse("wagtailusers_users:edit", args=[root.pk]), data)
    bulk = reverse("wagtail_bulk_action", args=("accounts", "user", "set_active_state"))
    desk.post(f"{bulk}?id={root.pk}&id={lan.pk}", {"mark_as_active": "False"})
    after = User.objects.values().get(pk=root.pk)
    assert after == before
    assert User.objects.get(pk=lan.pk).is_active


@pytest.mark.parametrize("way", ["page", "bulk", "code"])
def test_who_is_switched_off_is_signed_out_for_good(way: str, root: User, lan: User) -> None:
    desk, browser = came("quantri"), came("lan")
    if way == "page":
        data = {
            "username": "lan",
            "email": "l@example.vn",
            "first_name": "Lan",
            "last_name": "Đàng Thị",
        }
        desk.post(reverse("wagtailusers_users:edit", args=[lan.pk]), data)
    elif way == "bulk":
        bulk = reverse("wagtail_bulk_action", args=("accounts", "user", "set_active_state"))
        desk.post(f"{bulk}?id={lan.pk}", {"mark_as_active": "False"})
    else:
        User.objects.filter(pk=lan.pk).update(is_active=False)
    assert not UserSession.objects.filter(user=lan).exists()
    key = browser.cookies["sessionid"].value
    assert not Session.objects.filter(pk=key).exists()
    User.objects.filter(pk=lan.pk).update(is_active=True)
    assert not is_in(browser)


def test_a_password_set_by_a_manager_ends_the_sessions(root: User, lan: User) -> None:
    browser = came("lan")
    lan.set_password("mật khẩu khác")
    lan.save()
    assert not is_in(browser)


def test_a_manager_resets_a_lost_second_factor_on_record(
    manager: User, thao: User, settings: Any
) -> None:
    settings.LOA_SECOND_FACTOR = True
    desk, browser = came("quan"), came("thao")
    set_up_phone(desk)
    set_up_phone(browser)
    last = last_record()
    desk.post(page_of(thao), {"reset": "1"})
    assert not Authenticator.objects.filter(user=thao).exists()
    assert not is_in(browser)
    name = "thao (Trần Thị Thảo)"
    told = [row for row in told_since(last) if row[0] != "factor"]
    assert told == [("factor_reset", "quan", name, {"count": 1})]
    again = came("thao")
    assert again.get("/admin/login/")["Location"].startswith("/tai-khoan/hai-buoc/bat/")
    # Nobody's own: that is what recovery codes are for.
    desk.post(page_of(manager), {"reset": "1"})
    assert Authenticator.objects.filter(user=manager).exists()


def test_the_only_manager_is_helped_by_a_command(root: User, settings: Any) -> None:
    settings.LOA_SECOND_FACTOR = True
    set_up_phone(came("quantri"))
    last = last_record()
    call_command("reset_second_factor", "quantri", verbosity=0)
    assert not Authenticator.objects.filter(user=root).exists()
    assert ("factor_reset", "", "quantri (quantri)", {"count": 1}) in told_since(last)


def test_the_pages_cost_no_more_for_more_people(manager: User, lan: User) -> None:
    desk = came("quan")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse("wagtailusers_users:index")).status_code == 200
        return len(captured)

    queries()
    one = queries()
    for number in range(5):
        User.objects.create_user(username=f"moi{number}")
    assert queries() == one


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "coc_coc_browser/120.0 Chrome/120.0 Safari/537.36"
            ),
            "Cốc Cốc trên Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537",
            "Chrome trên Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari trên iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "không rõ"),
    ],
)
def test_a_session_says_browser_and_machine_in_words(
    lan: User, manager: User, sent: str, told: str
) -> None:
    browser = came("lan")
    UserSession.objects.filter(user=lan).update(user_agent=sent)

    for shown in (browser.get(OWN), came("quan").get(page_of(lan))):
        assert f">{told}</span>" in shown.content.decode()


def test_nobody_is_asked_for_a_time_zone(lan: User) -> None:
    assert "current_time_zone" not in came("lan").get("/admin/account/").content.decode()
