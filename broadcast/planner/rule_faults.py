"""What is wrong with a rule book: rows that say too much, or what no row may say."""

from collections.abc import Iterator

from .problem import Problem
from .rule import Rule
from .rulebook import SETTABLE, WEIGHABLE, RuleBook, Scoped

_WHOLE = 100
_LEAST = {Rule.SEPARATION: 0, Rule.MOST_AIRINGS: 1}
"""The rules that can have a limit, and the least it can be."""


def rule_subjects(problem: Problem) -> list[tuple[str, Scoped]]:
    """Return every row with the name of what it speaks of; at one place it may be said once."""
    book = problem.rules
    return [
        *((f"setting of {each.rule}", each) for each in book.settings),
        *(
            (f"limit of {each.rule}" + (f" for {each.kind}" if each.kind else ""), each)
            for each in book.limits
        ),
        *((f"weight of {each.part}", each) for each in book.weights),
        *((f"quota of {each.axis} {each.value}", each) for each in problem.quotas),
    ]


def rule_faults(problem: Problem) -> Iterator[str]:
    book = problem.rules
    special = [(f"special day {each.name}", each) for each in book.special_days]
    for name, row in (*rule_subjects(problem), *special):
        if row.area is not None and row.station is not None:
            yield f"the {name} is for an area and for a station"
    yield from _strictness_faults(book)
    for quota in problem.quotas:
        if not 0 <= quota.percent <= _WHOLE:
            yield f"the quota of {quota.axis} {quota.value} is {quota.percent} %"
    for day in book.special_days:
        if day.first_day > day.last_day:
            yield f"special day {day.name} ends before it begins"


def _strictness_faults(book: RuleBook) -> Iterator[str]:
    for setting in book.settings:
        if setting.strength not in SETTABLE.get(setting.rule, ()):
            yield f"rule {setting.rule} cannot be {setting.strength}"
        if setting.weight < 0:
            yield f"rule {setting.rule} has a negative weight"
    for limit in book.limits:
        if limit.value < _LEAST.get(limit.rule, limit.value + 1):
            yield f"rule {limit.rule} cannot have the limit {limit.value}"
    for weight in book.weights:
        if weight.part not in WEIGHABLE or weight.percent < 0:
            yield f"{weight.part} cannot weigh {weight.percent} %"
