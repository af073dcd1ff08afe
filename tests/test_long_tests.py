"""The list of long tests names tests that are there."""

from __future__ import annotations


def test_every_long_test_is_there(long_tests: list[str], collected: frozenset[str]) -> None:
    """Of the files that this run looks at."""
    files = {name.partition("::")[0] for name in collected}
    assert long_tests == sorted(set(long_tests))
    assert [name for name in long_tests if name.partition("::")[0] in files and name not in collected] == []
