"""Which items should not air one right after the other, and what it costs if they do."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .catalogue import Catalogue
from .rule import Rule
from .terms import Terms


class Neighbours:
    """What it costs a station to air two items one right after the other."""

    def __init__(self, catalogue: Catalogue, terms: Terms) -> None:
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

    def __bool__(self) -> bool:
        return bool(self._kept)

    def broken(self, i: int, j: int) -> Iterator[Rule]:
        """Yield the rules that two neighbouring items break."""
        for rule, _points, of in self._kept:
            if of[i] == of[j]:
                yield rule

    def cost(self, order: Sequence[int | None]) -> int:
        """Return the points that an order costs; None is an entry that is no candidate."""
        cost = 0
        for _rule, points, of in self._kept:
            for i, j in pairwise(order):
                if i is not None and j is not None and of[i] == of[j]:
                    cost += points
        return cost
