"""A video airs as its sound on radio and as its picture on television, and as cleared on both."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from broadcast import editions
from broadcast.actions.answer_recalls import answer_recalls
from broadcast.actions.plan import plan_days
from broadcast.models import Medium, Playlist, Recall
from broadcast.planning.candidates import candidates
from broadcast.releasing.stops import StopCode
from cms.actions.review import approve
from cms.actions.withdraw import withdraw
from cms.models import (
    Clearance,
    Home,
    Language,
    Newsroom,
    Priority,
    Refusal,
    SupplyingBody,
    Theme,
    Video,
)
from cms.models.review import ReviewRefused
from cms.models.reviewed import what_airs
from media.actions.make import make as make_rendition
from media.actions.receive import receive
from media.models import Rendition, State
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.airtime_factories import DAY, one_of_the_cast
from tests.broadcast.api.asking import body_of, file_of
from tests.broadcast.release.days import release, sentences, stopped
from tests.cms.newsroom import approve_as, clear, current_step, send, signed_in
from tests.conftest import NOW
from tests.media.videos import filmed

if TYPE_CHECKING:
    from pathlib import Path

    from broadcast.models import Station
    from media.models import Asset

pytestmark = pytest.mark.usefixtures("loa")


def made(rendition: Rendition) -> None:
    assert make_rendition(rendition_id=rendition.pk, clock=lambda: NOW) is State.READY


def video_item(asset: Asset) -> Video:
    lan = one_of_the_cast("lan")
    room = Home.objects.get().add_child(instance=Newsroom(title="Đài tỉnh", slug="dai"))
    item: Video = room.add_child(
        instance=Video(
            title="Phim ngắn",
            owner=lan,
            live=False,
            language=Language.objects.get(code="vi"),
            supplying_body=SupplyingBody.objects.get(code="dai"),
            author="Đàng Thị Lan",
            body="<p>Lời bình.</p>",
            recording=asset,
        )
    )
    item.themes.set([Theme.objects.get(code="chinh-sach")])
    item.save()
    item.save_revision(user=lan)
    item.refresh_from_db()
    return item


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filmed(tmp_path_factory.mktemp("clip") / "clip.mp4", seconds=2)


@pytest.fixture
def asset(loa: None, clip: Path) -> Asset:
    """Return a video of which the sound is ready and the picture is yet to be made."""
    kept = receive(source=clip, name="clip.mp4", by=one_of_the_cast("lan"), now=NOW).asset
    made(Rendition.objects.house().get(asset=kept))
    kept.refresh_from_db()
    return kept


@pytest.fixture
def film(asset: Asset) -> Clearance:
    made(Rendition.objects.video().get(asset=asset))
    return clear(video_item(asset), *(one_of_the_cast(name) for name in ("lan", "minh", "thao")))


@pytest.fixture
def television(film: Clearance) -> Station:
    station = make.station(
        code="th-phuoc-my", medium=Medium.TELEVISION, operators=[one_of_the_cast("tuan")]
    )
    make.filled_slot(station=station, items=[film, make.cleared_item(title="Tin chữ")])
    return station


def entries(playlist: Playlist) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = playlist.document["slots"][0]["entries"]
    return found


def stored(rendition: Rendition | None) -> bytes:
    assert rendition is not None
    with private_files().open(rendition.file_name) as file:
        content: bytes = file.read()
    return content


def test_nobody_approves_a_video_before_both_its_files_are_there(asset: Asset) -> None:
    item = video_item(asset)
    lan, minh = one_of_the_cast("lan"), one_of_the_cast("minh")
    send(lan, item)
    shown = what_airs(item.get_latest_revision())
    assert (shown.rendition is not None, shown.video, shown.ready) == (True, None, False)
    with pytest.raises(ReviewRefused) as refused:
        approve(task_state=current_step(item), by=minh, seen=shown.digest, now=NOW)
    assert refused.value.refusal is Refusal.NOT_READY

    made(Rendition.objects.video().get(asset=asset))
    seen_before = shown.digest
    shown = what_airs(item.get_latest_revision())
    assert shown.digest != seen_before
    with pytest.raises(ReviewRefused) as refused:
        approve(task_state=current_step(item), by=minh, seen=seen_before, now=NOW)
    assert refused.value.refusal is Refusal.CHANGED
    approve_as(minh, item)


def test_the_clearance_binds_both_files_and_either_one_altered_ends_airing(
    film: Clearance,
) -> None:
    sound, picture = film.rendition, film.video
    assert sound is not None
    assert picture is not None
    assert (film.house_sha256, film.video_sha256) == (sound.sha256, picture.sha256)
    assert list(Clearance.objects.airable(NOW)) == [film]
    for rendition in (sound, picture):
        for changed in ({"sha256": "0" * 64}, {"state": State.WAITING, "sha256": ""}):
            before = {"sha256": rendition.sha256, "state": rendition.state}
            Rendition.objects.filter(pk=rendition.pk).update(**changed)
            assert list(Clearance.objects.airable(NOW)) == []
            Rendition.objects.filter(pk=rendition.pk).update(**before)
    assert list(Clearance.objects.airable(NOW)) == [film]


def test_what_has_no_picture_is_neither_planned_nor_owed_on_television(film: Clearance) -> None:
    """Not even what every station must air: radio alone owes that."""
    screen = make.station(code="th-phuoc-my", medium=Medium.TELEVISION)
    radio = make.station(code="phuoc-my")
    slots = {one: make.slot(station=one, planned_at=None) for one in (screen, radio)}
    spoken = make.cleared_item(priority=Priority.PRIORITY, deadline=make.at("23:00"))

    planned = plan_days(first=DAY, last=DAY, seed=0, now=NOW)

    def on(station: Station) -> set[int]:
        aired = slots[station].placements.exclude(item=None)
        return set(aired.values_list("item_id", flat=True))

    assert planned.plan.unplaced == ()
    assert on(screen) == {film.item_id}
    assert on(radio) == {film.item_id, spoken.item_id}


def test_it_takes_as_much_airtime_everywhere_as_its_longer_file(film: Clearance) -> None:
    assert film.rendition is not None
    assert film.video is not None
    assert film.rendition.duration is not None
    assert film.video.duration is not None
    longer = max(film.rendition.duration, film.video.duration)
    (candidate,) = candidates(Clearance.objects.select_related("rendition", "video"))
    assert (film.duration, candidate.duration) == (longer, longer)


def test_television_airs_the_video_itself_and_radio_its_sound(
    television: Station, film: Clearance
) -> None:
    radio = make.station(code="phuoc-my")
    make.filled_slot(station=radio, items=[film])
    seen, heard = release(television), release(radio)
    slot = seen.document["slots"][0]
    picture, text = entries(seen)
    assert slot["file"] is None
    assert film.video is not None
    assert film.video.duration is not None
    # Two seconds, and what is left of the sound's last frame.
    lasts_ms = film.video.duration // timedelta(milliseconds=1)
    assert 2000 <= lasts_ms < 2050
    assert picture["file"] == {
        "name": f"phim-ngan-{film.video_sha256[:12]}.mp4",
        "url": f"/api/v1/files/{film.video_sha256}.mp4",
        "sha256": film.video_sha256,
        "bytes": film.video.size_bytes,
        "duration_ms": lasts_ms,
    }
    assert text["file"]["url"].endswith(".mp3")
    assert entries(heard)[0]["file"]["sha256"] == film.house_sha256
    assert heard.document["slots"][0]["file"] is not None


def test_every_way_to_take_the_day_holds_the_video(television: Station, film: Clearance) -> None:
    playlist = release(television)
    edition = editions.read_edition(playlist)
    name = entries(playlist)[0]["file"]["name"]
    assert name in editions.as_m3u8(edition, editions.name_of).decode()
    assert name in editions.as_xspf(edition, editions.name_of).decode()
    page = editions.as_html(edition, editions.name_of).decode()
    assert f'<video controls preload="none" src="{name}"></video>' in page
    assert page.count("<video") == page.count("<audio") == 1
    packed = editions.as_zip([edition], editions.contents_of([playlist]))
    content = b"".join(editions.stream(packed))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.read(name) == stored(film.video)


def test_the_machine_api_serves_the_video_by_its_hash_to_its_station_alone(
    television: Station, film: Clearance
) -> None:
    release(television)
    sha256 = film.video_sha256
    operator = signed_in(one_of_the_cast("tuan"))
    answer = operator.get(file_of(sha256, "mp4"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "video/mp4")
    assert (answer["ETag"], hashlib.sha256(body_of(answer)).hexdigest()) == (f'"{sha256}"', sha256)
    some = operator.get(file_of(sha256, "mp4"), headers={"Range": "bytes=100-199"})
    assert (some.status_code, body_of(some)) == (206, stored(film.video)[100:200])
    assert operator.get(file_of(sha256, "mp3")).status_code == 404
    assert operator.get(file_of(film.house_sha256)).status_code == 404  # radio's
    assert signed_in(one_of_the_cast("la")).get(file_of(sha256, "mp4")).status_code == 404
    assert Client().get(file_of(sha256, "mp4")).status_code == 401


def test_a_withdrawn_video_is_recalled_by_the_hash_each_station_holds(
    television: Station, film: Clearance
) -> None:
    radio = make.station(code="phuoc-my")
    make.filled_slot(station=radio, items=[film])
    release(television)
    release(radio)
    withdraw(item=film.item, by=one_of_the_cast("thao"), reason="Sai số liệu", now=NOW)
    recalled = dict(Recall.objects.values_list("playlist__station__code", "house_sha256"))
    assert recalled == {"th-phuoc-my": film.video_sha256, "phuoc-my": film.house_sha256}
    answer_recalls(now=NOW)
    newest = Playlist.objects.newest().get(station=television, day=DAY)
    assert [each["sha256"] for each in newest.document["recalled"]] == [film.video_sha256]
    assert newest.document["slots"][0]["file"] is None


def test_a_video_that_is_missing_in_the_store_stops_television_and_not_radio(
    television: Station, film: Clearance
) -> None:
    radio = make.station(code="phuoc-my")
    make.filled_slot(station=radio, items=[film])
    assert film.video is not None
    private_files().delete(film.video.file_name)
    assert stopped(television) == [StopCode.FILE]
    assert "Phim ngắn" in sentences(television)[0]
    assert stopped(radio) == []


def test_the_reviewer_sees_the_very_video_and_its_poster(film: Clearance) -> None:
    assert film.video is not None
    reader = signed_in(one_of_the_cast("minh"))
    page = reader.get(reverse("cms:item", args=[film.item_id])).content.decode()
    address = reverse("media:house_video", args=[film.video_sha256])
    poster = reverse("media:poster", args=[film.video.poster_sha256])
    assert f'poster="{poster}" src="{address}"' in page
    shown = reader.get(poster)
    assert (shown["Content-Type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    answer = reader.get(address)
    assert (answer["Content-Type"], body_of(answer)) == ("video/mp4", stored(film.video))
    assert signed_in(one_of_the_cast("tuan")).get(address).status_code == 302  # to sign in
