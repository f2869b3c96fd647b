"""Every address of Loa's own asks who comes; none of Wagtail's that publish is there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import GroupPagePermission, TaskState, Workflow

from cms.access import Role
from cms.accounts.models import User
from cms.models import Clearance, Item, ReviewTask
from tests.airtime_verbs import make_airtime
from tests.cms.newsroom import clear, send, signed_in
from tests.conftest import NOW
from tests.grid import everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def every_address(
    resolver: Any = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """Yield the route, the name with its namespace, and the pattern of every address."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inside = (*names, each.namespace) if each.namespace else names
            yield from every_address(each, prefix + str(each.pattern), inside)
        else:
            yield prefix + str(each.pattern), ":".join((*names, each.name or "")), each


def test_no_interface_of_wagtails_that_publishes_or_serves_pages_is_mounted() -> None:
    views: list[Any] = [pattern.callback for _route, _name, pattern in every_address()]
    modules = {getattr(view, "view_class", view).__module__ for view in views}
    assert {name for name in modules if name.startswith(("wagtail.api", "wagtail.views"))} == set()
    assert not apps.is_installed("wagtail.api.v3")


def test_nobody_is_given_the_right_to_publish_and_the_stock_review_is_gone(loa: None) -> None:
    given = GroupPagePermission.objects.values_list("permission__codename", flat=True)
    assert set(given) == {"add_page", "change_page"}
    assert {group.name for group in Group.objects.all()} == {role.value for role in Role}
    for workflow in Workflow.objects.all():
        assert {type(task.task.specific) for task in workflow.workflow_tasks.all()} == {ReviewTask}


@pytest.fixture
def rows(report: Callable[..., Item], lan: User, minh: User, thao: User) -> dict[str, Any]:
    """Return something of everything that an address can ask for, by the name it is asked by."""
    clear(report("Đã duyệt"), lan, minh, thao)
    send(lan, report("Đang chờ"))
    at = make_airtime()
    first: dict[str, Any] = {
        model._meta.model_name or "": model._default_manager.order_by("pk").first()
        for app in ("cms", "media", "broadcast")
        for model in apps.get_app_config(app).get_models()
    }
    return {
        **first,
        "task_state_id": TaskState.objects.filter(status="in_progress").get().pk,
        "sha256": Clearance.objects.latest("pk").house_sha256,
        "code": at.station.code,
        "day": NOW.date().isoformat(),
        "desk": at.ahead,
        "desk:run": at.run,
        "desk:run_state": at.run,
        "desk:cancel": at.run,
        "media": first["asset"],
        # Somebody else's upload, or nobody's: both look alike.
        "media:upload": SimpleNamespace(pk=uuid4()),
        "media:upload_done": SimpleNamespace(pk=uuid4()),
        "media_assets": first["asset"],
        "asset_chooser": first["asset"],
        "area_chooser": first["area"],
        "station_chooser": at.station,
        "station_token": at.token,
        "weekly_slot": at.weekly,
        "airtime_rule": at.rule,
        "airtime_exception": at.order,
        "filler_music": first["fillermusic"],
        "cms": Item.objects.get(title="Đang chờ"),
    }


# Names of places and of stations are no secret, and every desk has to point at them; the list
# of overdue reviews holds what its reader may read, for a stranger nothing; an inbox is one's own.
OPEN = ("area_chooser:", "station_chooser:", "cms:overdue", "inbox:")


def filled_in(name: str, pattern: URLPattern, rows: dict[str, Any]) -> str:
    """Return an address of this name that asks for something there is, an item if nothing else."""
    asked: Any = rows.get(name) or rows.get(name.split(":", maxsplit=1)[0]) or rows["cms"]
    values = {
        each: asked.pk if each == "pk" else rows.get(each, rows["cms"].pk)
        for each in pattern.pattern.converters
    }
    return reverse(name, kwargs=values)


def test_who_may_only_sign_in_to_the_admin_reads_and_changes_nothing_of_ours(
    rows: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = User.objects.create_user(username="khach")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client, before, open_to_all = signed_in(guest), everything("cms", "media", "broadcast"), {}
    ours = [
        (name, pattern)
        for route, name, pattern in every_address()
        if route.startswith("admin/") and ":" in name and not name.startswith(("wagtail", *OPEN))
    ]
    assert len(ours) > 60
    for name, pattern in ours:
        address = filled_in(name, pattern, rows)
        for send_to in (client.get, client.post):
            answer = send_to(address)
            if answer.status_code not in {302, 403, 404, 405}:
                open_to_all[name] = answer.status_code
    assert open_to_all == {}
    assert everything("cms", "media", "broadcast") == before
