"""The workers: processes that are started when the first job comes, and ended where the work is interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures import ProcessPoolExecutor as Pool
from contextlib import contextmanager
from threading import Thread
from typing import Any

from symbinfo.jobs.limits import die_with_parent, terminating

__all__ = ["Preload", "Tell", "each", "workers_of"]

WORKERS = 2
Tell = Callable[[str, int, int], None]
Calls = Mapping[str, tuple[Any, ...]]
# What a worker imports before its first job, so that a child that is forked for a job has it already.
Preload = Callable[[], None]


def each(workers: Callable[[], Executor], calls: Calls, what: str, tell: Tell) -> Iterator[tuple[str, Any]]:
    """The answers of all calls, each as soon as it is there."""
    if not calls:
        return
    tell(what, 0, len(calls))
    executor = workers()
    waiting: dict[Future[Any], str] = {executor.submit(*call): name for name, call in calls.items()}
    while waiting:
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            name = waiting.pop(future)
            tell(what, len(calls) - len(waiting), len(calls))
            yield name, future.result()


@contextmanager
def workers_of(given: Executor | None, preload: Preload, number: int = WORKERS) -> Iterator[Callable[[], Executor]]:
    """The executor, started when it is first asked for; where the build is interrupted, its processes are ended."""
    pools: list[Pool] = []

    def workers() -> Executor:
        if given is not None:
            return given
        if not pools:
            from multiprocessing import get_context

            way = "forkserver" if hasattr(os, "fork") else "spawn"
            pools.append(Pool(number, mp_context=get_context(way), initializer=_prepare, initargs=(preload,)))
        return pools[0]

    try:
        with terminating():
            yield workers
    except BaseException:
        _end(pools)
        raise
    for pool in pools:
        pool.shutdown()


def _end(pools: Sequence[Pool]) -> None:
    """End the processes at once: a polite signal would only end the job that a worker is at, and not the next ones."""
    from multiprocessing import active_children

    for pool in pools:
        mine = set(getattr(pool, "_processes", None) or {})
        for child in active_children():
            if child.pid in mine:
                child.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare(preload: Preload) -> None:
    """What a worker does first; an interrupt from the keyboard ends a worker without a word, and so does its parent's end."""
    import gc
    import signal
    import warnings

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _end_with_parent()
    warnings.simplefilter("ignore")
    gc.set_threshold(200_000, 20, 100)
    preload()


def _end_with_parent() -> None:
    """Have this worker end where the process that gives it work ends in any way, and with the last one the fork server.

    A worker holds both ends of the queues that it reads, so no end of file would ever come.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:
        return
    if hasattr(os, "fork"):
        die_with_parent(parent.sentinel)
        return

    def wait_for_it() -> None:
        from multiprocessing.connection import wait as wait_for

        wait_for([parent.sentinel])
        os._exit(1)

    Thread(target=wait_for_it, daemon=True).start()
