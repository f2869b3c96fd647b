"""What the planner's codes and facts say, each as one plain sentence for the screen.

The pure planner names rules, reasons and parts of a score; the words are here and only
here. Every code has words: a test walks the enumerations.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadcast.planner.outcome import Why
from broadcast.planner.rule import Rule
from broadcast.planner.score import ScorePart
from media.durations import on_screen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from broadcast.planner.outcome import Refusal

# What stands against one item at one place; completes "cannot air here: …".
AGAINST: dict[Rule, Any] = {
    Rule.LEVEL: gettext_lazy("it is not cleared for stations of this level"),
    Rule.AREA: gettext_lazy("it is meant for other areas"),
    Rule.LANGUAGE: gettext_lazy("the station or the clock does not air its language"),
    Rule.MEDIUM: gettext_lazy("it has no picture, and the station is a television station"),
    Rule.WINDOW: gettext_lazy("the slot lies outside its airing window"),
    Rule.ONCE_PER_SLOT: gettext_lazy("it airs in this slot already"),
    Rule.SEPARATION: gettext_lazy("it airs too near another airing at this station"),
    Rule.REPEAT: gettext_lazy("its last repeat at this station is too near"),
    Rule.MOST_AIRINGS: gettext_lazy("it has aired here as often as it may"),
    Rule.ADMISSION: gettext_lazy("the day is closed to all but urgent items"),
    Rule.DAYPART: gettext_lazy("the slot lies outside its times of day"),
    Rule.SPECIAL_DAY: gettext_lazy("its kind does not air on this special day"),
    Rule.SERIAL: gettext_lazy("the episode before it has not aired here yet"),
    Rule.SAME_TIME: gettext_lazy("the episode before it aired at another time of day"),
    Rule.VERSIONS_APART: gettext_lazy("another language version airs right beside it"),
    Rule.AUTHOR_APART: gettext_lazy("another item of its author airs right beside it"),
    Rule.BODY_APART: gettext_lazy("another item of its supplying body airs right beside it"),
    Rule.KIND: gettext_lazy("the clock takes other kinds of item here"),
    Rule.THEME: gettext_lazy("the clock takes other themes here"),
    Rule.CLOCK: gettext_lazy("the clock has no place for it here"),
    Rule.POSITION_LENGTH: gettext_lazy("it is longer than this place of the clock allows"),
    Rule.FITS: gettext_lazy("it is longer than the time left"),
    Rule.PAUSE: gettext_lazy("the pauses would be outside the clock's limits"),
    Rule.ORDER: gettext_lazy("the order would not be the clock's"),
    Rule.LENGTH: gettext_lazy("its file has another length than was planned"),
    Rule.FILLER: gettext_lazy("the filler would be outside its limits"),
    Rule.CARRY: gettext_lazy("the slot carries the parent station's programme here"),
    Rule.STANDING: gettext_lazy("what is locked or placed by hand would move"),
    Rule.QUIET_HOURS: gettext_lazy("the slot lies in the quiet hours"),
    Rule.WEEKDAY: gettext_lazy("the station has no airtime on this weekday"),
    Rule.SESSIONS: gettext_lazy("the day has as many sessions as are allowed"),
    Rule.SESSION_MINUTES: gettext_lazy("the slot is longer than a session may be"),
    Rule.DAY_MINUTES: gettext_lazy("the day has as much airtime as is allowed"),
    Rule.DEADLINE: gettext_lazy("no slot is left before its deadline"),
    Rule.ROOM: gettext_lazy("every slot it could air in is full"),
    Rule.MUST_RUN: gettext_lazy("it gives way to an item that must air"),
    Rule.UNKNOWN: gettext_lazy("it is not cleared to air then"),
    Rule.ACCOUNT: gettext_lazy("the slot's account would not be right"),
    Rule.UNREPORTED: gettext_lazy("something would be lost without a word"),
}

SCHEDULER = "scheduler"
URGENT = "urgent"

WHY: dict[str, Any] = {
    Why.CLOCK: gettext_lazy("the clock places it here"),
    Why.STANDING: gettext_lazy("stood here before and still may"),
    Why.CARRIED: gettext_lazy("carried from the parent station"),
    Why.MUST_RUN: gettext_lazy("must air before its deadline"),
    Why.REPEAT: gettext_lazy("a bulletin that repeats was due again"),
    Why.RANKED: gettext_lazy("chosen by rank"),
    Why.LEFT_OVER: gettext_lazy("fills time that nothing else could use"),
    SCHEDULER: gettext_lazy("placed by hand"),
    URGENT: gettext_lazy("urgent: entered at once"),
}

# What speaks for an item, and what spoke against it though it was taken.
SPEAKS_FOR: dict[ScorePart, Any] = {
    ScorePart.QUOTA: gettext_lazy("its theme is behind its share"),
    ScorePart.ROTATION: gettext_lazy("it has aired less often than is due"),
    ScorePart.LAST_DAYS: gettext_lazy("its last days to air are near"),
    ScorePart.FRESHNESS: gettext_lazy("newly cleared"),
    ScorePart.SCARCITY: gettext_lazy("few other slots can take it"),
    ScorePart.PRIORITY: gettext_lazy("it has priority"),
    ScorePart.SPECIAL_DAY: gettext_lazy("the special day asks for its theme"),
    ScorePart.AIM: gettext_lazy("the stations that carry it may air it"),
    ScorePart.LEAST_CHANGE: gettext_lazy("nothing moves at the stations that carry it"),
    ScorePart.SOFT_RULES: gettext_lazy("it breaks no soft rule"),
    ScorePart.DRAW: gettext_lazy("by draw among equals"),
}
SPEAKS_AGAINST: dict[ScorePart, Any] = SPEAKS_FOR | {
    ScorePart.ROTATION: gettext_lazy("though it has aired more often than is due"),
    ScorePart.AIM: gettext_lazy("though it is not meant for all stations that carry it"),
    ScorePart.LEAST_CHANGE: gettext_lazy("though others move at the stations that carry it"),
    ScorePart.SOFT_RULES: gettext_lazy("though it breaks a soft rule"),
}
# A soft rule that a placement breaks, whatever it was chosen for.
BREAKS: dict[Rule, Any] = {
    Rule.DAYPART: gettext_lazy("outside its times of day"),
    Rule.SPECIAL_DAY: gettext_lazy("of a kind not meant for this special day"),
    Rule.SERIAL: gettext_lazy("before the episode that comes before it"),
    Rule.SAME_TIME: gettext_lazy("at another time of day than the episode before it"),
    Rule.VERSIONS_APART: gettext_lazy("right beside another language version"),
    Rule.AUTHOR_APART: gettext_lazy("right beside another item of the same author"),
    Rule.BODY_APART: gettext_lazy("right beside another item of the same supplying body"),
}


def against(rule: Rule | str) -> str:
    """Return what `rule` says against an item, to follow "cannot air here:"."""
    return str(AGAINST[Rule(rule)])


def reason_sentence(reason: Mapping[str, Any], *, days_cleared: int | None = None) -> str:
    """Say why a placement stands where it does; `days_cleared` makes "newly cleared" exact."""
    told = _came_about(reason, days_cleared)
    broken = [str(BREAKS[Rule(rule)]) for rule, _beside in reason.get("breaks", ())]
    if told and broken:
        return _("%(why)s (%(broken)s)") % {"why": told, "broken": ", ".join(broken)}
    return told


def _came_about(reason: Mapping[str, Any], days_cleared: int | None) -> str:
    why = reason.get("why", "")
    if why == SCHEDULER and reason.get("by"):
        return _("placed by hand by %(name)s") % {"name": reason["by"]}
    if why == Why.MUST_RUN and reason.get("chances") == 0:
        return _("must air before its deadline; every slot was full, so others gave way")
    if why == Why.MUST_RUN and reason.get("chances") is not None:
        return ngettext(
            "must air before its deadline; %(count)d slot could still take it",
            "must air before its deadline; %(count)d slots could still take it",
            reason["chances"],
        ) % {"count": reason["chances"]}
    if why != Why.RANKED or reason.get("rank") is None:
        return str(WHY[why]) if why in WHY else ""
    told = _("ranked %(rank)d of %(candidates)d items that could air here") % {
        "rank": reason["rank"],
        "candidates": reason["candidates"],
    }
    parts = [_part(ScorePart(part), points, days_cleared) for part, points in reason["score"]]
    return f"{told}: {', '.join(parts)}" if parts else told


def _part(part: ScorePart, points: int, days_cleared: int | None) -> str:
    if part is ScorePart.FRESHNESS and days_cleared is not None:
        return ngettext(
            "cleared %(days)d day before", "cleared %(days)d days before", days_cleared
        ) % {"days": days_cleared}
    return str((SPEAKS_FOR if points > 0 else SPEAKS_AGAINST)[part])


def kept_out_sentence(kept: Mapping[str, Any]) -> str:
    """Say what one rule alone kept out of a gap, and how much that would have filled."""
    told, change = _kept_out(kept), kept.get("change")
    return f"{told} {change_sentence(change)}" if change else told


def change_sentence(change: Mapping[str, Any], *, seats: bool = False) -> str:
    """Say what the smallest change of a rule that would help is, and whether it is enough.

    With `seats`, the change is one that would seat a must-run; otherwise it fills a gap.
    """
    rule, days = Rule(change["rule"]), change.get("days")
    words = {"result": _result(change, seats=seats), "days": days}
    if rule is Rule.SEPARATION and change.get("then") is not None:
        words |= {"then": change["then"], "now": change["now"]}
        return (
            _("Were a repeat allowed after %(then)d days instead of %(now)d: %(result)s.") % words
        )
    if days is not None and rule in _BY_DAYS:
        return str(_BY_DAYS[rule]) % words
    if change.get("airings") is not None:
        return _("Were %(airings)d airing more allowed: %(result)s.") % (
            words | {"airings": change["airings"]}
        )
    if change.get("length_ms") is not None and rule is Rule.REPEAT:
        return _("Were it repeated %(length)s sooner: %(result)s.") % (
            words | {"length": _screen(change["length_ms"])}
        )
    if change.get("length_ms") is not None:
        return _("Were the slot %(length)s longer, or the item as much shorter: %(result)s.") % (
            words | {"length": _screen(change["length_ms"])}
        )
    return str(_LIFTED.get(rule, _LIFTED_ANY)) % words


def _result(change: Mapping[str, Any], *, seats: bool) -> str:
    if seats:
        # One rule less against it: the next may still be.
        return _("it could have a place")
    if change["enough"]:
        return _("the gap would be filled")
    return _("%(left)s would stay empty") % {"left": _screen(change["leaves_ms"])}


_BY_DAYS: dict[Rule, Any] = {
    Rule.SEPARATION: gettext_lazy("Were airings allowed %(days)d days closer: %(result)s."),
    Rule.WINDOW: gettext_lazy("Were the airing window %(days)d days longer: %(result)s."),
    Rule.DEADLINE: gettext_lazy("Were the deadline %(days)d days later: %(result)s."),
}

_LIFTED: dict[Rule, Any] = {
    Rule.SERIAL: gettext_lazy("Were the episode before it aired first: %(result)s."),
    Rule.SAME_TIME: gettext_lazy("Were episodes free to air at other times of day: %(result)s."),
    Rule.DAYPART: gettext_lazy("Were airing outside its times of day allowed: %(result)s."),
    Rule.SPECIAL_DAY: gettext_lazy("Were its kind allowed on the special day: %(result)s."),
    Rule.KIND: gettext_lazy("Had the clock a place for its kind: %(result)s."),
    Rule.THEME: gettext_lazy("Had the clock a place for its theme: %(result)s."),
    Rule.CLOCK: gettext_lazy("Had the clock a place for it: %(result)s."),
    Rule.POSITION_LENGTH: gettext_lazy("Had the clock a longer place: %(result)s."),
    Rule.LANGUAGE: gettext_lazy("Had the clock a place for its language: %(result)s."),
    Rule.MEDIUM: gettext_lazy("Had it a picture: %(result)s."),
    Rule.ADMISSION: gettext_lazy("Were it urgent, or another slot opened: %(result)s."),
    Rule.ROOM: gettext_lazy("Were one slot emptied as far as it needs: %(result)s."),
}
_LIFTED_ANY = gettext_lazy("Were this rule lifted here: %(result)s.")


def _kept_out(kept: Mapping[str, Any]) -> str:
    rule, items = Rule(kept["rule"]), kept["items"]
    if rule is Rule.FITS:
        return ngettext(
            "%(count)d item is only too long; it lasts %(shortest)s: a shorter one is wanted.",
            "%(count)d items are only too long, the shortest lasts %(shortest)s: "
            "shorter ones are wanted.",
            items,
        ) % {"count": items, "shortest": _screen(kept.get("shortest_ms"))}
    filled = _screen(kept["fill_ms"])
    # With a change, its sentence says by how much.
    if rule is Rule.SEPARATION and kept.get("days_short") and not kept.get("change"):
        return ngettext(
            "%(count)d item would fill %(fill)s if airings could be %(days)d days closer.",
            "%(count)d items would fill %(fill)s if airings could be %(days)d days closer.",
            items,
        ) % {"count": items, "fill": filled, "days": kept["days_short"]}
    return ngettext(
        "%(count)d item would fill %(fill)s, but %(why)s.",
        "%(count)d items would fill %(fill)s, but for each %(why)s.",
        items,
    ) % {"count": items, "fill": filled, "why": against(rule)}


def refused_slot(refusal: Refusal) -> str:
    """Say which limit a slot breaks."""
    return refusal_sentence(
        {"rule": refusal.rule.value, "limit": refusal.limit, "found": refusal.found}
    )


def refusal_sentence(refused: Mapping[str, Any]) -> str:
    """Say which limit a slot breaks, from the facts stored with it."""
    rule = Rule(refused["rule"])
    limit, found = refused.get("limit"), refused.get("found")
    match rule:
        case Rule.QUIET_HOURS:
            return _(
                "The slot lies in the quiet hours: move it, or enter the order that allows it."
            )
        case Rule.WEEKDAY:
            return _(
                "The station has no airtime on this weekday: cancel the slot, or enter the order."
            )
        case Rule.SESSIONS:
            told = _("This is session %(found)s of at most %(limit)s a day: cancel one.")
            return told % {"found": found, "limit": limit}
        case Rule.SESSION_MINUTES:
            told = _("The slot lasts %(found)s, a session at most %(limit)s: shorten it.")
        case Rule.DAY_MINUTES:
            told = _("With this slot the day has %(found)s of at most %(limit)s: shorten one.")
        case Rule.FITS:
            told = _(
                "What must air here lasts %(found)s, the slot only %(limit)s: remove something."
            )
        case _:
            return _("The slot was not planned: %(why)s.") % {"why": against(rule)}
    return told % {"found": _screen(found), "limit": _screen(limit)}


_NO_SLOT: dict[Rule, Any] = {
    Rule.ADMISSION: gettext_lazy("No slot of the station before its deadline is still open to it."),
    Rule.WINDOW: gettext_lazy("The station has no slot within its airing window."),
    Rule.DEADLINE: gettext_lazy("The station has no slot before its deadline."),
}


def unplaced_sentence(rule: Rule | str, slots: int, change: Mapping[str, Any] | None = None) -> str:
    """Say why a must-run airs nowhere in time at a station, and what would seat it."""
    if slots:
        told = ngettext(
            "Of %(count)d slot before its deadline none can take it: %(why)s.",
            "Of %(count)d slots before its deadline none can take it: %(why)s.",
            slots,
        ) % {"why": against(rule), "count": slots}
    else:
        told = str(_NO_SLOT.get(Rule(rule), _NO_SLOT[Rule.DEADLINE]))
    return f"{told} {change_sentence(change, seats=True)}" if change else told


_AGAINST_REPEAT: dict[Rule, Any] = {
    Rule.ROOM: gettext_lazy("what airs there must not give way"),
    Rule.FITS: gettext_lazy("the slot is too short"),
}


def owed_repeat_sentence(
    rule: Rule | str, due_at: datetime, slots: int, change: Mapping[str, Any] | None = None
) -> str:
    """Say that a bulletin was due again in a slot that could not take it, and what would help."""
    told = ngettext(
        "The repeat due at %(time)s on %(day)s has to pass %(count)d slot: %(why)s.",
        "The repeat due at %(time)s on %(day)s has to pass %(count)d slots: %(why)s.",
        slots,
    ) % {
        "time": f"{timezone.localtime(due_at):%H:%M}",
        "day": f"{timezone.localtime(due_at):%d/%m}",
        "count": slots,
        "why": _AGAINST_REPEAT.get(Rule(rule)) or against(rule),
    }
    return f"{told} {change_sentence(change, seats=True)}" if change else told


def _screen(milliseconds: int | None) -> str:
    return on_screen(timedelta(milliseconds=milliseconds or 0))
