"""Every stored integral and sum against numerical integration at points of its domain of convergence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from sympy import Integer, Rational, Symbol, lambdify, oo

import symbinfo as si
from symbinfo.derivation.integrals.normalisers import END_OF_TAIL, INTEGRALS, Normaliser
from symbinfo.derivation.integrals.normalising_sums import SUMS

# Row, and points for its parameters in the order of `Normaliser.parameters`.
POINTS: dict[str, list[tuple[Fraction | float, ...]]] = {
    "gamma-integral": [(1.5, 0.7, 2.0), (-0.5, 2.0, 1.0), (-3.0, 1.3, -1.5)],
    "beta-integral": [(0.5, 2.0), (-0.3, -0.6), (3.0, 0.0)],
    "beta-prime-integral": [(0.5, -3.0), (-0.5, -1.0)],
    "gaussian-integral": [(0.7, 1.3), (-2.0, 0.4)],
    "gaussian-integral-from-a-point": [(0.7, 1.3, -0.6), (-2.0, 0.4, 1.5)],
    "gaussian-integral-up-to-a-point": [(0.7, 1.3, -0.6), (-2.0, 0.4, 1.5)],
    "gaussian-integral-between-points": [(0.7, 1.3, -0.6, 0.8), (-2.0, 0.4, 1.5, 4.0)],
    "power-integral": [(1.5, 3.0, 0.5), (-2.5, 4.0, 1.0)],
    "bounded-exponential-integral": [(0.8, 2.0), (-3.0, 1.5)],
    "incomplete-gamma-integral": [(0.5, 1.2, 0.8), (-1.5, 0.6, 2.0)],
    "two-sided-exponential-integral": [(1.2, 0.5, 0.3, -0.9), (0.7, -0.2, 1.1, 2.4)],
    "affine-power-integral": [(0.5, 0.6), (-2.5, -3.0)],
    "confluent-integral": [(0.5, 1.5, -2.0), (-0.4, 0.3, 1.7)],
    "hypergeometric-integral": [(0.5, 1.5, -0.7, 0.6), (-0.4, 0.3, 1.5, -3.0)],
    "hypergeometric-integral-on-the-half-line": [(0.5, -3.0, -0.7, 0.6), (-0.4, -4.0, 1.5, 2.5)],
    "gamma-integral-tail": [(0.5, 1.2, 2.0, 0.8), (-1.5, 0.6, 1.3, 2.0)],
    "tricomi-integral": [(0.5, -0.7, 1.2, 0.6), (-0.4, 1.5, 0.8, 2.5)],
    "struve-integral": [(-0.7, 1.2, 0.6), (1.5, 0.8, 2.5)],
    "bessel-integral": [(0.6, -1.1), (2.0, 0.5)],
    "bessel-integral-on-an-interval": [(0.5, 1.3), (-0.4, -0.7)],
    "modified-bessel-integral": [(0.5, 1.2, 0.7), (-1.5, 0.8, 2.0)],
    "geometric-sum": [(0.3, 5), (2.5, 12)],
    "two-sided-geometric-series": [(0.3,), (0.5,)],
    "exponential-series-from-one": [(0.3,), (7.5,)],
    "binomial-theorem-from-one": [(0.4, 5), (2.5, 12)],
    "negative-binomial-series-from-one": [(0.3, 2.5), (0.8, 0.4)],
    "geometric-series": [(0.3,), (0.85,)],
    "exponential-series": [(0.3,), (7.5,)],
    "binomial-theorem": [(0.4, 5), (2.5, 12)],
    "negative-binomial-series": [(0.3, 2.5), (0.8, 0.4)],
    "logarithmic-series": [(0.2,), (0.9,)],
    "bessel-function-series": [(0.3,), (7.5,)],
    "zeta-series": [(-2.0,), (-3.7,)],
    "polylogarithm-series": [(-0.5, 0.3), (1.4, 0.6)],
    "bessel-series": [(0.6, 1.4), (2.5, 0.8)],
}


def cases() -> list[tuple[Normaliser, tuple[float, ...]]]:
    return [(row, point) for row in (*INTEGRALS, *SUMS) for point in POINTS[row.name]]


def places(row: Normaliser, values: dict[Any, Any], low: Any = None) -> list[Any]:
    """The range of a row at a point, from `low` on, in a few parts."""
    first, last = (end.subs(values) for end in (row.lower, row.upper))
    inner = sorted({x for x in (-4, -1, 0, 0.5, 1, 4, *(values[p] for p in row.places)) if first < x < last})
    low_end = -mpmath.inf if first == -oo else mpmath.mpf(first.evalf(30))
    ends = [low_end, *inner, mpmath.inf if last == oo else mpmath.mpf(last.evalf(30))]
    return ends if low is None else [low, *(x for x in ends if x > low)]


@pytest.mark.parametrize(("row", "point"), cases(), ids=[f"{r.name}-{p}" for r, p in cases()])
def test_the_stored_value_is_the_integral(row: Normaliser, point: tuple[float, ...]) -> None:
    values = dict(zip(row.parameters, point, strict=True))
    assert row.requires.subs(values) == True  # noqa: E712 - a SymPy Boolean
    numeric = {s: mpmath.mpf(float(v)) for s, v in values.items()}
    y = Symbol("y_")
    body = lambdify(y, row.kernel.xreplace({row.variable: y}).subs(numeric), "mpmath")
    with mpmath.workdps(25):
        if row in INTEGRALS:
            found = mpmath.quad(body, places(row, values))
        else:
            upper = mpmath.inf if row.upper == oo else int(values[row.upper])
            both = row.lower == -oo  # terms fall like those of an exponential series on both sides
            found = mpmath.fsum(map(body, range(-40, 41))) if both else mpmath.nsum(body, [int(row.lower), upper])
        expected = mpmath.mpf(row.value.subs(numeric).evalf(25))
    assert mpmath.almosteq(found, expected, 1e-9)


TAILS = [(row, point) for row, point in cases() if row.tail is not None and all(v > 0 for v in point[2:])]


@pytest.mark.parametrize(("row", "point"), TAILS, ids=[f"{r.name}-{p}" for r, p in TAILS])
def test_the_stored_tail_is_the_integral_from_there_on(row: Normaliser, point: tuple[float, ...]) -> None:
    numeric = {s: mpmath.mpf(float(v)) for s, v in zip(row.parameters, point, strict=True)}
    y, start = Symbol("y_"), mpmath.mpf("0.73")
    body = lambdify(y, row.kernel.xreplace({row.variable: y}).subs(numeric), "mpmath")
    tail = row.tail.subs({**numeric, END_OF_TAIL: start})
    with mpmath.workdps(25):
        found = mpmath.quad(body, places(row, numeric, start))
    assert mpmath.almosteq(found, mpmath.mpf(tail.evalf(25)), 1e-9)


def test_every_row_has_points_and_a_reference() -> None:
    rows = (*INTEGRALS, *SUMS)
    assert {row.name for row in rows} == set(POINTS)
    assert all(row.reference.startswith("DLMF") for row in rows)


def test_a_removable_difference_of_two_rates_is_taken_to_its_limit() -> None:
    """The chi-squared divergence of two laws of Laplace of one scale, whose pieces have equal rates: by quadrature."""
    m, n, s = mpmath.mpf(1) / 3, mpmath.mpf(2), mpmath.mpf(3) / 2

    def density(x: Any, middle: Any) -> Any:
        return mpmath.exp(-abs(x - middle) / s) / (2 * s)

    wanted = mpmath.quad(lambda x: density(x, m) ** 2 / density(x, n), [-80, -10, m, n, 10, 80]) - 1
    found = si.derive(si.parse("Chi2(Laplace(m, s) || Laplace(n, s))")).result
    at = {"m": Rational(1, 3), "n": Integer(2), "s": Rational(3, 2)}
    assert abs(found.xreplace({x: at[x.name] for x in found.free_symbols}).evalf(20) - wanted) < 1e-10
