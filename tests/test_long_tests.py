"""The list of long tests names tests that are there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("long_tests.txt")
COLLECT = """
import sys, pytest

class Names:
    def pytest_collection_modifyitems(self, items):
        sys.stderr.write("".join(f"{item.nodeid}\\n" for item in items))

sys.exit(pytest.main(["--collect-only", "-q", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "", "tests"], [Names()]))
"""


@pytest.mark.slow
def test_every_long_test_is_there() -> None:
    run = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=LIST.parents[1], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    names = LIST.read_text(encoding="utf-8").splitlines()
    assert names == sorted(set(names))
    assert sorted(set(names) - set(run.stderr.splitlines())) == []
