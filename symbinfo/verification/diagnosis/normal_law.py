"""The claim is the entropy of the normal law that has the variance of the law in question."""

from __future__ import annotations

from sympy import S, Symbol, sqrt

from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.measures import Entropy
from symbinfo.verification.diagnosis.approximations import approximation
from symbinfo.verification.diagnosis.other_measures import alone, moment
from symbinfo.verification.diagnosis.question import Found, Question, closed_form
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def of_normal_law(q: Question) -> Found:
    """The entropy of the normal law of the same variance."""
    for node in alone(q.left, Entropy):
        (law,) = node.laws
        mean = None if law.family == "Normal" or not isinstance(law.variable, Symbol) else moment(law.variable, law)
        second = None if mean is None else moment(law.variable**2, law)
        if mean is None or second is None:
            continue
        deviation = Symbol("deviation", positive=True)
        normal = law_of_family(FAMILIES["Normal"], (S.Zero, deviation), law.name)
        entropy = closed_form(Entropy(normal, base=node.base))
        if entropy is not None and q.claimed_is_form(entropy.xreplace({deviation: sqrt(second - mean**2)})):
            limit = next(approximation(q), "it is not that of this law").removeprefix("this is ")
            yield f"this is the entropy of the normal law of the same variance; {limit}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="normal law",
        why="The law was taken for a normal one.",
        equal="the entropy of the normal law of the same variance is the claim",
        find=of_normal_law,
        example="H(Gamma(a, b)) = log(2*pi*E*a*b**2)/2",
        refuses="H(Gamma(a, b)) = log(2*pi*E*a*b**2)/3",
    ),
)
