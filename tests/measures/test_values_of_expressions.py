"""Expressions of measures have values like any SymPy expression: to as many digits as are asked, from the definitions."""

import mpmath
import pytest
from sympy import Float, Rational, exp, oo, sqrt, symbols
from sympy.stats import Bernoulli, Normal, Uniform

import symbinfo as si

M = symbols("m", real=True)
P, Q, MOVED = Normal("P", 0, 1), Normal("Q", 1, 2), Normal("R", M, 1)
COIN = Bernoulli("C", Rational(3, 10))


def _nats(p: mpmath.mpf) -> mpmath.mpf:
    return -p * mpmath.log(p) - (1 - p) * mpmath.log(1 - p)


@mpmath.workdps(60)
def _values() -> dict[str, tuple[object, mpmath.mpf]]:
    divergence, entropy = mpmath.log(2) - mpmath.mpf(1) / 4, mpmath.log(2 * mpmath.pi * mpmath.e) / 2
    coin = _nats(mpmath.mpf(3) / 10)
    capacity = mpmath.log(2) - _nats(mpmath.mpf(1) / 10)
    return {
        "a sum": (si.KL(P, Q) + si.Entropy(P), divergence + entropy),
        "a number beside": (si.KL(P, Q) + 1, divergence + 1),
        "a quotient": (si.KL(P, Q) / si.Entropy(P), divergence / entropy),
        "inside of functions": (exp(si.Entropy(COIN)) * sqrt(si.KL(P, Q)), mpmath.exp(coin) * mpmath.sqrt(divergence)),
        "in another unit": (1 - si.Entropy(COIN, unit="bits"), 1 - coin / mpmath.log(2)),
        "a capacity": (2 * si.parse("capacity([[0.9, 0.1], [0.1, 0.9]])"), 2 * capacity),
    }


@pytest.mark.parametrize("name", _values())
def test_an_expression_of_measures_has_a_value(name: str) -> None:
    expr, expected = _values()[name]
    with mpmath.workdps(60):
        assert abs(mpmath.mpf(str(expr.evalf(40))) - expected) < mpmath.mpf(10) ** -38
    assert float(expr) == pytest.approx(float(expected), rel=1e-15)


def test_parameters_are_inserted_and_what_is_not_known_stays() -> None:
    expr = si.KL(MOVED, Q) + 1
    assert expr.evalf(20, subs={M: 3}) == pytest.approx(float(expr.subs(M, 3)))
    assert expr.evalf().has(si.KL) and not isinstance(expr.evalf(), Float)
    letters = 2 * si.theorem("kl-as-integral").left  # of laws of which only the names are known
    assert letters.atoms(si.KL) and letters.evalf(20).atoms(si.KL) == letters.atoms(si.KL)
    assert (si.KL(Uniform("U", 0, 2), Uniform("V", 0, 1)) + 1).evalf() == oo
