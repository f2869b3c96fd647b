"""The cast and the newsroom they work in.

lan reports, minh reviews for the newsroom, thảo decides for the leadership, hoa
schedules the province, tuấn operates one commune station, lạ, a stranger, operates
another. Files are real: a short tone goes through the same gate as any upload.
"""

from __future__ import annotations

import subprocess
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from broadcast.actions.set_up import set_up
from cms.access import Role
from cms.accounts.models import User
from cms.models import Home, Language, Newsroom, Report, SupplyingBody, Theme
from media.actions.make import make
from media.actions.receive import receive
from tests.append_only import let_flush_empty_the_audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.models import Item
    from media.models import Asset

NOW = datetime(2025, 3, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PASSWORD = "loa-thu-nghiem"

CAST: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "lan": ("Lan", "Đàng Thị", (Role.REPORTER,)),
    "quynh": ("Quỳnh", "Võ Thị", (Role.EDITOR,)),
    "minh": ("Minh", "Nguyễn Văn", (Role.REVIEWER,)),
    "thao": ("Thảo", "Trần Thị", (Role.LEADERSHIP,)),
    "hoa": ("Hoa", "Lê Thị", (Role.SCHEDULER,)),
    "tuan": ("Tuấn", "Phạm Văn", (Role.OPERATOR,)),
    "la": ("Lạ", "Người", (Role.OPERATOR,)),
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Make the database, whose audit only a test's own clean-up may empty."""
    let_flush_empty_the_audit()


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Give every test a store and a work folder of its own."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.VAR_DIR / "public"},
        },
        "private": {
            "BACKEND": "media.storage.LocalFiles",
            "OPTIONS": {"location": settings.VAR_DIR / "files"},
        },
    }


@pytest.fixture
def loa(db: None) -> None:
    """Set the database up as `migrate` and `set_up` leave it."""
    set_up()


def person(name: str) -> User:
    first, last, roles = CAST[name]
    user = User.objects.create_user(
        username=name, password=PASSWORD, first_name=first, last_name=last
    )
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


@pytest.fixture
def lan(loa: None) -> User:
    return person("lan")


@pytest.fixture
def quynh(loa: None) -> User:
    return person("quynh")


@pytest.fixture
def minh(loa: None) -> User:
    return person("minh")


@pytest.fixture
def thao(loa: None) -> User:
    return person("thao")


@pytest.fixture
def hoa(loa: None) -> User:
    return person("hoa")


@pytest.fixture
def tuan(loa: None) -> User:
    return person("tuan")


@pytest.fixture
def root(loa: None) -> User:
    """Return a superuser, to whom stock Wagtail says yes everywhere."""
    return User.objects.create_superuser(username="quantri", password=PASSWORD)


@pytest.fixture
def newsroom(loa: None) -> Newsroom:
    room: Newsroom = Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
    return room


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a maker of short real sound files, each made once: `tone(hertz)`."""
    folder = tmp_path_factory.mktemp("tones")

    def made(hertz: int = 440, seconds: float = 1.0, suffix: str = "wav") -> Path:
        target = folder / f"tone-{hertz}-{seconds}.{suffix}"
        if not target.exists():
            source = f"sine=frequency={hertz}:sample_rate=48000:duration={seconds}"
            subprocess.run(
                ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, str(target)], check=True
            )
        return target

    return made


@pytest.fixture
def asset(loa: None, tone: Callable[..., Path]) -> Callable[..., Asset]:
    """Return a maker of assets with a ready house file: `asset(hertz, by=lan)`."""

    def made(hertz: int = 440, *, by: User | None = None, ready: bool = True) -> Asset:
        kept = receive(source=tone(hertz), name=f"{hertz}.wav", by=by, now=NOW).asset
        if ready:
            make(rendition_id=kept.renditions.get().pk, clock=lambda: NOW)
        kept.refresh_from_db()
        return kept

    return made


@pytest.fixture
def report(newsroom: Newsroom, asset: Callable[..., Asset], lan: User) -> Callable[..., Item]:
    """Return a maker of Lan's finished reports, saved as drafts with one revision by her."""

    def made(title: str = "Lớp học bên sông", hertz: int = 440, **fields: Any) -> Item:
        item: Item = newsroom.add_child(
            instance=Report(
                title=title,
                owner=lan,
                live=False,
                language=Language.objects.get(code="vi"),
                supplying_body=SupplyingBody.objects.get(code="dai"),
                author="Đàng Thị Lan",
                script=[("line", {"speaker": "Phát thanh viên", "text": "Kính chào quý vị."})],
                recording=fields.pop("recording", None) or asset(hertz, by=lan),
                **fields,
            )
        )
        item.themes.set([Theme.objects.get(code="chinh-sach")])
        item.save()
        item.save_revision(user=lan)
        item.refresh_from_db()
        return item

    return made
