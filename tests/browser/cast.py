"""Fills an installation of its own for the browser stories; run inside `manage.py shell`."""

from __future__ import annotations

from cms.models import Home, Newsroom
from tests.conftest import CAST, person


def move_in() -> None:
    for name in CAST:
        person(name)
    Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
