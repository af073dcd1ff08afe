"""Every stored integral and sum against numerical integration at points of its domain of convergence."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from sympy import Symbol, lambdify, oo

from symbinfo.rules.normalisers import INTEGRALS, SUMS, Normaliser

# Row, and points for its parameters in the order of `Normaliser.parameters`.
POINTS: dict[str, list[tuple[Fraction | float, ...]]] = {
    "gamma-integral": [(1.5, 0.7, 2.0), (-0.5, 2.0, 1.0), (-3.0, 1.3, -1.5)],
    "beta-integral": [(0.5, 2.0), (-0.3, -0.6), (3.0, 0.0)],
    "beta-prime-integral": [(0.5, -3.0), (-0.5, -1.0)],
    "geometric-series": [(0.3,), (0.85,)],
    "exponential-series": [(0.3,), (7.5,)],
    "binomial-theorem": [(0.4, 5), (2.5, 12)],
    "negative-binomial-series": [(0.3, 2.5), (0.8, 0.4)],
    "logarithmic-series": [(0.2,), (0.9,)],
    "zeta-series": [(-2.0,), (-3.7,)],
}


def cases() -> list[tuple[Normaliser, tuple[float, ...]]]:
    return [(row, point) for row in (*INTEGRALS, *SUMS) for point in POINTS[row.name]]


@pytest.mark.parametrize(("row", "point"), cases(), ids=[f"{r.name}-{p}" for r, p in cases()])
def test_the_stored_value_is_the_integral(row: Normaliser, point: tuple[float, ...]) -> None:
    values = dict(zip(row.parameters, point, strict=True))
    assert row.requires.subs(values) == True  # noqa: E712 - a SymPy Boolean
    numeric = {s: mpmath.mpf(float(v)) for s, v in values.items()}
    y = Symbol("y_")
    body = lambdify(y, row.kernel.xreplace({row.variable: y}).subs(numeric), "mpmath")
    with mpmath.workdps(25):
        if row in INTEGRALS:
            ends = [0, 0.5, 1, 4, mpmath.inf] if row.upper == oo else [0, 0.5, 1]
            found = mpmath.quad(body, ends)
        else:
            upper = mpmath.inf if row.upper == oo else int(values[row.upper])
            found = mpmath.nsum(body, [int(row.lower), upper])
        expected = mpmath.mpf(row.value.subs(numeric).evalf(25))
    assert mpmath.almosteq(found, expected, 1e-9)


def test_every_row_has_points_and_a_reference() -> None:
    rows = (*INTEGRALS, *SUMS)
    assert {row.name for row in rows} == set(POINTS)
    assert all(row.reference.startswith("DLMF") for row in rows)
