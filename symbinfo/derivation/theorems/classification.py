"""In classification the label puts all mass on one class."""

from __future__ import annotations

from typing import Any

from sympy import Expr, KroneckerDelta, Mul, S, Sum, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.theorems import kl_as_difference
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.abstract import abstract_mass, one_hot
from symbinfo.laws.expectation import DensityValue
from symbinfo.measures import KL, CrossEntropy, Entropy

TITLE = "Classification: with a one-hot label P, KL(P || Q) = H(P, Q) = -log Q(c)"


def derive() -> Derivation:
    """Derive it for a label on class c and an abstract model Q."""
    p, q = one_hot("P"), abstract_mass("Q")
    domain = Domain.of([p.condition])
    zero = run(Entropy(p), (DEFINITION, AS_TOTAL, ONE_CLASS, COLLECT), domain)
    plan = (
        using(kl_as_difference.derive(p, q), "The divergence is cross-entropy less entropy."),
        using(zero, "A one-hot label has no entropy."),
        using(run(CrossEntropy(p, q), (DEFINITION, AS_TOTAL, ONE_CLASS), domain), "The sum has one term."),
    )
    return run(KL(p, q), plan, domain)


def _one_class(expr: Expr, context: Context) -> Rewritten | None:
    """A sum with a one-hot weight has one term; its log of 1 is 0."""

    def change(node: Any) -> Any:
        if not isinstance(node, Sum):
            return None
        factors = Mul.make_args(node.function)
        weight = next((f for f in factors if isinstance(f, DensityValue) and _class(f.law) is not None), None)
        if weight is None:
            return None
        at = _class(weight.law)
        rest = Mul(*(replace_where(f, lambda n: _at(n, at)) for f in factors if f is not weight))
        return rest

    new = replace_where(expr, change)
    return Rewritten(S.Zero if new == 0 else new) if new != expr else None


def _class(law: Any) -> Expr | None:
    """The letter that has all the mass."""
    density = getattr(law, "density", None)
    if not isinstance(density, KroneckerDelta):
        return None
    return next((side for side in density.args[:2] if side != law.variable), None)


def _at(node: Any, at: Any) -> Any:
    """A named value at the class: 1 for the label itself."""
    if not isinstance(node, DensityValue):
        return None
    return S.One if _class(node.law) is not None else DensityValue(node.law, at)


_label, _model = one_hot("P"), abstract_mass("Q")

ONE_CLASS = Rule(
    name="one-class-has-mass",
    theme=Theme.SUMS,
    why="P(x) is 1 for x = c and 0 elsewhere: one term is left.",
    rewrite=_one_class,
    examples=((total(value(_label) * log(value(_model)), _label), log(DensityValue(_model, _class(_label)))),),
    refuses=(total(value(_model) * log(value(_model)), _model),),
)
