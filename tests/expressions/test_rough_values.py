"""Values in floating point: the bound of their error holds, and what is 0, or may be positive, is never said not to be."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Derivative, Dummy, N, Symbol, erf, exp, expand, gamma, log, loggamma, pi, sin, sqrt, symbols, zeta

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.rough_values import Place, is_clearly_negative, is_clearly_not_zero, places_in, rough_value

a, b, c = symbols("a b c", positive=True)
t = symbols("t", real=True)
n = symbols("n", integer=True, positive=True)

VALUES = [
    (a + b) ** 7 - expand((a + b) ** 7) + a,
    exp(-a * b) - exp(-a * b * (1 + c / 10**9)),
    log(1 + a / 10**12),
    sqrt(a) ** 3 / (b - c) - pi * t**3,
    gamma(a + 3) / gamma(a) - loggamma(b) + erf(t) * sin(c),
    (1 - a / (a + b)) ** n - 2**-n,
]


@pytest.mark.parametrize("expr", VALUES, ids=str)
@pytest.mark.parametrize("trial", [0, 1, 2])
def test_the_error_is_within_its_bound(expr: Any, trial: int) -> None:
    at = Place(trial)
    found = rough_value(expr, at)
    assert found is not None
    exact = N(expr.subs({s: N(at[s], 60) for s in expr.free_symbols}), 40)
    assert abs(found[0] - exact) <= found[1]


ZEROS = [
    (a + b) ** 2 - a**2 - 2 * a * b - b**2,
    1 / (a - b) - 1 / (a - c) - (b - c) / ((a - b) * (a - c)),
    exp(a) * exp(b) - exp(a + b) + log(a * b) - log(a) - log(b),
    (a - b) ** 40 - expand((a - b) ** 40),
    gamma(a + 1) - a * gamma(a),
]


@pytest.mark.parametrize("zero", ZEROS, ids=str)
def test_zero_is_not_said_to_be_another_number(zero: Any) -> None:
    assert not is_clearly_not_zero(zero)
    assert is_clearly_not_zero(zero + a**2 / 1000)


@pytest.mark.parametrize(
    "expr", [log(-a), zeta(a), a / (b - b + Dummy("z") * 0 + 0 * c + exp(exp(exp(9 + a))))], ids=str
)
def test_there_may_be_no_value(expr: Any) -> None:
    assert rough_value(expr, Place()) is None
    assert not is_clearly_not_zero(expr)


@pytest.mark.parametrize("conditions", [[t < a], [a < 1, b < a], [t < 1, t > -1], [n > 2, a < b, b < c]], ids=str)
def test_places_keep_the_conditions(conditions: list[Any]) -> None:
    places = places_in(conditions, Domain.of(conditions).slack)
    assert places
    for place in places:
        assert all(condition.subs(place) == True for condition in conditions)  # noqa: E712


def test_there_is_no_place_where_conditions_contradict_one_another() -> None:
    conditions = [a < b, b < a]
    assert places_in(conditions, Domain.of(conditions).slack) == ()
    assert not is_clearly_negative(-a, ())


def test_what_is_positive_on_the_domain_alone_is_not_refuted() -> None:
    u, v = symbols("u v", real=True)
    assert Domain.of([u < v]).positive(v - u)
    assert not Domain.of([u < v]).positive(u - v)
    assert Domain.of([a < 1]).positive(1 - a**3)


def test_a_derivative_with_a_name_is_a_number_to_the_signs_on_a_domain() -> None:
    s = Symbol("s", positive=True)
    slope = Derivative(zeta(s), s)
    assert not Domain.of([s > 1]).positive(slope * (s - 1))
    assert Domain.of([s > 1]).positive((s - 1) * (1 + slope**2))
