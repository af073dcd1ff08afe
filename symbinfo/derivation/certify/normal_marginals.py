"""That jointly normal variables have the marginal laws that are written for them.

The joint density is written as the product of that of each variable given those before it, so that the law of the first is
read off. Of two variables the other factorisation gives the law of the second: the square in the first is completed.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import Integral, oo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.certify.law_totals import total_of
from symbinfo.derivation.integrals.chains_of_laws import fresh_symbol
from symbinfo.derivation.integrals.iterated_integrals import first_marginal
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law

__all__ = ["marginals_of"]


@lru_cache(maxsize=64)
def marginals_of(law: Law) -> tuple[Derivation, ...]:
    """The derivation of the first marginal of a joint law, of two normal variables also of the second; of other laws none."""
    first = first_marginal(law, moment)
    if first is None:
        return ()
    return (first, _second_marginal(law)) if isinstance(law, JointNormal) and len(law.names) == 2 else (first,)


def _second_marginal(law: JointNormal) -> Derivation:
    """The integral of the joint density over the first variable is the normal density of the second, which is kept."""
    over = law.variable[0]
    own, conditional = law.marginal((1,)), law.given(0, 1)
    m, s = fresh_symbol("m", law, "real"), fresh_symbol("s", law, "positive")
    lemma = total_of(law.normal(0, m, s))
    limits = (over, -oo, oo)
    apart = mul(own.density, Integral(conditional.density, limits))
    first = Step(
        Relation.EQ,
        apart,
        "marginal-law",
        "The joint density is the marginal one times the conditional one; the former does not depend on the variable.",
        witness=Reasoning("linear"),
    )
    mean, deviation = conditional.parameters
    last = Step(
        Relation.EQ,
        own.density,
        "density-integrates-to-one",
        "A conditional density integrates to 1.",
        () if lemma is None else (lemma,),
        witness=Reasoning("lemmas", at=((m, mean), (s, deviation))),
    )
    whole = Integral(mul(*(part.density for part in law.chain())), limits)
    return Derivation(left=whole, domain=Domain.of([law.condition])).then(first).then(last).closing(Status.CLOSED)
