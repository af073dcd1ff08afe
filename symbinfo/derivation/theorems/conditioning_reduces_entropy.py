"""On average a condition never adds uncertainty."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.lemmas import solved_for, using
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.theorems import mutual_information_by_entropies, mutual_information_is_nonnegative
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.measures import ConditionalEntropy

TITLE = "Conditioning reduces entropy: H(X | Y) <= H(X), with equality exactly under independence"


def derive() -> Derivation:
    """Derive it from I(X; Y) = H(X) - H(X | Y) >= 0."""
    x, y = abstract_joint().components
    left = ConditionalEntropy(x, y)
    plan = (
        solved_for(left, mutual_information_by_entropies.first_form(), "I(X; Y) = H(X) - H(X | Y)."),
        using(mutual_information_is_nonnegative.derive(), "Mutual information is never negative."),
    )
    return run(left, plan, Domain())
