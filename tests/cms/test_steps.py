"""Steps are rows a manager sets; what is in review keeps its own, and a second person sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowTask

from cms.access import Role
from cms.accounts.models import User
from cms.actions.newsrooms import NewsroomRefused, open_newsroom
from cms.actions.set_steps import (
    Step,
    Steps,
    StepsRefused,
    set_reviewers,
    set_steps,
    steps_at,
)
from cms.models import (
    Area,
    Article,
    Clearance,
    Home,
    Item,
    Language,
    Newsroom,
    NewsroomReviewer,
    ReviewTask,
    SupplyingBody,
    Theme,
    UrgentPath,
)
from tests.cms.newsroom import approve_as, current_step, decide, send, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def manager(loa: None) -> User:
    user = User.objects.create_user(username="quanly")
    user.groups.add(Group.objects.get(name=Role.MANAGER))
    return user


def step(name: str, role: Role, *, own_newsroom: bool = False) -> Step:
    return Step(name, Group.objects.get(name=role), own_newsroom)


def two_and_one() -> Steps:
    desk, board = step("Thẩm định", Role.REVIEWER), step("Duyệt", Role.LEADERSHIP)
    return Steps((desk, board), (board,))


def rows() -> list[Any]:
    models = (Workflow, WorkflowPage, WorkflowTask, ReviewTask, UrgentPath, NewsroomReviewer)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def names_of(item: Item) -> list[str]:
    workflow = Item.objects.get(pk=item.pk).specific.get_workflow()
    return [task.name for task in workflow.tasks]


def test_a_newsroom_takes_its_own_steps_and_the_others_stay(
    newsroom: Newsroom, report: Callable[..., Item], manager: User, lan: User, thao: User
) -> None:
    other = open_newsroom(title="Báo", area=None, by=manager)
    one = Steps((step("Duyệt", Role.LEADERSHIP),))
    set_steps(pages=[newsroom], steps=one, by=manager)
    assert steps_at(newsroom) == one
    assert steps_at(other) is None
    assert other.get_workflow().tasks.count() == 2
    item = report()
    send(lan, item)
    approve_as(thao, item)
    assert [done["step"] for done in Clearance.objects.get(item=item).steps] == ["Duyệt"]


def test_a_change_leaves_reviews_in_progress_on_their_steps(
    newsroom: Newsroom,
    report: Callable[..., Item],
    manager: User,
    lan: User,
    minh: User,
    thao: User,
) -> None:
    item = report()
    send(lan, item)
    set_steps(pages=[newsroom], steps=Steps((step("Duyệt", Role.LEADERSHIP),)), by=manager)
    approve_as(minh, item)
    assert not Clearance.objects.exists()
    approve_as(thao, item)
    assert len(Clearance.objects.get(item=item).steps) == 2


def test_a_returned_item_takes_the_steps_that_stand_when_it_is_sent_again(
    newsroom: Newsroom,
    report: Callable[..., Item],
    manager: User,
    lan: User,
    minh: User,
    thao: User,
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    decide(thao, item, **{"return": "1"}, comment="Sửa tít.")
    set_steps(pages=[newsroom], steps=Steps((step("Duyệt ngay", Role.LEADERSHIP),)), by=manager)
    send(lan, item)
    assert current_step(item).task.name == "Duyệt ngay"
    approve_as(thao, item)
    assert [done["step"] for done in Clearance.objects.get(item=item).steps] == ["Duyệt ngay"]


def test_an_urgent_item_takes_fewer_steps_and_still_a_second_person(
    newsroom: Newsroom, report: Callable[..., Item], manager: User, lan: User, thao: User
) -> None:
    set_steps(pages=[newsroom], steps=two_and_one(), by=manager)
    assert names_of(report(title="Tin thường")) == ["Thẩm định", "Duyệt"]
    item = report(title="Cảnh báo lũ quét", priority="urgent")
    assert names_of(item) == ["Duyệt"]
    lan.groups.add(Group.objects.get(name=Role.LEADERSHIP))
    send(lan, item)
    assert "refused=own_piece" in decide(lan, item, approve="1")["Location"]
    assert not Clearance.objects.exists()
    approve_as(thao, item)
    assert [done["user"] for done in Clearance.objects.get(item=item).steps] == ["thao"]


def test_the_same_steps_are_the_same_workflow(newsroom: Newsroom, manager: User) -> None:
    set_steps(pages=[newsroom], steps=two_and_one(), by=manager)
    before = rows()
    set_steps(pages=[newsroom], steps=two_and_one(), by=manager)
    assert rows() == before


def test_steps_that_cannot_be_are_refused_and_nothing_is_written(
    newsroom: Newsroom, manager: User
) -> None:
    one, two = step("Một", Role.REVIEWER), step("Hai", Role.LEADERSHIP)
    more = tuple(step(f"Bước {n}", Role.REVIEWER) for n in range(4))
    before = rows()
    for refused in (Steps(()), Steps(more), Steps((one,), (two,)), Steps((one, one))):
        with pytest.raises(StepsRefused):
            set_steps(pages=[newsroom], steps=refused, by=manager)
    with pytest.raises(StepsRefused):
        set_steps(pages=[Home.objects.get()], steps=None, by=manager)
    assert rows() == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_a_manager_sets_steps(role: Role, newsroom: Newsroom) -> None:
    user = User.objects.create_user(username="ai-do")
    user.groups.add(Group.objects.get(name=role))
    before = rows()
    with pytest.raises(PermissionDenied):
        set_steps(pages=[newsroom], steps=two_and_one(), by=user)
    with pytest.raises(PermissionDenied):
        set_reviewers(newsroom=newsroom, reviewers=[user], by=user)
    with pytest.raises(PermissionDenied):
        open_newsroom(title="Tự lập", area=None, by=user)
    client = signed_in(user)
    for name, args in (("list", ()), ("add", ()), ("steps", (newsroom.pk,))):
        answer = client.post(reverse(f"newsrooms:{name}", args=args), posted(two_and_one()))
        assert answer.status_code in {302, 403, 405}
    assert rows() == before
    assert Newsroom.objects.count() == 1


# A commune's own items, by its own leadership.


@pytest.fixture
def communes(manager: User) -> list[Newsroom]:
    made = []
    for code, name in (("22861", "Xã Phước Hữu"), ("22840", "Xã Lợi Hải")):
        area = Area.objects.create(
            code=code,
            level="commune",
            name=name,
            full_name=name,
            path=f"{code}/",
            valid_from="2020-01-01",
        )
        made.append(open_newsroom(title=f"Tòa soạn {name}", area=area, by=manager))
    own = Steps((step("Lãnh đạo xã duyệt", Role.COMMUNE_LEADERSHIP, own_newsroom=True),))
    set_steps(pages=made, steps=own, by=manager)
    return made


def leader(name: str, of: Newsroom, by: User) -> User:
    user = User.objects.create_user(username=name)
    user.groups.add(Group.objects.get(name=Role.COMMUNE_LEADERSHIP))
    set_reviewers(newsroom=of, reviewers=[user], by=by)
    return user


def written(newsroom: Newsroom, by: User, title: str = "Họp thôn") -> Item:
    item: Item = newsroom.add_child(
        instance=Article(
            title=title,
            owner=by,
            live=False,
            language=Language.objects.get(code="vi"),
            body="<p>Mời bà con họp thôn lúc 19 giờ tại nhà văn hóa.</p>",
            supplying_body=SupplyingBody.objects.get(code="dai"),
        )
    )
    item.themes.set([Theme.objects.get(code="chinh-sach")])
    item.areas.set([newsroom.area])
    item.save()
    item.save_revision(user=by)
    item.refresh_from_db()
    workflow = item.get_workflow()
    assert workflow
    workflow.start(item, by)
    return item


def test_a_communes_leadership_takes_its_own_communes_items_alone(
    communes: list[Newsroom], manager: User, lan: User
) -> None:
    here, there = communes
    binh, cuc = leader("binh", here, manager), leader("cuc", there, manager)
    item = written(here, lan)
    assert list(TaskState.objects.reviewable_by(binh)) == [current_step(item)]
    assert not TaskState.objects.reviewable_by(cuc).exists()
    for verb in ({"approve": "1"}, {"return": "1", "comment": "Không."}):
        decide(cuc, item, **verb)
    page = signed_in(cuc).get(reverse("cms:review", args=[current_step(item).pk]))
    assert item.title not in page.content.decode()
    assert not item.permissions_for_user(cuc).can_edit()
    assert not Clearance.objects.exists()
    approve_as(binh, item)
    assert Clearance.objects.get(item=item).cleared_by == binh


def test_a_communes_own_reviewer_who_left_the_group_takes_nothing(
    communes: list[Newsroom], manager: User, lan: User
) -> None:
    binh = leader("binh", communes[0], manager)
    item = written(communes[0], lan)
    binh.groups.clear()
    assert not TaskState.objects.reviewable_by(binh).exists()
    decide(binh, item, approve="1")
    assert not Clearance.objects.exists()


def test_an_area_has_one_newsroom(communes: list[Newsroom], manager: User) -> None:
    with pytest.raises(NewsroomRefused):
        open_newsroom(title="Lại nữa", area=communes[0].area, by=manager)
    assert Newsroom.objects.count() == 2


# The pages.


def posted(steps: Steps | None, **more: Any) -> dict[str, Any]:
    """Return what the form of steps posts."""
    data: dict[str, Any] = dict(more)
    if steps is None:
        data["as_above"] = "on"
    for prefix, way in (
        ("usual", steps.usual if steps else ()),
        ("urgent", steps.urgent if steps else ()),
    ):
        data |= {f"{prefix}-TOTAL_FORMS": len(way), f"{prefix}-INITIAL_FORMS": 0}
        for number, each in enumerate(way):
            data |= {
                f"{prefix}-{number}-name": each.name,
                f"{prefix}-{number}-group": each.group.pk,
            }
            if each.own_newsroom:
                data[f"{prefix}-{number}-own_newsroom"] = "on"
    return data


def test_a_manager_sets_steps_on_a_page_and_reads_what_results(
    newsroom: Newsroom, manager: User
) -> None:
    client, address = signed_in(manager), reverse("newsrooms:steps", args=[newsroom.pk])
    before = rows()
    look = client.post(address, posted(two_and_one(), look="1"))
    assert (
        "Tin bài của Đài tỉnh qua 2 bước: Thẩm định, rồi Duyệt (Ban biên tập). Tin khẩn cấp "
        "qua 1 bước: Duyệt (Ban biên tập). Không ai duyệt bài của chính mình, nên ít nhất hai "
        "người đã xem những gì được phát."
    ) in look.content.decode()
    assert rows() == before
    client.post(address, posted(two_and_one()))
    assert steps_at(newsroom) == two_and_one()
    listed = client.get(reverse("newsrooms:list")).content.decode()
    assert "Tin bài của Đài tỉnh qua 2 bước: Thẩm định, rồi Duyệt (Ban biên tập)." in listed
    client.post(address, posted(None))
    assert steps_at(newsroom) is None


def test_a_page_keeps_what_was_typed_when_the_steps_are_refused(
    newsroom: Newsroom, manager: User
) -> None:
    board = step("Chỉ một bước", Role.LEADERSHIP)
    before = rows()
    page = signed_in(manager).post(
        reverse("newsrooms:steps", args=[newsroom.pk]), posted(Steps((board,), (board,)))
    )
    assert "Lối khẩn cấp phải ít bước hơn" in page.content.decode()
    assert page.content.decode().count("Chỉ một bước") >= 2
    assert rows() == before


def test_steps_typed_under_a_tick_that_drops_them_are_not_lost_in_silence(
    newsroom: Newsroom, manager: User
) -> None:
    before = rows()
    page = signed_in(manager).post(
        reverse("newsrooms:steps", args=[newsroom.pk]), posted(two_and_one(), as_above="on")
    )
    assert "Bạn đã đổi các bước bên dưới" in page.content.decode()
    assert rows() == before


def test_one_form_serves_every_commune_and_chooses_its_reviewers(
    communes: list[Newsroom], manager: User
) -> None:
    binh = leader("binh", communes[0], manager)
    cuc = leader("cuc", communes[1], manager)
    two = Steps(
        (
            step("Văn hóa xã", Role.REVIEWER),
            step("Chủ tịch xã", Role.COMMUNE_LEADERSHIP, own_newsroom=True),
        )
    )
    signed_in(manager).post(
        reverse("newsrooms:steps", args=[communes[0].pk]),
        posted(two, alike="on", reviewers=[binh.pk, cuc.pk]),
    )
    assert [steps_at(room) for room in communes] == [two, two]
    assert set(NewsroomReviewer.objects.values_list("newsroom", "user")) == {
        (communes[0].pk, binh.pk),
        (communes[0].pk, cuc.pk),
        (communes[1].pk, cuc.pk),
    }


def test_a_manager_opens_a_newsroom_on_its_page(manager: User) -> None:
    client = signed_in(manager)
    client.post(reverse("newsrooms:add"), {"title": "Đài huyện Ninh Sơn", "area": ""})
    room = Newsroom.objects.get()
    assert (room.title, room.slug, room.area) == ("Đài huyện Ninh Sơn", "dai-huyen-ninh-son", None)


def test_the_list_takes_as_many_queries_for_three_newsrooms_as_for_one(
    communes: list[Newsroom], manager: User, django_assert_num_queries: Any
) -> None:
    client, address = signed_in(manager), reverse("newsrooms:list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        room = open_newsroom(title=f"Thêm {number}", area=None, by=manager)
        set_reviewers(newsroom=room, reviewers=[manager], by=manager)
        set_steps(pages=[room], steps=steps_at(communes[0]), by=manager)
    with django_assert_num_queries(len(few)):
        client.get(address)
