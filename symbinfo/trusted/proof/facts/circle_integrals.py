"""Integrals over a full turn: powers and logarithms of 1 + q^2 - 2 q cos(x - a), with cosines and sines."""

from __future__ import annotations

from .fact import Fact

__all__ = ["CIRCLE_INTEGRALS"]

_BASE = "(+ 1 (^ q 2) (* -2 q (cos (+ x (* -1 a)))))"
_WAVE = "(+ u (* v (cos (+ x (* -1 a)))))"
_ROOT = "(^ (+ (^ u 2) (* -1 (^ v 2))) 1/2)"
_COSINE, _GAP = "(cos (* n (+ x (* -1 b))))", "(cos (+ (* n a) (* -1 n b)))"
_POISSON = "(* (+ 1 (* -1 (^ p 2))) (^ (* 2 %pi) -1) (^ (+ 1 (^ p 2) (* -2 p (cos (+ x (* -1 b))))) -1)"
_TURN = "x 0 (* 2 %pi)"
_WITHIN, _ABOVE = "(and (< -1 q) (< q 1))", "(and (< v u) (< (* -1 u) v))"

CIRCLE_INTEGRALS = (
    Fact(
        "circle-cosine",
        "DLMF 4.26.2",
        {"n": "positive integer", "a": "real", "u": "real"},
        f"(integral (+ u (cos (* n (+ x (* -1 a))))) {_TURN})",
        "(* 2 %pi u)",
        differentiable=("a", "u"),
        note="Once around, a cosine adds up to 0.",
    ),
    Fact(
        "circle-integral",
        "DLMF 15.2.1",
        {"s": "real", "q": "real", "a": "real"},
        f"(integral (^ {_BASE} s) {_TURN})",
        "(* 2 %pi (hyper2f1 (* -1 s) (* -1 s) 1 (^ q 2)))",
        domain=_WITHIN,
        differentiable=("s", "q", "a"),
        note="The base is |1 - q exp(i(x - a))|^2: the binomial series of both factors, by Parseval.",
    ),
    Fact(
        "circle-integral-mirrored",
        "DLMF 15.8.1",
        {"s": "real", "q": "real", "a": "real"},
        f"(integral (^ {_BASE} s) {_TURN})",
        "(* 2 %pi (^ (+ 1 (* -1 (^ q 2))) (+ 1 (* 2 s))) (hyper2f1 (+ 1 s) (+ 1 s) 1 (^ q 2)))",
        domain=_WITHIN,
        differentiable=("s", "q", "a"),
        note="The same by Euler's transformation; it ends where s is a negative integer.",
    ),
    Fact(
        "circle-integral-with-cosine",
        "DLMF 15.8.1",
        {"n": "positive integer", "b": "real", "s": "real", "q": "real", "a": "real"},
        f"(integral (* {_COSINE} (^ {_BASE} s)) {_TURN})",
        "(* 2 %pi (^ q n) (gamma (+ n (* -1 s))) (^ (gamma (* -1 s)) -1) (^ (gamma (+ n 1)) -1)"
        f" (^ (+ 1 (* -1 (^ q 2))) (+ 1 (* 2 s))) (hyper2f1 (+ 1 s) (+ n 1 s) (+ n 1) (^ q 2)) {_GAP})",
        domain="(and (< s 0) (< -1 q) (< q 1))",
        differentiable=("b", "s", "q", "a"),
        note="The n-th Fourier coefficient of the two binomial series, by Euler's transformation.",
    ),
    Fact(
        "circle-logarithm",
        "DLMF 4.6.1",
        {"c": "positive", "q": "real", "a": "real"},
        f"(integral (log (* c {_BASE})) {_TURN})",
        "(* 2 %pi (log c))",
        domain=_WITHIN,
        differentiable=("c", "q", "a"),
        note="log(base) is minus the sum of 2 q^n cos(n(x - a))/n.",
    ),
    Fact(
        "circle-logarithm-with-cosine",
        "DLMF 4.6.1",
        {"n": "positive integer", "b": "real", "c": "positive", "q": "real", "a": "real"},
        f"(integral (* {_COSINE} (log (* c {_BASE}))) {_TURN})",
        f"(* -2 %pi (^ q n) (^ n -1) {_GAP})",
        domain=_WITHIN,
        differentiable=("b", "c", "q", "a"),
    ),
    Fact(
        "circle-poisson-integral",
        "DLMF 1.9.27",
        {"p": "real", "b": "real", "c": "positive", "q": "real", "a": "real"},
        f"(integral {_POISSON} (log (* c {_BASE}))) {_TURN})",
        "(log (* c (+ (^ (+ 1 (* -1 p q)) 2) (* 2 p q (+ 1 (* -1 (cos (+ a (* -1 b)))))))))",
        domain="(and (< -1 p) (< p 1) (< -1 q) (< q 1))",
        differentiable=("p", "b", "c", "q", "a"),
        note="log |1 - q z exp(-i a)|^2 is harmonic in the unit disc; its value at p exp(i b).",
    ),
    Fact(
        "circle-logarithm-of-amplitudes",
        "DLMF 4.6.1",
        {"u": "real", "v": "real", "a": "real"},
        f"(integral (log {_WAVE}) {_TURN})",
        f"(* 2 %pi (log (* 1/2 (+ u {_ROOT}))))",
        domain=_ABOVE,
        differentiable=("u", "v", "a"),
        note="u + v cos is c (1 + q^2 - 2 q cos) with c = (u + r)/2, q = -v/(u + r), r^2 = u^2 - v^2.",
    ),
    Fact(
        "circle-logarithm-of-amplitudes-with-cosine",
        "DLMF 4.6.1",
        {"n": "positive integer", "b": "real", "u": "real", "v": "real", "a": "real"},
        f"(integral (* {_COSINE} (log {_WAVE})) {_TURN})",
        f"(* -2 %pi (^ (* -1 v (^ (+ u {_ROOT}) -1)) n) (^ n -1) {_GAP})",
        domain=_ABOVE,
        differentiable=("b", "u", "v", "a"),
    ),
    Fact(
        "circle-poisson-integral-of-amplitudes",
        "DLMF 1.9.27",
        {"p": "real", "b": "real", "u": "real", "v": "real", "a": "real"},
        f"(integral {_POISSON} (log {_WAVE})) {_TURN})",
        f"(log (+ (* 1/2 (+ u {_ROOT})) (* 1/2 (^ p 2) (+ u (* -1 {_ROOT}))) (* p v (cos (+ a (* -1 b))))))",
        domain="(and (< -1 p) (< p 1) (< v u) (< (* -1 u) v))",
        differentiable=("p", "b", "u", "v", "a"),
    ),
)
