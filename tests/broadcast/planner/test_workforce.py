"""Several processes plan what one plans, and say so when one of them dies."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from bench.province import province
from broadcast.planner import check, plan
from broadcast.planner.workforce import side_by_side


def test_a_province_planned_in_two_processes_is_the_one_planned_in_one() -> None:
    problem = province(seed=3, days=2)
    alone = plan(problem, seed=1)
    assert plan(problem, seed=1, processes=2) == alone
    assert check(problem, alone) == []


def test_the_work_is_done_in_order_by_others() -> None:
    found = list(side_by_side(lambda number: (number, os.getpid()), range(40), processes=2))
    assert [number for number, _pid in found] == list(range(40))
    assert os.getpid() not in {pid for _number, pid in found}


def test_what_the_work_raises_is_raised() -> None:
    def work(number: int) -> int:
        return 1 // (number - 5)

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(work, range(10), processes=2))


def test_a_killed_process_is_an_error_and_no_endless_wait() -> None:
    def work(number: int) -> None:
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(BrokenProcessPool):
        list(side_by_side(work, range(10), processes=2))
