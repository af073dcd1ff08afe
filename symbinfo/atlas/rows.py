"""The atlas is made row by row: what is kept of an earlier run is not made again, and a row's pages are written at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from symbinfo.atlas.cells import MEASURES, Atlas
from symbinfo.atlas.families import ROWS, columns_of
from symbinfo.atlas.row_worker import preload, row_of
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.cache import Cache, checker_state, engine_state, key_of, write
from symbinfo.jobs.workers import Tell, each, workers_of

__all__ = ["make", "make_all"]

Row = dict[str, Any]


def make(measure: str = "kl", target: Path | None = None, **options: Any) -> Atlas:
    """Derive and check a measure of all families, or of some.

    Parameters
    ----------
    measure : str
        A key of `MEASURES`.
    target : Path, optional
        A folder for the pages, ``atlas.json``, and what is kept between runs; without it nothing is written.
    **options
        As of `make_all`.

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
    (atlas,) = make_all([measure], target, **options)
    return atlas


def make_all(
    measures: Sequence[str],
    target: Path | None = None,
    *,
    only: Sequence[str] = (),
    checking: bool = True,
    site: str = "",
    jobs: int = 2,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> tuple[Atlas, ...]:
    """Several measures at once, which share their pages.

    Parameters
    ----------
    measures : sequence of str
        Keys of `MEASURES`.
    target : Path, optional
        As of `make`.
    only : sequence of str
        Names of rows; all by default.
    checking : bool
        Whether the checker looks at every cell that is not reduced.
    site : str
        The address of a built documentation site, from the folder of the pages: they lead there, and cells without a
        page to its browser edition.
    jobs : int
        How many processes work.
    executor : concurrent.futures.Executor, optional
        Where the work is done instead.
    tell : callable
        Told what is done, how much of it is done, and how much there is.
    """
    rows = _rows(measures, only)
    kept = Cache(target) if target is not None else None
    calls = {
        f"{measure} {name}": (
            row_of,
            MEASURES[measure].__name__,
            name,
            columns_of(MEASURES[measure].arity, name, rows),
            checking,
            bool(kept),
        )
        for measure in measures
        for name in rows
    }
    cells: dict[str, tuple[Row, ...]] = {}
    helpers: dict[str, str] = {}
    for place, row in _made(calls, kept, executor, jobs, tell):
        if target is not None:
            from symbinfo.atlas.cell_page import pages_of_row

            _write(target, pages_of_row(place.partition(" ")[0], row["cells"], site))
        helpers |= row["helpers"]
        # What pages show is many times what tables need: it is not held.
        cells[place] = tuple({k: v for k, v in cell.items() if k != "details"} for cell in row["cells"])
    found = tuple(Atlas(m, rows, tuple(cell for name in rows for cell in cells[f"{m} {name}"])) for m in measures)
    if target is not None and kept is not None:
        from symbinfo.atlas.explorer import files_of

        _write(target, files_of(found, helpers, site))
        kept.prune()
    return found


def _rows(measures: Sequence[str], only: Sequence[str]) -> tuple[str, ...]:
    for measure in measures or [""]:
        if measure not in MEASURES:
            raise SymbinfoError(f"no atlas of {measure or 'nothing'}: choose from {', '.join(MEASURES)}")
    unknown = [name for name in only if name not in ROWS]
    if unknown:
        raise SymbinfoError(f"{unknown[0]} is no row of the atlas; rows are named like {', '.join(list(ROWS)[:4])}")
    return tuple(name for name in ROWS if not only or name in only)


def _made(
    calls: dict[str, tuple[Any, ...]], kept: Cache | None, executor: Executor | None, jobs: int, tell: Tell
) -> Iterator[tuple[str, Row]]:
    """Every row: first those that are kept, then the others, each as soon as it is there."""
    keys = {place: key_of("atlas", *call[1:], engine_state(), checker_state()) for place, call in calls.items()}
    missing = {}
    for place, call in calls.items():
        found = kept.get(keys[place]) if kept is not None else None
        if found:
            yield place, found
        else:
            missing[place] = call
    with workers_of(executor, preload, jobs) as workers:
        for place, row in each(workers, missing, "rows", tell):
            if kept is not None:
                kept.put(keys[place], row)
            yield place, json.loads(json.dumps(row))


def _write(target: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        write(target / name, content.encode("utf-8"))
