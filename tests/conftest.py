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

LONG = Path(__file__).with_name("long_tests.txt").read_text(encoding="utf-8").splitlines()
COLLECTED = pytest.StashKey[frozenset[str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is long as slow, and keep the names of all tests, before anything is deselected."""
    long = set(LONG)
    for item in items:
        if item.nodeid in long:
            item.add_marker("slow")
    config.stash[COLLECTED] = frozenset(item.nodeid for item in items)


@pytest.fixture(scope="session")
def collected(request: pytest.FixtureRequest) -> frozenset[str]:
    """The names of the tests of all files that this run looks at."""
    return request.config.stash[COLLECTED]


@pytest.fixture(scope="session")
def long_tests() -> list[str]:
    """The names in the list of long tests."""
    return LONG
