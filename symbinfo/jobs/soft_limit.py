"""A limit of time on work that knows no deadline, such as algebra by SymPy, so that it never costs a verdict.

The limit is of processor time, as all deadlines of the referee and the checker are (`time.process_time`): what is found
then does not depend on how busy the machine is. The limit on the clock is that of the process (`limits`).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["Late", "attempted", "within"]

T = TypeVar("T")


class Late(BaseException):
    """The time is spent; no handler of ordinary errors may stop it on its way."""


@contextmanager
def within(seconds: float, *, on_the_clock: bool = False) -> Iterator[None]:
    """Raise `Late` in the block when the time is spent: processor time, or time on the clock for work that may sleep.

    It needs a timer of the system and the main thread; elsewhere, or inside another such block, there is no limit here.
    """
    if not _free():
        yield
        return

    def late(number: int, frame: object) -> None:
        raise Late

    timer, number = (signal.ITIMER_REAL, signal.SIGALRM) if on_the_clock else (signal.ITIMER_PROF, signal.SIGPROF)
    before = signal.signal(number, late)
    signal.setitimer(timer, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)


def _free() -> bool:
    """Whether a timer can be set here, and none is."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return all(signal.getitimer(timer)[0] == 0 for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF))


def attempted(work: Callable[[], T], seconds: float, otherwise: T) -> T:
    """What some work finds, or something else where it takes too long.

    Examples
    --------
    >>> attempted(lambda: 1, 10.0, 0)
    1
    """
    try:
        with within(seconds):
            return work()
    except Late:
        return otherwise
