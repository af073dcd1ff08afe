"""The claim is the answer for another law, which is easily taken for this one."""

from __future__ import annotations

from sympy import Symbol

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.measures import Entropy
from symbinfo.verification.diagnosis.other_measures import alone
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]

#: Families that are taken for one another: related by a change of variables, a limit, or a name.
KIN: tuple[frozenset[str], ...] = (
    frozenset({"Normal", "LogNormal"}),
    frozenset({"Normal", "Laplace", "Logistic", "Cauchy"}),
    frozenset({"Exponential", "Geometric", "Poisson", "Rayleigh"}),
    frozenset({"Bernoulli", "Geometric"}),
    frozenset({"Gamma", "GammaInverse", "Erlang", "Weibull"}),
    frozenset({"Weibull", "LogLogistic", "Pareto", "Lomax"}),
    frozenset({"Rayleigh", "Maxwell"}),
    frozenset({"Chi", "ChiSquared"}),
    frozenset({"Beta", "BetaPrime", "Kumaraswamy"}),
    frozenset({"Uniform", "Arcsin"}),
    frozenset({"Logistic", "LogLogistic"}),
)


def of_another_law(q: Question) -> Found:
    """The entropy of a law of another family with the same parameters, in either order."""
    for node in alone(q.left, Entropy):
        (law,) = node.laws
        if not all(isinstance(p, Symbol) for p in law.parameters):
            continue
        kin = sorted({other for group in KIN if law.family in group for other in group} - {law.family})
        for family in kin:
            for parameters in dict.fromkeys([law.parameters, law.parameters[::-1]]):
                try:
                    other = law_of_family(FAMILIES[family], tuple(parameters), law.name)
                    changed = q.left.xreplace({node: Entropy(other, base=node.base)})
                except (SymbinfoError, TypeError, ValueError):
                    continue
                if q.claimed_is_form_of(changed):
                    yield f"this is the entropy of {other.title}, not of {law.title}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="another law",
        why="The formula of another law was taken, which is easily mistaken for this one.",
        equal="the entropy of a related law with the same parameters is the claim",
        find=of_another_law,
        example="H(LogNormal(m, s)) = log(2*pi*E*s**2)/2",
        refuses="H(LogNormal(m, s)) = log(2*pi*E*s**3)/2",
    ),
)
