"""The remainders for one number at a time against those for arrays, and kernels compiled by numba against NumPy's."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.sampling import points
from benchmarks.subjects import Subject
from symbinfo.kernels import KernelError, parallel, remainders, stirling

NEAR = [(x, x * (1 + 10.0**e)) for x in (1e-9, 0.3, 0.7, 3.0, 7.0, 50.0, 1e9) for e in (-15, -9, -3, -0.5)]
FAR = [(0.2, 3.0), (3.0, 0.2), (1e-3, 1e3), (5.0, 400.0), (1e6, 2.0), (0.4, 0.9)]
PAIRS = [(x, y, y - x) for x, y in [*NEAR, *FAR]]
SMALL = [0.0, 1e-300, -1e-12, 1e-5, 0.06, -0.06, 0.0626, -0.5, 0.6, -0.995, 40.0, 1e200]

CASES = {
    "log_remainder": [(e, 1 + e, 1.0) for e in SMALL],
    "log_ratio": [(e, 1 + e, 1.0) for e in SMALL],
    "log_quotient": [(3.0, 5.0), (1e-200, 1e200), (2.0, 2.0)],
    "gap": [*PAIRS, (0.0, 2.0, 2.0), (2.0, 0.0, -2.0), (1e-300, 1.0, 1.0)],
    "exp_remainder": [(u,) for u in (0.0, 1e-200, -1e-9, 0.3, -0.49, 0.51, -30.0, 300.0)],
    "dot_ratio": [(2.0, 3.0, 2.1, 3.0, -2.0, 3.15), (7e200, 1e-200, 7e200, 1.0000001e-200, -7e200, 1e-200)],
    "stirling": [(x,) for x in (1e-3, 0.4, 1.0, 2.0, 7.99, 8.0, 1e5, 1e200)],
    "stirling_slope": [(x,) for x in (1e-3, 0.4, 1.0, 2.0, 5.0, 8.0, 1e5)],
    "stirling_remainder": PAIRS,
    "loggamma_remainder": PAIRS,
    "guarded": [(2.0, math.log(2.0)), (math.inf, 3.0), (0.0, -800.0)],
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_one_number_at_a_time_is_as_good_as_arrays(name: str) -> None:
    for values in CASES[name]:
        with np.errstate(all="ignore"):
            home = remainders if hasattr(remainders, name) else stirling
            expected = float(np.squeeze(getattr(home, name)(*(np.array([v]) for v in values))))
        try:
            found = getattr(parallel, name)(*values)
        except ValueError:  # the log of 0, which is infinite for numba
            found = math.inf
        assert found == pytest.approx(expected, rel=1e-13, abs=1e-310), values


def test_every_scalar_is_compiled_after_what_it_calls() -> None:
    order = [function.__name__ for function in parallel.SCALARS]
    for function in parallel.SCALARS:
        called = [name for name in function.__code__.co_names if name in order]
        assert all(order.index(name) < order.index(function.__name__) for name in called)


FAMILIES = ("Bernoulli", "Gamma", "Gumbel", "Laplace", "Normal")


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_compiled_kernels_have_the_values_of_numpy(family: str) -> None:
    pytest.importorskip("numba")
    kernel = Subject(family, family).kernel
    compiled = parallel.compiled(kernel, target="cpu")
    drawn = [p for p in points(Subject(family, family), 6) if p.regime != "extreme"]
    values = {name: np.array([p.values[name] for p in drawn]) for name in kernel.parameters}
    np.testing.assert_allclose(compiled(**values), kernel(**values), rtol=1e-14)


def test_a_kernel_that_integrates_is_not_compiled() -> None:
    with pytest.raises(KernelError, match="only closed forms"):
        Subject("Logistic", "Logistic").kernel.parallel()


def test_names_are_checked() -> None:
    compiled = parallel.Compiled(np.add, ("a", "b"), {"b": 1.0})
    assert compiled(2.0) == 3.0 and compiled(b=5.0, a=2.0) == 7.0
    with pytest.raises(KernelError, match="the parameters are a, b"):
        compiled(1.0, c=2.0)
