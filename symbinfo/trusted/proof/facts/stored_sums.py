"""Sums with a known value, one row each. A ratio r is positive, so that r^0 and the derivative in log r are there."""

from __future__ import annotations

from .fact import Fact

__all__ = ["SUMS"]

SUMS = (
    Fact(
        "sum-of-ones",
        "DLMF 1.2.10",
        {"l": "integer", "h": "integer"},
        "(sum 1 k l h)",
        "(+ h (* -1 l) 1)",
        domain="(<= l (+ h 1))",
        note="An arithmetic progression whose terms are equal; empty at h = l - 1.",
    ),
    Fact(
        "geometric-series",
        "DLMF 4.6.7",
        {"r": "positive"},
        "(sum (^ r k) k 0 %oo)",
        "(^ (+ 1 (* -1 r)) -1)",
        converges="(< r 1)",
        sharp=True,
        differentiable=("r",),
        note="The binomial expansion at a = -1.",
    ),
    Fact(
        "exponential-series",
        "DLMF 4.2.19",
        {"r": "positive"},
        "(sum (* (^ r k) (^ (factorial k) -1)) k 0 %oo)",
        "(exp r)",
        differentiable=("r",),
    ),
    Fact(
        "binomial-theorem",
        "DLMF 1.2.2",
        {"r": "positive", "n": "nonnegative integer"},
        "(sum (* (binomial n k) (^ r k)) k 0 n)",
        "(^ (+ 1 r) n)",
        differentiable=("r",),
    ),
    Fact(
        "negative-binomial-series",
        "DLMF 4.6.7",
        {"r": "positive", "a": "positive"},
        "(sum (* (binomial (+ k a -1) k) (^ r k)) k 0 %oo)",
        "(^ (+ 1 (* -1 r)) (* -1 a))",
        converges="(< r 1)",
        sharp=True,
        differentiable=("r", "a"),
        note="The terms at r = 1 are like k^(a - 1), so that the series diverges there for a > 0.",
    ),
    Fact(
        "logarithmic-series",
        "DLMF 4.6.1",
        {"r": "positive"},
        "(sum (* (^ r k) (^ k -1)) k 1 %oo)",
        "(* -1 (log (+ 1 (* -1 r))))",
        converges="(< r 1)",
        sharp=True,
        differentiable=("r",),
    ),
    Fact(
        "zeta-series",
        "DLMF 25.2.1",
        {"s": "real"},
        "(sum (^ k s) k 1 %oo)",
        "(zeta (* -1 s))",
        converges="(< s -1)",
        sharp=True,
        differentiable=("s",),
    ),
    Fact(
        "beta-binomial-sum",
        "DLMF 15.4.24",
        {"n": "nonnegative integer", "a": "positive", "b": "positive"},
        "(sum (* (binomial n k) (beta (+ k a) (+ n (* -1 k) b))) k 0 n)",
        "(beta a b)",
        differentiable=("a", "b"),
        note="The formula of Chu and Vandermonde; under the integral of beta it is (y + 1 - y)^n.",
    ),
    Fact(
        "bessel-series",
        "DLMF 10.35.1",
        {"r": "positive", "a": "positive"},
        "(sum (* (^ r j) (besseli j a)) j %-oo %oo)",
        "(exp (* 1/2 a (+ r (^ r -1))))",
        differentiable=("r", "a"),
    ),
)
