"""The errors that the gallery lists of other libraries: each call returns what is claimed, where that release is here."""

from __future__ import annotations

import tomllib
import warnings
from importlib.metadata import version
from pathlib import Path

import pytest
from sympy import N, sympify

ERRORS = tomllib.loads((Path(__file__).parent.parent / "docs" / "gallery.toml").read_text(encoding="utf-8"))["error"]
#: The calls that can be made: of the libraries that symbinfo itself stands on.
HERE = [row for row in ERRORS if row["source"].split()[0] in ("SciPy", "SymPy")]


@pytest.mark.slow
@pytest.mark.parametrize("row", HERE, ids=[row["call"] for row in HERE])
def test_a_listed_call_returns_what_is_listed(row: dict[str, str]) -> None:
    import numpy
    import scipy.stats
    import sympy.stats
    from sympy.stats import Kumaraswamy, LogLogistic

    library, release = row["source"].split()
    if version(library) != release:
        pytest.skip(f"the list is of {row['source']}")
    names = {"scipy": scipy, "sympy": sympy, "numpy": numpy, "Kumaraswamy": Kumaraswamy, "LogLogistic": LogLogistic}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        returned = float(N(eval(row["call"], names)))
    claimed = float(N(sympify(row["claim"].rpartition(" = ")[2])))
    assert returned == pytest.approx(claimed, rel=1e-7, abs=1e-12)
