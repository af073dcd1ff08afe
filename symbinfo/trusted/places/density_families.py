"""Concrete densities for abstract ones: families with a centre and a scale that are drawn from a seed.

The regular ones are of one size: normal, logistic, Laplace, two bells, Student. The regimes are where a statement that
is true of those only gives itself away: far narrower and far away, far wider, and with heavy tails. How narrow, far and wide
is measured by the largest constant of the certificate: an entropy that is called at most 5 is met by one above 5.
"""

from __future__ import annotations

import random
from fractions import Fraction

from ..terms import Term, parse, replace_together

__all__ = ["REGIMES", "SHAPES", "density", "plane"]

# z is (x - m)/s; of each the integral over the line is 1.
SHAPES = (
    "(* (^ (* 2 %pi) -1/2) r (exp (* -1/2 (^ z 2))))",
    "(* r (exp (* -1 z)) (^ (+ 1 (exp (* -1 z))) -2))",
    "(* 1/2 r (exp (* -1 (abs z))))",
    "(* (^ (* 2 %pi) -1/2) r (+ (* 1/4 (exp (* -1/2 (^ (+ z 2) 2)))) (* 3/2 (exp (* -2 (^ (+ z -1) 2))))))",
    "(* 8/3 (^ %pi -1) (^ 5 -1/2) r (^ (+ 1 (* 1/5 (^ z 2))) -3))",
)
# Of Cauchy, and like that of Pareto: without a variance, or without a mean.
HEAVY = ("(* (^ %pi -1) r (^ (+ 1 (^ z 2)) -1))", "(* 1/2 a r (^ (+ 1 (abs z)) (+ -1 (* -1 a))))")
# On the plane: correlated normals, and a mixture of two; r and q are the reciprocal scales, z and w the places.
PLANES = (
    "(* (^ (* 2 %pi) -1) 5/4 r q (exp (* -25/32 (+ (^ z 2) (* -6/5 z w) (^ w 2)))))",
    "(* (^ (* 2 %pi) -1) 1/2 r q (exp (+ (* -1/2 (^ (+ z -1) 2)) (* -1/8 (^ (+ w (* -1 z)) 2)))))",
    "(* (^ (* 2 %pi) -1) r q (+ (* 1/4 (exp (* -1/2 (+ (^ (+ z 1) 2) (^ w 2))))) "
    "(* 3/2 (exp (+ (* -1/2 (^ (+ z -1) 2)) (* -2 (^ (+ w -1) 2)))))))",
)
#: Regimes of densities besides the regular ones.
REGIMES = ("narrow", "wide", "heavy")


def density(rng: random.Random, centre: random.Random, turn: int, regime: str, largest: int) -> Term:
    """A density of x.

    Parameters
    ----------
    rng, centre : random.Random
        What the density has of its own, and what it shares with the others at this point.
    turn : int
        Which of the regular shapes.
    regime : str
        One of `REGIMES`, or empty.
    largest : int
        The largest constant of the certificate.
    """
    m, s = _place_and_scale(rng, centre, regime, largest)
    text = centre.choice(HEAVY) if regime == "heavy" else SHAPES[0 if regime else turn % len(SHAPES)]
    z: Term = ("*", 1 / s, ("+", "x", -m))
    return replace_together(parse(text), {"r": 1 / s, "z": z, "a": _between(rng, Fraction(1, 2), Fraction(2))})


def plane(rng: random.Random, centre: random.Random, turn: int, regime: str, largest: int) -> Term:
    """A density of x and y; its regimes are those of scale and place."""
    (m, s), (n, t) = (_place_and_scale(rng, centre, regime, largest) for _ in range(2))
    values: dict[str, Term] = {
        "r": 1 / s,
        "q": 1 / t,
        "z": ("*", 1 / s, ("+", "x", -m)),
        "w": ("*", 1 / t, ("+", "y", -n)),
    }
    return replace_together(parse(PLANES[turn % len(PLANES)]), values)


def _place_and_scale(rng: random.Random, centre: random.Random, regime: str, largest: int) -> tuple[Fraction, Fraction]:
    """The densities of one point have scales of one size, so that divergences between them are numbers, if large ones."""
    power = 3 * (largest + 8) // 2
    scale = {"narrow": Fraction(1, 2**power), "wide": Fraction(2**power)}.get(regime, Fraction(1))
    away = _between(centre, Fraction(1000), Fraction(2000)) * (largest + 1) * centre.choice((1, -1))
    home = away if regime == "narrow" else Fraction(0)
    s = _between(rng, Fraction(1, 2), Fraction(2)) * scale
    apart = (largest + 8) * rng.choice((1, -1)) if regime == "wide" else 0
    return home + (apart + _between(rng, Fraction(-1), Fraction(1))) * s, s


def _between(rng: random.Random, low: Fraction, high: Fraction) -> Fraction:
    """A fraction with an odd denominator."""
    bottom = rng.randrange(500, 5000) * 2 + 1
    return low + (high - low) * Fraction(rng.randrange(1, bottom), bottom)
