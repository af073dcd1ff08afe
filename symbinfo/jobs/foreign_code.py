"""Code that is not ours, inside a child that `limits` watches: nothing that it prints, writes or starts comes out.

It has no standard streams, an empty folder to stand in, and no right to let a file grow; what it starts is ended with it.
It is no prison: it keeps out accidents, not malice, and is entered only where a user asks for a library or a file to be run.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["end_if_forked", "first_line", "foreign", "number_of"]


@contextmanager
def foreign() -> Iterator[None]:
    """Where code that is not ours is run; for a child only, which ends soon after."""
    owner, folder = os.getpid(), tempfile.mkdtemp(prefix="symbinfo-run-")
    _no_streams()
    _no_files()
    sys.dont_write_bytecode = True
    os.chdir(folder)
    try:
        yield
    finally:
        end_if_forked(owner)
        os.chdir(os.sep)
        shutil.rmtree(folder, ignore_errors=True)
        _end_heirs()


def end_if_forked(owner: int) -> None:
    """End here, without a word, where code that is not ours has forked and the fork came back to us."""
    if os.getpid() != owner:
        os._exit(0)


def _no_streams() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - open until the child ends


def _no_files() -> None:
    """A file that it opens stays as short as it is: writing to it is an error."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _end_heirs() -> None:
    """End what was started in our own group of processes; we ourselves do not listen."""
    with suppress(AttributeError, ValueError, OSError):
        if os.getpgid(0) == os.getpid():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.killpg(0, signal.SIGTERM)


def number_of(value: Any) -> float:
    """One number of what a function returned: a number, or an array with one element.

    Examples
    --------
    >>> import numpy as np
    >>> number_of(np.array([0.5])), number_of(2)
    (0.5, 2.0)
    """
    if hasattr(value, "detach"):
        value = value.detach()
    return float(value.item() if hasattr(value, "item") else value)


def first_line(error: BaseException) -> str:
    """The kind of an error and the beginning of what it says, in one line."""
    said = (str(error).strip().splitlines() or [""])[0][:120]
    return f"{type(error).__name__}{': ' if said else ''}{said}"
