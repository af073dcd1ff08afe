"""The edges of conditions: closed where the closed form has the value of the definition there, open where it has none."""

from __future__ import annotations

import pytest
import scipy.integrate as quad
import scipy.stats as st
from sympy import Rational, Symbol, limit, oo

import symbinfo as si

# A divergence of Uniform(a, 2) from a law on x > 0 of SciPy, with its closed edge or None.
CLOSED = {
    "Exponential(3)": st.expon(scale=1 / 3),
    "Gamma(3, 2)": st.gamma(3, scale=2),
    "LogNormal(1, 2)": st.lognorm(2, scale=2.718281828459045),
    "Rayleigh(2)": st.rayleigh(scale=2),
}
OPEN = ["GaussianInverse(2, 3)", "GammaInverse(2, 3)"]


def derived(law: str):
    return si.derive(f"KL(Uniform(a, 2) || {law})")


@pytest.mark.parametrize("law", CLOSED)
def test_a_closed_edge_has_the_value_of_the_definition(law: str) -> None:
    """a*log(a) tends to 0: by quadrature at a = 0."""
    d = derived(law)
    (a,) = d.result.free_symbols
    assert d.condition.subs(a, 0) == True  # noqa: E712 - a SymPy Boolean
    wanted, _ = quad.quad(lambda x: -(CLOSED[law].logpdf(x) + 0.6931471805599453) / 2, 0, 2)
    assert float(limit(d.result, a, 0, "+")) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("law", OPEN)
def test_an_edge_without_a_value_is_open(law: str) -> None:
    """log(a) has none at 0, where the divergence is infinite."""
    d = derived(law)
    a = Symbol("a", real=True)
    assert d.condition.subs(a, 0) == False  # noqa: E712 - a SymPy Boolean
    assert d.condition.subs(a, Rational(1, 100)) == True  # noqa: E712
    assert d.otherwise == oo
    assert si.parse(f"KL(Uniform(0, 2) || {law})").doit() == oo


def test_both_edges_of_a_beta_law_are_closed() -> None:
    """Terms with the same logarithm are taken together: h*log(1 - h) - log(1 - h) tends to 0 at h = 1."""
    d = si.derive("KL(Uniform(l, h) || Beta(a, b))")
    low, h = (Symbol(name, real=True) for name in "lh")
    assert d.condition.subs({low: 0, h: 1}) == True  # noqa: E712
    assert d.condition.subs({low: Rational(-1, 10), h: 1}) == False  # noqa: E712
