"""H(aX) = H(X) + log|a|: differential entropy depends on the unit of measurement."""

from __future__ import annotations

from sympy import Symbol

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.substitutions import (
    AS_INTEGRAL,
    DENSITY_INTEGRATES_TO_ONE,
    LINEARITY_OF_INTEGRAL,
    SPLIT_LOGS,
    recognise,
    substitution,
)
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_density, scaled
from symbinfo.measures import Entropy

TITLE = "The scaling law of differential entropy: H(aX) = H(X) + log|a|"


def derive() -> Derivation:
    """Derive the law for an abstract density on the line and any real a other than 0."""
    a = Symbol("a", real=True, nonzero=True)
    law = abstract_density("X")
    y = law.variable
    plan = (
        DEFINITION,
        AS_INTEGRAL,
        substitution(
            y, a * y, f"Put a{y} for {y}: d{y} becomes |a| d{y}; for a < 0 the limits swap, which the sign takes up."
        ),
        SPLIT_LOGS,
        LINEARITY_OF_INTEGRAL,
        DENSITY_INTEGRATES_TO_ONE,
        recognise(Entropy(law)),
    )
    return run(Entropy(scaled(law, a)), plan, Domain(), Status.CLOSED)
