"""An independent checker: says of a finished plan which rules it breaks.

It is written against the input and the outcome alone and shares no code with
the planner, so that a mistake in one does not hide in the other. It counts in
dates and durations where the planner counts in frames and bits.
"""

from broadcast.planner.outcome import Plan
from broadcast.planner.problem import Problem

from .accounts import check_accounts
from .airings import check_airings
from .book import Book
from .carried import check_carrying
from .gave_way import check_gave_way
from .items import check_items
from .limits import check_limits
from .repeats import check_repeats
from .serials import check_serials
from .softness import check_softness
from .timing import check_timing
from .violation import Violation

__all__ = ["Violation", "check"]


def check(problem: Problem, plan: Plan, *, complete: bool = True) -> list[Violation]:
    """Return every rule the plan breaks, sorted; an empty list is a clean plan.

    A plan that is not `complete` was not to seat what it owes: it may leave repeats out where
    there is room for them, and has to account for them all the same.
    """
    book = Book(problem, plan)
    found = {
        *check_limits(book),
        *check_timing(book),
        *check_items(book),
        *check_airings(book),
        *check_carrying(book),
        *check_accounts(book),
        *check_gave_way(book),
        *check_serials(book),
        *check_repeats(book, complete=complete),
        *check_softness(book),
    }
    return sorted(found, key=lambda v: (v.station, v.slot_id or "", v.item_id or "", v.rule))
