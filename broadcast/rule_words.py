"""What a planning rule says, in one plain sentence for whoever sets or reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadcast.models import LIMITED, PlanningRule, Sort
from broadcast.models.clock import kinds_offered, languages_offered, themes_offered
from broadcast.planner.problem import QuotaAxis
from broadcast.planner.rule import Rule
from broadcast.planner.rulebook import SETTABLE, WEIGHABLE, Strength
from broadcast.planner.score import ScorePart
from cms.models import Convention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from broadcast.models import SpecialDay

# What each rule that can be set asks for; completes "never broken: …".
ASKS: dict[Rule, Any] = {
    Rule.DAYPART: gettext_lazy("an item airs only at its times of day"),
    Rule.SPECIAL_DAY: gettext_lazy("on a special day the kinds it bars do not air"),
    Rule.SERIAL: gettext_lazy("no episode airs before those that come first"),
    Rule.SAME_TIME: gettext_lazy("an episode airs at the time of day of the one before"),
    Rule.VERSIONS_APART: gettext_lazy("versions of one piece do not stand side by side"),
    Rule.AUTHOR_APART: gettext_lazy("no author stands twice running"),
    Rule.BODY_APART: gettext_lazy("no supplying body stands twice running"),
}
LIMITS: dict[Rule, Any] = {
    Rule.SEPARATION: gettext_lazy("least days between two airings of an item"),
    Rule.MOST_AIRINGS: gettext_lazy("most airings of an item"),
}
GOALS: dict[ScorePart, Any] = {
    ScorePart.QUOTA: gettext_lazy("shares of airtime"),
    ScorePart.ROTATION: gettext_lazy("even rotation"),
    ScorePart.LAST_DAYS: gettext_lazy("airing an item before its last days are over"),
    ScorePart.FRESHNESS: gettext_lazy("newly cleared items early"),
    ScorePart.SCARCITY: gettext_lazy("items that few slots can take"),
    ScorePart.PRIORITY: gettext_lazy("items with priority"),
    ScorePart.SPECIAL_DAY: gettext_lazy("the themes of special days"),
    ScorePart.AIM: gettext_lazy("items that the stations below may air"),
}
AXES: dict[QuotaAxis, Any] = {
    QuotaAxis.THEME: gettext_lazy("theme"),
    QuotaAxis.CONVENTION: gettext_lazy("convention"),
    QuotaAxis.LANGUAGE: gettext_lazy("language"),
    QuotaAxis.KIND: gettext_lazy("kind"),
}


def subjects() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what rules may be about, in groups for a form's list."""
    rules = [(f"{Sort.STRICTNESS}/{rule}", _sentence_start(ASKS[rule])) for rule in SETTABLE]
    yield str(Sort.STRICTNESS.label), rules
    yield str(Sort.LIMIT.label), list(_limit_subjects())
    goals = [part for part in ScorePart if part in WEIGHABLE]
    yield (
        str(Sort.WEIGHT.label),
        [(f"{Sort.WEIGHT}/{part}", _sentence_start(GOALS[part])) for part in goals],
    )
    for axis, values in shares().items():
        name = _("a share of airtime: %(axis)s") % {"axis": AXES[axis]}
        yield name, [(f"{Sort.QUOTA}/{axis}/{code}", title) for code, title in values.items()]


def _limit_subjects() -> Iterator[tuple[str, str]]:
    for rule in LIMITED:
        asks = _sentence_start(LIMITS[rule])
        yield f"{Sort.LIMIT}/{rule}", asks
        for kind, title in kinds_offered():
            said = _("%(limit)s of the kind “%(kind)s”") % {"limit": asks, "kind": title}
            yield f"{Sort.LIMIT}/{rule}/{kind}", said


def shares() -> Mapping[QuotaAxis, dict[str, str]]:
    """Return what can have a share of airtime, by axis and code."""
    conventions = Convention.objects.filter(retired=False).values_list("code", "title")
    return {
        QuotaAxis.THEME: dict(themes_offered()),
        QuotaAxis.CONVENTION: dict(conventions),
        QuotaAxis.LANGUAGE: dict(languages_offered()),
        QuotaAxis.KIND: {code: str(title) for code, title in kinds_offered()},
    }


def rule_sentence(rule: PlanningRule, titles: Mapping[QuotaAxis, Mapping[str, str]]) -> str:
    """Say what one row asks; `titles` is `shares()`, asked once for a list."""
    if rule.sort == Sort.STRICTNESS:
        return _strictness(rule)
    number = rule.number or 0
    if rule.sort == Sort.LIMIT:
        about, _slash, kind = rule.about.partition("/")
        return _limit(Rule(about), number, titles[QuotaAxis.KIND].get(kind, kind))
    if rule.sort == Sort.WEIGHT:
        words = {"goal": GOALS[ScorePart(rule.about)], "percent": number}
        if number == 0:
            return _("This goal does not count: %(goal)s.") % words
        return _("Counts %(percent)d %% of the usual: %(goal)s.") % words
    axis, _slash, code = rule.about.partition("/")
    title = titles[QuotaAxis(axis)].get(code, code)
    return _("%(percent)d %% of items' airtime for the %(axis)s “%(title)s”.") % {
        "percent": number,
        "axis": AXES[QuotaAxis(axis)],
        "title": title,
    }


def scope_words(row: PlanningRule | SpecialDay) -> str:
    """Say where a row counts."""
    if row.station:
        return str(row.station)
    if row.area:
        return _("%(area)s and below") % {"area": row.area}
    return _("every station")


def _strictness(rule: PlanningRule) -> str:
    asks = ASKS[Rule(rule.about)]
    if rule.strength == Strength.SOFT:
        return _("Kept where possible (weight %(points)d): %(rule)s.") % {
            "points": rule.number or 0,
            "rule": asks,
        }
    if rule.strength == Strength.OFF:
        return _("Not kept: %(rule)s.") % {"rule": asks}
    return _("Never broken: %(rule)s.") % {"rule": asks}


def _limit(rule: Rule, number: int, kind: str) -> str:
    """Say a limit; `kind` is empty where it counts for every item."""
    if kind:
        return _limit_of_kind(rule, number, kind)
    if rule is Rule.SEPARATION:
        said = ngettext(
            "At least %(days)d day between two airings of an item at a station.",
            "At least %(days)d days between two airings of an item at a station.",
            number,
        )
        return said % {"days": number}
    said = ngettext(
        "An item airs at most %(count)d time at a station.",
        "An item airs at most %(count)d times at a station.",
        number,
    )
    return said % {"count": number}


def _limit_of_kind(rule: Rule, number: int, kind: str) -> str:
    if rule is Rule.SEPARATION:
        said = ngettext(
            "At least %(days)d day between two airings of an item of the kind “%(kind)s” at a "
            "station.",
            "At least %(days)d days between two airings of an item of the kind “%(kind)s” at a "
            "station.",
            number,
        )
        return said % {"days": number, "kind": kind}
    said = ngettext(
        "An item of the kind “%(kind)s” airs at most %(count)d time at a station.",
        "An item of the kind “%(kind)s” airs at most %(count)d times at a station.",
        number,
    )
    return said % {"count": number, "kind": kind}


def _sentence_start(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
