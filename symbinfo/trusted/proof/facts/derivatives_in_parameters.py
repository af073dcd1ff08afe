"""Derivatives of special functions in a parameter, at the points where they have a name."""

from __future__ import annotations

from .fact import DerivativeFact

__all__ = ["DERIVATIVES"]

# (s)_n = s (n - 1)! + ..., so that the series of F(a, s; c; z) has the derivative sum of (a)_n/(c)_n z^n/n at s = 0; both
# sides are analytic in z < 1.
_GAUSS = "(* a z (^ c -1) (hyper3f2 1 1 (+ a 1) 2 (+ c 1) z))"
_OF_GAUSS = {"a": "real", "c": "positive", "z": "real"}

DERIVATIVES = (
    DerivativeFact(
        "hyper2f1-in-its-first-parameter-at-zero",
        "DLMF 15.2.1",
        _OF_GAUSS,
        "(diff (hyper2f1 s a c z) s 0 1)",
        _GAUSS,
        "(< z 1)",
    ),
    DerivativeFact(
        "hyper2f1-in-its-second-parameter-at-zero",
        "DLMF 15.2.1",
        _OF_GAUSS,
        "(diff (hyper2f1 a s c z) s 0 1)",
        _GAUSS,
        "(< z 1)",
    ),
    DerivativeFact(
        "besselk-in-its-order-at-one-half",
        "DLMF 10.38.7",
        {"x": "positive"},
        "(diff (besselk v x) v 1/2 1)",
        "(* (^ (* 1/2 %pi (^ x -1)) 1/2) (exp x) (expint 1 (* 2 x)))",
    ),
    DerivativeFact(
        "besselk-in-its-order-at-minus-one-half",
        "DLMF 10.38.7",
        {"x": "positive"},
        "(diff (besselk v x) v -1/2 1)",
        "(* -1 (^ (* 1/2 %pi (^ x -1)) 1/2) (exp x) (expint 1 (* 2 x)))",
    ),
    DerivativeFact(
        "besselk-in-its-order-at-zero", "DLMF 10.38.5", {"x": "positive"}, "(diff (besselk v x) v 0 1)", "0"
    ),
    DerivativeFact(
        "besseli-in-its-order-at-zero",
        "DLMF 10.38.5",
        {"x": "positive"},
        "(diff (besseli v x) v 0 1)",
        "(* -1 (besselk 0 x))",
    ),
    # By parts from 8.2.2 and 8.2.1: the integral of log(t) exp(-t).
    DerivativeFact(
        "uppergamma-in-its-parameter-at-one",
        "DLMF 8.2.2",
        {"z": "positive"},
        "(diff (uppergamma s z) s 1 1)",
        "(+ (* (exp (* -1 z)) (log z)) (expint 1 z))",
    ),
    DerivativeFact(
        "lowergamma-in-its-parameter-at-one",
        "DLMF 8.2.1",
        {"z": "positive"},
        "(diff (lowergamma s z) s 1 1)",
        "(* -1 (+ %gamma (* (exp (* -1 z)) (log z)) (expint 1 z)))",
    ),
    DerivativeFact("zeta", "DLMF 25.2.6", {"p": "real"}, "(diff (zeta s) s p 1)", "(dzeta p)", "(!= p 1)"),
)
