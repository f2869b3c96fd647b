"""Random small provinces: three levels, a few days, every kind of rule and standing item.

Hypothesis draws the sizes and a seed, and shrinks them; the details follow from
the seed. Drawing each detail would take longer than planning it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from broadcast.planner import (
    FRAME,
    Admission,
    Airing,
    AirtimeException,
    AirtimeRules,
    Candidate,
    CarriedPart,
    Carry,
    Clock,
    Daypart,
    Filler,
    Fixed,
    Hold,
    Ident,
    Limit,
    Medium,
    Pick,
    Position,
    Priority,
    Problem,
    QuietHours,
    Quota,
    QuotaAxis,
    Relay,
    Rule,
    RuleBook,
    ScorePart,
    Setting,
    Share,
    Slot,
    SpecialDay,
    Standing,
    Station,
    Weight,
)
from broadcast.planner.rulebook import SETTABLE

from .problems import MONDAY, ZONE

DAYS = 3
LAST_HOUR = 17
IDS = tuple(f"item-{number}" for number in range(12))
PATHS = {
    "province": ("province",),
    "district": ("province", "district"),
    "commune-1": ("province", "district", "commune-1"),
    "commune-2": ("province", "district", "commune-2"),
}
LIFTED = (Rule.QUIET_HOURS, Rule.SESSIONS, Rule.WEEKDAY)


def provinces() -> st.SearchStrategy[Problem]:
    """Return a strategy for small problems that do not contradict themselves."""
    return st.builds(
        small_province,
        seed=st.integers(0, 2**32),
        stations=st.integers(1, 4),
        slots=st.integers(1, 9),
        items=st.integers(3, len(IDS)),
        standing=st.integers(0, 4),
    )


def small_province(*, seed: int, stations: int, slots: int, items: int, standing: int) -> Problem:
    """Return a problem; `slots` is how many each station has at most."""
    dice = _Dice(seed)
    # What came later has dice of its own: what else a seed stands for does not change by it.
    more_dice = _Dice(-seed - 1)
    its_stations = tuple(dice.station(code) for code in list(PATHS)[:stations])
    if more_dice.seldom():
        its_stations = tuple(
            replace(station, medium=more_dice.choice(list(Medium))) for station in its_stations
        )
    its_slots = tuple(slot for station in its_stations for slot in dice.slots(station, slots))
    its_clocks = (dice.clock("clock-0"), dice.clock("clock-1"))
    codes = [station.code for station in its_stations]
    return Problem(
        timezone=ZONE,
        stations=its_stations,
        clocks=its_clocks,
        slots=its_slots,
        candidates=tuple(
            replace(one, media=frozenset({Medium.RADIO} if more_dice.seldom() else ()))
            for one in [dice.candidate(item_id) for item_id in dice.sample(IDS, items)]
        ),
        history=tuple(
            Airing(item_id=dice.choice(IDS), station=dice.choice(codes), aired_at=dice.hour(-4, 1))
            for _ in range(dice.randint(0, 4))
        ),
        standing=tuple(dice.standing(its_stations, its_slots, its_clocks, standing)),
        quotas=(
            Quota(axis=QuotaAxis.THEME, value="women", percent=40),
            Quota(axis=QuotaAxis.THEME, value="women", percent=20, station="commune-1"),
            Quota(axis=QuotaAxis.KIND, value="skit", percent=30, area="district"),
        ),
        rules=dice.rules(),
    )


class _Dice(Random):
    """A seeded random source that knows what provinces are made of.

    Limits come seldom: too many at once leave nothing to plan.
    """

    def seldom(self) -> bool:
        return self.random() < 0.25

    def some(self, *words: str) -> frozenset[str]:
        return frozenset(self.sample(words, self.randint(0, len(words))))

    def frames(self, least: int, most: int) -> timedelta:
        return self.randint(least, most) * FRAME

    def seconds(self, least: int, most: int) -> timedelta:
        """Return a duration that need not be whole frames."""
        return timedelta(milliseconds=100 * self.randint(least * 10, most * 10))

    def hour(self, first_day: int, last_day: int) -> datetime:
        midnight = datetime.combine(MONDAY, time(), tzinfo=ZONE)
        return midnight + timedelta(hours=self.randint(first_day * 24, last_day * 24))

    def station(self, code: str) -> Station:
        above = {"district": "province", "commune-1": "district"}
        above["commune-2"] = self.choice(("province", "district"))
        return Station(
            code=code,
            area_path=PATHS[code],
            level=code.split("-", maxsplit=1)[0],
            languages=frozenset({"vi"} if self.seldom() else {"vi", "raglai"}),
            parent=above.get(code),
            airtime=self.airtime() if self.seldom() else AirtimeRules(),
        )

    def airtime(self) -> AirtimeRules:
        order = AirtimeException(
            first_day=MONDAY,
            last_day=MONDAY + timedelta(days=self.randint(0, 1)),
            order_number="12/CĐ-UBND",
            lifts=frozenset(self.sample(LIFTED, self.randint(0, 3))),
        )
        return AirtimeRules(
            quiet_hours=(QuietHours(time(21, 30), time(5)),) if self.seldom() else (),
            most_sessions_per_day=self.randint(1, 2) if self.seldom() else None,
            most_per_session=timedelta(minutes=4) if self.seldom() else None,
            most_per_day=timedelta(minutes=8) if self.seldom() else None,
            weekdays=frozenset({0, 2} if self.seldom() else range(7)),
            exceptions=(order,) if self.seldom() else (),
        )

    def slots(self, station: Station, most: int) -> Iterator[Slot]:
        starts = [(day, hour) for day in range(DAYS) for hour in (4, 11, LAST_HOUR)]
        for day, hour in self.sample(starts, self.randint(most // 2, most)):
            at = time(23, 58) if hour == LAST_HOUR and self.seldom() else time(hour, 10)
            yield Slot(
                id=f"{station.code}@{day}-{hour:02}",
                station=station.code,
                starts_at=datetime.combine(MONDAY + timedelta(days=day), at, tzinfo=ZONE),
                duration=self.seconds(20, 600) if self.seldom() else timedelta(minutes=5),
                clock=self.choice(("clock-0", "clock-1")),
                admits=self.choice(list(Admission)) if self.seldom() else Admission.ALL,
            )

    def clock(self, clock_id: str) -> Clock:
        middle: list[Position] = [self.pick() for _ in range(self.randint(1, 3))]
        middle += [Ident(duration=self.seconds(1, 15)) for _ in range(self.randint(0, 2))]
        if self.seldom():
            middle.append(Fixed(item_id=self.choice(IDS), share=self.choice(list(Share))))
        if self.random() < 0.6:
            most = self.frames(0, 8_000) if self.seldom() else None
            part, share = self.choice(list(CarriedPart)), self.choice(list(Share))
            middle.append(Carry(part=part, most=most, share=share))
        if self.random() < 0.5:
            middle.append(Filler())
        self.shuffle(middle)
        if self.seldom():
            relay = Relay(source="VOV1", duration=self.seconds(30, 60))
            middle.insert(self.choice((0, len(middle))), relay)
        least = self.randint(0, 600)
        most_pause = least + (0 if self.seldom() else self.randint(0, 2_000))
        return Clock(
            id=clock_id,
            positions=tuple(middle),
            least_pause=timedelta(milliseconds=least),
            most_pause=timedelta(milliseconds=most_pause),
        )

    def pick(self) -> Pick:
        return Pick(
            kinds=self.some("news", "skit") if self.seldom() else frozenset(),
            themes=self.some("law", "women") if self.seldom() else frozenset(),
            languages=self.some("vi", "raglai") if self.seldom() else frozenset(),
            most=self.frames(0, 12_000) if self.seldom() else None,
            share=self.choice(list(Share)),
        )

    def candidate(self, item_id: str) -> Candidate:
        areas = ("province", "district", "commune-1", "commune-2", "elsewhere")
        found = Candidate(
            id=item_id,
            duration=self.seconds(10, 200) if self.seldom() else self.frames(400, 6_000),
            kind=self.choice(("news", "skit")),
            language="raglai" if self.seldom() else "vi",
            cleared_on=MONDAY + timedelta(days=self.randint(-20, 1)),
            themes=self.some("law", "women"),
            levels=self.some("province", "district", "commune") if self.seldom() else frozenset(),
            areas=self.some(*areas) if self.seldom() else frozenset(),
            airable_from=self.hour(-1, 1) if self.seldom() else None,
            airable_until=self.hour(1, DAYS) if self.seldom() else None,
            **self.kinship(item_id),
            dayparts=self.dayparts() if self.seldom() else frozenset(),
            priority=self.choice((Priority.NORMAL, *Priority)),
            deadline=self.hour(0, DAYS + 1) if self.random() < 0.5 else None,
            separation_days=self.randint(0, 3),
            most_airings=self.randint(1, 4) if self.random() < 0.5 else None,
        )
        if found.priority is Priority.URGENT and self.random() < 0.5:
            return replace(found, repeat_every=timedelta(hours=self.randint(2, 30)))
        return found

    def kinship(self, item_id: str) -> dict[str, Any]:
        """Return what ties an item to others: most of them to none."""
        serial = self.choice(("well", "river")) if self.seldom() else None
        return {
            "work": self.choice(("law", "song")) if self.seldom() else None,
            "author": self.choice(("lan", "quynh")) if self.seldom() else None,
            "body": self.choice(("justice", "health")) if self.seldom() else None,
            "serial": serial,
            "episode": IDS.index(item_id) if serial else 0,
        }

    def dayparts(self) -> frozenset[Daypart]:
        parts = (Daypart(time(4), time(12)), Daypart(time(16), time(1)))
        return frozenset(self.sample(parts, self.randint(1, 2)))

    def rules(self) -> RuleBook:
        return RuleBook(
            settings=tuple(self.settings()) if self.seldom() else (),
            limits=tuple(self.limits()) if self.seldom() else (),
            weights=(Weight(part=ScorePart.QUOTA, percent=self.randint(0, 300)),),
            special_days=tuple(self.special_days()) if self.seldom() else (),
        )

    def settings(self) -> Iterator[Setting]:
        for rule in SETTABLE:
            for scope in self.scopes():
                strength = self.choice(sorted(SETTABLE[rule]))
                weight = self.randint(0, 200)
                yield Setting(rule=rule, strength=strength, weight=weight, **scope)

    def limits(self) -> Iterator[Limit]:
        for rule in (Rule.SEPARATION, Rule.MOST_AIRINGS):
            for kind in (None, "news"):
                for scope in self.scopes():
                    yield Limit(rule=rule, value=self.randint(1, 3), kind=kind, **scope)

    def special_days(self) -> Iterator[SpecialDay]:
        for scope in self.scopes():
            first = self.randint(0, 1)
            yield SpecialDay(
                name="day",
                first_day=MONDAY + timedelta(days=first),
                last_day=MONDAY + timedelta(days=self.randint(first, DAYS)),
                bars=self.some("news", "skit"),
                wants=self.some("law", "women"),
                **scope,
            )

    def scopes(self) -> list[dict[str, str]]:
        """Return where rows count; two of them are for the same stations, one nearer."""
        scopes: list[dict[str, str]] = [{}, {"area": "district"}, {"station": "commune-1"}]
        return self.sample(scopes, self.randint(1, len(scopes)))

    def standing(
        self,
        stations: Sequence[Station],
        slots: Sequence[Slot],
        clocks: Sequence[Clock],
        most: int,
    ) -> Iterator[Standing]:
        parent = {station.code: station.parent for station in stations}
        positions = {clock.id: clock.positions for clock in clocks}
        seats = [
            (slot, index)
            for slot in slots
            for index, position in enumerate(positions[slot.clock])
            if isinstance(position, Pick | Fixed | Carry)
        ]
        taken: set[tuple[str, str]] = set()
        for _ in range(self.randint(0, most) if seats else 0):
            slot, index = self.choice(seats)
            item_id = self.choice((*IDS, "withdrawn"))
            if (slot.id, item_id) not in taken:
                taken.add((slot.id, item_id))
                yield Standing(
                    slot_id=slot.id,
                    position=index,
                    item_id=item_id,
                    starts_at=slot.starts_at + self.seconds(0, 100),
                    duration=self.seconds(5, 60),
                    hold=self.choice(list(Hold)),
                    from_station=parent[slot.station] if self.seldom() else None,
                )
