"""Every verb of airtime as the page it stands on uses it, and the rows it is used on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from broadcast.actions.release import release_playlist
from broadcast.actions.tokens import make_token
from broadcast.models import (
    AirtimeException,
    AirtimeRule,
    DeskRun,
    Placement,
    Playlist,
    RunKind,
    Slot,
    Station,
    StationToken,
    WeeklySlot,
)
from cms.models import Clearance, Home, Language, LocalNotice, Newsroom
from media.models import Asset
from tests.broadcast import airtime_factories as make
from tests.broadcast.api.asking import ROOT, as_run_of, day_of, file_of
from tests.broadcast.desk.test_airtime_lists import clock_data, formset, position
from tests.conftest import NOW
from tests.grid import get, post

if TYPE_CHECKING:
    from tests.grid import Verbs
TODAY = NOW.date()
STATION, ELSEWHERE = "phuoc-my", "la-don"


@dataclass(frozen=True, slots=True, kw_only=True)
class Airtime:
    """A morning that aired as released, a slot ahead to work on, one of everything to change."""

    station: Station
    playlist: Playlist
    morning: Slot
    ahead: Slot
    placed: Placement
    locked: Placement
    spare: Clearance
    music: Asset
    run: DeskRun
    token: StationToken
    weekly: WeeklySlot
    rule: AirtimeRule
    order: AirtimeException
    notice: LocalNotice
    news: Playlist


def make_airtime() -> Airtime:
    """Write all that the verbs are used on; it is `NOW`."""
    station = make.station(code=STATION)
    make.station(code=ELSEWHERE)
    aired, one, two, spare = (make.cleared_item() for _ in range(4))
    morning = make.filled_slot(station=station, items=[aired], day=TODAY)
    ahead = make.slot(station=station)
    return Airtime(
        station=station,
        playlist=release_playlist(station=station, day=TODAY, by=None, now=NOW - timedelta(days=2)),
        morning=morning,
        ahead=ahead,
        placed=make.placement(slot=ahead, clearance=one),
        locked=make.placement(slot=ahead, clearance=two, locked=True),
        spare=spare,
        music=make.ready_asset(seconds=12.0),
        run=_run(make.DAY + timedelta(days=1)),
        token=make_token(station=station, name="Máy", expires_at=None, by=None, now=NOW)[0],
        weekly=WeeklySlot.objects.create(
            station=station,
            title="Buổi chiều",
            start_time=time(17),
            duration=timedelta(minutes=30),
            clock=ahead.clock,
            valid_from=make.DAY,
        ),
        rule=AirtimeRule.objects.get(),
        order=AirtimeException.objects.create(
            order_number="12/CV", first_day=TODAY, last_day=TODAY, lifts=["sessions"]
        ),
        notice=_notice(station),
        news=_news(station),
    )


def _news(station: Station) -> Playlist:
    """Release yesterday for a second time, of which nothing is asked but to be read of."""
    return Playlist.objects.create(
        station=station,
        day=TODAY - timedelta(days=1),
        edition=2,
        document={},
        sha256="0" * 64,
        released_at=NOW,
    )


def _notice(station: Station) -> LocalNotice:
    """Write a draft in the newsroom of the station's own area."""
    room = Home.objects.get().add_child(instance=Newsroom(title="Xã", slug="xa", area=station.area))
    notice: LocalNotice = room.add_child(
        instance=LocalNotice(
            title="Họp thôn",
            live=False,
            language=Language.objects.get(code="vi"),
            body="<p>Họp.</p>",
            recording=make.ready_asset(),
        )
    )
    notice.save_revision()
    return notice


def _run(day: date) -> DeskRun:
    by = make.one_of_the_cast("hoa")
    return DeskRun.objects.create(
        kind=RunKind.PLAN, first=day, last=day, asked_by=by, asked_at=NOW, queued_at=NOW
    )


def all_verbs(at: Airtime) -> Verbs:
    """Return every verb by its name; each may be used once by one person."""
    return {
        **desk_verbs(at),
        **list_verbs(at),
        **keeping_verbs(at),
        **portal_verbs(at),
        **notice_verbs(at),
        **api_verbs(at),
    }


def desk_verbs(at: Airtime) -> Verbs:
    slot, run = [at.ahead.pk], [at.run.pk]
    day = make.DAY.isoformat()
    ask, change = reverse("desk:ask"), reverse("desk:change", args=slot)
    release = reverse("desk:release", args=[STATION, day])
    placed = {"placement": at.placed.pk}
    recalled: Any = at.locked.clearance
    period = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    return {
        "desk: see the day": get(reverse("desk:day"), day=day),
        "desk: see a slot": get(reverse("desk:slot", args=slot)),
        "desk: candidates": get(reverse("desk:choose", args=slot)),
        "desk: see a run": get(reverse("desk:run", args=run)),
        "desk: follow a run": get(reverse("desk:run_state", args=run)),
        "desk: ask plan": post(ask, kind="plan", day=day),
        "desk: ask release": post(ask, kind="release", day=day),
        "desk: stop a run": post(reverse("desk:cancel", args=run)),
        "desk: add": post(change, verb="add", clearance=at.spare.pk),
        "desk: replace": post(change, verb="replace", clearance=at.spare.pk, **placed),
        "desk: remove": post(change, verb="remove", **placed),
        "desk: lock": post(change, verb="lock", **placed),
        "desk: unlock": post(change, verb="unlock", placement=at.locked.pk),
        "desk: see stops": get(release),
        "desk: release": post(release),
        # Withdrawing is the newsroom's verb; what it takes back here is airtime's.
        "desk: recall": post(reverse("cms:withdraw", args=[recalled.item_id]), reason="Sai."),
        "report: page": get(reverse("reports:report"), **period),
        "report: workbook": get(reverse("reports:workbook"), **period),
    }


def list_verbs(at: Airtime) -> Verbs:
    clock = at.ahead.clock
    kept = [
        position(each.kind, id=each.pk) for each in clock.positions.order_by("sort_order", "pk")
    ]
    weekly = {
        "station": at.station.pk,
        "title": "Buổi trưa",
        "weekdays": ["0"],
        "start_time": "11:00",
        "duration": "15'",
        "clock": clock.pk,
        "week_interval": "1",
        "valid_from": "01/03/2025",
        "valid_until": "",
        **formset("exceptions"),
    }
    rule = {"quiet_from": "22:00", "quiet_until": "05:00", "weekdays": ["0"]}
    rule |= dict.fromkeys(("most_sessions", "most_session", "most_day"), "")
    order = {"order_number": "13/CV", "station": "", "lifts": ["sessions"]}
    order |= dict.fromkeys(("first_day", "last_day"), "06/03/2025")
    forms: dict[str, tuple[str, int, dict[str, Any], dict[str, Any]]] = {
        "clocks": (
            "clock",
            clock.pk,
            clock_data(position("ident")),
            clock_data(*kept, initial=len(kept)),
        ),
        "weekly slots": ("weekly_slot", at.weekly.pk, weekly, weekly),
        "rules": (
            "airtime_rule",
            at.rule.pk,
            {**rule, "station": at.station.pk},
            {**rule, "station": ""},
        ),
        "orders": ("airtime_exception", at.order.pk, order, order),
    }
    verbs: Verbs = {}
    for name, (viewset, pk, new, changed) in forms.items():
        verbs[f"{name}: list"] = get(reverse(f"{viewset}:index"))
        verbs[f"{name}: add"] = post(reverse(f"{viewset}:add"), **new)
        verbs[f"{name}: edit"] = post(reverse(f"{viewset}:edit", args=[pk]), **changed)
    return verbs


def keeping_verbs(at: Airtime) -> Verbs:
    token = {"station": at.station.pk, "name": "Máy hai", "expires_at": ""}
    return {
        "music: list": get(reverse("filler_music:index")),
        "music: choose": post(reverse("filler_music:add"), asset=at.music.pk),
        "tokens: list": get(reverse("station_token:index")),
        "tokens: make": post(reverse("station_token:add"), **token),
        "tokens: revoke": post(reverse("station_token:revoke", args=[at.token.pk])),
    }


def portal_verbs(at: Airtime) -> Verbs:
    day = [STATION, TODAY]
    edition = [*day, at.playlist.edition]
    word = {
        "key": str(uuid.uuid4()),
        "slot": at.morning.pk,
        "edition": at.playlist.edition,
        "outcome": "aired",
    }
    return {
        "portal: home": get(reverse("portal:home")),
        "portal: station": get(reverse("portal:station", args=[STATION])),
        "portal: day": get(reverse("portal:day", args=day)),
        "portal: zip": get(reverse("portal:zip", args=edition)),
        "portal: slot file": get(reverse("portal:slot_file", args=[*edition, at.morning.pk])),
        "portal: m3u8": get(reverse("portal:m3u8", args=edition)),
        "portal: sheet": get(reverse("portal:sheet", args=edition)),
        "portal: confirm": post(reverse("portal:confirm", args=day), **word),
    }


def notice_verbs(at: Airtime) -> Verbs:
    words = {
        "title": "Cắt nước",
        "text": "Thứ năm cắt nước.",
        "language": str(Language.objects.get(code="vi").pk),
        "last_day": "2025-03-07",
        "kept": "",
    }
    notice = reverse("portal:notice", args=[STATION, at.notice.pk])
    return {
        "portal: notices": get(reverse("portal:notices", args=[STATION])),
        "portal: see notice": get(notice),
        "portal: hear notice": get(reverse("portal:hear_notice", args=[STATION, at.notice.pk])),
        "portal: news mail": post(reverse("portal:news_mail", args=[STATION]), wanted="1"),
        "portal: news": get(reverse("portal:news", args=[STATION])),
        "portal: read news": post(
            reverse("portal:news_read", args=[STATION]), key=f"edition:{at.news.pk}"
        ),
        "portal: write notice": post(reverse("portal:new_notice", args=[STATION]), **words),
        "portal: mend notice": post(notice, **words),
    }


def api_verbs(at: Airtime) -> Verbs:
    (slot,) = at.playlist.document["slots"]
    word = {
        "id": str(uuid.uuid4()),
        "slot_id": slot["id"],
        "edition": at.playlist.edition,
        "position": None,
        "outcome": "aired",
        "started_at": slot["starts_at"],
    }
    said = as_run_of(at.station)
    return {
        "api: json": get(day_of(at.playlist)),
        **{
            f"api: {form}": get(day_of(at.playlist, f".{form}"))
            for form in ("m3u8", "xspf", "html", "zip")
        },
        "api: week": get(f"{ROOT}/stations/{STATION}/weeks/{TODAY:%G-W%V}/playlist.zip"),
        "api: item file": get(file_of(slot["entries"][0]["file"]["sha256"])),
        "api: slot file": get(file_of(slot["file"]["sha256"])),
        "api: slot": get(f"{ROOT}/slots/{slot['id']}.mp3"),
        "api: confirm": lambda browser: browser.post(said, word, content_type="application/json"),
    }
