"""What stations say aired: recorded once, by those it belongs to, and never changed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from broadcast.actions.as_run import (
    MOST_REASON,
    AsRunConflict,
    AsRunRefused,
    NotInEdition,
    NotYet,
    NotYours,
    ReasonMissing,
    ReasonTooLong,
    TimesImpossible,
    record_as_run,
    record_rest_aired,
)
from broadcast.models import AsRun, Outcome, PlaylistEntry, StationToken, standing_word
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import BEGINS, MINUTE, TODAY, morning, release
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User

KEY = uuid.UUID("6f1c9d8e-7a52-4d0a-9a55-0d2b6c1f0a11")
MORNING = make.at(BEGINS, TODAY)


@pytest.fixture
def say(
    station: Station, slot: Slot, playlist: Playlist, tuan: User
) -> Callable[..., tuple[AsRun, bool]]:
    """Return Tuấn's way to say that the morning's slot aired, with some of it said otherwise."""

    def said(**otherwise: Any) -> tuple[AsRun, bool]:
        words: dict[str, Any] = {
            "key": KEY,
            "station": station,
            "slot": slot,
            "playlist": playlist,
            "position": None,
            "outcome": Outcome.AIRED,
            "reason": "",
            "started_at": MORNING,
            "ended_at": MORNING + 15 * MINUTE,
            "by": tuan,
            "token": None,
            "now": NOW,
        }
        return record_as_run(**{**words, **otherwise})

    return said


def token_of(station: Station) -> StationToken:
    return StationToken.objects.create(
        station=station, name="Máy phát", prefix=station.code[:12], digest="d", made_at=NOW
    )


def test_a_word_is_kept_as_it_was_said(say: Any, station: Station, slot: Slot, tuan: User) -> None:
    row, created = say(position=1, outcome=Outcome.NOT_AIRED, reason="Mất điện", ended_at=None)

    assert created
    row.refresh_from_db()
    assert (row.station, row.slot, row.position, row.outcome) == (station, slot, 1, "not_aired")
    assert (row.reason, row.started_at, row.ended_at) == ("Mất điện", MORNING, None)
    assert (row.by, row.token, row.said_at) == (tuan, None, NOW)


def test_the_same_key_with_the_same_content_is_one_row(say: Any) -> None:
    first, _created = say()
    again, created = say(now=NOW + MINUTE)

    assert (again.pk, created) == (first.pk, False)
    assert AsRun.objects.count() == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"position": 0},
        {"outcome": Outcome.PARTLY, "reason": "Mất điện"},
        {"reason": "Muộn một phút"},
        {"started_at": MORNING + MINUTE},
        {"ended_at": None},
    ],
)
def test_the_same_key_with_other_content_conflicts(say: Any, otherwise: dict[str, Any]) -> None:
    first, _created = say()

    with pytest.raises(AsRunConflict):
        say(**otherwise)

    assert list(AsRun.objects.values_list("pk", "outcome", "position")) == [
        (first.pk, "aired", None)
    ]


def test_a_key_that_another_station_used_conflicts(
    say: Any, station: Station, elsewhere: Station, la: User
) -> None:
    theirs = morning(elsewhere, make.cleared_item())
    say()

    with pytest.raises(AsRunConflict):
        say(station=elsewhere, slot=theirs, playlist=release(theirs), by=la)

    assert AsRun.objects.get().station == station


def test_a_station_token_speaks_for_its_station(say: Any, station: Station) -> None:
    token = token_of(station)
    row, created = say(by=None, token=token)
    assert (created, row.by, row.token) == (True, None, token)


def test_nobody_speaks_for_a_station_that_is_not_theirs(
    say: Any, elsewhere: Station, la: User, root: User
) -> None:
    foreign = morning(elsewhere, make.cleared_item())
    foreign_playlist = release(foreign)

    for otherwise in (
        {"by": la},
        {"by": root},
        {"by": None, "token": token_of(elsewhere)},
        {"slot": foreign},
        {"playlist": foreign_playlist},
        {"slot": foreign, "playlist": foreign_playlist},
        {"station": elsewhere, "slot": foreign, "playlist": foreign_playlist},
        {"station": elsewhere},
        {"by": None, "token": None},
    ):
        with pytest.raises(NotYours):
            say(**otherwise)

    assert not AsRun.objects.exists()


def test_who_left_the_station_speaks_for_it_no_more(say: Any, tuan: User) -> None:
    tuan.is_active = False
    tuan.save()
    with pytest.raises(NotYours):
        say()


@pytest.mark.parametrize(
    ("otherwise", "error"),
    [
        ({"position": 2}, NotInEdition),
        ({"outcome": Outcome.NOT_AIRED}, ReasonMissing),
        ({"outcome": Outcome.PARTLY, "reason": " \n\x00 "}, ReasonMissing),
        ({"reason": "r" * (MOST_REASON + 1)}, ReasonTooLong),
        ({"ended_at": MORNING - MINUTE}, TimesImpossible),
        ({"started_at": MORNING - timedelta(days=1, minutes=1)}, TimesImpossible),
        ({"started_at": NOW + MINUTE, "ended_at": None}, NotYet),
        ({"ended_at": NOW + MINUTE}, NotYet),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    say: Any, otherwise: dict[str, Any], error: type[AsRunRefused]
) -> None:
    with pytest.raises(error) as refused:
        say(**otherwise)

    assert str(refused.value).endswith(".")
    assert not AsRun.objects.exists()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"reason": "r" * MOST_REASON},
        {"ended_at": MORNING},
        {"started_at": MORNING - timedelta(days=1)},
        {"started_at": NOW, "ended_at": NOW},
    ],
)
def test_what_is_just_possible_is_recorded(say: Any, otherwise: dict[str, Any]) -> None:
    assert AsRun._meta.get_field("reason").max_length == MOST_REASON
    assert say(**otherwise)[1]


def test_an_edition_without_the_slot_cannot_be_spoken_of(say: Any, station: Station) -> None:
    yesterday = morning(station, make.cleared_item(), day=TODAY - timedelta(days=1))
    with pytest.raises(NotInEdition):
        say(playlist=release(yesterday))


def test_a_reason_is_one_tidy_line(say: Any) -> None:
    row, _created = say(reason="  Mất điện\n cả\x00 xã ")
    assert row.reason == "Mất điện cả xã"


def test_the_newest_word_on_an_entry_or_its_slot_stands(say: Any, slot: Slot) -> None:
    def standing() -> list[str | None]:
        words = list(AsRun.objects.filter(slot=slot).with_subject().newest_first())
        entries = PlaylistEntry.objects.filter(slot=slot).order_by("position")
        found = [standing_word(words, each.position, each.house_sha256) for each in entries]
        return [word.outcome if word else None for word in found]

    def later(minutes: int, **words: Any) -> None:
        say(key=uuid.uuid4(), now=NOW + minutes * MINUTE, **words)

    assert standing() == [None, None]
    later(0, position=1, outcome=Outcome.NOT_AIRED, reason="Mất điện")
    assert standing() == [None, "not_aired"]
    later(1)
    assert standing() == ["aired", "aired"]
    later(2, position=0, outcome=Outcome.PARTLY, reason="Mất điện")
    assert standing() == ["partly", "aired"]
    assert AsRun.objects.newest().count() == 3


def test_the_rest_of_a_slot_is_recorded_entry_by_entry_and_once(
    say: Any, station: Station, slot: Slot, playlist: Playlist, tuan: User
) -> None:
    say(position=0, outcome=Outcome.NOT_AIRED, reason="Mất điện", key=uuid.uuid4())
    who: dict[str, Any] = {
        "key": KEY,
        "station": station,
        "slot": slot,
        "playlist": playlist,
        "by": tuan,
        "token": None,
    }

    rest = record_rest_aired(**who, now=NOW)

    entry = playlist.entries.get(position=1)
    assert [(row.position, row.outcome) for row in rest] == [(1, "aired")]
    assert (rest[0].started_at, rest[0].ended_at) == (entry.starts_at, entry.ends_at)
    assert record_rest_aired(**who, now=NOW) == []
    assert AsRun.objects.count() == 2


def test_the_rest_of_a_slot_that_is_not_over_is_refused_whole(
    station: Station, slot: Slot, playlist: Playlist, tuan: User
) -> None:
    second = playlist.entries.get(position=1)
    with pytest.raises(NotYet):
        record_rest_aired(
            key=KEY,
            station=station,
            slot=slot,
            playlist=playlist,
            by=tuan,
            token=None,
            now=second.ends_at - timedelta(seconds=1),
        )
    assert not AsRun.objects.exists()


def test_a_word_on_another_edition_counts_where_the_same_file_stands(
    say: Any, playlist: Playlist
) -> None:
    say(position=1)
    word = AsRun.objects.with_subject().get()
    same = playlist.entries.get(position=1).house_sha256

    assert standing_word([word], 1, same) == word
    assert standing_word([word], 1, "f" * 64) is None
    assert standing_word([word], 0, same) is None
