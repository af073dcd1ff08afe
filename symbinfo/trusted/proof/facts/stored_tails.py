"""Integrals from a point z to the upper end of the range, where they have a value.

Those of power-integral and incomplete-gamma-integral are these facts themselves, with z for l. The part below z is the
whole less its tail.
"""

from __future__ import annotations

from .fact import Fact

__all__ = ["TAILS"]

TAILS = (
    Fact(
        "power-integral-to-infinity",
        "DLMF 1.4(iv)",
        {"p": "real", "l": "positive"},
        "(integral (^ y p) y l %oo)",
        "(* -1 (^ l (+ p 1)) (^ (+ p 1) -1))",
        converges="(< p -1)",
        sharp=True,
        differentiable=("p",),
        note="The integrand is continuous at l, so that it is infinite by the upper end alone.",
    ),
    Fact(
        "gamma-integral-tail",
        "DLMF 8.2.2",
        {"p": "real", "c": "positive", "m": "positive", "z": "positive"},
        "(integral (* (^ y p) (exp (* -1 c (^ y m)))) y z %oo)",
        "(* (uppergamma (* (+ p 1) (^ m -1)) (* c (^ z m))) (^ m -1) (^ c (* -1 (+ p 1) (^ m -1))))",
        differentiable=("p", "c", "m"),
        note="u = c y^m. Any p, for z > 0.",
    ),
    Fact(
        "gamma-integral-tail-of-negative-power",
        "DLMF 8.2.1",
        {"p": "real", "c": "positive", "m": "real", "z": "positive"},
        "(integral (* (^ y p) (exp (* -1 c (^ y m)))) y z %oo)",
        "(* -1 (lowergamma (* (+ p 1) (^ m -1)) (* c (^ z m))) (^ m -1) (^ c (* -1 (+ p 1) (^ m -1))))",
        domain="(< m 0)",
        converges="(< p -1)",
        sharp=True,
        differentiable=("p", "c", "m"),
        completes="gamma-integral-tail",
        note="u = c y^m runs from c z^m down to 0.",
    ),
    Fact(
        "gamma-integral-tail-closed",
        "DLMF 8.2.2",
        {"p": "real", "c": "positive", "m": "positive", "z": "nonnegative"},
        "(integral (* (^ y p) (exp (* -1 c (^ y m)))) y z %oo)",
        "(* (uppergamma (* (+ p 1) (^ m -1)) (* c (^ z m))) (^ m -1) (^ c (* -1 (+ p 1) (^ m -1))))",
        domain="(< -1 p)",
        completes="gamma-integral-tail",
        note="At z = 0 it is the whole.",
    ),
    Fact(
        "beta-integral-tail-closed",
        "DLMF 8.17.1",
        {"p": "real", "q": "real", "z": "nonnegative"},
        "(integral (* (^ y p) (^ (+ 1 (* -1 y)) q)) y z 1)",
        "(betainc (+ p 1) (+ q 1) z 1)",
        domain="(and (<= z 1) (< -1 p) (< -1 q))",
        completes="beta-integral-tail",
        note="At z = 0 it is the whole, at z = 1 nothing.",
    ),
    Fact(
        "beta-prime-integral-tail-closed",
        "DLMF 8.17.1",
        {"p": "real", "q": "real", "z": "nonnegative"},
        "(integral (* (^ y p) (^ (+ 1 y) q)) y z %oo)",
        "(betainc (+ p 1) (* -1 (+ p q 1)) (* z (^ (+ 1 z) -1)) 1)",
        domain="(and (< -1 p) (< (+ p q) -1))",
        completes="beta-prime-integral-tail",
        note="At z = 0 it is the whole.",
    ),
    Fact(
        "beta-integral-tail",
        "DLMF 8.17.1",
        {"p": "real", "q": "real", "z": "positive"},
        "(integral (* (^ y p) (^ (+ 1 (* -1 y)) q)) y z 1)",
        "(betainc (+ p 1) (+ q 1) z 1)",
        domain="(and (< z 1) (< -1 p))",
        converges="(< -1 q)",
        sharp=True,
        differentiable=("p", "q"),
        note="It converges for any p; the function is defined for p > -1.",
    ),
    Fact(
        "beta-prime-integral-tail",
        "DLMF 8.17.1",
        {"p": "real", "q": "real", "z": "positive"},
        "(integral (* (^ y p) (^ (+ 1 y) q)) y z %oo)",
        "(betainc (+ p 1) (* -1 (+ p q 1)) (* z (^ (+ 1 z) -1)) 1)",
        domain="(< -1 p)",
        converges="(< (+ p q) -1)",
        sharp=True,
        differentiable=("p", "q"),
        note="y = w/(1 - w).",
    ),
    Fact(
        "gaussian-integral-tail",
        "DLMF 7.7.6",
        {"t": "real", "c": "positive", "z": "real"},
        "(integral (exp (+ (* t x) (* -1 c (^ x 2)))) x z %oo)",
        "(* 1/2 (^ %pi 1/2) (^ c -1/2) (exp (* 1/4 (^ t 2) (^ c -1)))"
        " (erfc (+ (* z (^ c 1/2)) (* -1/2 t (^ c -1/2)))))",
        differentiable=("t", "c"),
    ),
    Fact(
        "gaussian-integral-from-a-point",
        "DLMF 7.2.2",
        {"t": "real", "c": "positive", "f": "real"},
        "(integral (exp (+ (* t x) (* -1 c (^ x 2)))) x f %oo)",
        "(* 1/2 (^ %pi 1/2) (^ c -1/2) (exp (* 1/4 (^ t 2) (^ c -1)))"
        " (erfc (+ (* f (^ c 1/2)) (* -1/2 t (^ c -1/2)))))",
        differentiable=("t", "c"),
        note="u = c^(1/2) x - t/(2 c^(1/2)), after completing the square.",
    ),
    Fact(
        "gaussian-integral-up-to-a-point",
        "DLMF 7.2.2",
        {"t": "real", "c": "positive", "g": "real"},
        "(integral (exp (+ (* t x) (* -1 c (^ x 2)))) x %-oo g)",
        "(* 1/2 (^ %pi 1/2) (^ c -1/2) (exp (* 1/4 (^ t 2) (^ c -1)))"
        " (erfc (+ (* 1/2 t (^ c -1/2)) (* -1 g (^ c 1/2)))))",
        differentiable=("t", "c"),
        note="x = -w turns it around: t becomes -t.",
    ),
    Fact(
        "gaussian-integral-between-points",
        "DLMF 7.2.1",
        {"t": "real", "c": "positive", "f": "real", "g": "real"},
        "(integral (exp (+ (* t x) (* -1 c (^ x 2)))) x f g)",
        "(* 1/2 (^ %pi 1/2) (^ c -1/2) (exp (* 1/4 (^ t 2) (^ c -1)))"
        " (+ (erf (+ (* g (^ c 1/2)) (* -1/2 t (^ c -1/2)))) (* -1 (erf (+ (* f (^ c 1/2)) (* -1/2 t (^ c -1/2)))))))",
        domain="(< f g)",
        differentiable=("t", "c"),
    ),
    Fact(
        "bounded-exponential-integral-tail",
        "DLMF 4.10.8",
        {"t": "real", "z": "real", "h": "real"},
        "(integral (exp (* t y)) y z h)",
        "(* (+ (exp (* h t)) (* -1 (exp (* z t)))) (^ t -1))",
        domain="(and (< z h) (!= t 0))",
        differentiable=("t",),
    ),
    Fact(
        "bounded-exponential-integral-tail-at-zero",
        "DLMF 1.4(iv)",
        {"z": "real", "h": "real"},
        "(integral 1 y z h)",
        "(+ h (* -1 z))",
        domain="(< z h)",
        completes="bounded-exponential-integral-tail",
    ),
)
