"""A limit of time on work that knows no deadline, such as algebra by SymPy, so that it never costs a verdict."""

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
def within(seconds: float) -> Iterator[None]:
    """Raise `Late` in the block when the time is spent.

    It needs a timer of the system and the main thread; elsewhere, or inside another such block, there is no limit here.
    """
    free = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )
    if not free:
        yield
        return

    def late(number: int, frame: object) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
