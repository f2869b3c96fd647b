"""A commune's operator writes a notice; its own leadership reviews it; it airs there alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from broadcast.actions.notices import send_notice
from broadcast.actions.placements import add_placement
from broadcast.actions.urgent import insert_urgent
from broadcast.models import Station
from broadcast.placing import RuledOut
from broadcast.planner.rule import Rule
from cms.access import Role
from cms.accounts.models import User
from cms.actions.newsrooms import open_newsroom
from cms.actions.set_steps import set_reviewers
from cms.models import Area, Clearance, Item, Language, LocalNotice, Newsroom
from cms.models.lifecycle import Lifecycle, lifecycle_of
from media.models import Asset
from tests.broadcast import airtime_factories as make
from tests.broadcast.portal.conftest import text_of
from tests.cms.newsroom import approve_as, current_step, decide, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNTIL = NOW.replace(hour=0, minute=0) + timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune with its station, newsroom, operator and leadership."""

    station: Station
    newsroom: Newsroom
    operator: User
    leader: User

    def address(self, name: str = "notices", *more: int) -> str:
        return reverse(f"portal:{name}", args=[self.station.code, *more])

    def post(self, notice: LocalNotice | None = None, **changes: Any) -> Any:
        """Send the form of a new notice, or of one that is mended."""
        data = {
            "title": "Cắt nước thôn 2",
            "text": "Thứ năm cắt nước từ 8 giờ.\nBà con trữ nước.",
            "language": str(Language.objects.get(code="vi").pk),
            "last_day": "2025-03-07",
            "kept": "",
            **changes,
        }
        where = self.address("notice", notice.pk) if notice else self.address("new_notice")
        return signed_in(self.operator).post(where, data)


def commune(code: str, name: str, operator: User, leader: str) -> Commune:
    if not Area.objects.filter(code=code).exists():
        make.area()
        Area.objects.create(
            code=code,
            level="commune",
            name=name,
            full_name=f"Xã {name}",
            parent=Area.objects.get(code="582"),
            path=f"58/582/{code}/",
            valid_from="2024-11-01",
        )
    manager, _made = User.objects.get_or_create(username="quanly")
    manager.groups.add(Group.objects.get(name=Role.MANAGER))
    operator.groups.add(Group.objects.get(name=Role.NOTICES))
    head = User.objects.create_user(username=leader)
    head.groups.add(Group.objects.get(name=Role.COMMUNE_LEADERSHIP))
    room = open_newsroom(title=f"Xã {name}", area=Area.objects.get(code=code), by=manager)
    set_reviewers(newsroom=room, reviewers=[head], by=manager)
    station = make.station(code=f"dai-{code}", area_code=code, operators=[operator])
    return Commune(station, room, operator, head)


@pytest.fixture
def here(tuan: User) -> Commune:
    make.area()
    return commune("22738", "Phước Mỹ", tuan, "binh")


@pytest.fixture
def there(la: User) -> Commune:
    return commune("22741", "Bảo An", la, "cuc")


def kept(asset: Asset) -> str:
    return signing.dumps(asset.pk, salt="loa.notice")


def cleared(commune: Commune, **changes: Any) -> Clearance:
    """Write a notice with a recording and let the commune's leadership approve it."""
    commune.post(kept=kept(make.ready_asset()), **changes)
    notice = LocalNotice.objects.latest("pk")
    approve_as(commune.leader, notice)
    return Clearance.objects.get(item_id=notice.pk)


def test_a_notice_goes_to_the_communes_own_leadership_and_is_cleared_for_its_area_alone(
    here: Commune,
) -> None:
    here.post()
    notice = LocalNotice.objects.get()
    latest = notice.get_latest_revision_as_object()
    assert notice.get_parent().pk == here.newsroom.pk
    assert (notice.owner, latest.title, latest.air_until) == (
        here.operator,
        "Cắt nước thôn 2",
        UNTIL,
    )
    assert latest.body == "<p>Thứ năm cắt nước từ 8 giờ.</p><p>Bà con trữ nước.</p>"
    assert list(latest.areas.all()) == [here.station.area]
    assert list(TaskState.objects.reviewable_by(here.leader)) == [current_step(notice)]
    assert "chờ duyệt" in text_of(signed_in(here.operator).get(here.address()))
    approve_as(here.leader, notice)
    clearance = Clearance.objects.get()
    assert clearance.content["areas"] == [here.station.area_id]
    assert [step["user"] for step in clearance.steps] == ["binh"]
    assert "đã duyệt" in text_of(signed_in(here.operator).get(here.address()))


def test_a_recording_comes_through_the_same_gate(here: Commune, tone: Callable[..., Path]) -> None:
    data = tone(660).read_bytes()
    here.post(text="", file=SimpleUploadedFile("loa.wav", data, "audio/wav"))
    asset = Asset.objects.get()
    assert LocalNotice.objects.get().get_latest_revision_as_object().recording == asset
    assert (asset.uploaded_by, asset.size_bytes) == (here.operator, len(data))
    assert asset.renditions.count() >= 1


def test_a_refusal_loses_neither_text_nor_file(here: Commune, tone: Callable[..., Path]) -> None:
    upload = SimpleUploadedFile("loa.wav", tone(660).read_bytes(), "audio/wav")
    page = text_of(here.post(title="", file=upload))
    assert not LocalNotice.objects.exists()
    assert "Bà con trữ nước." in page
    name = page.split('name="kept" value="')[1].split('"')[0]
    here.post(kept=name)
    assert (
        LocalNotice.objects.get().get_latest_revision_as_object().recording == Asset.objects.get()
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "Chưa có nội dung"),
        ({"last_day": "2025-03-01"}, "Ngày phát cuối đã qua"),
        ({"file": SimpleUploadedFile("rong.mp3", b"")}, "Tệp rỗng"),
    ],
)
def test_what_cannot_be_sent_is_said_and_writes_nothing(
    changes: dict[str, Any], said: str, here: Commune
) -> None:
    assert said in text_of(here.post(**changes))
    assert not Item.objects.exists()
    assert not Asset.objects.exists()


def test_a_file_is_carried_on_by_a_name_we_signed_alone(here: Commune) -> None:
    other = make.ready_asset(title="Của người khác")
    here.post(kept=str(other.pk))
    assert LocalNotice.objects.get().get_latest_revision_as_object().recording is None


def test_what_an_operator_types_is_text_and_never_markup(here: Commune) -> None:
    here.post(text="<script>alert(1)</script>", title="<b>Đậm</b>")
    assert "<script>" not in LocalNotice.objects.get().get_latest_revision_as_object().body
    page = text_of(signed_in(here.operator).get(here.address()))
    assert "<b>Đậm</b>" not in page


def test_a_returned_notice_is_mended_and_sent_again(here: Commune) -> None:
    recording = make.ready_asset()
    here.post(kept=kept(recording))
    notice = LocalNotice.objects.get()
    decide(here.leader, notice, **{"return": "1"}, comment="Ghi rõ ngày nào.")
    assert "Ghi rõ ngày nào." in text_of(signed_in(here.operator).get(here.address()))
    page = text_of(signed_in(here.operator).get(here.address("notice", notice.pk)))
    assert "Thứ năm cắt nước từ 8 giờ.\nBà con trữ nước." in page
    name = page.split('name="kept" value="')[1].split('"')[0]
    here.post(notice, text="Thứ năm 6/3 cắt nước.", kept=name)
    assert LocalNotice.objects.count() == 1
    latest = LocalNotice.objects.get().get_latest_revision_as_object()
    assert (latest.body, latest.recording) == ("<p>Thứ năm 6/3 cắt nước.</p>", recording)
    assert lifecycle_of(notice) == Lifecycle.IN_REVIEW
    approve_as(here.leader, notice)
    assert Clearance.objects.get().content["body"] == "<p>Thứ năm 6/3 cắt nước.</p>"


def test_a_notice_in_review_or_decided_is_not_rewritten(here: Commune) -> None:
    clearance = cleared(here)
    here.post(title="Còn chờ")
    waiting = LocalNotice.objects.latest("pk")
    for notice in (LocalNotice.objects.get(pk=clearance.item_id), waiting):
        before = notice.latest_revision_id
        assert "vừa được gửi hoặc đã có quyết định" in text_of(here.post(notice, title="Đổi"))
        notice.refresh_from_db()
        assert notice.latest_revision_id == before


def test_nobody_approves_their_own_notice(here: Commune) -> None:
    here.operator.groups.add(Group.objects.get(name=Role.COMMUNE_LEADERSHIP))
    manager = User.objects.get(username="quanly")
    set_reviewers(newsroom=here.newsroom, reviewers=[here.operator], by=manager)
    here.post()
    assert (
        "refused=own_piece"
        in decide(here.operator, LocalNotice.objects.get(), approve="1")["Location"]
    )
    assert not Clearance.objects.exists()


# Its area alone.


def test_nothing_of_another_commune_is_there_under_any_address(
    here: Commune, there: Commune
) -> None:
    here.post(kept=kept(make.ready_asset()))
    notice = LocalNotice.objects.get()
    before = list(Item.objects.values())
    la, cuc = signed_in(there.operator), signed_in(there.leader)
    for name, more in (("notices", ()), ("new_notice", ()), ("notice", (notice.pk,))):
        for ask in (la.get, la.post):
            assert ask(here.address(name, *more)).status_code in {404, 405}
        assert cuc.get(here.address(name, *more)).status_code == 404
    assert la.get(there.address("notice", notice.pk)).status_code == 404
    assert la.post(there.address("notice", notice.pk), {"title": "x"}).status_code == 404
    assert notice.title not in text_of(la.get(there.address()))
    assert notice.title not in text_of(cuc.get(reverse("wagtailadmin_home")))
    assert notice.title not in text_of(cuc.get(reverse("cms:overdue")))
    review = reverse("cms:review", args=[current_step(notice).pk])
    assert notice.title not in text_of(cuc.get(review, follow=True))
    assert list(Item.objects.values()) == before


def test_a_reviewer_is_not_shown_what_another_commune_tells_under_the_same_title(
    here: Commune, there: Commune
) -> None:
    recording = make.ready_asset()
    there.post(kept=kept(recording))
    here.post(kept=kept(recording))
    notice = LocalNotice.objects.child_of(here.newsroom).get()
    assert (notice.twins_by_title(), notice.twins_by_recording(recording)) == ([], [])
    here.post(kept=kept(recording))
    assert [len(notice.twins_by_title()), len(notice.twins_by_recording(recording))] == [1, 1]


def test_an_operator_without_the_right_has_no_such_page(here: Commune) -> None:
    here.operator.groups.remove(Group.objects.get(name=Role.NOTICES))
    for name in ("notices", "new_notice"):
        assert signed_in(here.operator).get(here.address(name)).status_code == 404
    assert here.post().status_code == 404
    day = text_of(signed_in(here.operator).get(reverse("portal:station", args=[here.station.code])))
    assert "Thông báo của xã" not in day
    assert not LocalNotice.objects.exists()


def test_the_action_refuses_who_does_not_run_the_station(here: Commune, there: Commune) -> None:
    for by in (there.operator, there.leader, User.objects.create_superuser("goc")):
        with pytest.raises(PermissionDenied):
            send_notice(
                station=here.station,
                title="Không",
                text="Không",
                language=Language.objects.get(code="vi"),
                recording=None,
                air_until=UNTIL,
                by=by,
                now=NOW,
            )
    assert not LocalNotice.objects.exists()


def test_it_airs_in_its_own_area_alone_by_hand_and_urgently(
    here: Commune, there: Commune, hoa: User
) -> None:
    clearance = cleared(here)
    own, others = (make.slot(station=each.station) for each in (here, there))
    with pytest.raises(RuledOut) as refused:
        add_placement(slot=others, clearance=clearance, by=hoa, now=NOW)
    assert refused.value.rules == (Rule.AREA,)
    assert add_placement(slot=own, clearance=clearance, by=hoa, now=NOW).item_id == (
        clearance.item_id
    )
    urgent = cleared_as_urgent(here)
    beyond, within = insert_urgent(
        clearance=urgent,
        stations=[there.station, here.station],
        by=hoa,
        now=make.at("05:00"),
    )
    assert (beyond.placement, beyond.refused) == (None, "Tin bài này dành cho địa bàn khác.")
    assert within.placement is not None
    assert not others.placements.exists()


def cleared_as_urgent(commune: Commune) -> Clearance:
    commune.post(title="Lũ về", kept=kept(make.ready_asset()))
    notice = LocalNotice.objects.latest("pk").get_latest_revision_as_object()
    notice.priority = "urgent"
    notice.save_revision(user=commune.operator)
    approve_as(commune.leader, notice)
    return Clearance.objects.get(item_id=notice.pk)


def test_no_hand_on_its_areas_lets_it_air_beyond(here: Commune, there: Commune) -> None:
    here.post()
    for areas in ([], [there.station.area], [here.station.area, there.station.area]):
        notice = LocalNotice.objects.get().get_latest_revision_as_object()
        notice.areas.set(areas)
        notice.save_revision(user=here.operator)
        answer = decide(here.leader, notice, approve="1")
        assert "refused=checks" in answer["Location"]
    assert not Clearance.objects.exists()


def test_the_communes_leadership_hears_its_own_notices_and_no_other_file(
    here: Commune, there: Commune
) -> None:
    mine, other = make.ready_asset(seconds=1.0), make.ready_asset(seconds=2.0)
    here.post(kept=kept(mine))
    binh, cuc = signed_in(here.leader), signed_in(there.leader)

    def heard(client: Any, asset: Asset) -> int:
        sha256 = asset.renditions.get().sha256
        return int(client.get(reverse("media:house_file", args=[sha256])).status_code)

    assert heard(binh, mine) == 200
    assert {heard(binh, other), heard(cuc, mine), heard(cuc, other)} == {302}
    page = text_of(
        binh.get(reverse("cms:review", args=[current_step(LocalNotice.objects.get()).pk]))
    )
    assert mine.renditions.get().sha256 in page


def test_without_a_newsroom_the_page_says_whom_to_ask(tuan: User) -> None:
    tuan.groups.add(Group.objects.get(name=Role.NOTICES))
    station = make.station(operators=[tuan])
    client = signed_in(tuan)
    assert "Hãy nhờ quản trị lập tòa soạn" in text_of(
        client.get(reverse("portal:notices", args=[station.code]))
    )
    answer = client.post(
        reverse("portal:new_notice", args=[station.code]),
        {
            "title": "Có",
            "text": "Có",
            "language": Language.objects.get(code="vi").pk,
            "last_day": "2025-03-07",
        },
    )
    assert "chưa có tòa soạn" in text_of(answer)
    assert not LocalNotice.objects.exists()


def test_the_list_takes_as_many_queries_for_three_notices_as_for_one(
    here: Commune, django_assert_num_queries: Any
) -> None:
    client = signed_in(here.operator)
    here.post()
    decide(here.leader, LocalNotice.objects.get(), **{"return": "1"}, comment="Sửa.")
    client.get(here.address())
    with CaptureQueriesContext(connection) as few:
        client.get(here.address())
    number = len(few)
    here.post(title="Hai")
    decide(here.leader, LocalNotice.objects.latest("pk"), **{"return": "1"}, comment="Sửa nữa.")
    here.post(title="Ba")
    with django_assert_num_queries(number):
        page = text_of(client.get(here.address()))
    assert "Sửa nữa." in page
