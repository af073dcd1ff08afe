"""The functions of one number against those for arrays and against many digits; kernels compiled by numba against NumPy's."""

from __future__ import annotations

import math
import pickle
import sys
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import symbinfo as si
from benchmarks.sampling import points
from benchmarks.subjects import Subject
from symbinfo.kernels import KernelError, one_number, remainders, stirling

NEAR = [(x, x * (1 + 10.0**e)) for x in (1e-9, 0.3, 0.7, 3.0, 7.0, 50.0, 1e9) for e in (-15, -9, -3, -0.5)]
FAR = [(0.2, 3.0), (3.0, 0.2), (1e-3, 1e3), (5.0, 400.0), (1e6, 2.0), (0.4, 0.9), (3.0, 1e-6), (1e-9, 0.3)]
PAIRS = [(x, y, y - x) for x, y in [*NEAR, *FAR]]
SMALL = [0.0, 1e-150, -1e-12, 1e-5, 0.06, -0.06, 0.0626, -0.5, 0.6, -0.995, 40.0, 1e200]

CASES = {
    "log_quotient": [(3.0, 5.0), (1e-100, 1e150), (2.0, 2.0)],
    "gap": [*PAIRS, (0.0, 2.0, 2.0), (1e-250, 1.0, 1.0)],
    "dot_ratio": [(2.0, 3.0, 2.1, 3.0, -2.0, 3.15), (7e20, 1e-20, 7e20, 1.0000001e-20, -7e20, 1e-20)],
    "stirling": [(x,) for x in (1e-3, 0.4, 1.0, 2.0, 7.99, 8.0, 1e5, 1e200)],
    "stirling_slope": [(x,) for x in (1e-3, 0.4, 1.0, 2.0, 5.0, 8.0, 1e5)],
    "stirling_remainder": PAIRS,
    "loggamma_remainder": PAIRS,
    "guarded": [(2.0, math.log(2.0)), (math.inf, 3.0), (0.0, -700.0)],
}


def found(name: str, *values: float) -> float:
    with np.errstate(all="ignore"):
        return float(getattr(one_number, name)(*map(np.float64, values)))


@pytest.mark.parametrize("name", sorted(CASES))
def test_one_number_at_a_time_is_as_good_as_arrays(name: str) -> None:
    home = remainders if hasattr(remainders, name) else stirling
    for values in CASES[name]:
        with np.errstate(all="ignore"):
            expected = float(np.squeeze(getattr(home, name)(*(np.array([v]) for v in values))))
        assert found(name, *values) == pytest.approx(expected, rel=1e-13, abs=1e-310), values


EXACT: dict[str, Any] = {
    "log": mp.log,
    "log1p": mp.log1p,
    "exp": mp.exp,
    "expm1": mp.expm1,
    "exp_remainder": lambda u: mp.expm1(u) - u,
}
REAL = [0.3, -0.49, 0.51, -1e-9, 1e-12, -30.0, 300.0, -0.3466, 0.7]


@pytest.mark.parametrize("name", sorted(EXACT))
def test_elementary_functions_keep_all_digits(name: str) -> None:
    with mp.workdps(60):
        for x in REAL if name[0] == "e" else [1e-300, 0.7, 0.71, 0.999999, 1.0000001, 1.41, 1.42, 3.0, 1e280]:
            exact = EXACT[name](mp.mpf(x))
            assert abs(found(name, x) - exact) <= 2.5e-16 * abs(exact), x


def test_the_remainder_of_the_logarithm_keeps_its_digits_at_every_distance() -> None:
    with mp.workdps(700):
        for e in SMALL[1:]:
            exact = e - mp.log1p(mp.mpf(e))
            assert abs(found("log_remainder", e, 1 + e) - exact) <= 1e-15 * exact, e
            assert abs(found("log_ratio", e, 1 + e) - mp.log1p(mp.mpf(e))) <= 1e-15 * abs(mp.log1p(mp.mpf(e))), e
        r = 1e-200  # which e = r - 1 does not know
        assert found("log_remainder", r - 1, r) == pytest.approx(float(r - 1 - mp.log(mp.mpf(r))), rel=1e-15)
    assert found("log_remainder", 0.0, 1.0) == found("exp_remainder", 0.0) == 0.0


UNKNOWN = {
    "log": [(-1.0,), (math.inf,), (math.nan,), (1e-310,)],
    "log1p": [(-1.5,), (math.nan,), (math.inf,)],
    "exp": [(710.0,), (-720.0,), (math.nan,)],
    "log_remainder": [(1e300, 1e300), (-1.0, 0.0), (math.nan, 1.0)],
    "log_ratio": [(1e300, 1e300), (-1.0, 1e-300)],
    "gap": [(2.0, 0.0, -2.0), (-1.0, 1.0, 2.0)],
    "stirling": [(1e-300,), (-1.0,)],
    "shares_remainder": [(60.0, 60.1, 60.1 - 60.0, 1e-20, 1e-20, 0.0)],
    "stirling_remainder": [(1e9, 1e-9, 1e-9 - 1e9)],
}


@pytest.mark.parametrize("name", sorted(UNKNOWN))
def test_what_is_not_known_is_nan(name: str) -> None:
    for values in UNKNOWN[name]:
        assert math.isnan(found(name, *values)), values


def test_every_function_is_compiled_after_what_it_calls() -> None:
    order = [function.__name__ for function in one_number.FUNCTIONS]
    for function in one_number.FUNCTIONS:
        called = [name for name in function.__code__.co_names if name in order]
        assert all(order.index(name) < order.index(function.__name__) for name in called)


FAMILIES = ("Bernoulli", "Beta", "Gamma", "Normal", "Pareto")


def on_numba(first: str, second: str = "") -> tuple[Any, Any]:
    pytest.importorskip("numba")
    subject = Subject(first, second)
    return subject.kernel, subject.derivation.compile(backend="numba")


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_compiled_kernels_have_the_values_of_numpy(family: str) -> None:
    kernel, compiled = on_numba(family, family)
    drawn = points(Subject(family, family), 6)
    values = {
        name: np.array([p.values[name] for p in drawn] + [-1.0, math.nan, math.inf]) for name in kernel.parameters
    }
    np.testing.assert_allclose(compiled(**values), kernel(**values), rtol=1e-14)


@pytest.mark.slow
def test_a_compiled_kernel_is_a_kernel() -> None:
    kernel, compiled = on_numba("Normal", "Normal")
    assert compiled.backend == "numba" and compiled.__signature__ == kernel.__signature__
    given = {"mean1": np.arange(3.0)[:, None], "std1": 1.0, "mean2": np.float64(0.5), "std2": np.linspace(1, 2, 8)[::2]}
    np.testing.assert_allclose(compiled(**given), kernel(**given), rtol=1e-14)
    column = np.arange(8.0)[::2]
    alike = [column, column + 1, column + 2, column + 3]
    np.testing.assert_allclose(compiled(*alike), kernel(*alike), rtol=1e-14)
    out = np.empty((3, 4))
    assert compiled(**given, out=out) is out
    assert compiled(*(np.float32(v) for v in alike)).dtype == np.float32
    with pytest.raises(KernelError, match="std1 must be positive"):
        compiled(mean1=0.0, std1=-np.ones(20), mean2=0.0, std2=1.0, strict=True)
    slope = compiled.partial("std1")
    assert slope.backend == "numba"
    assert (slope(*(np.ones(20) for _ in alike)) == 0).all()
    again = pickle.loads(pickle.dumps(compiled))
    assert again.backend == "numba" and (again(*alike) == compiled(*alike)).all()
    np.testing.assert_allclose(kernel.parallel()(*alike), kernel(*alike), rtol=1e-14)


def test_a_kernel_that_integrates_is_not_compiled() -> None:
    with pytest.raises(KernelError, match="only closed forms"):
        Subject("Logistic", "Logistic").kernel.parallel()
    with pytest.raises(KernelError, match="or has no parameters"):
        si.parse("H(Normal(0, 1))").compile(backend="numba")


def test_a_function_that_numba_has_not_is_named() -> None:
    pytest.importorskip("numba")
    with pytest.raises(KernelError, match="log_scaled_bessel"):
        Subject("VonMises").derivation.compile(backend="numba")


def test_backends_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    entropy = si.parse("H(Exponential(r))")
    with pytest.raises(KernelError, match="no backend 'fortran': arrays are computed by numpy or numba"):
        entropy.compile(backend="fortran")
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(KernelError, match=r"pip install symbinfo\[numba\]"):
        entropy.compile(backend="numba")
