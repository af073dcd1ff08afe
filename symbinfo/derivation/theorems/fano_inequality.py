"""Fano's inequality: who guesses X from Y and is rarely wrong leaves little of X open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Add, Expr, S, Sum, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.joint_laws import conditional
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import (
    LINEARITY_OF_TOTAL,
    MEAN_OF_CONSTANT,
    TOTAL_IS_ONE,
    total,
    value,
)
from symbinfo.derivation.stated import Stated
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_joint, abstract_mass, mixed_mass, size, uniform_mass
from symbinfo.laws.law import Law

TITLE = (
    "Fano's inequality: where X has n + 1 values and a guess from Y is wrong with probability epsilon, "
    "H(X | Y) is at most the entropy of a coin of probability epsilon and epsilon log n"
)

STATED = Stated(
    "H(X | Y) <= H(Bernoulli(e)) + e*log(k - 1)",
    "{X} has {k} values, and a guess of {X} from {Y} is wrong with probability {e}",
    ("0 <= e", "e <= 1", "k >= 2"),
    (
        "let e = 1/4",
        "let k = 3",
        "X ~ [1/3, 1/3, 1/3]",
        "Y | X ~ rows([[3/4, 1/8, 1/8], [1/8, 3/4, 1/8], [1/8, 1/8, 3/4]])",
    ),
)

_e, _n, _m = Symbol("epsilon", positive=True), size("n"), size("m")
_right = add(S.One, mul(S.NegativeOne, _e))
_Q, _U = abstract_joint(name="Q"), uniform_mass("U", size_of=_n)
_R, _S = (abstract_mass(name, "y", _m) for name in "RS")
_P = mixed_mass(_S, _R, _e, "P")
_r, _s, _p, _u = map(value, (_R, _S, _P, _U))
_given = conditional(_Q, (0,), (1,))
_DOMAIN = Domain.of([_e < 1])


def _over_y(law: Law, body: Expr) -> Expr:
    return total(mul(value(law), body), law)


def _over_both(body: Expr) -> Expr:
    """The sum over y, and over the n wrong values given y."""
    return Sum(mul(_s, _given, body), *reversed(_Q.binders))


_from_u = ln(quotient(_given, _u))
_of_right = _over_y(_R, ln(quotient(mul(_right, _r), _p)))
_of_wrong = _over_both(ln(quotient(mul(_e, _s, _given), _p)))
_right_apart = add(_over_y(_R, log(_right)), _over_y(_R, ln(quotient(_r, _p))))
_wrong_apart = add(
    _over_both(log(_e)),
    _over_both(ln(quotient(_s, _p))),
    _over_both(_from_u),
    mul(S.NegativeOne, _over_both(log(_n))),
)
_wrong_summed = add(
    _over_y(_S, log(_e)),
    _over_y(_S, ln(quotient(_s, _p))),
    _over_both(_from_u),
    mul(S.NegativeOne, _over_y(_S, log(_n))),
)
_LEFT = add(mul(S.NegativeOne, _right, _of_right), mul(S.NegativeOne, _e, _of_wrong))


def derive() -> Derivation:
    """Bound what a right guess and what a wrong one leave open."""
    plan = (
        using(_right_guess(), "A right guess leaves open only that it is right."),
        using(_wrong_guess(), "A wrong guess leaves open that it is wrong, and which of n values it is."),
        OPEN_BRACKET,
    )
    remark = (
        "Here R is the law of Y given a right guess, S that given a wrong one, P(y) = (1 - epsilon) R(y) + epsilon S(y) "
        "that of Y, and Q(x | y) the probability of the wrong value x given a wrong guess and y: the left side is "
        "H(X | Y). The first two terms of the bound are the entropy of the coin that tells whether the guess is wrong. "
        "Equality holds exactly when that coin is independent of Y and each wrong value is as likely as any other."
    )
    return replace(run(_LEFT, plan, _DOMAIN), remarks=(remark,))


def _right_guess() -> Derivation:
    plan = (
        LOG_OF_RIGHT,
        MEAN_OF_CONSTANT,
        using(_divergence(_R), "A divergence is never negative: Gibbs' inequality."),
    )
    return run(_of_right, plan, _DOMAIN)


def _wrong_guess() -> Derivation:
    plan = (
        CHAIN_RULE_OF_ERROR,
        SUM_OVER_WRONG_VALUES,
        MEAN_OF_CONSTANT,
        using(_divergence(_S), "A divergence is never negative: knowing Y adds nothing to the uncertainty."),
        using(_from_uniform(), "Of n wrong values the uniform law is the most uncertain."),
    )
    return run(_of_wrong, plan, _DOMAIN)


def _divergence(law: Law) -> Derivation:
    """Gibbs' inequality for the law of Y given a right guess, or a wrong one, and that of Y."""
    plan = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)
    return run(total(mul(value(law), ln(quotient(value(law), _p))), law), plan, _DOMAIN)


def _from_uniform() -> Derivation:
    """That the mean divergence of the wrong values given y from the uniform law is not negative."""
    plan = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, GIVEN_TOTAL, EXCHANGE, TOTAL_IS_ONE, TOTAL_IS_ONE, COLLECT)
    return run(_over_both(_from_u), plan, _DOMAIN)


def _log_of_right(expr: Expr, context: Context) -> Rewritten | None:
    """The logarithm for a right guess as that of the error, and that of the error given y."""
    return Rewritten(_right_apart, witness=Reasoning("linear")) if expr == _of_right else None


LOG_OF_RIGHT = Rule(
    name="log-of-product",
    theme=Theme.LOGARITHMS,
    why="For a right guess: the log of 1 - epsilon, and that of what y changes about it.",
    rewrite=_log_of_right,
    examples=((_of_right, _right_apart),),
    refuses=(total(mul(_s, log(_s)), _S),),
)


def _chain_rule_of_error(expr: Expr, context: Context) -> Rewritten | None:
    """The logarithms as those of the error, of the error given y, and of the value given a wrong guess and y."""
    return Rewritten(_wrong_apart, witness=Reasoning("linear")) if expr == _of_wrong else None


CHAIN_RULE_OF_ERROR = Rule(
    name="factor-the-joint-law",
    theme=Theme.JOINT_LAWS,
    why=(
        "For a wrong guess, by the chain rule: first that it is wrong, then which of the n wrong values it is, compared "
        "with the uniform law U(x) = 1/n."
    ),
    rewrite=_chain_rule_of_error,
    examples=((_of_wrong, _wrong_apart),),
    refuses=(total(mul(_s, log(_s)), _S),),
)


def _sum_over_wrong_values(expr: Expr, context: Context) -> Rewritten | None:
    """What does not depend on x is summed over y alone."""
    return Rewritten(_wrong_summed, witness=Reasoning("fubini")) if expr == _wrong_apart else None


SUM_OVER_WRONG_VALUES = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="For each y the probabilities Q(x | y) add up to 1: what does not depend on x is averaged over y alone.",
    rewrite=_sum_over_wrong_values,
    examples=((_wrong_apart, _wrong_summed),),
    refuses=(total(mul(_s, log(_s)), _S),),
)


def _given_total(expr: Expr, context: Context) -> Rewritten | None:
    """The sum of S(y) Q(x | y) over both is that of S(y)."""
    new = replace_where(expr, lambda node: _of_y if _is_over_both(node, _given) else None)
    return Rewritten(new, witness=Reasoning("fubini")) if new != expr else None


def _is_over_both(node: Any, given: Expr) -> bool:
    return isinstance(node, Sum) and len(node.limits) == 2 and {*node.function.args} == {_s, given}


_of_y = total(_s, _S)

GIVEN_TOTAL = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="For each y the probabilities Q(x | y) add up to 1.",
    rewrite=_given_total,
    examples=((Sum(mul(_s, _given), *reversed(_Q.binders)), _of_y),),
    refuses=(_of_y,),
)


def _exchange(expr: Expr, context: Context) -> Rewritten | None:
    """The sum of S(y) U(x) is taken over y first."""
    turned: list[Expr] = []

    def change(node: Any) -> Any:
        if not _is_over_both(node, _u):
            return None
        turned.append(node)
        return total(mul(_u, _of_y), _U)

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("fubini", exchanged=tuple(turned))) if turned else None


EXCHANGE = Rule(
    name="sum-by-condition",
    theme=Theme.SUMS,
    why="The sum is taken over y first, for each x.",
    rewrite=_exchange,
    examples=((Sum(mul(_s, _u), *reversed(_Q.binders)), total(mul(_u, _of_y), _U)),),
    refuses=(_of_y,),
)


_bracket = mul(S.NegativeOne, _e, add(log(_e), mul(S.NegativeOne, log(_n))))
_opened = (mul(S.NegativeOne, _e, log(_e)), mul(_e, log(_n)))


def _open_bracket(expr: Expr, context: Context) -> Rewritten | None:
    """The bound as the entropy of the coin, and epsilon log n."""
    rest = [term for term in Add.make_args(expr) if term != _bracket]
    return Rewritten(add(*rest, *_opened)) if _bracket in Add.make_args(expr) else None


OPEN_BRACKET = Rule(
    name="collect",
    theme=Theme.ALGEBRA,
    why="The first two terms are the entropy of the coin that tells whether the guess is wrong.",
    rewrite=_open_bracket,
    examples=((_bracket, add(*_opened)),),
    refuses=(add(*_opened),),
)
