"""Plan the days ahead; `--json` prints the pinned line."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.actions.plan import PlanUnsound
from broadcast.actions.plan_parts import plan_in_parts
from broadcast.models import Station
from broadcast.planner.facts import unplaced_facts
from broadcast.planner.problem import Admission
from broadcast.planning.store import PlanOutdated

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterable, Iterator

    from broadcast.actions.plan import Planned
    from broadcast.actions.plan_parts import Part
    from broadcast.planner.outcome import Unplaced


MOST_PROCESSES = 64
NOTHING_YET: dict[str, Any] = {
    "slots": 0,
    "placements": 0,
    "gap_ms": 0,
    "filler_ms": 0,
    "silence_ms": 0,
    "violations": 0,
    "unplaced": [],
    "seconds": 0,
}


class Command(BaseCommand):
    # Not lazy: argparse wraps it as text. Commands are loaded with the language set.
    help = _("Plan the days ahead of every station, or of those named.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--days", type=int, required=True)
        parser.add_argument("--station", action="append", metavar="CODE")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--reasons", type=Path, metavar="FILE")
        parser.add_argument("--changes", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if options["days"] < 1:
            raise CommandError(_("--days must be at least 1."))
        if not 1 <= options["processes"] <= MOST_PROCESSES:
            raise CommandError(
                _("--processes must be from 1 to %(most)d.") % {"most": MOST_PROCESSES}
            )
        try:
            summary = self._plan(options)
        except PlanUnsound as unsound:
            raise CommandError(
                _("The plan breaks %(count)d rules and was not stored: %(first)s")
                % {"count": len(unsound.violations), "first": unsound.violations[0]}
            ) from unsound
        except PlanOutdated as outdated:
            raise CommandError(
                _("Somebody changed “%(slot)s” meanwhile: run the planning again.")
                % {"slot": outdated}
            ) from outdated
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self.stdout.write(
                _(
                    "%(slots)d slots, %(placements)d placements, %(gap_ms)d ms of gaps, "
                    "%(unplaced)d must-runs not placed, %(seconds).1f s"
                )
                % {**summary, "unplaced": len(summary["unplaced"])}
            )

    def _plan(self, options: dict[str, Any]) -> dict[str, Any]:
        """Plan part by part, write what was asked for, and return the summary of all."""
        work = plan_in_parts(
            first=options["first"],
            last=options["first"] + timedelta(days=options["days"] - 1),
            stations=stations_named(options["station"]) or list(Station.objects.active()),
            seed=options["seed"],
            clock=timezone.now,
            dry_run=options["dry_run"],
            processes=options["processes"],
            tell=self._tell if sys.stdout.isatty() and not options["json"] else None,
        )
        summary = dict(NOTHING_YET, unplaced=[])
        with (
            lines_to(options["reasons"]) as write_reasons,
            lines_to(options["changes"]) as write_changes,
        ):
            for part in work:
                write_reasons(_reasons(part.planned))
                write_changes(_changes(part.planned))
                for name, value in summarised(part).items():
                    summary[name] += value
        return {**summary, "seconds": round(summary["seconds"], 3)}

    def _tell(self, done: int, whole: int) -> None:
        self.stdout.write(f"\r{done}/{whole}", ending="\n" if done == whole else "")
        self.stdout.flush()


def stations_named(codes: list[str] | None) -> list[Station] | None:
    """Return the active stations of these codes, or None for all; raise where one is unknown."""
    if not codes:
        return None
    stations = {each.code: each for each in Station.objects.active().filter(code__in=codes)}
    unknown = sorted(set(codes) - set(stations))
    if unknown:
        raise CommandError(
            _("No open station has the code %(codes)s.") % {"codes": ", ".join(unknown)}
        )
    return list(stations.values())


def summarised(part: Part) -> dict[str, Any]:
    """Return one part's share of the pinned JSON line as values that add up."""
    plan = part.planned.plan
    codes = {station.code for station in part.stations}
    slots = part.planned.loaded.problem.slots
    own = {slot.id for slot in slots if slot.station in codes}
    return {
        "slots": sum(slot.id in own and slot.admits is not Admission.NONE for slot in slots),
        "placements": sum(each.slot_id in own for each in plan.placements),
        "gap_ms": plan.gap_ms,
        "filler_ms": plan.filler_ms,
        "silence_ms": plan.silence_ms,
        # A plan with any is refused before it gets here.
        "violations": 0,
        "unplaced": [_unplaced(part.planned, each) for each in plan.unplaced],
        "seconds": part.planned.seconds,
    }


def _unplaced(planned: Planned, missed: Unplaced) -> dict[str, Any]:
    told: dict[str, Any] = unplaced_facts(missed) | {"item": int(missed.item_id)}
    if missed.due_in is not None:
        due_at = planned.loaded.slots[told.pop("due_in")].starts_at
        told["due_at"] = timezone.localtime(due_at).isoformat()
    return told


@contextmanager
def lines_to(target: Path | None) -> Iterator[Callable[[Iterable[dict[str, Any]]], None]]:
    """Give what writes one JSON object a row to `target`: all of them, or no file at all."""
    if target is None:
        yield lambda _rows: None
        return
    temporary = target.with_name(f".{target.name}.part")
    with temporary.open("w", encoding="utf-8") as file:

        def write(rows: Iterable[dict[str, Any]]) -> None:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")

        yield write
    temporary.rename(target)


def _reasons(planned: Planned) -> Iterator[dict[str, Any]]:
    slots = planned.loaded.slots
    for kind, rows in (("placement", planned.plan.placements), ("gap", planned.plan.gaps)):
        for each in rows:
            slot = slots[each.slot_id]
            yield {
                "kind": kind,
                "station": slot.station.code,
                "slot_starts_at": timezone.localtime(slot.starts_at),
                **asdict(each),
            }
    for missed in planned.plan.unplaced:
        yield {"kind": "unplaced", **asdict(missed)}
    others = (
        ("unmet", planned.plan.unmet),
        ("refusal", planned.plan.refusals),
        ("dropped", planned.plan.dropped),
    )
    for kind, told in others:
        for one in told:
            slot = slots[one.slot_id]
            yield {"kind": kind, "station": slot.station.code, **asdict(one)}


def _changes(planned: Planned) -> Iterator[dict[str, Any]]:
    for change in planned.difference.slots:
        starts_at = planned.loaded.slots[change.slot_id].starts_at
        yield {"slot_starts_at": timezone.localtime(starts_at), **asdict(change)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, timedelta):
        return round(value.total_seconds() * 1000)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(value)
