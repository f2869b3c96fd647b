"""What operators see of their day."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcast.models import AsRun, EntryKind, Outcome, StationToken
from cms.actions.withdraw import withdraw
from cms.models import EndReason, Priority
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import TODAY, morning, release, say
from tests.broadcast.portal.conftest import first_item, text_of
from tests.cms.newsroom import signed_in
from tests.conftest import NOW, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User

DAY = timedelta(days=1)
WITHDRAWN = str(EndReason.WITHDRAWN.label)


def page(client: Client, station: Station, **query: str) -> Any:
    return client.get(reverse("portal:station", args=[station.code]), query)


def cards(answer: Any) -> list[list[tuple[str, str, bool]]]:
    """Return what each slot shows: title, why it must not air, whether it is gone."""
    return [
        [(line.entry.title, line.recalled, line.gone) for line in card.lines]
        for day in answer.context["days"]
        for card in day.cards
    ]


def states(answer: Any) -> list[str]:
    return [card.state.value for day in answer.context["days"] for card in day.cards]


def test_one_station_opens_at_once(phone: Client, station: Station) -> None:
    answer = phone.get(reverse("portal:home"))
    assert answer.status_code == 302
    assert answer["Location"] == f"/dai/{station.code}/"


def test_several_stations_are_listed_and_no_others(
    phone: Client, station: Station, elsewhere: Station, tuan: User
) -> None:
    second = make.station(code="my-hai", operators=[tuan])
    answer = phone.get(reverse("portal:home"))

    assert {each.code for each in answer.context["stations"]} == {station.code, second.code}
    assert elsewhere.name not in text_of(answer)


def test_an_operator_without_a_station_is_told_what_to_do(phone: Client) -> None:
    answer = phone.get(reverse("portal:home"))
    assert answer.status_code == 200
    assert "tuan" in text_of(answer)


def test_today_and_tomorrow_are_shown_as_released(
    phone: Client, station: Station, playlist: Playlist
) -> None:
    tomorrow = morning(station, make.cleared_item(title="Tin ngày mai"), day=TODAY + DAY)
    release(tomorrow)

    answer = page(phone, station)

    assert [day.day for day in answer.context["days"]] == [TODAY, TODAY + DAY]
    assert cards(answer) == [
        [("Lớp học bên sông", "", False), ("Con dốc", "", False)],
        [("Chuyện chiều", "", False)],
        [("Tin ngày mai", "", False)],
    ]
    assert states(answer) == ["unconfirmed", "ahead", "ahead"]
    shown = text_of(answer)
    assert all(title in shown for title in ("Lớp học bên sông", "Con dốc", "Tin ngày mai"))
    assert reverse("portal:zip", args=[station.code, TODAY, playlist.edition]) in shown


def test_a_page_before_the_day_starts_still_shows_the_evening_before(
    phone: Client, station: Station, playlist: Playlist, clock: Callable[[datetime], None]
) -> None:
    clock(make.at("03:59", TODAY + DAY))
    assert page(phone, station).context["today"] == TODAY == playlist.day
    clock(make.at("04:00", TODAY + DAY))
    assert page(phone, station).context["today"] == TODAY + DAY


def test_an_entry_tells_its_length_language_origin_and_note(
    phone: Client, station: Station, slot: Slot
) -> None:
    province = make.station(code="ntv", name="Đài tỉnh", area_code="58")
    urgent = make.cleared_item(
        title="Lũ quét", priority=Priority.URGENT, air_until=make.at("20:00", TODAY)
    )
    placed = make.placement(slot=slot, clearance=urgent, from_station=province)
    release(slot)

    shown = text_of(page(phone, station))

    assert "Lũ quét" in shown
    assert 'class="urgent"' in shown
    assert "20:00" in shown
    assert "Đài tỉnh" in shown
    assert "Tiếng Việt" in shown
    assert "0&#x27;03&quot;" in shown
    assert placed.starts_at > slot.starts_at


def test_a_relay_is_shown_with_its_source(phone: Client, station: Station) -> None:
    slot = morning(station, make.cleared_item(), clock=make.clock("pick", "relay"))
    make.placement(
        slot=slot,
        entry=EntryKind.RELAY,
        starts_at=slot.ends_at - timedelta(minutes=15),
        duration=timedelta(minutes=15),
    )
    release(slot)
    assert "VOV1" in text_of(page(phone, station))


def test_days_without_a_playlist_say_what_to_do(phone: Client, station: Station) -> None:
    answer = page(phone, station)
    assert [day.edition for day in answer.context["days"]] == [None, None]
    assert 'class="slot"' not in text_of(answer)


def test_days_are_reached_two_weeks_back_and_a_week_ahead(phone: Client, station: Station) -> None:
    def status(days: int) -> int:
        address = reverse("portal:day", args=[station.code, TODAY + days * DAY])
        return int(phone.get(address).status_code)

    assert [status(days) for days in (-15, -14, 0, 7, 8)] == [404, 200, 200, 200, 404]


def test_every_link_to_another_day_leads_somewhere(phone: Client, station: Station) -> None:
    for days in (-14, -1, 7):
        address = reverse("portal:day", args=[station.code, TODAY + days * DAY])
        links = re.findall(r'href="(/dai/phuoc-my/[\d-]*/?)"', text_of(phone.get(address)))
        assert links
        assert {phone.get(link).status_code for link in links} == {200}


def test_what_was_withdrawn_is_struck_through_until_and_after_the_next_edition(
    phone: Client, station: Station, playlist: Playlist, afternoon: Slot, thao: User
) -> None:
    withdraw(item=first_item(afternoon), by=thao, reason="Sai số liệu", now=NOW)

    waiting = page(phone, station)
    assert cards(waiting)[1] == [("Chuyện chiều", WITHDRAWN, False)]
    assert "<del>Chuyện chiều</del>" in text_of(waiting)
    assert reverse("portal:zip", args=[station.code, TODAY, 1]) not in text_of(waiting)

    release(afternoon, NOW)

    answered = page(phone, station)
    assert cards(answered)[1] == [("Chuyện chiều", WITHDRAWN, True)]
    assert "<del>Chuyện chiều</del>" in text_of(answered)
    assert reverse("portal:zip", args=[station.code, TODAY, 2]) in text_of(answered)
    assert playlist.edition == 1


def test_what_aired_before_it_was_withdrawn_is_not_struck_through(
    phone: Client, station: Station, slot: Slot, playlist: Playlist, thao: User
) -> None:
    withdraw(item=first_item(slot), by=thao, reason="Sai số liệu", now=NOW)

    answer = page(phone, station)

    assert cards(answer)[0] == [("Lớp học bên sông", "", False), ("Con dốc", "", False)]
    assert reverse("portal:zip", args=[station.code, TODAY, playlist.edition]) in text_of(answer)


def take(client: Client, playlist: Playlist) -> None:
    answer = client.get(
        reverse("portal:zip", args=[playlist.station.code, playlist.day, playlist.edition])
    )
    assert answer.status_code == 200
    b"".join(answer)


def test_who_took_an_edition_is_warned_when_the_next_airs_otherwise(
    phone: Client, station: Station, playlist: Playlist, afternoon: Slot, thao: User, tuan: User
) -> None:
    take(phone, playlist)
    assert page(phone, station).context["days"][0].stale == ()

    withdraw(item=first_item(afternoon), by=thao, reason="Sai số liệu", now=NOW)
    newest = release(afternoon, NOW)

    answer = page(phone, station)
    (copy,) = answer.context["days"][0].stale
    assert (copy.fetch.by, copy.fetch.playlist) == (tuan, playlist)
    assert [slot.id for slot in copy.changed] == [afternoon.pk]
    assert [entry.title for entry in copy.recalled] == ["Chuyện chiều"]
    assert text_of(answer).count('role="alert"') == 1

    take(phone, newest)
    assert page(phone, station).context["days"][0].stale == ()


def test_a_colleague_sees_whose_copy_is_out_of_date(
    phone: Client, station: Station, playlist: Playlist, afternoon: Slot, la: User
) -> None:
    station.operators.add(la)
    take(signed_in(la), playlist)
    make.placement(slot=afternoon, clearance=make.cleared_item(priority=Priority.URGENT))
    release(afternoon, NOW)
    assert "Người Lạ" in text_of(page(phone, station))


def test_a_change_to_what_is_over_warns_nobody(
    phone: Client,
    station: Station,
    playlist: Playlist,
    afternoon: Slot,
    clock: Callable[[datetime], None],
) -> None:
    take(phone, playlist)
    make.placement(slot=afternoon, clearance=make.cleared_item(priority=Priority.URGENT))
    release(afternoon, NOW)
    clock(make.at("17:31", TODAY))
    assert page(phone, station).context["days"][0].stale == ()


def test_what_was_said_stands_beside_who_said_it(
    phone: Client, station: Station, slot: Slot, playlist: Playlist, tuan: User
) -> None:
    say(playlist, slot, by=tuan)
    say(playlist, slot, Outcome.NOT_AIRED, by=tuan, position=1, reason="Mất điện cả xã")

    answer = page(phone, station)

    assert states(answer) == ["partly", "ahead"]
    assert "Mất điện cả xã" in text_of(answer)
    assert "Phạm Văn Tuấn" in text_of(answer)
    told = answer.context["days"][0].cards[0].told
    assert [(each.word.outcome, each.title) for each in told] == [
        ("not_aired", "Con dốc"),
        ("aired", ""),
    ]


def test_what_a_machine_said_stands_under_its_name(
    phone: Client, station: Station, slot: Slot, playlist: Playlist
) -> None:
    token = StationToken.objects.create(
        station=station, name="Máy phát ở trụ sở", prefix="abc", digest="d", made_at=NOW
    )
    AsRun.objects.create(
        key=uuid.uuid4(),
        station=station,
        slot=slot,
        playlist=playlist,
        outcome=Outcome.AIRED,
        started_at=slot.starts_at,
        said_at=NOW,
        token=token,
    )
    answer = page(phone, station)
    assert states(answer)[0] == "aired"
    assert "Máy phát ở trụ sở" in text_of(answer)


def test_slots_of_earlier_days_that_nobody_confirmed_are_listed(
    phone: Client, station: Station, tuan: User
) -> None:
    silent = morning(station, make.cleared_item(), day=TODAY - DAY)
    release(silent)
    told = morning(station, make.cleared_item(), day=TODAY - 2 * DAY, begins="06:00")
    say(release(told, NOW - 5 * DAY), told, by=tuan)

    assert list(page(phone, station).context["unconfirmed"]) == [silent]


def test_a_full_day_takes_as_many_queries_as_a_short_one(
    phone: Client, station: Station, slot: Slot, tuan: User, la: User
) -> None:
    station.operators.add(la)
    make.general_rule()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page(phone, station).status_code == 200
        return len(captured)

    first = release(slot)
    take(phone, first)
    say(first, slot, by=tuan)
    one = queries()
    for hour in ("06:00", "07:00", "08:00"):
        later = morning(station, *[make.cleared_item() for _ in range(3)], begins=hour)
        edition = release(later)
        take(signed_in(la), edition)
        say(edition, later, by=tuan, position=1)
    assert queries() == one


def test_signing_in_leads_operators_to_the_portal_and_others_to_the_admin(
    station: Station, tuan: User, hoa: User
) -> None:
    def lands(user: User, **data: str) -> str:
        answer = Client().post(
            reverse("portal:sign_in"),
            {"login": user.username, "password": PASSWORD, **data},
            follow=True,
        )
        led = [place for place, _status in answer.redirect_chain]
        on_the_way = (reverse("entrance"), reverse("portal:sign_in"))
        return next(place for place in led if place not in on_the_way)

    assert lands(tuan) == "/dai/"
    assert lands(hoa) == "/admin/"
    assert lands(tuan, next="/dai/phuoc-my/") == "/dai/phuoc-my/"
    assert lands(tuan, next="https://example.org/") == "/dai/"
    station.operators.add(hoa)
    assert lands(hoa) == "/dai/"


def test_the_entrance_leads_everybody_to_where_they_work(
    phone: Client, station: Station, hoa: User
) -> None:
    def ends_at(browser: Client) -> str:
        return str(browser.get("/", follow=True).redirect_chain[-1][0])

    assert ends_at(Client()) == reverse("portal:sign_in")
    assert ends_at(phone) == reverse("portal:station", args=[station.code])
    assert ends_at(signed_in(hoa)) == reverse("wagtailadmin_home")


def test_signing_out_ends_the_session(phone: Client, station: Station) -> None:
    assert page(phone, station).status_code == 200
    assert phone.get(reverse("portal:sign_out")).status_code == 405
    answer = phone.post(reverse("portal:sign_out"))
    assert answer["Location"] == reverse("portal:sign_in")
    assert page(phone, station).status_code == 302
