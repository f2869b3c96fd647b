"""A broadcast day of many stations as the desk shows it; rows do not change the queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import DurationField, ExpressionWrapper, F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadcast.models import Placement, Playlist, Recall, Slot, Station
from broadcast.wording import refusal_sentence
from cms.models import Area, Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from broadcast.models import StationQuerySet

_NOTHING = timedelta()
# Where no station says otherwise, a broadcast day begins at this hour.
DAY_START = timedelta(hours=4)


class Standing(StrEnum):
    """How a slot stands, what matters most first."""

    RECALL = "recall"
    REFUSED = "refused"
    RELEASED = "released"
    NOT_PLANNED = "not_planned"
    FROZEN = "frozen"
    PLANNED = "planned"


WORDS = {
    Standing.RECALL: gettext_lazy("recalled: a new edition is to come"),
    Standing.REFUSED: gettext_lazy("may not air"),
    Standing.NOT_PLANNED: gettext_lazy("not planned"),
    Standing.FROZEN: gettext_lazy("frozen"),
    Standing.PLANNED: gettext_lazy("planned"),
}


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot; `filled` is the airtime of its items, `why` says what stops it."""

    slot: Slot
    filled: timedelta
    standing: Standing
    edition: int | None
    frozen: bool
    why: str

    @property
    def percent(self) -> int:
        return round(100 * self.filled / self.slot.duration)

    @property
    def gap_seconds(self) -> int | None:
        return None if self.slot.gap is None else round(self.slot.gap.total_seconds())

    @property
    def words(self) -> str:
        if self.standing is Standing.RELEASED:
            return _("released (edition %(number)d)") % {"number": self.edition}
        told = str(WORDS[self.standing])
        if self.frozen and self.standing is Standing.NOT_PLANNED:
            return f"{told}, {WORDS[Standing.FROZEN]}"
        return told


@dataclass(frozen=True, slots=True)
class StationRow:
    station: Station
    slots: list[SlotRow]

    @property
    def releasable(self) -> bool:
        """Whether there is anything whose release is worth asking for."""
        return any(row.standing in {Standing.PLANNED, Standing.FROZEN} for row in self.slots)


@dataclass(frozen=True, slots=True)
class District:
    """Stations that stand under one heading: a district's, or those above every district."""

    title: str
    rows: list[StationRow]


@dataclass(frozen=True, slots=True)
class DeskDay:
    day: date
    districts: list[District]

    @property
    def slots(self) -> list[SlotRow]:
        return [slot for district in self.districts for row in district.rows for slot in row.slots]

    def count(self, *standings: Standing) -> int:
        return sum(row.standing in standings for row in self.slots)

    @property
    def gap(self) -> timedelta:
        return sum((row.slot.gap or _NOTHING for row in self.slots), _NOTHING)

    @property
    def told(self) -> list[str]:
        """The day in numbers, each with its word; what is none is left out."""
        unplanned = self.count(Standing.NOT_PLANNED)
        released = self.count(Standing.RELEASED)
        recalled = self.count(Standing.RECALL)
        refused = self.count(Standing.REFUSED)
        whole = len(self.slots)
        said = [
            (whole, ngettext("%(n)d slot", "%(n)d slots", whole)),
            (unplanned, _("%(n)d not planned")),
            (released, _("%(n)d released")),
            (recalled, _("%(n)d recalled")),
            (refused, _("%(n)d may not air")),
        ]
        return [words % {"n": number} for number, words in said if number]


def today(now: datetime) -> date:
    """Return the broadcast day that `now` falls in, of a station that begins it as usual."""
    return (timezone.localtime(now) - DAY_START).date()


def districts() -> list[Area]:
    """Return the districts that have open stations, each as it last was."""
    paths = Station.objects.active().values_list("area__path", flat=True).distinct()
    codes = {code for path in paths for code in path.split("/") if code}
    rows = Area.objects.filter(code__in=codes, level=Level.DISTRICT).order_by("valid_from")
    newest = {area.path: area for area in rows}
    return [newest[path] for path in sorted(newest)]


def desk_day(day: date, stations: StationQuerySet, now: datetime) -> DeskDay:
    """Read `day` of `stations`, each with its slots, under its district."""
    chosen = list(stations.select_related("area").order_by("area__path", "code"))
    slots = defaultdict(list)
    rows = (
        Slot.objects.on_air()
        .filter(day=day, station__in=[station.pk for station in chosen])
        .order_by("starts_at", "pk")
    )
    for slot in rows:
        slots[slot.station_id].append(slot)
    reader = _Reader(
        now=now,
        filled=_filled(slots),
        editions=dict(
            Playlist.objects.newest().filter(day=day).values_list("station_id", "edition")
        ),
        recalled=set(
            Recall.objects.unanswered()
            .filter(playlist__day=day)
            .values_list("playlist__station_id", flat=True)
        ),
    )
    stood = [StationRow(station, reader.rows(station, slots[station.pk])) for station in chosen]
    return DeskDay(day, _by_district(stood))


@dataclass(frozen=True, slots=True)
class _Reader:
    now: datetime
    filled: dict[int, timedelta]
    editions: dict[int, int]
    recalled: set[int]

    def rows(self, station: Station, slots: list[Slot]) -> list[SlotRow]:
        first = min((slot.starts_at for slot in slots), default=self.now)
        frozen = self.now >= first - station.freeze
        return [
            SlotRow(
                slot=slot,
                filled=self.filled.get(slot.pk, _NOTHING),
                standing=self._standing(station, slot, frozen=frozen),
                edition=self.editions.get(station.pk),
                frozen=frozen,
                why=refusal_sentence(slot.refused) if slot.refused else "",
            )
            for slot in slots
        ]

    def _standing(self, station: Station, slot: Slot, *, frozen: bool) -> Standing:
        if station.pk in self.recalled:
            return Standing.RECALL
        if slot.refused:
            return Standing.REFUSED
        if station.pk in self.editions:
            return Standing.RELEASED
        if slot.planned_at is None:
            return Standing.NOT_PLANNED
        return Standing.FROZEN if frozen else Standing.PLANNED


def _filled(slots: dict[int, list[Slot]]) -> dict[int, timedelta]:
    """Return the airtime of each slot's items."""
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    pks = [slot.pk for each in slots.values() for slot in each]
    sums = Placement.objects.items().filter(slot__in=pks).order_by().values("slot_id")
    return dict(sums.annotate(filled=Sum(length)).values_list("slot_id", "filled"))


def _by_district(rows: Sequence[StationRow]) -> list[District]:
    """Group by the district in the area's path; what has none stands first, under no heading."""
    areas = Area.objects.filter(level=Level.DISTRICT).order_by("valid_from")
    codes = {code for row in rows for code in row.station.area.path.split("/") if code}
    names = dict(areas.filter(code__in=codes).values_list("code", "full_name"))
    grouped: dict[str, list[StationRow]] = defaultdict(list)
    for row in rows:
        path = row.station.area.path.split("/")
        grouped[next((code for code in path if code in names), "")].append(row)
    return [District(names.get(code, ""), grouped[code]) for code in sorted(grouped)]
