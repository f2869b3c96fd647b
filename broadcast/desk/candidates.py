"""What could stand in a place instead: every airable item, with what the rules say against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadcast.wording import against
from cms.models import Language
from cms.models.search import folded

from .slot_sheet import kind_of

if TYPE_CHECKING:
    from datetime import timedelta

    from broadcast.planning.one_slot import SlotTrial
    from cms.models import Clearance

MOST = 60


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`against` has one clause a rule, none where the item may be chosen."""

    clearance: Clearance
    title: str
    kind: str
    language: str
    duration: timedelta
    against: list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows of a page, those that may be chosen first, and how many more there are."""

    rows: list[CandidateRow]
    allowed: int
    more: int


def candidates(trial: SlotTrial, *, position: int | None, text: str) -> Choice:
    """Return what the search, made without marks, finds among all that is airable then."""
    words = folded(text).split()
    languages = dict(Language.objects.values_list("pk", "title"))
    found = []
    for verdict in trial.verdicts(position):
        clearance = trial.loaded.clearances[verdict.item_id]
        told = folded(f"{clearance.content['title']} {clearance.content.get('author', '')}")
        if all(word in told for word in words):
            found.append((clearance, verdict.rules))
    rows = [
        CandidateRow(
            clearance=clearance,
            title=clearance.content["title"],
            kind=kind_of(clearance),
            language=languages.get(clearance.content["language"], ""),
            duration=clearance.duration,  # type: ignore[arg-type] # airable: it has a file, ready
            against=[against(rule) for rule in rules],
        )
        for clearance, rules in found[:MOST]
    ]
    allowed = sum(not rules for _clearance, rules in found)
    return Choice(rows, allowed, max(0, len(found) - MOST))
