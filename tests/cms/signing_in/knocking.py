"""Come to a door with a name and a password, from some address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

HOME, ELSEWHERE = "203.0.113.7", "203.0.113.8"
DOORS = ("/tai-khoan/dang-nhap/", "/admin/login/", "/dai/dang-nhap/")


def knock(
    browser: Client,
    name: str,
    password: str = PASSWORD,
    *,
    door: str = "/admin/login/",
    address: str = HOME,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Any:
    return browser.post(
        door,
        {"login": name, "password": password, **more},
        headers=headers,
        REMOTE_ADDR=address,
    )


def is_in(browser: Client) -> bool:
    """Whether the portal lets this browser past its door."""
    answer = browser.get(reverse("portal:home"))
    return bool(
        answer.status_code == 200 or not answer["Location"].startswith(reverse("portal:sign_in"))
    )
