"""Random provinces to plan: a province station, its districts and their communes.

Everything follows from the seed. Sizes are those of Ninh Thuận before July
2025: 70 stations, about 4,400 slots and 340 items a month.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from broadcast.planner.candidate import Candidate, Daypart, Priority
from broadcast.planner.clock import (
    FRAME,
    CarriedPart,
    Carry,
    Clock,
    Filler,
    Ident,
    Pick,
    Position,
    Relay,
    Share,
)
from broadcast.planner.problem import Airing, Problem, Quota, QuotaAxis, Slot
from broadcast.planner.station import AirtimeRules, QuietHours, Station

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2025, 3, 3)
COMMUNES = (13, 9, 8, 9, 9, 6, 8)
"""How many communes each district has."""
THEMES = tuple(f"theme-{number}" for number in range(1, 7))
COMMON = (26, 22, 18, 14, 11, 9)
"""How common each theme is: the rarest come to hardly more than the tenth they should get."""
CONVENTIONS = tuple(f"convention-{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Kind:
    """How items of one kind come: share of the stock, seconds, rotation."""

    name: str
    share: float
    seconds: tuple[int, int]
    separation_days: int
    most_airings: int


KINDS = (
    Kind("news", 0.36, (30, 90), 1, 6),
    Kind("spot", 0.16, (15, 45), 1, 30),
    Kind("report", 0.26, (180, 420), 2, 10),
    Kind("skit", 0.14, (300, 600), 3, 8),
    Kind("story", 0.08, (720, 900), 5, 6),
)
DAYTIME = frozenset({Daypart(time(6), time(21))})
_DAYTIME_SHARE = 0.05
_AUTHORS, _BODIES, _EPISODES = 30, 12, 5
LONG_KINDS = tuple(kind for kind in KINDS if kind.name != "spot")

QUIET = AirtimeRules(
    quiet_hours=(QuietHours(time(21, 30), time(5)),),
    most_sessions_per_day=3,
    most_per_session=timedelta(minutes=45),
)


def province(
    seed: int,
    *,
    days: int = 30,
    items: int = 340,
    kinds: tuple[Kind, ...] = KINDS,
    must_runs: int = 22,
    communes: tuple[int, ...] = COMMUNES,
) -> Problem:
    """Return a province's problem for `days` from `FIRST_DAY`."""
    random = Random(seed)  # noqa: S311 - a seeded example, no secret
    stations = tuple(_stations(random, communes))
    areas = sorted({code for station in stations for code in station.area_path[1:]})
    candidates = tuple(
        _kindred(
            seed,
            _candidates(
                random, days=days, items=items, kinds=kinds, areas=areas, must_runs=must_runs
            ),
        )
    )
    return Problem(
        timezone=ZONE,
        stations=stations,
        clocks=CLOCKS,
        slots=tuple(_slots(stations, days)),
        candidates=candidates,
        history=tuple(_history(random, stations, candidates)),
        quotas=tuple(Quota(axis=QuotaAxis.THEME, value=theme, percent=10) for theme in THEMES),
    )


def one_station(seed: int, *, slots: int = 600, items: int = 500) -> Problem:
    """Return the month of one busy station: half-hour slots and a large stock."""
    kinds = tuple(replace(kind, separation_days=1, most_airings=40) for kind in KINDS)
    problem = province(seed, items=items, communes=(), kinds=kinds)
    [station] = problem.stations
    per_day = 20
    own = tuple(
        Slot(
            id=f"{station.code}-{number}",
            station=station.code,
            starts_at=_at(number // per_day, time(5)) + timedelta(minutes=45 * (number % per_day)),
            duration=timedelta(minutes=30),
            clock="province",
        )
        for number in range(slots)
    )
    return replace(problem, slots=own)


def _stations(random: Random, communes: tuple[int, ...]) -> Iterator[Station]:
    everyone = frozenset({"vi", "cham", "raglai"})
    yield Station(code="P", area_path=("58",), level="province", languages=everyone)
    for number, count_ in enumerate(communes):
        district = f"D{number}"
        yield Station(
            code=district,
            area_path=("58", district),
            level="district",
            languages=everyone,
            parent="P",
            airtime=QUIET,
        )
        for commune in range(count_):
            code = f"{district}C{commune:02}"
            others = [language for language in ("cham", "raglai") if random.random() < 0.4]
            yield Station(
                code=code,
                area_path=("58", district, code),
                level="commune",
                languages=frozenset({"vi", *others}),
                parent=district if random.random() < 0.5 else "P",
                airtime=QUIET,
            )


def _clock(name: str, *positions: Position) -> Clock:
    return Clock(
        id=name,
        positions=(
            *positions,
            Filler(),
            Ident(duration=timedelta(seconds=12)),
        ),
    )


OPENING = Ident(duration=timedelta(milliseconds=15_000))
BULLETIN = Pick(kinds=frozenset({"news"}), most=timedelta(minutes=6), share=Share.MANDATORY)
ANYTHING = Pick()
CLOCKS = (
    _clock("province", OPENING, BULLETIN, ANYTHING),
    _clock("district", OPENING, Carry(part=CarriedPart.MANDATORY), ANYTHING),
    _clock("morning", OPENING, Carry(most=timedelta(minutes=12)), ANYTHING),
    _clock(
        "evening",
        Relay(source="VOV1", duration=timedelta(minutes=5)),
        OPENING,
        Carry(part=CarriedPart.MANDATORY),
        Pick(kinds=frozenset({"news", "spot"}), most=timedelta(minutes=4)),
        ANYTHING,
    ),
)

TIMETABLE = {
    "province": tuple(
        (time(hour, minute), "province")
        for hour, minute in (
            (5, 30), (7, 0), (9, 0), (11, 0), (14, 0), (17, 0), (19, 0), (20, 30),
        )
    ),
    "district": ((time(5, 30), "district"), (time(17, 0), "district")),
    "commune": ((time(5, 30), "morning"), (time(17, 0), "evening")),
}  # fmt: skip


def _at(day: int, at: time) -> datetime:
    return datetime.combine(FIRST_DAY + timedelta(days=day), at, tzinfo=ZONE)


def _slots(stations: tuple[Station, ...], days: int) -> Iterator[Slot]:
    for station in stations:
        for day in range(days):
            for at, clock in TIMETABLE[station.level]:
                yield Slot(
                    id=f"{station.code}-{day:02}-{at:%H%M}",
                    station=station.code,
                    starts_at=_at(day, at),
                    duration=timedelta(minutes=15 if station.level == "province" else 30),
                    clock=clock,
                )


def _candidates(
    random: Random,
    *,
    days: int,
    items: int,
    kinds: tuple[Kind, ...],
    areas: list[str],
    must_runs: int,
) -> Iterator[Candidate]:
    numbers = count()
    for number in range(items):
        kind = random.choices(kinds, [kind.share for kind in kinds])[0]
        opens = random.randint(-12, days - 4)
        until = opens + random.randint(8, 40)
        must_run = number < must_runs
        opens = max(0, opens) if must_run else opens
        deadline = min(until, opens + random.randint(3, 10)) if must_run else None
        yield Candidate(
            id=f"{kind.name}-{next(numbers):04}",
            duration=random.randint(*(int(s * 1000) // 24 for s in kind.seconds)) * FRAME,
            kind=kind.name,
            language="vi" if must_run else random.choices(("vi", "cham", "raglai"), (86, 8, 6))[0],
            cleared_on=FIRST_DAY + timedelta(days=opens - random.randint(0, 3)),
            themes=frozenset(random.choices(THEMES, COMMON, k=random.choice((1, 1, 1, 2)))),
            conventions=frozenset(random.sample(CONVENTIONS, random.choice((0, 1, 1)))),
            levels=frozenset() if random.random() < 0.85 else frozenset({"commune"}),
            areas=_aimed_at(random, areas),
            airable_from=_at(opens, time(0)),
            airable_until=_at(until, time(0)),
            priority=Priority.PRIORITY if must_run else Priority.NORMAL,
            deadline=None if deadline is None else _at(deadline, time(0)),
            separation_days=kind.separation_days,
            most_airings=kind.most_airings,
        )


def _kindred(seed: int, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Give candidates their authors, bodies, dayparts, language versions and serials.

    These come from a source of their own: what else a seed stands for does not change by them.
    """
    random = Random(-seed)  # noqa: S311 - a seeded example, no secret
    work, episodes = "", 0
    for item in candidates:
        if item.language == "vi" or not work:
            work = item.id
        is_story = item.kind == "story" and not item.must_run
        episodes += is_story
        serial, episode = divmod(episodes, _EPISODES)
        yield replace(
            item,
            work=work,
            author=f"author-{random.randrange(_AUTHORS)}",
            body=f"body-{random.randrange(_BODIES)}",
            dayparts=DAYTIME if is_story or random.random() < _DAYTIME_SHARE else frozenset(),
            serial=f"serial-{serial}" if is_story else None,
            episode=episode if is_story else 0,
        )


def _aimed_at(random: Random, areas: list[str]) -> frozenset[str]:
    if not areas or random.random() < 0.75:
        return frozenset()
    return frozenset(random.sample(areas, random.randint(1, 3)))


def _history(
    random: Random, stations: tuple[Station, ...], candidates: tuple[Candidate, ...]
) -> Iterator[Airing]:
    begun = [one for one in candidates if one.airable_from and one.airable_from <= _at(-1, time())]
    for station in stations:
        for item in random.sample(begun, len(begun) // 5):
            yield Airing(
                item_id=item.id,
                station=station.code,
                aired_at=_at(-random.randint(1, 8), time(17, 2)),
            )
