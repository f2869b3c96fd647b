"""Who has power needs a second factor: before it nothing of the admin, portal or API is theirs."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cms.access import Role, has_power
from cms.models import AuditRecord, ReviewTask
from tests.cms.signing_in.knocking import DOORS, ELSEWHERE, is_in, knock
from tests.cms.signing_in.phones import recovery_codes, set_up_phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cms.accounts.models import User

SET_UP, PROVE = "/tai-khoan/hai-buoc/bat/", "/tai-khoan/hai-buoc/xac-nhan/"


@pytest.fixture(autouse=True)
def _demanded(settings: Any) -> None:
    settings.LOA_SECOND_FACTOR = True


def who(browser: Client, address: str = "/admin/") -> Any:
    """Return whom the views take this browser for."""
    return browser.get(address).wsgi_request.user


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "/"
) -> Iterator[str]:
    """Yield an address of every view there is, with something in every blank."""
    found = get_resolver().url_patterns if patterns is None else patterns
    for entry in found:
        path = prefix + str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        path = re.sub(r"<(?:int|edition|slot):\w+>", "1", path)
        path = re.sub(r"<(?:\w+:)?\w+>", "2026-01-01", path)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, path)
        else:
            yield path


def test_roles_that_approve_release_or_administer_have_power_and_no_others(
    lan: User, quynh: User, minh: User, thao: User, hoa: User, tuan: User, root: User
) -> None:
    people = (lan, quynh, minh, thao, hoa, tuan, root)
    assert [str(user) for user in people if has_power(user)] == [
        str(user) for user in (minh, thao, hoa, root)
    ]
    lan.groups.add(Group.objects.get(name=Role.MANAGER))
    assert has_power(type(lan).objects.get(pk=lan.pk))


def test_power_follows_the_steps_of_the_reviews(lan: User) -> None:
    step = ReviewTask.objects.create(name="Bước mới")
    assert not has_power(lan)
    step.groups.add(lan.groups.get())
    assert has_power(lan)


# Asked for by name below, it would come after the tests that flush the database.
@pytest.mark.usefixtures("loa")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["minh", "thao", "hoa", "root"])
def test_who_has_power_and_no_second_factor_sets_one_up_before_anything_else(
    name: str, door: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(name)
    browser = Client()
    knock(browser, user.username, door=door)
    assert not who(browser).is_authenticated
    led = [place for place, _ in browser.get("/admin/", follow=True).redirect_chain]
    assert led[-1] == f"{SET_UP}?next=%2Fadmin%2F"
    set_up_phone(browser)
    assert len(recovery_codes(browser)) == 10
    assert who(browser) == user


def test_no_view_at_all_knows_who_owes_a_second_factor(root: User) -> None:
    """Every address there is, for a superuser whom stock views would let in everywhere."""
    browser = Client(raise_request_exception=False)
    knock(browser, root.username)
    session = browser.session.session_key
    checked = 0
    for address in sorted(set(addresses())):
        for method in (browser.get, browser.post):
            answer = method(address)
            user = getattr(answer.wsgi_request, "user", None)
            if user is not None and user.is_authenticated:
                assert address in {SET_UP, "/tai-khoan/xac-nhan/", "/tai-khoan/dang-xuat/"}
            if address == "/tai-khoan/dang-xuat/":
                knock(browser, root.username)
            checked += 1
    assert checked > 400
    assert session is not None


def test_the_api_takes_no_session_that_owes_a_second_factor(hoa: User) -> None:
    browser = Client()
    knock(browser, "hoa")
    address = "/api/v1/stations/phuoc-my/days/2026-01-01/playlist"
    refused = browser.get(address)
    assert (refused.status_code, "bước xác thực thứ hai" in refused.json()["detail"]) == (403, True)
    set_up_phone(browser)
    assert browser.get(address).status_code == 404


def test_who_has_no_power_is_not_asked(lan: User, tuan: User) -> None:
    for user in (lan, tuan):
        browser = Client()
        knock(browser, user.username)
        assert is_in(browser)


def test_the_demo_may_do_without(root: User, settings: Any) -> None:
    settings.LOA_SECOND_FACTOR = False
    browser = Client()
    knock(browser, root.username)
    assert who(browser) == root


@pytest.mark.parametrize("door", DOORS)
def test_with_a_second_factor_the_password_is_half_the_way(door: str, thao: User) -> None:
    first = Client()
    knock(first, "thao")
    phone = set_up_phone(first)
    browser = Client()
    assert knock(browser, "thao", door=door)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    assert not who(browser).is_authenticated
    wrong = browser.post(reverse("mfa_authenticate"), {"code": phone.wrong()})
    assert "Mã không đúng" in wrong.content.decode()
    assert not who(browser).is_authenticated
    browser.post(reverse("mfa_authenticate"), {"code": phone.code()})
    assert who(browser) == thao


def test_a_code_counts_once(thao: User) -> None:
    first = Client()
    knock(first, "thao")
    phone = set_up_phone(first)
    code = phone.code()
    second, third = Client(), Client()
    for browser in (second, third):
        knock(browser, "thao")
        browser.post(reverse("mfa_authenticate"), {"code": code})
    assert who(second) == thao
    assert not who(third).is_authenticated


def test_a_recovery_code_lets_in_once(thao: User) -> None:
    first = Client()
    knock(first, "thao")
    set_up_phone(first)
    code = recovery_codes(first)[0]
    second, third = Client(), Client()
    for browser in (second, third):
        knock(browser, "thao")
        browser.post(reverse("mfa_authenticate"), {"code": code})
    assert who(second) == thao
    assert not who(third).is_authenticated
    assert len(recovery_codes(first)) == 9


def test_codes_are_counted_for_the_person_from_wherever_they_are_tried(
    thao: User, minh: User
) -> None:
    first = Client()
    knock(first, "thao")
    phone = set_up_phone(first)
    for number in range(5):
        browser = Client()
        knock(browser, "thao", address=f"198.51.100.{number}")
        browser.post(
            reverse("mfa_authenticate"),
            {"code": phone.wrong()},
            REMOTE_ADDR=f"198.51.100.{number}",
        )
    browser = Client()
    knock(browser, "thao", address=ELSEWHERE)
    right = phone.code_of(int(time.time()) // 30)
    answer = browser.post(reverse("mfa_authenticate"), {"code": right}, REMOTE_ADDR=ELSEWHERE)
    assert "Sai quá nhiều lần" in answer.content.decode()
    browser.post(reverse("mfa_authenticate"), {"code": right}, REMOTE_ADDR=ELSEWHERE)
    assert not who(browser).is_authenticated
    locked = AuditRecord.objects.get(kind="locked_out")
    assert (locked.key, locked.address) == (f"user:{thao.pk}", ELSEWHERE)
    neighbour = Client()
    knock(neighbour, "minh")
    set_up_phone(neighbour)
    assert who(neighbour) == minh
    cache.clear()
    browser.post(reverse("mfa_authenticate"), {"code": phone.code()}, REMOTE_ADDR=ELSEWHERE)
    assert who(browser) == thao


def test_the_counts_are_where_every_worker_sees_them(settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_an_older_session_proves_itself_and_reads_nothing_before(thao: User) -> None:
    """Somebody left a session open from before the factor was set up elsewhere."""
    older, newer = Client(), Client()
    for browser in (older, newer):
        knock(browser, "thao")
    phone = set_up_phone(newer)
    assert older.get("/admin/login/?next=/admin/")["Location"] == f"{PROVE}?next=%2Fadmin%2F"
    for name in ("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_activate_totp"):
        assert not who(older, reverse(name)).is_authenticated
    answer = older.post(f"{PROVE}?next=/admin/", {"code": phone.code()})
    assert answer["Location"] == "/admin/"
    assert who(older) == thao


def test_a_role_given_in_mid_session_is_asked_for_at_once(lan: User) -> None:
    browser = Client()
    knock(browser, "lan")
    assert who(browser) == lan
    lan.groups.add(Group.objects.get(name=Role.LEADERSHIP))
    assert not who(browser).is_authenticated


def test_who_must_have_one_cannot_switch_it_off_and_who_need_not_can(thao: User, lan: User) -> None:
    left = {}
    for user in (thao, lan):
        browser = Client()
        knock(browser, user.username)
        set_up_phone(browser)
        browser.post(reverse("mfa_deactivate_totp"))
        left[user.username] = Authenticator.objects.filter(user=user).count()
    assert left == {"thao": 2, "lan": 0}


def test_a_desk_ends_after_its_hours_even_if_the_browser_stays_open(thao: User) -> None:
    browser = Client()
    knock(browser, "thao")
    set_up_phone(browser)
    session = browser.session
    ends_at = datetime.fromisoformat(session["loa_ends_at"])
    assert abs(ends_at - timezone.now() - timedelta(hours=12)) < timedelta(minutes=1)
    session["loa_ends_at"] = timezone.now().isoformat()
    session.save()
    assert not who(browser).is_authenticated
    assert not Session.objects.filter(pk=session.session_key).exists()
