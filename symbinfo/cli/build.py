"""The verb ``build`` of the command line: its progress and its last line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["progress", "run"]


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Build, and say in a line what came out; what went wrong goes to standard error, a line each."""
    from symbinfo.course.pages.build_pages import FORMS, build
    from symbinfo.course.pages.index import summary

    forms = options["format"] or FORMS
    with progress() as tell:
        built = build(Path(options["source"]), Path(options["target"]), forms, seconds=options["timeout"], tell=tell)
    lines = [*built.notes, *built.faults]
    lines += [f"{r.number} {r.entry.of}: {r.verdict}: {r.check['reason']}" for r in built.whole.results if _open(r)]
    lines += [f"equation ({e.number}) is not backed" for e in built.whole.unbacked()]
    for line in lines:
        sys.stderr.write("symbinfo: " + "".join(c if c.isprintable() else " " for c in line) + "\n")
    return built.exit_code, f"{summary(built.whole)}; {len(built.written)} files written\n"


def _open(result: Any) -> bool:
    return result.made is not None and not result.holds


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error where a person looks at it, and nothing otherwise."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell
