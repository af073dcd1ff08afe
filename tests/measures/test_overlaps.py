"""Overlaps of two laws whose supports may lie apart, as their parameters say: against quadrature over the whole line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import scipy.integrate as quad
import scipy.stats as st
from numpy import log, sqrt
from sympy import N, Rational, Symbol, exp, symbols
from sympy import sqrt as root
from sympy.stats import Exponential, Pareto, Uniform

import symbinfo as si
from symbinfo.query.setting import parse_given

a, b, s = symbols("a b s", positive=True)
m = Symbol("m", real=True)
k = Symbol("k", integer=True)
FAR = 60.0  # where the mass of a law without an end is cut

BODIES: dict[str, Callable[[float, float], float]] = {
    "hellinger": lambda p, q: (sqrt(p) - sqrt(q)) ** 2 / 2,
    "jensen-shannon": lambda p, q: sum(r * log(2 * r / (p + q)) for r in (p, q) if r) / 2,
    "renyi": lambda p, q: p ** (1 / 3) * q ** (2 / 3),
}
MEASURES: dict[str, Callable[[Any, Any], Any]] = {
    "hellinger": lambda P, Q: si.Hellinger(P, Q) ** 2,
    "jensen-shannon": si.JensenShannon,
    "renyi": lambda P, Q: exp(si.RenyiDivergence(P, Q, Rational(1, 3)) * Rational(-2, 3)),
}
# Two laws, and the same of SciPy as functions of the parameters.
PAIRS: dict[str, tuple[Any, Any, Callable[..., Any], Callable[..., Any]]] = {
    "uniforms": (Uniform("P", 0, a), Uniform("Q", b, b + s), lambda v: st.uniform(0, v[a]), lambda v: st.uniform(v[b], v[s])),
    "uniform and pareto": (Uniform("P", 0, a), Pareto("Q", b, 2), lambda v: st.uniform(0, v[a]), lambda v: st.pareto(2, scale=v[b])),
    "exponential and uniform": (Exponential("P", s), Uniform("Q", m, m + 1), lambda v: st.expon(scale=1 / v[s]), lambda v: st.uniform(v[m], 1)),
}  # fmt: skip
PLACES: dict[str, list[dict[Symbol, Any]]] = {
    "uniforms": [{a: 2, b: 1, s: 3}, {a: 5, b: 1, s: 2}, {a: 1, b: 2, s: 1}, {a: 1, b: 1, s: 1}],
    "uniform and pareto": [{a: 2, b: 1}, {a: 1, b: 1}, {a: 1, b: 3}],
    "exponential and uniform": [{s: 1, m: Rational(1, 2)}, {s: 2, m: Rational(-1, 3)}, {s: 1, m: -4}],
}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("measure", BODIES)
def test_supports_that_overlap_or_lie_apart(measure: str, pair: str) -> None:
    """A formula in parameters is right where the supports have no place in common, too."""
    P, Q, p, q = PAIRS[pair]
    for place in PLACES[pair]:
        numbers = {symbol: float(value) for symbol, value in place.items()}
        first, second = p(numbers), q(numbers)
        ends = sorted({*first.support(), *second.support(), FAR})
        body = BODIES[measure]
        wanted = sum(
            quad.quad(lambda x: body(first.pdf(x), second.pdf(x)), low, high)[0]  # noqa: B023 - used at once
            for low, high in pairwise(ends)
        )
        found = si.derive(MEASURES[measure](P, Q)).result.xreplace(place)
        assert abs(float(N(found)) - wanted) < 1e-6, place


@pytest.mark.parametrize(("n", "common"), [(0, 3), (1, 2), (2, 1), (3, 0), (7, 0), (-2, 1), (-3, 0)])
def test_an_empty_sum_is_0(n: int, common: int) -> None:
    """Masses whose ranges of integers have nothing in common, which are counted here one by one."""
    start = Symbol("n", integer=True)
    P, Q = si.Mass(Rational(1, 3), (k, 0, 2)), si.Mass(Rational(1, 3), (k, start, start + 2))
    assert si.Hellinger(P, Q).in_nats().subs(start, n).doit() == root(Rational(3 - common, 3))


@pytest.mark.parametrize(
    ("claim", "given", "verdict"),
    [
        ("Hellinger(Uniform(0, a) || Uniform(b, c)) = 1", ["a < b"], "holds"),
        ("JS(Uniform(0, 1) || Uniform(b, b + 1)) = b*log(2)", ["b in (0, 1)"], "holds"),
        ("JS(Uniform(0, 1) || Uniform(b, b + 1)) = b*log(2)", ["b > 0"], "refuted"),
        ("Hellinger(Uniform(0, 1) || Pareto(b, 2))**2 = 1 - 2*sqrt(2)*(sqrt(b) - b)", ["b < 1"], "holds"),
        ("Hellinger(Uniform(0, 1) || Pareto(b, 2))**2 = 1 - 2*sqrt(2)*(sqrt(b) - b)", ["b > 0"], "refuted"),
        ("Hellinger(Mass(1/3, (k, 0, 2)) || Mass(1/3, (k, n, n + 2))) = 1", ["n > 2"], "holds"),
        ("Hellinger(Mass(1/3, (k, 0, 2)) || Mass(1/3, (k, n, n + 2)))**2 = n/3", ["n > 0"], "refuted"),
    ],
)
def test_claims_about_supports_that_may_lie_apart(claim: str, given: list[str], verdict: str) -> None:
    """A formula of one order of the ends is no formula of the other."""
    read, _ = parse_given(claim, given)
    assert si.verify(read).verdict == verdict
