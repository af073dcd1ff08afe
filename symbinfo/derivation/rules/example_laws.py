"""Laws for the examples of rules: small ones with a parameter each."""

from __future__ import annotations

from sympy import Integer, S, Symbol, exp, oo, pi

from symbinfo.expressions.domain import Variable
from symbinfo.laws.law import ContinuousLaw, FiniteLaw

__all__ = ["CAUCHY", "COIN", "EXPONENTIAL"]

_x = Variable("x", real=True)
_a = Symbol("a", positive=True)

EXPONENTIAL = ContinuousLaw("P", "Exponential", (_a,), _a > 0, _x, _a * exp(-_a * _x), S.Zero, oo)
CAUCHY = ContinuousLaw("P", "Cauchy", (_a,), _a > 0, _x, 1 / (pi * _a * (1 + (_x / _a) ** 2)), -oo, oo)
COIN = FiniteLaw("P", "Bernoulli", (_a,), _a < 1, ((Integer(0), 1 - _a), (Integer(1), _a)))
