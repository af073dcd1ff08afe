"""Kernels on disk: a measure that was compiled before is loaded without being derived again.

A file holds the generated source and what is known of it, as JSON, under a name made of the measure, the version and the
text of this package, so that a change of any of them is another file. What cannot be read is compiled, and what cannot be
written is not kept.

The source is run, so it is trusted as the user's own programs are: only in a folder and a file that belong to the user
and that nobody else can write, and only under the name that it was written for.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sympy as sy

from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.cache import users_folder as folder
from symbinfo.kernels.compiler import Compiler, Module
from symbinfo.kernels.kernel import Kernel, compile_kernel

__all__ = ["compile_measure", "folder"]

#: Of a mode: that the group or all others may write.
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def compile_measure(
    measure: Any, cache: bool | str | os.PathLike[str] = False, backend: str = "numpy", **options: Any
) -> Kernel:
    """The kernel of a measure, derived and compiled; with a cache only the first time.

    Parameters
    ----------
    measure : Measure
        What is to be computed.
    cache : bool or path
        True: the user's cache folder; a path: that folder, in which nobody else may write.
    backend : str
        As for `compile_kernel`.

    Raises
    ------
    SymbinfoError
        When others can write in the folder: what it holds is run.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from sympy.stats import Exponential
    >>> from symbinfo import Entropy
    >>> there, law = mkdtemp(), Exponential("X", sy.Symbol("rate", positive=True))
    >>> [float(compile_measure(Entropy(law), cache=there)(rate=1.0)) for _ in range(2)]
    [1.0, 1.0]
    >>> len(list(Path(there).iterdir()))
    1
    """
    if not cache or options:
        return compile_kernel(derive(measure), backend, **options)
    home = folder() if cache is True else Path(cache)
    _demand_private(home, mend=cache is True)
    place = home / f"{_key(measure)}.json"
    kept = _read(place)
    if kept is not None:
        return Kernel(kept, _again(measure), backend)
    kernel = compile_kernel(derive(measure), backend)
    _write(place, kernel.module)
    return kernel


def _again(measure: Any) -> Callable[[], Compiler]:
    """The compiler, for derivatives: made when it is first asked for."""

    def compiler() -> Compiler:
        made = Compiler(derive(measure))
        made.module()
        return made

    return compiler


def _key(measure: Any) -> str:
    parts = [sy.srepr(measure), _text_of_package(), version("sympy")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _text_of_package() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _demand_private(home: Path, *, mend: bool) -> None:
    """Refuse a folder that somebody else could put a program into; our own is closed to others instead."""
    try:
        state = home.stat()
        if _is_private(state):
            return
        if mend and state.st_uid == os.getuid():
            home.chmod(state.st_mode & ~OTHERS_WRITE)
            return
    except OSError:  # it is not there yet, or nothing can be kept there
        return
    raise SymbinfoError(
        f"others can write in {home}, and a cache of kernels holds programs that are run: "
        "give a folder of your own (chmod go-w), or cache=True"
    )


def _is_private(state: os.stat_result) -> bool:
    """Whether it belongs to the user and nobody else can write it, where the system has owners."""
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & OTHERS_WRITE)


def _read(place: Path) -> Module | None:
    try:
        with open(os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), encoding="utf-8") as file:
            if not _is_private(os.fstat(file.fileno())):
                return None
            data = json.load(file)
        if data.pop("key") != place.stem:
            return None
        return Module(**{**data, "parameters": tuple(data["parameters"]), "optional": tuple(data["optional"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _write(place: Path, module: Module) -> None:
    """All of it or nothing: to another file, which then takes the name."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            try:
                file.write(json.dumps({"key": place.stem, **asdict(module)}))
                file.close()
                os.replace(file.name, place)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError:
        return
