"""Fair timing on one core: every contestant in turn, many rounds, the shortest; ratios are taken inside one run.

What is measured is the time of the processor, so that other programs on the machine disturb little.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping

__all__ = ["minima", "on_one_core"]

#: At least this long is measured at once, so that the clock does not matter.
LEAST = 2e-3
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def on_one_core() -> None:
    """Keep this process on one core, so that no library uses more threads than the others; call it before imports."""
    for name in ONE_THREAD:
        os.environ[name] = "1"
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def minima(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of one call of each: the shortest of many rounds in which all take turns, which other programs disturb least.

    Each is called once before, so that what is compiled or cached on the first call does not count.
    """
    repeats = {name: _repeats(call) for name, call in calls.items()}
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            count = range(repeats[name])
            start = time.process_time()
            for _ in count:
                call()
            times[name].append((time.process_time() - start) / repeats[name])
    return {name: min(found) for name, found in times.items()}


def _repeats(call: Callable[[], object]) -> int:
    call()
    start = time.process_time()
    call()
    return max(1, min(20_000, int(LEAST / max(time.process_time() - start, 1e-9))))
