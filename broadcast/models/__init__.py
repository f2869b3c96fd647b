"""Airtime: who airs, when, what, and what was said of it."""

from .airtime import AirtimeException, AirtimeRule
from .as_run import AsRun, AsRunQuerySet, Outcome, standing_word
from .clock import CarriedPart, Clock, Position, PositionKind, Share
from .delivery import Fetch, FetchQuerySet, StationToken, StationTokenQuerySet
from .desk_run import DeskRun, DeskRunQuerySet, RunKind, RunState
from .filler_music import FillerMusic
from .news import NewsMail, NewsMailed, NewsRead
from .placement import EntryKind, Maker, Placement, PlacementQuerySet
from .planning_rule import LIMITED, PlanningRule, Scope, Sort, SpecialDay
from .playlist import (
    Playlist,
    PlaylistEntry,
    PlaylistQuerySet,
    Recall,
    RecallQuerySet,
    SlotFile,
)
from .slot import Slot, SlotQuerySet
from .small_copy import SmallCopy
from .station import Medium, Station, StationQuerySet
from .weekly_slot import WeeklySlot, WeeklySlotException, every_weekday

__all__ = [
    "LIMITED",
    "AirtimeException",
    "AirtimeRule",
    "AsRun",
    "AsRunQuerySet",
    "CarriedPart",
    "Clock",
    "DeskRun",
    "DeskRunQuerySet",
    "EntryKind",
    "Fetch",
    "FetchQuerySet",
    "FillerMusic",
    "Maker",
    "Medium",
    "NewsMail",
    "NewsMailed",
    "NewsRead",
    "Outcome",
    "Placement",
    "PlacementQuerySet",
    "PlanningRule",
    "Playlist",
    "PlaylistEntry",
    "PlaylistQuerySet",
    "Position",
    "PositionKind",
    "Recall",
    "RecallQuerySet",
    "RunKind",
    "RunState",
    "Scope",
    "Share",
    "Slot",
    "SlotFile",
    "SlotQuerySet",
    "SmallCopy",
    "Sort",
    "SpecialDay",
    "Station",
    "StationQuerySet",
    "StationToken",
    "StationTokenQuerySet",
    "WeeklySlot",
    "WeeklySlotException",
    "every_weekday",
    "standing_word",
]
