"""Mutual information is the divergence of the joint law from the product of its marginals."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.recognition import recognise_as
from symbinfo.derivation.rules.rule import Context, apply_rule, run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.joint_density import JointLaw, product_of_marginals
from symbinfo.measures import KL, MutualInformation

TITLE = "Mutual information is a divergence: I(X; Y) = KL(P(X, Y) || P(X) P(Y))"


def derive(joint: JointLaw | None = None) -> Derivation:
    """Derive it for an abstract joint mass, or for a joint law that is given."""
    law = joint or abstract_joint()
    divergence = KL(law.renamed("P(X, Y)"), product_of_marginals(law, "P(X) P(Y)"))
    written = run(MutualInformation(*law.components), (DEFINITION, AS_TOTAL), Domain())
    words = "The expected log ratio of the joint law and the product law: a divergence."
    return apply_rule(written, recognise_as(written.stands, divergence, words), Context())
