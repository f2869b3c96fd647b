"""Stations with their airtime rules as the planner takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.models import AirtimeException, AirtimeRule
from broadcast.planner import station as planner
from broadcast.planner.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadcast.models import Station


def planned_stations(stations: Iterable[Station]) -> list[planner.Station]:
    """Return the planner's stations; these need `area`, `parent` and `languages` loaded."""
    rules = {rule.station_id: rule for rule in AirtimeRule.objects.all()}
    exceptions = list(AirtimeException.objects.order_by("pk"))
    return [
        planner.Station(
            code=station.code,
            area_path=tuple(code for code in station.area.path.split("/") if code),
            level=station.area.level,
            languages=frozenset(language.code for language in station.languages.all()),
            parent=station.parent.code if station.parent else None,
            medium=planner.Medium(station.medium),
            day_start=station.day_start,
            airtime=_airtime(
                rules.get(station.pk) or rules.get(None),
                [each for each in exceptions if each.station_id in {None, station.pk}],
            ),
        )
        for station in stations
    ]


def _airtime(rule: AirtimeRule | None, exceptions: list[AirtimeException]) -> planner.AirtimeRules:
    if rule is None:
        return planner.AirtimeRules()
    quiet: tuple[planner.QuietHours, ...] = ()
    if rule.quiet_from is not None and rule.quiet_until is not None:
        quiet = (planner.QuietHours(rule.quiet_from, rule.quiet_until),)
    return planner.AirtimeRules(
        quiet_hours=quiet,
        most_sessions_per_day=rule.most_sessions,
        most_per_session=rule.most_session,
        most_per_day=rule.most_day,
        weekdays=frozenset(rule.weekdays),
        exceptions=tuple(
            planner.AirtimeException(
                first_day=each.first_day,
                last_day=each.last_day,
                order_number=each.order_number,
                lifts=frozenset(Rule(code) for code in each.lifts),
            )
            for each in exceptions
        ),
    )
