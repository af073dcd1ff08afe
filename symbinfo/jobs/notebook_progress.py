"""Progress of long work in a notebook: one line below the cell, updated in place, and gone when the work is done.

A notebook has no terminal to write seconds to. Nothing is shown of work that is done at once, outside notebooks, or of
work inside other work that is told already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from threading import Event, Thread
from time import monotonic
from typing import Any

from symbinfo.jobs.workers import Tell

__all__ = ["in_notebook", "told_while"]


#: Seconds before anything is shown, and between two updates.
PATIENCE, TICK = 2.0, 1.0
_told: list[str] = []


def in_notebook() -> bool:
    """Whether the program runs in the kernel of a notebook."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return getattr(running, "kernel", None) is not None


@contextmanager
def told_while(what: str) -> Iterator[Tell]:
    """Tell in a notebook what is being done, and for how many seconds, while the block runs.

    Parameters
    ----------
    what : str
        The work: "deriving".

    Yields
    ------
    callable
        To be told a name, how much is done, and how much there is, where that is known.
    """
    counts: dict[str, str] = {}

    def tell(name: str, done: int, total: int) -> None:
        counts["of"] = f", {done} of {total}"

    if _told or not in_notebook():
        yield tell
        return
    over, start = Event(), monotonic()

    def line() -> str:
        return f"symbinfo: {what}{counts.get('of', '')}, {monotonic() - start:.0f} s"

    # In a copy of the context: the kernel finds there below which cell it prints.
    teller = Thread(target=copy_context().run, args=(_tell_until, over, line), daemon=True)
    with suppress(RuntimeError):  # a browser has no threads
        teller.start()
    _told.append(what)
    try:
        yield tell
    finally:
        _told.clear()
        over.set()
        if teller.ident is not None:
            teller.join(TICK)


def _tell_until(over: Event, line: Callable[[], str]) -> None:
    """Show the line, again and again, until the work is over; and then nothing in its place."""
    if over.wait(PATIENCE):
        return
    from IPython.display import display

    shown: Any = display({"text/plain": line()}, raw=True, display_id=True)
    while not over.wait(TICK):
        shown.update({"text/plain": line()}, raw=True)
    shown.update({"text/plain": ""}, raw=True)
