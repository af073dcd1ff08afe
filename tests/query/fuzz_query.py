"""A coverage-guided fuzzing run of the query language, longer than the suite allows.

Run it with ``python tests/query/fuzz_query.py -max_total_time=600`` after ``pip install atheris``. It stops at the first
input for which anything but a `SymbinfoError` comes out, or which takes longer than 5 seconds; keep that input as a
case of ``test_query_fuzz.py``.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress

LONGEST = 5.0


def one_input(data: bytes) -> None:
    from symbinfo.expressions.errors import SymbinfoError
    from symbinfo.query import parse

    started = time.perf_counter()
    text = data.decode("utf-8", errors="replace")
    with suppress(SymbinfoError):
        parse(text)
    assert time.perf_counter() - started < LONGEST, text


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["symbinfo.query", "lark"]):
        pass
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
