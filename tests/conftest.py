"""Property tests see the same examples in every run, and are never judged by the clock; what is long is listed.

`long_tests.txt` names, one a line, the tests that take a third of a second or more of processor time and have shorter ones
beside them: `.ci/run` runs them with those that are marked as slow in their files.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("the same for everybody", deadline=None, derandomize=True)
settings.load_profile("the same for everybody")

LONG = frozenset(Path(__file__).with_name("long_tests.txt").read_text(encoding="utf-8").splitlines())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is long as slow, before anything is deselected."""
    for item in items:
        if item.nodeid in LONG:
            item.add_marker("slow")
