"""H(X + c) = H(X): a shift leaves the differential entropy as it is."""

from __future__ import annotations

from sympy import S, Symbol

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.substitutions import AS_INTEGRAL, recognise, substitution
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_density, scaled
from symbinfo.measures import Entropy

TITLE = "A shift leaves differential entropy as it is: H(X + c) = H(X)"


def derive() -> Derivation:
    """Derive it for an abstract density on the line and any real c."""
    c, law = Symbol("c", real=True), abstract_density("X")
    x = law.variable
    moved = substitution(x, x + c, f"Put {x} + c for {x}: d{x} stays as it is.")
    plan = (DEFINITION, AS_INTEGRAL, moved, recognise(Entropy(law)))
    return run(Entropy(scaled(law, S.One, shift=c)), plan, Domain(), Status.CLOSED)
