"""The mutual information of two jointly normal variables depends on their correlation alone."""

from __future__ import annotations

from sympy import And, Symbol

from symbinfo.derivation import Derivation
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.measures import MutualInformation

TITLE = "Two jointly normal variables of correlation rho: I(X; Y) = -log(1 - rho**2)/2"


def derive() -> Derivation:
    """Derive it for any means, variances and correlation."""
    mu1, mu2 = (Symbol(name, real=True) for name in ("mu1", "mu2"))
    s1, s2 = (Symbol(name, positive=True) for name in ("sigma1", "sigma2"))
    rho = Symbol("rho", real=True)
    covariance = [[s1**2, rho * s1 * s2], [rho * s1 * s2, s2**2]]
    law = JointNormal.of((mu1, mu2), covariance, condition=And(rho > -1, rho < 1))
    return derive_measure(MutualInformation(*law.components))
