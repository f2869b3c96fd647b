"""Stations planned side by side, each in a process of its own that shares what is read.

Stations of one depth know nothing of one another, so who plans them makes no difference.
What a plan is made from is there when the processes are forked; only plans come back.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Plan = TypeVar("Plan")

_HANDED_OUT = 8
"""Stations a process takes at a time: few enough that none waits long for the last."""

_work: Callable[[int], object] | None = None


def side_by_side(
    work: Callable[[int], Plan], numbers: Sequence[int], *, processes: int
) -> Iterator[Plan]:
    """Yield `work(number)` for each number, in their order; here, or in that many processes.

    `work` may hold whatever it likes; what it returns is pickled. Raise what it raises, or
    `BrokenProcessPool` where a process was killed.
    """
    global _work  # noqa: PLW0603 - a forked process finds it here, unpickled
    if processes == 1 or len(numbers) < processes:
        yield from map(work, numbers)
        return
    _work = work
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork) as pool:
            yield from pool.map(_do, numbers, chunksize=_HANDED_OUT)
    finally:
        _work = None


def _do(number: int) -> Any:
    assert _work is not None  # noqa: S101 - set before the fork
    return _work(number)
