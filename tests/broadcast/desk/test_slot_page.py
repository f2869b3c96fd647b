"""One slot on the desk: its reasons, its changes, the way back; and who may do which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcast.actions.release import stops
from broadcast.models import DeskRun, Maker, Playlist
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

from .conftest import DAY, at, open_slot, placed, plan, rows, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from broadcast.models import Clock, Slot, Station
    from cms.accounts.models import User
    from cms.models import Clearance


@pytest.fixture
def spare(slot: Slot, cleared: Callable[..., Clearance]) -> Clearance:
    """Plan the slot with one item of 25 s; a short one is spare."""
    cleared("Lớp học bên sông", 25)
    plan(slot.station)
    return cleared("Đường về bản", 5)


def change(browser: Client, slot: Slot, verb: str, **data: object) -> Answer:
    return browser.post(reverse("desk:change", args=[slot.pk]), {"verb": verb, **data}, follow=True)


def said(answer: Answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


@pytest.mark.usefixtures("spare")
def test_an_entry_says_when_it_airs_who_placed_it_and_why(desk: Client, slot: Slot) -> None:
    page = desk.get(reverse("desk:slot", args=[slot.pk]))

    first, filler = page.context["sheet"].entries
    assert (first.title, first.kind, first.language, first.maker) == (
        "Lớp học bên sông",
        "phóng sự phát thanh",
        "Tiếng Việt",
        "máy xếp lịch",
    )
    assert first.reason == (
        "xếp thứ 1 trong 1 tin bài có thể phát: "
        "chủ đề đang thiếu, phát ít hơn mức cần, sắp hết ngày được phát"
    )
    assert (filler.title, filler.movable) == ("Nhạc cắt", False)


def test_replace_lock_unlock_remove_add_and_undo_through_the_page(
    desk: Client, slot: Slot, spare: Clearance
) -> None:
    before = titles(slot)
    first = slot.placements.items().get()

    answer = change(desk, slot, "replace", placement=first.pk, clearance=spare.pk)
    assert said(answer) == ["“Đường về bản” sẽ phát thay cho “Lớp học bên sông”."]
    assert placed(slot, "Đường về bản").made_by == Maker.SCHEDULER

    change(desk, slot, "undo")
    assert titles(slot) == before
    assert placed(slot, "Lớp học bên sông").made_by == Maker.PLANNER

    change(desk, slot, "lock", placement=placed(slot, "Lớp học bên sông").pk)
    assert placed(slot, "Lớp học bên sông").locked
    change(desk, slot, "unlock", placement=placed(slot, "Lớp học bên sông").pk)
    assert not placed(slot, "Lớp học bên sông").locked

    change(desk, slot, "remove", placement=placed(slot, "Lớp học bên sông").pk)
    assert "Lớp học bên sông" not in titles(slot)
    change(desk, slot, "undo")
    assert titles(slot) == before

    change(desk, slot, "add", clearance=spare.pk)
    assert titles(slot)[:2] == ["Lớp học bên sông", "Đường về bản"]
    change(desk, slot, "undo")
    assert titles(slot) == before

    assert said(change(desk, slot, "undo")) == ["Không có thay đổi nào để hoàn tác ở đây."]


def test_a_refusal_is_one_sentence_and_touches_nothing(
    desk: Client, slot: Slot, spare: Clearance, cleared: Callable[..., Clearance]
) -> None:
    too_long = cleared("Chuyện dài", 40)
    before = rows(slot)

    answer = change(desk, slot, "add", clearance=too_long.pk)

    assert said(answer) == ["“Chuyện dài” không phát được ở đây: dài hơn thời gian còn trống."]
    assert answer.redirect_chain[-1][0].startswith(reverse("desk:choose", args=[slot.pk]))
    assert rows(slot) == before


def test_candidates_are_found_without_marks_with_what_speaks_against_them(
    desk: Client, slot: Slot, spare: Clearance, cleared: Callable[..., Clearance]
) -> None:
    cleared("Chuyện dài", 40)
    first = slot.placements.items().get()

    def found(text: str, placement: int | str = "") -> list[tuple[str, list[str]]]:
        query = {"q": text, "placement": placement}
        page = desk.get(reverse("desk:choose", args=[slot.pk]), query)
        return [(row.title, row.against) for row in page.context["choice"].rows]

    assert found("duong VE ban") == [("Đường về bản", [])]
    assert found("chuyen dai") == [("Chuyện dài", ["dài hơn thời gian còn trống"])]
    assert found("lop hoc") == [
        (
            "Lớp học bên sông",
            ["tin bài đã có trong buổi này", "quá gần một lần phát khác ở đài này"],
        )
    ]
    # In the place of what stands there now all of them fit.
    assert {title for title, against in found("", placement=first.pk) if not against} == {
        "Lớp học bên sông",
        "Đường về bản",
        "Chuyện dài",
    }


def test_choosing_takes_as_many_queries_for_three_candidates_as_for_one(
    desk: Client, slot: Slot, spare: Clearance, cleared: Callable[..., Clearance]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("desk:choose", args=[slot.pk]))
        return len(captured)

    queries()
    two = queries()
    cleared("Chuyện dài", 40)
    cleared("Mùa muối", 10)
    assert queries() == two


def test_the_slot_says_which_stations_below_carry_what_is_gone(
    desk: Client, slot: Slot, spare: Clearance, lam_son: Station, carry_clock: Clock
) -> None:
    below = open_slot(lam_son, carry_clock, at(5, 15))
    plan(lam_son)
    assert below.placements.filter(from_station=slot.station).count() == 1
    change(desk, slot, "remove", placement=slot.placements.items().get().pk)

    def behind() -> int:
        page = desk.get(reverse("desk:slot", args=[slot.pk]))
        number: int = page.context["sheet"].behind
        return number

    assert behind() == 1
    plan(lam_son)
    assert behind() == 0


# Undoing takes back the change before it.
VERBS = (
    "choose",
    "lock",
    "unlock",
    "replace",
    "undo",
    "remove",
    "add",
    "plan",
    "release",
    "edition",
)
MAY: dict[str, tuple[str, ...]] = {
    "hoa": VERBS,
    "thao": (),
    "lan": (),
    "quynh": (),
    "minh": (),
    "tuan": (),
}


def attempt(browser: Client, slot: Slot, spare: Clearance, verb: str) -> Answer:
    """Try `verb` as its page does."""
    first = slot.placements.items().first()
    placement = first.pk if first is not None else ""
    day = DAY.isoformat()
    match verb:
        case "choose":
            return browser.get(reverse("desk:choose", args=[slot.pk]))
        case "plan" | "release":
            return browser.post(reverse("desk:ask"), {"kind": verb, "day": day})
        case "edition":
            address = reverse("desk:release", args=[slot.station.code, day])
            return browser.post(address)
        case _:
            data = {"verb": verb, "placement": placement, "clearance": spare.pk}
            return browser.post(reverse("desk:change", args=[slot.pk]), data)


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize("who", sorted(MAY))
def test_who_may_do_what(
    slot: Slot, spare: Clearance, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    browser = signed_in(make.one_of_the_cast(who))
    before = rows(slot)
    # The admin sends away whom it refuses: to its first page, or to sign in.
    refused = {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}

    for verb in VERBS:
        answer = attempt(browser, slot, spare, verb)
        sent_to = answer.headers.get("Location", "").split("?")[0]
        assert (sent_to in refused) is (verb not in MAY[who]), verb
        if verb not in MAY[who]:
            assert answer.status_code == 302
            assert rows(slot) == before
            assert not DeskRun.objects.exists()
            assert not Playlist.objects.exists()


def test_a_day_with_stops_lists_them_with_links_and_releases_nothing(
    desk: Client, slot: Slot
) -> None:
    address = reverse("desk:release", args=["ntv", DAY.isoformat()])
    (told,) = stops(station=slot.station, day=DAY, now=NOW)

    for answer in (desk.get(address), desk.post(address)):
        ((message, where),) = answer.context["linked"]
        assert (message, where) == (told.message, slot)
        assert reverse("desk:slot", args=[slot.pk]) in answer.content.decode()

    assert not Playlist.objects.exists()


@pytest.mark.usefixtures("spare")
def test_a_day_without_stops_is_released_from_its_page(desk: Client, hoa: User, slot: Slot) -> None:
    address = reverse("desk:release", args=["ntv", DAY.isoformat()])
    assert desk.get(address).context["stops"] == []

    desk.post(address)

    assert [(p.edition, p.released_by) for p in Playlist.objects.all()] == [(1, hoa)]
