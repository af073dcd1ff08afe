"""Joint laws: marginals, conditional laws, independence, and the order of the variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Expr, Integral, Mul, Pow, Sum, Tuple, log

from symbinfo.derivation.rules.named_logs import fraction_of
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.totals import covers, total, value
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import evaluated, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_joint, abstract_mass, independent
from symbinfo.laws.expectation import ConditionalValue, DensityValue, points_of, variables_of
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import Law

__all__ = [
    "CONDITIONAL_AS_QUOTIENT",
    "EXCHANGE_VARIABLES",
    "FACTOR_JOINT",
    "INDEPENDENCE",
    "MARGINALISE",
    "conditional",
    "factor_joint",
    "marginal_of",
]

_J = abstract_joint()
_P, _Q = abstract_mass("P"), abstract_mass("Q")
_p, _q = (DensityValue(law, law.variable) for law in (_P, _Q))


def _marginalise(expr: Expr, context: Context) -> Rewritten | None:
    """The sum over x of P(x, y) f(y) is P(y) f(y): what stays is summed over the remaining variables."""
    turned: list[Expr] = []

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)) or len(node.limits) < 2:
            return None
        factors = Mul.make_args(node.function)
        joint = next((f for f in factors if isinstance(f, DensityValue) and isinstance(f.law, JointLaw)), None)
        if joint is None or not covers(node, joint.law) or points_of(joint) != variables_of(joint.law):
            return None
        rest = mul(*(f for f in factors if f is not joint))
        kept = [i for i, x in enumerate(joint.law.variable) if _occurs(x, rest)]
        if not kept or len(kept) == len(joint.law.variable):
            return None
        marginal = marginal_of(joint.law, kept)
        if node.limits[-1][0] not in [joint.law.variable[i] for i in kept]:
            turned.append(node)
        return total(mul(value(marginal), rest), marginal)

    new = replace_where(expr, change)
    witness = Reasoning("fubini", exchanged=tuple(turned))
    return Rewritten(new, witness=witness) if new != expr else None


def _occurs(x: Any, expr: Expr) -> bool:
    """Whether a variable occurs free in an expression of named values."""
    if isinstance(expr, (DensityValue, ConditionalValue)):
        parts = (expr.joint, expr.given) if isinstance(expr, ConditionalValue) else (expr,)
        return any(x in points_of(part) for part in parts)
    return expr == x or any(_occurs(x, arg) for arg in expr.args)


_pxy = value(_J)
_py = value(_J.marginal((1,)))
_pyx = value(_J.marginal((1, 0)))

MARGINALISE = Rule(
    name="marginalise",
    theme=Theme.JOINT_LAWS,
    why="What does not depend on a variable is averaged over the others: summing the joint law leaves the marginal.",
    rewrite=_marginalise,
    examples=((total(_pxy * log(_py), _J), total(_py * log(_py), _J.marginal((1,)))),),
    refuses=(total(_pxy * log(_pxy), _J),),
)


def marginal_of(joint: JointLaw, kept: Sequence[int]) -> Law:
    """A marginal law, which keeps the letter of the joint law where that is another than P: Q(x) belongs to Q(x, y)."""
    law, letter = joint.marginal(kept), joint.name.partition("(")[0]
    names = ", ".join(joint.names[i].name for i in kept)
    return law if letter in ("P", "p") else law.renamed(f"{letter}({names})")


def conditional(joint: JointLaw, first: tuple[int, ...], given: tuple[int, ...]) -> ConditionalValue:
    """P(x | y) at the bound variables of the joint law."""
    whole = joint if (*first, *given) == tuple(range(len(joint.names))) else joint.marginal((*first, *given))
    points = Tuple(*(joint.variable[i] for i in (*first, *given)))
    return ConditionalValue(DensityValue(whole, points), value(marginal_of(joint, given)))


def factor_joint(given: int = 1) -> Rule:
    """P(x, y) = P(y) P(x | y) inside logarithms, for two variables.

    Parameters
    ----------
    given : int
        Which variable is the condition.
    """

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        def change(node: Any) -> Any:
            if not isinstance(node, log):
                return None
            return replace_where(node, inside)

        def inside(node: Any) -> Any:
            if not (isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and len(node.law.names) == 2):
                return None
            law = node.law
            return mul(value(law.marginal((given,))), conditional(law, (1 - given,), (given,)))

        new = replace_where(expr, change)
        return Rewritten(_cancelled(new)) if new != expr else None

    why = "The joint probability is that of the condition times the conditional one: P(x, y) = P(y) P(x | y)."
    if given == 0:
        why = "The joint probability is that of the condition times the conditional one: P(x, y) = P(x) P(y | x)."
    both = mul(value(_J.marginal((given,))), conditional(_J, (1 - given,), (given,)))
    examples = ((total(_pxy * log(_pxy), _J), total(_pxy * log(both), _J)),)
    return Rule("factor-the-joint-law", Theme.JOINT_LAWS, why, rewrite, examples, (total(_p * log(_p), _P),))


def _cancelled(expr: Expr) -> Expr:
    """Quotients of named values inside logarithms, with what stands above and below cancelled."""

    def change(node: Any) -> Any:
        if not isinstance(node, log):
            return None
        top, bottom = (list(Mul.make_args(part)) for part in fraction_of(node.args[0]))
        for factor in list(bottom):
            if factor in top:
                top.remove(factor)
                bottom.remove(factor)
        return ln(quotient(mul(*top), mul(*bottom)))

    return replace_where(expr, change)


FACTOR_JOINT = factor_joint()


def _conditional_as_quotient(expr: Expr, context: Context) -> Rewritten | None:
    """P(y | x) = P(x, y)/P(x) in the terms of totals, with what stands above and below cancelled."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)) or not node.has(ConditionalValue):
            return None
        body = replace_where(node.function, lambda n: n.quotient if isinstance(n, ConditionalValue) else None)
        return node.func(evaluated(body), *node.limits) if not body.has(log) else None

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("same")) if new != expr else None


CONDITIONAL_AS_QUOTIENT = Rule(
    name="conditional-as-quotient",
    theme=Theme.JOINT_LAWS,
    why="A conditional probability is the joint one over that of the condition.",
    rewrite=_conditional_as_quotient,
    examples=((total(mul(_py, conditional(_J, (0,), (1,))), _J), total(_pxy, _J)),),
    refuses=(log(conditional(_J, (0,), (1,))), total(_pxy, _J)),
)


def _independence(expr: Expr, context: Context) -> Rewritten | None:
    """P(x | y) = P(x), and P(x, y) = P(x) P(y), where the joint mass is a product."""

    def change(node: Any) -> Any:
        if isinstance(node, ConditionalValue) and _is_product(node.joint.law):
            first = variables_of(node.joint.law)[0]
            places = [i for i, v in enumerate(node.joint.law.variable) if v == first]
            return value(node.joint.law.marginal(places))
        if isinstance(node, log):
            return replace_where(node, inside) if node.has(DensityValue) else None
        return None

    def inside(node: Any) -> Any:
        if isinstance(node, ConditionalValue):
            return change(node)
        if isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and _is_product(node.law):
            return mul(*(value(node.law.marginal((i,))) for i in range(len(node.law.names))))
        return None

    new = replace_where(expr, change)
    return Rewritten(_cancelled(new)) if new != expr else None


def _is_product(law: Law) -> bool:
    """Whether a joint law is a product of functions of one variable each."""
    if not isinstance(law, JointLaw):
        return False
    factors = Mul.make_args(law.density)
    return all(len(f.free_symbols & set(law.variable)) == 1 for f in factors) and len(factors) == len(law.names)


_I = independent()

INDEPENDENCE = Rule(
    name="independence",
    theme=Theme.JOINT_LAWS,
    why="The variables are independent: the joint probability is the product, and a condition changes nothing.",
    rewrite=_independence,
    examples=(
        (total(value(_I) * log(conditional(_I, (0,), (1,))), _I), total(value(_I) * log(value(_I.marginal((0,)))), _I)),
    ),
    refuses=(log(conditional(_J, (0,), (1,))),),
)


def _exchange_variables(expr: Expr, context: Context) -> Rewritten | None:
    """Name the variables of a pair in the other order, under the total and in the joint law."""
    turned: list[Expr] = []

    def change(node: Any) -> Any:
        if isinstance(node, (Sum, Integral)) and len(node.limits) == 2:
            turned.append(node)
            return node.func(replace_where(node.function, inside), *reversed(node.limits))
        return None

    def inside(node: Any) -> Any:
        if isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and len(node.law.names) == 2:
            return value(node.law.marginal((1, 0)))
        if isinstance(node, Pow) and node.args[1] == -1 and isinstance(node.args[0], Mul):
            return Pow(mul(*reversed(node.args[0].args)), -1, evaluate=False)
        return None

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("fubini", exchanged=tuple(turned))) if new != expr else None


EXCHANGE_VARIABLES = Rule(
    name="exchange-variables",
    theme=Theme.JOINT_LAWS,
    why="The pair (Y, X) has the same joint probabilities as (X, Y), and a product the same value in either order.",
    rewrite=_exchange_variables,
    examples=((total(_pxy * log(_pxy), _J), total(_pyx * log(_pyx), _J.marginal((1, 0)))),),
    refuses=(total(_p, _P),),
)
