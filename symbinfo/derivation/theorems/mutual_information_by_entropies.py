"""Mutual information as what one variable takes from the uncertainty of the other."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT_MEASURES
from symbinfo.derivation.rules.joint_laws import FACTOR_JOINT, MARGINALISE
from symbinfo.derivation.rules.lemmas import solved_for, using
from symbinfo.derivation.rules.named_logs import SPLIT_NAMED_LOGS
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, apply_rule, run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.theorems import chain_rule
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import ConditionalEntropy, Entropy, MutualInformation

TITLE = "I(X; Y) = H(X) - H(X | Y) = H(X) + H(Y) - H(X, Y) = H(Y) - H(Y | X)"


def first_form(joint: JointLaw | None = None) -> Derivation:
    """Derive I(X; Y) = H(X) - H(X | Y) for an abstract joint mass, or for a joint law that is given."""
    x, y = (joint or abstract_joint()).components
    plan = (
        DEFINITION,
        AS_TOTAL,
        FACTOR_JOINT,
        SPLIT_NAMED_LOGS,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(Entropy(x), ConditionalEntropy(x, y)),
    )
    return run(MutualInformation(x, y), plan, Domain())


def derive() -> Derivation:
    """Derive all three forms for an abstract joint mass."""
    joint = abstract_joint()
    x, y = joint.components
    more = (
        solved_for(ConditionalEntropy(x, y), chain_rule.derive(joint), "The chain rule, H(X, Y) = H(Y) + H(X | Y)."),
        using(chain_rule.derive(joint, given=0), "The chain rule, with the other variable first."),
        COLLECT_MEASURES,
    )
    derivation = first_form(joint)
    for rule in more:
        derivation = apply_rule(derivation, rule, Context(derivation.domain))
    return derivation
