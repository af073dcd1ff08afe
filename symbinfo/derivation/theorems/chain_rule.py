"""The chain rule: the entropy of a pair is that of one variable plus what the other adds."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import MARGINALISE, factor_joint
from symbinfo.derivation.rules.named_logs import SPLIT_NAMED_LOGS
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import ConditionalEntropy, Entropy, JointEntropy

TITLE = "Chain rule: H(X, Y) = H(Y) + H(X | Y)"


def derive(joint: JointLaw | None = None, given: int = 1) -> Derivation:
    """Derive the rule for an abstract joint mass, with the second variable as condition (or the first)."""
    pair = (joint or abstract_joint()).components
    known, other = pair[given], pair[1 - given]
    plan = (
        DEFINITION,
        AS_TOTAL,
        factor_joint(given),
        SPLIT_NAMED_LOGS,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(Entropy(known), ConditionalEntropy(other, known)),
    )
    return run(JointEntropy(*pair), plan, Domain())
