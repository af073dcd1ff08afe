"""The atlas is made row by row: what is kept of an earlier run is not made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from symbinfo.atlas.cells import MEASURES, Atlas
from symbinfo.atlas.families import ROWS
from symbinfo.atlas.page import pages_of
from symbinfo.atlas.row_worker import preload, row_of
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.cache import Cache, checker_state, engine_state, key_of, write
from symbinfo.jobs.workers import Tell, each, workers_of

__all__ = ["make"]


def make(
    measure: str = "kl",
    target: Path | None = None,
    *,
    only: Sequence[str] = (),
    checking: bool = True,
    jobs: int = 2,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> Atlas:
    """Derive and check a measure of all families, or of some.

    Parameters
    ----------
    measure : str
        A key of `MEASURES`.
    target : Path, optional
        A folder for the pages, ``atlas.json``, and what is kept between runs; without it nothing is written.
    only : sequence of str
        Names of rows; all by default.
    checking : bool
        Whether the checker looks at every cell that is not reduced.
    jobs : int
        How many processes work.
    executor : concurrent.futures.Executor, optional
        Where the work is done instead.
    tell : callable
        Told what is done, how much of it is done, and how much there is.

    Returns
    -------
    Atlas

    Raises
    ------
    SymbinfoError
        When a name is not known, or a file cannot be written.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(1) as here:
    ...     make("entropy", only=["Rademacher"], checking=False, executor=here).counts
    {'closed': 1}
    """
    if measure not in MEASURES:
        raise SymbinfoError(f"no atlas of {measure}: choose from {', '.join(MEASURES)}")
    unknown = [name for name in only if name not in ROWS]
    if unknown:
        raise SymbinfoError(f"{unknown[0]} is no row of the atlas; rows are named like {', '.join(list(ROWS)[:4])}")
    rows = tuple(name for name in ROWS if not only or name in only)
    kept = Cache(target) if target is not None else None
    calls = {name: (row_of, MEASURES[measure].__name__, name, _columns(measure, name, rows), checking) for name in rows}
    keys = {name: key_of("atlas", *call[1:], engine_state(), checker_state()) for name, call in calls.items()}
    made = {name: found for name, key in keys.items() if kept is not None and (found := kept.get(key))}
    with workers_of(executor, preload, jobs) as workers:
        missing = {name: call for name, call in calls.items() if name not in made}
        for name, cells in each(workers, missing, "rows", tell):
            made[name] = cells
            if kept is not None:
                kept.put(keys[name], cells)
    atlas = Atlas(measure, rows, tuple(cell for name in rows for cell in made[name]))
    if target is not None and kept is not None:
        _write(atlas, target)
        kept.prune()
    return atlas


def _columns(measure: str, name: str, rows: Sequence[str]) -> list[str]:
    if MEASURES[measure].arity == 1:
        return []
    return [other for other in rows if ROWS[other].continuous == ROWS[name].continuous]


def _write(atlas: Atlas, target: Path) -> None:
    text = json.dumps(atlas.plain(), indent=1, ensure_ascii=False) + "\n"
    files: dict[str, Callable[[], str] | str] = {"atlas.json": text, **pages_of(atlas)}
    for name, content in files.items():
        write(target / name, str(content).encode("utf-8"))
