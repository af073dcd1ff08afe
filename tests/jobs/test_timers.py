"""Limits where the interpreter has no timers and no processes, as in WebAssembly."""

from __future__ import annotations

import signal
import sys
import time
from typing import Any

import pytest

from symbinfo.expressions.errors import BudgetExceeded, QueryError
from symbinfo.jobs import limits
from symbinfo.jobs.soft_limit import Late, attempted, within
from symbinfo.jobs.timers import provide_timers

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a timer of the system stands for the page's")


def endless() -> None:
    while True:
        pass


@pytest.fixture
def provided(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, float]]:
    """The interpreter without its timers, and the page's instead of them."""
    system, started = signal.setitimer, []

    def start(number: int, seconds: float) -> None:
        started.append((number, seconds))
        which = {signal.SIGALRM: signal.ITIMER_REAL, signal.SIGPROF: signal.ITIMER_PROF}[signal.Signals(number)]
        system(which, seconds)

    for name in ("setitimer", "getitimer"):
        monkeypatch.setattr(signal, name, getattr(signal, name))
        delattr(signal, name)
    assert provide_timers(start)
    return started


def test_a_limit_holds_with_the_timers_of_a_page(provided: list[tuple[int, float]]) -> None:
    start = time.monotonic()
    with pytest.raises(Late), within(0.05, on_the_clock=True):
        endless()
    assert time.monotonic() - start < 5
    assert attempted(endless, 0.05, otherwise=None) is None
    assert provided == [
        (signal.SIGALRM, 0.05),
        (signal.SIGALRM, 0),
        (signal.SIGPROF, 0.05),
        (signal.SIGPROF, 0),
    ]


def test_a_timer_that_runs_is_seen(provided: list[tuple[int, float]]) -> None:
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    with within(50, on_the_clock=True):
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 50
        with within(0.001):  # inside another there is no limit
            assert attempted(lambda: 7, 0.001, otherwise=0) == 7
    assert len(provided) == 2


def test_timers_that_are_there_are_kept() -> None:
    before = signal.setitimer
    assert not provide_timers(lambda number, seconds: None)
    assert signal.setitimer is before


# Work in place.


def misread() -> None:
    raise QueryError("wrong here", "abc", 1)


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IN_PLACE", True)
    monkeypatch.setattr("os.fork", lambda: pytest.fail("there are no processes"))


@pytest.mark.usefixtures("in_place")
def test_work_is_done_in_place(capsys: pytest.CaptureFixture[str]) -> None:
    def work(x: Any) -> Any:
        print("aside")
        return [x]

    assert limits.run_limited(work, 5.0, "work", (1,)) == [1]
    print("out")
    assert capsys.readouterr() == ("out\n", "aside\n")


@pytest.mark.usefixtures("in_place")
def test_its_limit_and_its_errors_are_those_of_a_child() -> None:
    out = sys.stdout
    with pytest.raises(BudgetExceeded, match=r"0\.05 seconds"):
        limits.run_limited(endless, 0.05, "work")
    assert sys.stdout is out
    with pytest.raises(QueryError) as error:
        limits.run_limited(misread, 5.0, "work")
    assert error.value.position == 1
    with pytest.raises(limits.WorkerFailed, match="ZeroDivisionError"):
        limits.run_limited(lambda: 1 / 0, 5.0, "work")
