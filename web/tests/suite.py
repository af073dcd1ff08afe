"""Runs tests with pytest inside the browser's Python; called by ``suite.mjs``."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

__all__ = ["run"]

#: What can be imported here and cannot work: there are no processes and no threads.
WITHOUT_USE = {"subprocess", "multiprocessing", "concurrent", "threading"}


class Told:
    """Leaves out files that cannot be imported, and counts what ran."""

    def __init__(self) -> None:
        self.left: dict[str, str] = {}
        self.ran: Counter[str] = Counter()

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Whether a file is left out: it imports what is not here."""
        if collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
            return None
        source = collection_path.read_text(encoding="utf-8")
        why = [f"imports {name}" for name in _missing(collection_path)]
        # Of the package there is byte code alone.
        why += ["reads the sources of the package"] * bool(re.search(r"glob\([^)]*\.py", source))
        if why:
            self.left[collection_path.relative_to(Path.cwd()).as_posix()] = why[0]
        return True if why else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:
        """Skip a test that turns out to want arrays."""
        try:
            return (yield)
        except ModuleNotFoundError as error:
            if error.name not in ("numpy", "scipy"):
                raise
            pytest.skip(f"wants {error.name}")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count a test."""
        if report.when == "call" or report.outcome != "passed":
            self.ran[report.outcome] += 1


def _missing(path: Path) -> list[str]:
    """What a file imports and this Python lacks; helpers beside it are not looked for, since their files are the longest."""
    names = sorted(_imports(path.read_text(encoding="utf-8")))
    return [name for name in names if name in WITHOUT_USE or importlib.util.find_spec(name) is None]


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def run(paths: list[str]) -> int:
    """Run the tests of some folders or files; prints what was left out and why. Returns the exit code."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # There is no clock of the processor, and the one on the wall tells of other programs: what measures time is not judged.
    time.process_time = lambda: 0.0
    told = Told()
    options = ["-o", "addopts=", "-q", "--strict-markers", "-m", "not slow and not pages", "-p", "no:cacheprovider"]
    with warnings.catch_warnings():
        code = pytest.main([*options, *paths], plugins=[told])
    for name, why in sorted(told.left.items()):
        print(f"left out: {name}, which {why}")
    print(
        ", ".join(f"{count} {word}" for word, count in sorted(told.ran.items())), f"; {len(told.left)} files left out"
    )
    return int(code)
