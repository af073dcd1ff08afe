"""A kernel leaves the arrays that it was given as they were, and answers the same twice."""

from __future__ import annotations

import numpy as np
import pytest

import symbinfo as si

QUERIES = [
    "KL(Gamma(a, b) || Gamma(c, d))",
    "KL(Beta(a, b) || Beta(c, d))",
    "KL(Poisson(a) || Poisson(b))",
    "KL(Exponential(a) || Exponential(b))",
    "KL(Normal(a, b) || Normal(c, d))",
    "KL(InverseGaussian(a, b) || InverseGaussian(c, d))",
    "KL(Weibull(a, b) || Weibull(c, d))",
    "KL(Chi2(a) || Chi2(b))",
    "KL(Dirichlet([a, b]) || Dirichlet([c, d]))",
    "KL(Exponential(a) || Gamma(c, d))",
    "H(Gamma(a, b))",
    "H(Bernoulli(a/4))",
    "KL(Bernoulli(a/4) || Bernoulli(b/4))",
    "KL(Laplace(a, b) || Laplace(c, d))",
    "KL(Normal(a, exp(b/2)) || Normal(0, 1))",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_arguments_are_as_they_were(query: str) -> None:
    try:
        kernel = si.parse(query).compile()
    except si.SymbinfoError as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(7)
    given = {name: rng.uniform(0.6, 3.0, 257) for name in kernel.parameters}
    before = {name: array.copy() for name, array in given.items()}
    first = kernel(**given)
    assert all(np.array_equal(given[name], before[name]) for name in given)
    assert np.array_equal(first, kernel(**given), equal_nan=True)
    one = [float(kernel(**{name: array[i] for name, array in given.items()})) for i in range(0, 257, 16)]
    assert np.allclose(one, first[::16], rtol=1e-13, atol=0)
