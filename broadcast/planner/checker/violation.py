"""What the checker returns."""

from dataclasses import dataclass

from broadcast.planner.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule broken, and where."""

    rule: Rule
    station: str
    slot_id: str | None = None
    item_id: str | None = None
