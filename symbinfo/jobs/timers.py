"""Timers for an interpreter that has none, as in WebAssembly: whoever runs it keeps the deadlines and sends the signals.

All limits of time of the engine go through `signal.setitimer`. Without it they would silently hold nothing.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

__all__ = ["provide_timers"]


def provide_timers(start: Callable[[int, float], None]) -> bool:
    """Give the module `signal` the timers that it lacks; where it has them, nothing is changed.

    Time on the clock stands for processor time, which is the same where one interpreter has a thread to itself.

    Parameters
    ----------
    start : callable
        Called with the number of a signal and a number of seconds, after which the signal is to be sent once; 0 stops it.

    Returns
    -------
    bool
        Whether timers were given.

    Examples
    --------
    >>> provide_timers(print)  # this interpreter has its own
    False
    """
    if hasattr(signal, "setitimer"):
        return False
    signals = {signal.ITIMER_REAL: signal.SIGALRM, signal.ITIMER_PROF: signal.SIGPROF}
    ends = dict.fromkeys(signals, 0.0)

    def getitimer(which: int) -> tuple[float, float]:
        """The seconds that are left, at least a little until the signal came, and 0."""
        return (max(ends[which] - time.monotonic(), 1e-6) if ends[which] else 0.0), 0.0

    def setitimer(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        """Have the signal sent after some seconds, or never; returns what was left."""
        before = getitimer(which)
        ends[which] = time.monotonic() + seconds if seconds else 0.0
        start(int(signals[which]), float(seconds))
        return before

    for name, function in (("setitimer", setitimer), ("getitimer", getitimer)):
        setattr(signal, name, function)
    return True
