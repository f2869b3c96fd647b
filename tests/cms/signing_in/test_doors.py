"""The doors: three addresses, one way in; nobody signs up; how long a session lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from cms.signing_in.views import SignInView
from tests.cms.signing_in.knocking import DOORS, is_in, knock

if TYPE_CHECKING:
    from typing import Any

    from cms.accounts.models import User


@pytest.mark.parametrize("door", DOORS)
def test_every_door_lets_in_who_knows_the_password_and_nobody_else(door: str, lan: User) -> None:
    browser = Client()
    refused = knock(browser, "lan", "không phải", door=door)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in refused.content.decode()
    assert not is_in(browser)
    assert knock(browser, "lan", door=door).status_code == 302
    assert is_in(browser)
    assert int(browser.session["_auth_user_id"]) == lan.pk


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_the_one_that_counts(door: str) -> None:
    assert issubclass(vars(resolve(door).func)["view_class"], SignInView)


def test_a_person_who_is_switched_off_does_not_get_in(lan: User) -> None:
    lan.is_active = False
    lan.save()
    browser = Client()
    knock(browser, "lan")
    assert not is_in(browser)


def test_no_door_of_wagtail_leads_around(client: Client, lan: User) -> None:
    assert client.get("/admin/password_reset/")["Location"] == reverse("account_login")
    for inner in ("done/", "complete/", "confirm/MQ/abc-def/"):
        assert client.get(f"/admin/password_reset/{inner}").status_code == 404
    client.force_login(lan)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "password" not in page.lower()


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_signs_up_or_gets_a_password_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_operator_at_the_admins_door_ends_up_at_the_portal_and_not_in_a_circle(
    client: Client, tuan: User
) -> None:
    knock(client, "tuan", next="/admin/")
    chain = [place for place, _status in client.get("/admin/", follow=True).redirect_chain]
    assert chain[-1] == "/dai/"


def test_a_door_leads_to_no_other_site(client: Client, lan: User) -> None:
    answer = knock(client, "lan", next="https://example.org/")
    assert answer["Location"] == reverse("entrance")


def test_a_name_typed_with_another_keyboard_is_the_same_name(client: Client, loa: None) -> None:
    from cms.accounts.models import User  # noqa: PLC0415 - typing only above

    User.objects.create_user(username="đàng", password="loa-thu-nghiem")
    decomposed = "đa\u0300ng"
    knock(client, decomposed)
    assert is_in(client)


def _ends(client: Client) -> tuple[bool, timedelta]:
    row = Session.objects.get(pk=client.session.session_key)
    return client.session.get_expire_at_browser_close(), row.expire_date - timezone.now()


def test_an_operator_may_be_remembered_on_a_machine_of_their_own(
    client: Client, tuan: User, settings: Any
) -> None:
    answer = knock(client, "tuan", door="/dai/dang-nhap/", remember="on")
    with_browser, lasts = _ends(client)
    assert not with_browser
    assert abs(lasts.total_seconds() - settings.LOA_REMEMBER_SECONDS) < 60
    assert answer.cookies["sessionid"]["max-age"] == settings.LOA_REMEMBER_SECONDS
    other = Client()
    knock(other, "tuan", door="/dai/dang-nhap/")
    assert _ends(other)[0]


# Asked for by name below, it would come after the tests that flush the database.
@pytest.mark.usefixtures("loa")
@pytest.mark.parametrize("name", ["minh", "thao", "hoa", "root"])
def test_who_reviews_releases_or_administers_is_never_remembered(
    name: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(name)
    browser = Client()
    answer = knock(browser, user.username, door="/dai/dang-nhap/", remember="on")
    assert _ends(browser)[0]
    assert answer.cookies["sessionid"]["max-age"] == ""


def test_a_person_changes_their_password_and_other_machines_are_signed_out(
    client: Client, lan: User
) -> None:
    other = Client()
    for browser in (client, other):
        knock(browser, "lan")
    form = reverse("account_change_password")
    wrong = {"oldpassword": "không phải", "password1": "mật khẩu mới", "password2": "mật khẩu mới"}
    assert "Hãy nhập đúng mật khẩu hiện tại" in client.post(form, wrong).content.decode()
    assert client.post(form, {**wrong, "oldpassword": "loa-thu-nghiem"}).status_code == 302
    lan.refresh_from_db()
    assert lan.check_password("mật khẩu mới")
    assert is_in(client)
    assert not is_in(other)
