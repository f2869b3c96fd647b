"""A whole installation for the browser: own database and files, web server, worker, Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cms.access import Role
from tests.conftest import CAST, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Manage:
    """Runs `manage.py`, in processes with this environment."""

    environment: dict[str, str] = field(repr=False)

    def __call__(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def cast(self, call: str) -> None:
        """Make a call of `tests.browser.cast`."""
        self("shell", "-v0", "-c", f"from tests.browser import cast; cast.{call}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def manage(tmp_path_factory: pytest.TempPathFactory) -> Manage:
    """Return a way to run management commands in an installation of its own."""
    environment = {
        **os.environ,
        "LOA_VAR_DIR": str(tmp_path_factory.mktemp("loa")),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    return Manage(environment)


@pytest.fixture(scope="session")
def installation(manage: Manage) -> Iterator[str]:
    """Yield the address of a running Loa with the cast in it."""
    manage("migrate", "-v0")
    manage("set_up")
    manage("collectstatic", "--noinput", "-v0")
    manage.cast("move_in()")
    folder, environment = Path(manage.environment["LOA_VAR_DIR"]), manage.environment
    port = _free_port()
    log = (folder / "log").open("wb")
    services = [
        subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        for command in (
            ["-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
            ["manage.py", "qcluster"],
        )
    ]
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        for service in services:
            with suppress(ProcessLookupError):
                os.killpg(service.pid, signal.SIGKILL)
            service.wait()
        log.close()


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def sign_in(chromium: Browser, installation: str) -> Iterator[Callable[[str], Page]]:
    """Return a way to sit down as one of the cast: `sign_in("lan")` gives the first screen.

    Operators come in by the portal's own door, everybody else by the admin's.
    """
    contexts = []
    broken: list[str] = []

    def seated(name: str) -> Page:
        operates = Role.OPERATOR in CAST[name][-1]
        door, first = (
            ("/dai/dang-nhap/", "**/dai/*") if operates else ("/admin/login/", "**/admin/")
        )
        context = chromium.new_context(base_url=installation, locale="vi-VN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: broken.append(f"{name}: {error}"))
        page.goto(door)
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(first)
        return page

    yield seated
    for context in contexts:
        context.close()
    assert broken == []
