"""The line once from end to end, through the pages people do their work on.

Lan writes, Minh and Thảo clear, Hoa plans and releases, Tuấn takes the day away and
confirms what aired, his player asks for it by itself, Hoa reads the report; then Thảo
withdraws the item, and whoever took it is told. Files, house format, queue and database
are real; only the calendar is turned by hand.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from broadcast.models import DeskRun, Playlist, RunState, Station, StationToken, WeeklySlot
from cms.models import Clearance, Language, Report, SupplyingBody, Theme
from cms.models.lifecycle import Lifecycle, lifecycle_of
from media.models import Asset
from tests.broadcast import airtime_factories as make
from tests.broadcast.exports.programs import seconds_of
from tests.cms.newsroom import edit_data, signed_in
from tests.conftest import NOW, PASSWORD
from tests.pressing import link, press, says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cms.accounts.models import User
    from cms.models import Item, Newsroom

    Step = Callable[[], AbstractContextManager[list[str]]]
    Clock = Callable[[datetime], None]

DAY = make.DAY
TITLE = "Lớp học sáng đèn ở Suối Mây"
CODE = "phuoc-my"


@pytest.fixture
def step(django_capture_on_commit_callbacks: Any) -> Step:
    """Return a frame for one thing somebody does: then it commits, and the workers do their part.

    `with step() as done: …` leaves in `done` the tasks that the queue held, in order.
    """

    @contextmanager
    def one_step() -> Iterator[list[str]]:
        done: list[str] = []
        with django_capture_on_commit_callbacks(execute=True):
            yield done
        while (queued := OrmQ.objects.order_by("pk").first()) is not None:
            task = queued.task
            with django_capture_on_commit_callbacks(execute=True):
                import_string(task["func"])(*task["args"], **task["kwargs"])
            done.append(task["func"])
            queued.delete()

    return one_step


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let it be `NOW`; the returned function turns the clock."""

    def turn_to(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    turn_to(NOW)
    return turn_to


@pytest.fixture
def station(clock: Clock, tuan: User) -> Station:
    """Return Tuấn's station, on air for a minute each morning and evening."""
    assert clock is not None
    make.filler_music()
    opened = make.station(code=CODE, name="Đài Phước Mỹ", operators=[tuan], ident=1.0)
    for title, start_time in (("Buổi sáng", time(5, 15)), ("Buổi chiều", time(17))):
        WeeklySlot.objects.create(
            station=opened,
            title=title,
            start_time=start_time,
            duration=timedelta(minutes=1),
            clock=make.usual_clock(),
            valid_from=DAY,
        )
    return opened


def upload(reporter: Client, recording: Path, step: Step) -> Asset:
    """Send the recording through the upload page; the worker makes its house file."""
    file = SimpleUploadedFile("REC0001.WAV", recording.read_bytes())
    page = reporter.get(reverse("media_assets:add"))
    with step() as done:
        press(reporter, page, "Tải lên", file=file, title="Bản thu lớp học")

    assert done == ["media.tasks.make_rendition"]
    asset = Asset.objects.get(title="Bản thu lớp học")
    assert asset.sha256 == hashlib.sha256(recording.read_bytes()).hexdigest()
    assert asset.renditions.get().state == "ready"
    return asset


def write(reporter: Client, newsroom: Newsroom, recording: Asset, step: Step) -> Item:
    """Save a draft in the editor, then send it for review from there."""
    blank = Report(
        title=TITLE,
        slug="lop-hoc",
        author="Đàng Thị Lan",
        language=Language.objects.get(code="vi"),
        supplying_body=SupplyingBody.objects.get(code="dai"),
    )
    # It repeats in the evening what it aired in the morning.
    data = {
        **edit_data(blank, recording=str(recording.pk), separation_days="0"),
        "themes": [str(Theme.objects.get(code="chinh-sach").pk)],
    }
    with step():
        reporter.post(reverse("wagtailadmin_pages:add", args=["cms", "report", newsroom.pk]), data)
    item: Item = Report.objects.get(title=TITLE)
    assert lifecycle_of(item) == Lifecycle.DRAFT

    with step():
        address = reverse("wagtailadmin_pages:edit", args=[item.pk])
        checks = reporter.post(address, {**data, "action-submit": "1"}, follow=True)
        # A recording of seconds is unusual for a report: the checks say so before it goes.
        press(reporter, checks, "Gửi duyệt")
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW
    return item


def approve(reviewer: Client, step: Step) -> None:
    """Find the item on the first page, hear the very file that would air, approve."""
    page = reviewer.get(link(reviewer.get(reverse("wagtailadmin_home")), TITLE))
    shown = page.context["shown"]
    heard = reviewer.get(reverse("media:house_file", args=[shown.house_sha256]))
    assert hashlib.sha256(body_of(heard)).hexdigest() == shown.house_sha256
    with step():
        press(reviewer, page, "Duyệt")


def order(desk: Client, label: str, step: Step) -> DeskRun:
    """Press a button that asks for work over all stations; return how it ended."""
    page = desk.get(reverse("desk:day"), {"day": DAY.isoformat()})
    with step() as done:
        answer = press(desk, page, label)

    assert done == ["broadcast.tasks.work_on_run"]
    run: DeskRun = answer.context["run"]
    run.refresh_from_db()
    assert run.state == RunState.DONE
    return run


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer)


def take_away(phone: Client, told: dict[str, Any], clearance: Clearance, folder: Path) -> None:
    """Download the day and a slot from the page; compare every byte with what was released."""
    page = phone.get(f"/dai/{CODE}/{DAY}/")
    archive = zipfile.ZipFile(io.BytesIO(body_of(phone.get(link(page, "Tải cả ngày")))))
    entries = [entry for slot in told["slots"] for entry in slot["entries"]]
    kept = {entry["title"]: archive.read(entry["file"]["name"]) for entry in entries}
    assert {title: hashlib.sha256(data).hexdigest() for title, data in kept.items()} == {
        entry["title"]: entry["file"]["sha256"] for entry in entries
    }
    assert hashlib.sha256(kept[TITLE]).hexdigest() == clearance.house_sha256

    morning = told["slots"][0]
    mp3 = body_of(phone.get(reverse("portal:slot_file", args=[CODE, DAY, 1, morning["id"]])))
    assert len(mp3) == morning["file"]["bytes"]
    assert hashlib.sha256(mp3).hexdigest() == morning["file"]["sha256"]
    (folder / "slot.mp3").write_bytes(mp3)
    told_ms = morning["file"]["duration_ms"]
    assert seconds_of(folder / "slot.mp3") * 1000 == pytest.approx(told_ms, abs=0.5)
    assert abs(told_ms - morning["duration_ms"]) < 1000


def ask(player: Client, etag: str = "") -> Any:
    """Ask for the day as a machine does, which sends back the tag of what it has."""
    headers = {"If-None-Match": etag} if etag else {}
    return player.get(f"/api/v1/stations/{CODE}/days/{DAY}/playlist", headers=headers)


def report(desk: Client) -> dict[str, int]:
    """Read from the report's page what of the day's airings came about."""
    period = {"first": DAY.isoformat(), "last": DAY.isoformat()}
    total = desk.get(reverse("reports:report"), period).context["report"].total
    return {name: getattr(total, name) for name in ("planned", "aired", "not_aired", "unconfirmed")}


def operator() -> Client:
    """Sign Tuấn in at the portal's own door; his one station opens at once."""
    phone = Client()
    page = phone.get("/dai/", follow=True)
    page = press(phone, page, "Đăng nhập", login="tuan", password=PASSWORD)
    assert page.redirect_chain[-1] == (f"/dai/{CODE}/", 302)
    return phone


def player(manager: Client, station: Station, step: Step) -> Client:
    """Make a token on its page and give it to a machine."""
    page = manager.get(reverse("station_token:add"))
    with step():
        page = press(manager, page, "Tạo", station=station.pk, name="Máy phát")
    assert StationToken.objects.get().station == station
    return Client(headers={"Authorization": f"Bearer {page.context['text']}"})


def withdraw(leader: Client, item: Item, step: Step) -> None:
    """Take the item off the air from its page; the worker brings the new edition out."""
    page = leader.get(link(leader.get(reverse("cms:item", args=[item.pk])), "Rút bài"))
    with step() as done:
        press(leader, page, "Rút bài", reason="Sai số liệu")
    assert done == ["broadcast.tasks.answer_recalls"]
    assert lifecycle_of(item) == Lifecycle.WITHDRAWN


def take_anew(phone: Client, machine: Client, item: Item, etag: str) -> None:
    """See to it that whoever took the first edition is told, and gets the second."""
    assert phone.get(f"/dai/{CODE}/{DAY}/ban-1.zip").status_code == 410
    page = phone.get(f"/dai/{CODE}/")
    assert says(page, "Bản đã lấy không còn đúng.")
    assert says(page, f"“{TITLE}” (17:00)")
    body_of(phone.get(link(page, "Tải cả ngày")))
    assert not says(phone.get(f"/dai/{CODE}/"), "Bản đã lấy không còn đúng.")

    answer = ask(machine, etag)
    told = answer.json()
    assert (answer.status_code, told["edition"], told["supersedes"]) == (200, 2, 1)
    assert [(each["item_id"], each["reason"]) for each in told["recalled"]] == [
        (item.pk, "Sai số liệu")
    ]


def airings(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Return which item an edition airs when, without ident and filler."""
    return [
        (entry["title"], slot["starts_at"][11:16])
        for slot in told["slots"]
        for entry in slot["entries"]
        if entry["kind"] == "item"
    ]


def test_from_a_draft_to_what_aired_and_back_off_the_air(
    lan: User,
    minh: User,
    thao: User,
    hoa: User,
    root: User,
    newsroom: Newsroom,
    station: Station,
    clock: Clock,
    step: Step,
    tone: Callable[..., Path],
    tmp_path: Path,
) -> None:
    item = write(signed_in(lan), newsroom, upload(signed_in(lan), tone(440, 20.0), step), step)
    approve(signed_in(minh), step)
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW
    approve(signed_in(thao), step)
    clearance = Clearance.objects.standing().get(item=item)
    assert [each["user"] for each in clearance.steps] == ["minh", "thao"]

    desk = signed_in(hoa)
    assert order(desk, "Xếp lịch từ ngày này", step).summary["slots"] == 2
    assert order(desk, "Phát hành ngày này", step).summary["released"] == 1
    first = Playlist.objects.get(station=station, day=DAY)
    told = first.document
    assert airings(told) == [(TITLE, "05:15"), (TITLE, "17:00")]

    clock(make.at("19:00") - timedelta(days=1))
    phone, machine = operator(), player(signed_in(root), station, step)
    take_away(phone, told, clearance, tmp_path)
    answer = ask(machine)
    assert (answer.status_code, answer.json()) == (200, told)
    assert ask(machine, answer["ETag"]).status_code == 304

    clock(make.at("06:00"))
    press(phone, phone.get(f"/dai/{CODE}/"), "Đã phát đủ như lịch")
    assert list(first.as_run.values_list("slot__title", "by__username", "outcome")) == [
        ("Buổi sáng", "tuan", "aired")
    ]
    counted = {"planned": 2, "aired": 1, "not_aired": 0, "unconfirmed": 0}
    assert report(desk) == counted

    make.cleared_item(title="Con dốc")
    withdraw(signed_in(thao), item, step)
    second = Playlist.objects.get(station=station, day=DAY, edition=2).document
    assert airings(second) == [(TITLE, "05:15"), ("Con dốc", "17:00")]
    assert second["slots"][0] == told["slots"][0]
    assert Playlist.objects.get(pk=first.pk).document == told
    take_anew(phone, machine, item, answer["ETag"])
    assert report(desk) == counted
