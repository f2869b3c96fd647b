"""One slot as the desk shows it: what airs when, who put it there and why, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.models import EntryKind, Maker, Placement, Playlist, Position, PositionKind, Recall
from broadcast.wording import kept_out_sentence, reason_sentence, refusal_sentence
from cms.models import Language

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from broadcast.models import Slot
    from cms.models import Clearance


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry; `movable` is false for what the clock or the parent station places."""

    placement: Placement
    title: str
    kind: str
    language: str
    reason: str
    movable: bool

    @property
    def is_item(self) -> bool:
        return self.placement.entry == EntryKind.ITEM

    @property
    def maker(self) -> str:
        return str(Maker(self.placement.made_by).label) if self.is_item else ""


@dataclass(frozen=True, slots=True)
class SlotSheet:
    """`behind` counts the stations below that still carry what stands here no more."""

    slot: Slot
    entries: list[EntryRow]
    helps: list[str]
    refused: str
    edition: int | None
    is_recalled: bool
    behind: int

    @property
    def filled(self) -> timedelta:
        return sum(
            (row.placement.duration for row in self.entries if row.is_item),
            self.slot.duration * 0,
        )

    @property
    def percent(self) -> int:
        return round(100 * self.filled / self.slot.duration)


def slot_sheet(slot: Slot) -> SlotSheet:
    """Read the slot; `station` and `clock` come loaded with it."""
    rows = list(
        slot.placements.select_related("clearance", "item__content_type", "from_station").order_by(
            "starts_at", "pk"
        )
    )
    positions = list(Position.objects.filter(clock=slot.clock_id).order_by("sort_order", "pk"))
    languages = dict(Language.objects.values_list("pk", "title"))
    newest = Playlist.objects.filter(station=slot.station_id, day=slot.day).order_by("-edition")
    edition = newest.values_list("edition", flat=True).first()
    recalls = Recall.objects.unanswered().filter(
        playlist__station=slot.station_id, playlist__day=slot.day
    )
    return SlotSheet(
        slot=slot,
        entries=[_entry(row, slot, positions, languages) for row in rows],
        helps=[kept_out_sentence(kept) for kept in slot.kept_out],
        refused=refusal_sentence(slot.refused) if slot.refused else "",
        edition=edition,
        is_recalled=recalls.exists(),
        behind=_carriers_behind(slot, rows),
    )


def kind_of(clearance: Clearance) -> str:
    """Return the kind of a cleared item in words; its content type comes loaded."""
    model: Any = clearance.item.content_type.model_class()
    return str(model._meta.verbose_name)  # noqa: SLF001 - Django's API


def _entry(
    row: Placement, slot: Slot, positions: list[Position], languages: dict[int, str]
) -> EntryRow:
    position = positions[row.position] if row.position < len(positions) else None
    clearance = row.clearance
    if clearance is None:
        title = str(row.get_entry_display()).capitalize()
        if row.entry == EntryKind.RELAY and position is not None:
            title = _("Relay of %(source)s") % {"source": position.source}
        return EntryRow(row, title, "", "", reason_sentence(row.reason), movable=False)
    fixed = position is not None and position.kind == PositionKind.FIXED
    return EntryRow(
        placement=row,
        title=clearance.content["title"],
        kind=kind_of(clearance),
        language=languages.get(clearance.content["language"], ""),
        reason=reason_sentence(row.reason, days_cleared=_days_cleared(clearance, slot.starts_at)),
        movable=not fixed and row.from_station_id is None,
    )


def _days_cleared(clearance: Clearance, at: datetime) -> int:
    return (timezone.localdate(at) - timezone.localdate(clearance.cleared_at)).days


def _carriers_behind(slot: Slot, rows: list[Placement]) -> int:
    """Return how many stations below carry something that no longer stands in this slot."""
    items = [row.item_id for row in rows if row.item_id is not None]
    carried = Placement.objects.filter(
        Q(slot__starts_at__lt=slot.ends_at) & Q(slot__ends_at__gt=slot.starts_at),
        from_station=slot.station_id,
        slot__cancelled_at__isnull=True,
    )
    stale = carried.exclude(item__in=items)
    return stale.values("slot__station").distinct().count()
