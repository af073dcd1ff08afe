"""The divergence depends neither on the unit nor on the origin: a X + b tells two laws apart as X does."""

from __future__ import annotations

from sympy import Symbol

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.substitutions import AS_INTEGRAL, recognise, substitution
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_density, scaled
from symbinfo.measures import KL

TITLE = "The divergence depends neither on unit nor on origin: KL(U || V) = KL(P || Q) for the laws U and V of aX + b"


def derive() -> Derivation:
    """Derive it for two abstract densities on the line, any real a other than 0 and any real b."""
    a, b = Symbol("a", real=True, nonzero=True), Symbol("b", real=True)
    p, q = abstract_density("P", "p"), abstract_density("Q", "q")
    x = p.variable
    plan = (
        DEFINITION,
        AS_INTEGRAL,
        substitution(
            x,
            a * x + b,
            f"Put a{x} + b for {x}: d{x} becomes |a| d{x}; for a < 0 the limits swap, which the sign takes up.",
        ),
        recognise(KL(p, q)),
    )
    return run(KL(scaled(p, a, "U", b), scaled(q, a, "V", b)), plan, Domain(), Status.CLOSED)
