"""Conditional entropy as a sum over both variables, and as an average of the entropies of the conditional laws."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Mul, Sum, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import conditional
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul, replace_where
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.expectation import ConditionalValue, DensityValue
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import ConditionalEntropy
from symbinfo.measures.conditional_entropy import EntropyGivenValue

TITLE = "Two forms of conditional entropy: a sum over both variables, and the average of H(X | Y = y)"


def derive() -> Derivation:
    """Derive both forms for an abstract joint mass."""
    x, y = abstract_joint().components
    return run(ConditionalEntropy(x, y), (DEFINITION, AS_TOTAL, SUM_BY_CONDITION, ENTROPY_OF_CONDITIONAL_LAW), Domain())


def _sum_by_condition(expr: Expr, context: Context) -> Rewritten | None:
    """Sum over x inside, over y outside, with P(x, y) = P(y) P(x | y) as the weight."""

    def change(node: Any) -> Any:
        if not isinstance(node, Sum) or len(node.limits) != 2:
            return None
        factors = Mul.make_args(node.function)
        weight = next((f for f in factors if isinstance(f, DensityValue) and isinstance(f.law, JointLaw)), None)
        conditional = next((c for c in node.function.atoms(ConditionalValue)), None)
        if weight is None or conditional is None:
            return None
        inner, outer = node.limits
        rest = mul(*(f for f in factors if f is not weight))
        return Sum(mul(conditional.given, Sum(mul(conditional, rest), inner)), outer)

    turned = tuple(node for node in expr.atoms(Sum) if _reordered(node) not in (None, node))
    by_condition = replace_where(expr, lambda node: _reordered(node))
    new = replace_where(by_condition, change)
    witness = Reasoning("fubini", exchanged=turned) if turned else Reasoning("same")
    return Rewritten(new, witness=witness) if new != expr else None


def _reordered(node: Any) -> Any:
    """A double sum with the condition outermost."""
    if not isinstance(node, Sum) or len(node.limits) != 2:
        return None
    conditional = next((c for c in node.function.atoms(ConditionalValue)), None)
    if conditional is None:
        return None
    (given,) = conditional.points[1]
    first = [limit for limit in node.limits if limit[0] != given]
    return Sum(node.function, *first, *(limit for limit in node.limits if limit[0] == given))


_J = abstract_joint()
_given_y = conditional(_J, (0,), (1,))


def _by_y(body: Expr, law: JointLaw = _J) -> Expr:
    """The sum over y of P(y) times the sum over x of a body."""
    marginal = law.marginal((1,))
    inner = Sum(body, (law.variable[0], *law.ranges[0]))
    return total(mul(value(marginal), inner), marginal)


SUM_BY_CONDITION = Rule(
    name="sum-by-condition",
    theme=Theme.JOINT_LAWS,
    why="P(x, y) = P(y) P(x | y): sum over x for each y first.",
    rewrite=_sum_by_condition,
    examples=((total(value(_J) * log(_given_y), _J), _by_y(_given_y * log(_given_y))),),
    refuses=(total(value(_J) * log(value(_J)), _J),),
)


def _entropy_of_conditional_law(expr: Expr, context: Context) -> Rewritten | None:
    """Minus a sum over y of P(y) times the sum over x of P(x | y) log P(x | y)."""
    sign, *rest = Mul.make_args(expr)
    if sign != -1 or len(rest) != 1 or not isinstance(rest[0], Sum):
        return None
    outer = rest[0]
    inner = next((f for f in Mul.make_args(outer.function) if isinstance(f, Sum)), None)
    law = next((c.joint.law for c in outer.atoms(ConditionalValue)), None)
    if inner is None or law is None:
        return None
    entropy = EntropyGivenValue(law, 0, 1)
    if -entropy.doit() != inner:
        return None
    factors = (f for f in Mul.make_args(outer.function) if f is not inner)
    return Rewritten(Sum(mul(*factors, entropy), *outer.limits))


ENTROPY_OF_CONDITIONAL_LAW = Rule(
    name="entropy-of-the-conditional-law",
    theme=Theme.DEFINITIONS,
    why="The inner sum, with its sign, is the entropy of the law of X given Y = y.",
    rewrite=_entropy_of_conditional_law,
    examples=(
        (
            -_by_y(_given_y * log(_given_y)),
            total(mul(value(_J.marginal((1,))), EntropyGivenValue(_J, 0, 1)), _J.marginal((1,))),
        ),
    ),
    refuses=(_by_y(_given_y * log(_given_y)), -_by_y(_given_y)),
)
