"""Approvals, clearances and rights: who, when, what, and from where, whichever path is taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.signals import post_execute, pre_execute
from wagtail.models import GroupPagePermission

from cms.access import Role
from cms.accounts.models import User
from cms.actions.withdraw import withdraw
from cms.models import AuditRecord, Clearance, Home, ReviewTask
from cms.models.audit import record
from tests.cms.audit.told import last_record, told_since
from tests.cms.newsroom import clear, decide, formset, seen_now, send
from tests.cms.signing_in.knocking import HOME, knock
from tests.conftest import NOW, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.models import Item

AGENT = "Trình duyệt thử/1.0"


def at_desk(user: User) -> Client:
    client = Client(REMOTE_ADDR=HOME, headers={"user-agent": AGENT})
    client.force_login(user)
    return client


@pytest.fixture
def manager(loa: None) -> User:
    user = User.objects.create_user(username="quan", password=PASSWORD, last_name="Quản")
    user.groups.set(Group.objects.filter(name=Role.MANAGER))
    return user


def test_a_review_is_recorded_step_by_step_with_where_it_came_from(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    last = last_record()
    send(lan, item)
    decide(minh, item, **{"return": "1"}, comment="Thiếu nguồn tin")
    send(lan, item)
    seen = seen_now(item)
    for reviewer in (minh, thao):
        decide(reviewer, item, approve="1")
    clearance = Clearance.objects.get(item_id=item.pk)
    revision = clearance.revision_id
    steps = [step.name for step in ReviewTask.objects.order_by("pk")][:2]
    withdraw(item=item, by=thao, reason="Sai tên người", now=NOW)

    rows = [row for row in told_since(last) if row[0] != "signed_in"]
    approved = {"seen": seen, "revision": revision}
    assert rows == [
        ("returned", "minh", item.title, {"step": steps[0], "reason": "Thiếu nguồn tin"}),
        ("approved", "minh", item.title, {"step": steps[0], **approved}),
        ("approved", "thao", item.title, {"step": steps[1], **approved}),
        (
            "cleared",
            "thao",
            item.title,
            {
                "clearance": clearance.pk,
                "revision": revision,
                "content": clearance.content_sha256,
                "file": clearance.house_sha256,
            },
        ),
        (
            "withdrawn",
            "thao",
            item.title,
            {"clearance": clearance.pk, "reason": "Sai tên người"},
        ),
    ]
    assert set(
        AuditRecord.objects.filter(pk__gt=last, kind__in=["approved", "cleared"]).values_list(
            "key", "address", "agent"
        )
    ) == {(f"item:{item.pk}", "127.0.0.1", "")}


def test_a_refused_approval_leaves_no_record(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    last = last_record()
    decide(minh, item, seen="0" * 64, approve="1")
    assert [row[0] for row in told_since(last)] == ["signed_in"]


def test_a_newer_clearance_ends_the_older_on_record(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    item.refresh_from_db()
    item.title = "Lớp học bên sông, bản mới"
    item.save_revision(user=lan)
    last = last_record()
    clear(item, lan, minh, thao)
    assert [row[0] for row in told_since(last)] == [
        "correction",
        "approved",
        "approved",
        "superseded",
        "cleared",
    ]


def edit_user(by: Client, user: User, **changes: Any) -> None:
    data: dict[str, Any] = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "password1": "",
        "password2": "",
        "groups": [group.pk for group in user.groups.all()],
        "is_active": "on",
        **changes,
    }
    answer = by.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {name: value for name, value in data.items() if value is not None},
    )
    assert answer.status_code == 302


def test_a_managers_changes_of_an_account_are_recorded_without_the_password(
    manager: User, lan: User
) -> None:
    desk = at_desk(manager)
    lan.email = "lan@example.vn"
    lan.save()
    last = last_record()
    leaders = Group.objects.get(name=Role.LEADERSHIP)
    before = timezone.now()
    edit_user(desk, lan, groups=[leaders.pk], password1="sông Cái 2026", password2="sông Cái 2026")
    edit_user(desk, lan, groups=[leaders.pk], is_active=None)
    edit_user(desk, lan, groups=[leaders.pk], username="lan2")
    of = "lan (Đàng Thị Lan)"
    assert told_since(last) == [
        ("password", "quan", of, {}),
        ("groups", "quan", of, {"removed": [Role.REPORTER.value]}),
        ("groups", "quan", of, {"added": [Role.LEADERSHIP.value]}),
        ("user_off", "quan", of, {}),
        ("user_on", "quan", "lan2 (Đàng Thị Lan)", {}),
        (
            "user_changed",
            "quan",
            "lan2 (Đàng Thị Lan)",
            {"from": ["username=lan"], "to": ["username=lan2"]},
        ),
    ]
    rows = AuditRecord.objects.filter(pk__gt=last)
    assert set(rows.values_list("address", "agent", "by", "key")) == {
        (HOME, AGENT, manager.pk, f"user:{lan.pk}")
    }
    assert all(before <= row.at <= timezone.now() for row in rows)
    assert "Cái" not in str(list(rows.values()))


@pytest.mark.parametrize("active", [False, True])
def test_the_bulk_action_that_no_signal_tells_of_is_recorded(
    active: bool, root: User, lan: User, quynh: User
) -> None:
    for user in (lan, quynh):
        user.is_active = not active
        user.save()
    last = last_record()
    desk = at_desk(root)
    address = reverse("wagtail_bulk_action", args=("accounts", "user", "set_active_state"))
    desk.post(f"{address}?id={lan.pk}&id={quynh.pk}", {"mark_as_active": str(active)})
    kind = "user_on" if active else "user_off"
    assert sorted(row[:3] for row in told_since(last) if row[0] != "signed_in") == [
        (kind, "quantri", "lan (Đàng Thị Lan)"),
        (kind, "quantri", "quynh (Võ Thị Quỳnh)"),
    ]
    assert set(User.objects.filter(pk__in=[lan.pk, quynh.pk]).values_list("is_active")) == {
        (active,)
    }


def test_the_bulk_assignment_of_a_role_is_recorded_for_each_person(
    root: User, lan: User, quynh: User
) -> None:
    desk = at_desk(root)
    last = last_record()
    role = Group.objects.get(name=Role.MANAGER)
    address = reverse("wagtail_bulk_action", args=("accounts", "user", "assign_role"))
    desk.post(f"{address}?id={lan.pk}&id={quynh.pk}", {"role": role.pk})
    assert sorted(told_since(last), key=lambda row: row[2]) == [
        ("groups", "quantri", "lan (Đàng Thị Lan)", {"added": ["Quản trị"]}),
        ("groups", "quantri", "quynh (Võ Thị Quỳnh)", {"added": ["Quản trị"]}),
    ]


def test_what_a_role_may_is_recorded_with_its_pages(root: User) -> None:
    desk, home = at_desk(root), Home.objects.get()
    role = Group.objects.create(name="Cộng tác viên")
    last = last_record()
    may_enter = Permission.objects.get(codename="access_admin")
    address = reverse("wagtailusers_groups:edit", args=[role.pk])
    shown = desk.get(address).content.decode()
    panels: dict[str, str] = {}
    for prefix in re.findall(r'name="([\w-]+)-TOTAL_FORMS"', shown):
        panels |= formset(prefix)
    data = {
        "name": role.name,
        "permissions": [may_enter.pk],
        **panels,
        "page_permissions-TOTAL_FORMS": "1",
        "page_permissions-0-page": str(home.pk),
        "page_permissions-0-permissions": ["change_page"],
    }
    assert desk.post(address, data).status_code == 302
    gone = {
        **data,
        "permissions": [],
        "page_permissions-INITIAL_FORMS": "1",
        "page_permissions-0-DELETE": "on",
    }
    assert desk.post(address, gone).status_code == 302
    assert [row for row in told_since(last) if row[0] == "permissions"] == [
        ("permissions", "quantri", role.name, {"added": ["wagtailadmin.access_admin"]}),
        ("permissions", "quantri", role.name, {"added": ["wagtailcore.change_page (Loa)"]}),
        ("permissions", "quantri", role.name, {"removed": ["wagtailadmin.access_admin"]}),
        ("permissions", "quantri", role.name, {"removed": ["wagtailcore.change_page (Loa)"]}),
    ]


def test_every_other_path_to_a_right_is_recorded_too(lan: User, minh: User) -> None:
    """As a command or a shell takes them: nobody is at hand then, and that is said."""
    last = last_record()
    role = Group.objects.get(name=Role.EDITOR)
    may = Permission.objects.get(codename="view_item")
    name = "lan (Đàng Thị Lan)"
    role.user_set.add(lan)
    lan.groups.clear()
    role.user_set.set([lan])
    role.user_set.clear()
    lan.user_permissions.add(may)
    User.objects.filter(pk=lan.pk).update(is_superuser=True)
    GroupPagePermission.objects.filter(group=role, permission__codename="add_page").delete()
    ReviewTask.objects.order_by("pk").first().groups.add(role)
    role.delete()
    assert {row[1] for row in told_since(last)} == {""}
    assert [(row[0], row[2], row[3]) for row in told_since(last)] == [
        ("groups", name, {"added": [Role.EDITOR.value]}),
        ("groups", name, {"removed": sorted([Role.EDITOR.value, Role.REPORTER.value])}),
        ("groups", name, {"added": [Role.EDITOR.value]}),
        ("groups", name, {"removed": [Role.EDITOR.value]}),
        ("permissions", name, {"added": ["cms.view_item"]}),
        ("user_changed", name, {"from": ["is_superuser=False"], "to": ["is_superuser=True"]}),
        ("permissions", Role.EDITOR.value, {"removed": ["wagtailcore.add_page (Loa)"]}),
        (
            "steps",
            ReviewTask.objects.order_by("pk").first().name,
            {"added": [Role.EDITOR.value]},
        ),
        ("permissions", Role.EDITOR.value, {"removed": ["wagtailcore.change_page (Loa)"]}),
        ("group_deleted", Role.EDITOR.value, {}),
    ]
    assert set(AuditRecord.objects.filter(pk__gt=last).values_list("agent", "address")) == {
        ("command", None)
    }


def test_coming_going_and_being_locked_out_are_recorded_and_a_lock_out_once(lan: User) -> None:
    last = last_record()
    browser = Client()
    knock(browser, "lan")
    browser.post(reverse("account_logout"))
    for _try in range(11):
        knock(Client(), "lan", "đoán")
    name = "lan (Đàng Thị Lan)"
    assert told_since(last) == [
        ("signed_in", "lan", name, {}),
        ("signed_out", "lan", name, {}),
        ("locked_out", "", name, {"count": 8}),
    ]
    assert set(AuditRecord.objects.filter(pk__gt=last).values_list("address")) >= {(HOME,)}


def test_what_the_worker_does_is_marked_as_a_task(lan: User) -> None:
    pre_execute.send(sender="django_q", func=None, task={})
    inside = record("cleared", about="bài", key="item:1", by=lan, now=NOW)
    post_execute.send(sender="django_q", func=None, task={})
    outside = record("cleared", about="bài", key="item:1", by=lan, now=NOW)
    assert (inside.agent, outside.agent) == ("task", "command")


def test_a_kind_nobody_named_is_no_record(lan: User) -> None:
    with pytest.raises(ValueError, match="bịa"):
        record("bịa", about="bài", key="item:1", by=lan, now=NOW)


def test_a_browser_that_says_too_much_is_cut_short(lan: User) -> None:
    browser = Client(headers={"user-agent": "x" * 5000})
    knock(browser, "lan")
    assert AuditRecord.objects.get(kind="signed_in").agent == "x" * 255
