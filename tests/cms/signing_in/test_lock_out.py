"""Who tries too often: the name is locked at that address, for a while, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone

from cms.origin import client_address
from cms.signing_in.backend import locked_address
from cms.signing_in.lock_out import locked_until
from tests.cms.signing_in.knocking import DOORS, ELSEWHERE, HOME, is_in, knock

if TYPE_CHECKING:
    from typing import Any

    from cms.accounts.models import User

LIMIT = 8


def guess(browser: Client, name: str, times: int = LIMIT, **how: Any) -> Any:
    answer = None
    for _try in range(times):
        answer = knock(browser, name, "đoán bừa", **how)
    return answer


def pass_time(minutes: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


@pytest.mark.parametrize("door", DOORS)
def test_the_eighth_wrong_password_locks_the_name_at_that_address_alone(
    door: str, lan: User, quynh: User
) -> None:
    browser = Client()
    assert guess(browser, "lan", LIMIT - 1, door=door).status_code == 200
    locked = guess(browser, "lan", 1, door=door)
    until = locked_until("lan", HOME, now=timezone.now())
    assert locked.status_code == 429
    assert until is not None
    assert f"sau {timezone.localtime(until):%H:%M ngày %d/%m/%Y}" in locked.content.decode()

    assert knock(browser, "lan", door=door).status_code == 429
    assert not is_in(browser)
    neighbour, abroad = Client(), Client()
    knock(neighbour, "quynh", door=door)
    knock(abroad, "lan", door=door, address=ELSEWHERE)
    assert (is_in(neighbour), is_in(abroad)) == (True, True)


def test_other_doors_and_other_browsers_are_locked_with_it(lan: User) -> None:
    for door in DOORS:
        guess(Client(), "lan", 3, door=door, headers={"user-agent": f"trình duyệt {door}"})
    for door in DOORS:
        browser = Client()
        assert knock(browser, "lan", door=door).status_code == 429
        assert not is_in(browser)


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(lan: User) -> None:
    browser = Client()
    guess(browser, "lan")
    pass_time(14.9)
    assert knock(browser, "lan").status_code == 429
    pass_time(0.2)
    assert knock(browser, "lan").status_code == 302
    assert is_in(browser)


def test_trying_while_locked_does_not_lock_for_longer(lan: User) -> None:
    browser = Client()
    guess(browser, "lan")
    pass_time(10)
    before = locked_until("lan", HOME, now=timezone.now())
    guess(browser, "lan", 3)
    assert locked_until("lan", HOME, now=timezone.now()) == before


def test_who_gets_in_starts_counting_anew(lan: User) -> None:
    browser = Client()
    guess(browser, "lan", LIMIT - 1)
    knock(browser, "lan")
    assert guess(Client(), "lan", LIMIT - 1).status_code == 200


def test_the_page_tells_when_the_counts_of_several_browsers_are_few_enough(loa: None) -> None:
    now = timezone.now()
    for agent, minutes, failures in (("a", 12, 4), ("b", 6, 3), ("c", 1, 2)):
        AccessAttempt.objects.create(
            username="lan",
            ip_address=HOME,
            user_agent=agent,
            failures_since_start=failures,
            get_data="",
            post_data="",
        )
        AccessAttempt.objects.filter(user_agent=agent).update(
            attempt_time=now - timedelta(minutes=minutes)
        )
    # Nine wrong ones; once the oldest four are forgotten five are left.
    assert locked_until("lan", HOME, now=now) == now + timedelta(minutes=3)


def test_no_password_is_written_down_with_a_try(lan: User) -> None:
    guess(Client(), "lan", 2)
    (row,) = AccessAttempt.objects.values()
    assert not [value for value in row.values() if "đoán bừa" in str(value)]


def test_a_header_anybody_can_write_neither_dodges_a_lock_out_nor_causes_one(lan: User) -> None:
    browser = Client()
    for number in range(LIMIT):
        knock(browser, "lan", "đoán", headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert knock(browser, "lan", headers={"x-forwarded-for": "198.51.100.99"}).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "passed", "told"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "không phải địa chỉ", None),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_header_is_believed_as_far_as_our_own_proxies_wrote_it(
    proxies: int, passed: str, told: str | None, settings: Any
) -> None:
    settings.LOA_TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", headers={"x-forwarded-for": passed}, REMOTE_ADDR="192.0.2.1"
    )
    assert client_address(request) == told


def test_one_line_of_ipv6_is_one_address(settings: Any) -> None:
    def locked(address: str) -> str | None:
        return locked_address(RequestFactory().get("/", REMOTE_ADDR=address))

    assert locked("2001:db8:1:2::1") == locked("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"
    assert locked("2001:db8:1:3::1") != locked("2001:db8:1:2::1")
    assert locked(HOME) == HOME
