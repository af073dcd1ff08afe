"""Inequalities that follow from theorems and from signs on the domain."""

from __future__ import annotations

from sympy import Add, Expr, Mul, S

from symbinfo.domain import Domain
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import (
    KL,
    ChiSquaredDivergence,
    CrossEntropy,
    Entropy,
    FisherInformation,
    Hellinger,
    JensenShannon,
    JointEntropy,
    MutualInformation,
    RenyiDivergence,
)
from symbinfo.measures.base import Measure

__all__ = ["sign_by"]

GIBBS = "Gibbs' inequality"
# The measures that are never negative, each with the reason.
NONNEGATIVE: dict[type[Measure], str] = {
    KL: GIBBS,
    MutualInformation: f"{GIBBS} for the joint law against the product of its marginals",
    JensenShannon: f"{GIBBS} for both laws against their mean",
    RenyiDivergence: "Jensen's inequality",
    ChiSquaredDivergence: "the mean of a square",
    FisherInformation: "the mean of a square",
    Hellinger: "a square root",
}


def sign_by(measures: Expr, closed: Expr, relation: str, domain: Domain) -> str | None:
    """Why ``difference relation 0`` holds everywhere on the domain, or None.

    Parameters
    ----------
    measures : Expr
        The difference of the two sides, over measures.
    closed : Expr
        The same with the closed forms of the measures.
    relation : str
        "<=", ">=", "<" or ">".
    domain : Domain
        Where the parameters live.
    """
    up = 1 if relation in (">=", ">") else -1
    strict = relation in ("<", ">")
    if not strict and (reason := _by_theorem(up * measures, domain)):
        return reason
    known = domain.positive(up * closed) if strict else domain.nonnegative(up * closed)
    return "the sign of the closed form is known on the domain" if known else None


def _by_theorem(difference: Expr, domain: Domain) -> str | None:
    """Why an expression over measures is at least 0: a sum of terms each of which is."""
    reasons: list[str] = []
    for term in Add.make_args(_decomposed(difference, reasons).expand()):
        coefficient, rest = term.as_independent(Measure, as_Add=False)
        if not domain.nonnegative(coefficient):
            return None
        if rest == S.One:
            continue
        for factor in Mul.make_args(rest):
            reason = _reason(factor.as_base_exp()[0]) if factor.as_base_exp()[1].is_positive else None
            if reason is None:
                return None
            reasons.append(reason)
    return "; ".join(dict.fromkeys(reasons)) or None


def _decomposed(difference: Expr, reasons: list[str]) -> Expr:
    """A cross-entropy as an entropy and a divergence."""
    changes = {}
    for node in difference.atoms(CrossEntropy):
        p, q = node.laws
        changes[node] = Entropy(p, base=node.base) + KL(p, q, base=node.base)
    if changes:
        reasons.append("a cross-entropy is an entropy and a divergence")
    return difference.xreplace(changes)


def _reason(measure: Expr) -> str | None:
    if isinstance(measure, (Entropy, JointEntropy)) and all(_counts(law) for law in measure.laws):
        return "the entropy of a discrete law is not negative"
    return NONNEGATIVE.get(type(measure))


def _counts(law: object) -> bool:
    return isinstance(law, FiniteLaw) or not getattr(law, "continuous", True)
