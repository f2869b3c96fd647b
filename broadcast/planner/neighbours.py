"""Which items should not air one right after the other, and what it costs if they do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .catalogue import Catalogue
from .rule import Rule
from .terms import Terms


class Neighbours:
    """What it costs a station to air two items one right after the other."""

    def __init__(self, catalogue: Catalogue, terms: Terms, pool: Sequence[int]) -> None:
        """Read what a station minds; `pool` are the items that it may choose from."""
        said = (
            (Rule.VERSIONS_APART, catalogue.works),
            (Rule.AUTHOR_APART, catalogue.authors),
            (Rule.BODY_APART, catalogue.bodies),
        )
        self._kept = [
            (rule, points, of)
            for rule, of in said
            if (points := terms.weight(rule)) and max(of, default=-1) >= 0
        ]
        # Where all have one author or body, no order and no choice is better than another.
        self._telling = [
            (points, of) for _rule, points, of in self._kept if len({of[i] for i in pool}) > 1
        ]

    def __bool__(self) -> bool:
        return bool(self._kept)

    def broken(self, i: int, j: int) -> Iterator[Rule]:
        """Yield the rules that two neighbouring items break."""
        for rule, _points, of in self._kept:
            if of[i] == of[j]:
                yield rule

    def cost(self, order: Sequence[int | None]) -> int:
        """Return the points that an order costs; None is an entry that is no candidate.

        What every order of what the station may air costs alike is left out.
        """
        cost = 0
        for points, of in self._telling:
            for i, j in pairwise(order):
                if i is not None and j is not None and of[i] == of[j]:
                    cost += points
        return cost

    def least_cost(self, items: Sequence[int | None]) -> int:
        """Return points that any order of these costs at least.

        Where more than every other is of one kind, the others are too few to part them.
        """
        cost = 0
        for points, of in self._telling:
            together = Counter(of[i] for i in items if i is not None)
            most = max(together.values(), default=0)
            cost += points * max(0, 2 * most - len(items) - 1)
        return cost
