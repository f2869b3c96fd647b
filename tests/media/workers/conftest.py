"""In this folder `db` has no transaction around a test: other processes see its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django_q.models import OrmQ, Schedule, Task

from media.actions.set_up import set_up
from media.models import Asset, Hold, Profile, Rendition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model


def _forget_everything() -> None:
    """Delete by name what these tests write: a flush would take Wagtail's root page too."""
    models: tuple[type[Model], ...] = (Hold, Rendition, Asset, Profile, OrmQ, Schedule, Task)
    for model in models:
        model._default_manager.all().delete()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined] # pytest-django's blocker
        _forget_everything()
        set_up()
        yield
        _forget_everything()
        connections.close_all()
