"""Pinsker's inequality: laws that differ in the probability of an event are apart in divergence, too."""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Derivative, Expr, S, Subs, Symbol, log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE, PUT_IN
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import LINEARITY_OF_TOTAL, MEAN_OF_CONSTANT, TOTAL_IS_ONE, total, value
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_mass, size
from symbinfo.laws.law import DiscreteLaw

TITLE = (
    "Pinsker's inequality: for every event the divergence is at least twice the square of the distance of its two "
    "probabilities, so that the total variation is at most the root of half the divergence"
)

_p, _q = Symbol("p", positive=True), Symbol("q", positive=True)
_DOMAIN = Domain.of([_p < 1, _q < 1])
_A, _R = abstract_mass("A"), abstract_mass("R")
_B, _S = (abstract_mass(name, size_of=size("m")) for name in "BS")
_ps = (_p, add(S.One, mul(S.NegativeOne, _p)))
_qs = (_q, add(S.One, mul(S.NegativeOne, _q)))
_PARTS = tuple(zip(_ps, _qs, (_A, _B), (_R, _S), strict=True))


def _part(p: Expr, q: Expr, first: DiscreteLaw, second: DiscreteLaw) -> Expr:
    """The mean log ratio on one side of the event."""
    return total(mul(value(first), ln(quotient(mul(p, value(first)), mul(q, value(second))))), first)


def _apart(p: Expr, q: Expr, first: DiscreteLaw, second: DiscreteLaw) -> Expr:
    """The same as the log ratio of the probabilities of the side, and a divergence."""
    logs = (ln(quotient(p, q)), ln(quotient(value(first), value(second))))
    return add(*(total(mul(value(first), part), first) for part in logs))


_LEFT = add(*(mul(part[0], _part(*part)) for part in _PARTS))
_APART = {_part(*part): _apart(*part) for part in _PARTS}
_square = mul(2, (_p - _q) ** 2)
_coins = add(*(mul(p, ln(quotient(p, q))) for p, q in zip(_ps, _qs, strict=True)))


def _one_side(p: Expr, q: Expr, first: DiscreteLaw, second: DiscreteLaw) -> Derivation:
    """The log-sum inequality on one side of the event."""
    start = _part(p, q, first, second)
    gibbs = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)
    ratio = ln(quotient(value(first), value(second)))
    gap = run(total(mul(value(first), ratio), first), gibbs, _DOMAIN)
    return run(start, (PROBABILITIES_OUT, MEAN_OF_CONSTANT, using(gap, "A divergence is never negative.")), _DOMAIN)


def _of_coins() -> Derivation:
    """That the divergence of two coins less the square is convex in p, and 0 at q."""
    less = add(*_coins.args, mul(S.NegativeOne, _square))
    lemmas = (
        run(Derivative(less, _p), (DIFFERENTIATE, COLLECT), _DOMAIN),
        run(Subs(Derivative(less, _p), _p, _q), (DIFFERENTIATE, PUT_IN, COLLECT), Domain.of([_q < 1])),
        run(Derivative(less, (_p, 2)), (DIFFERENTIATE, COLLECT), _DOMAIN),
        run(Subs(less, _p, _q), (PUT_IN, COLLECT), Domain.of([_q < 1])),
    )
    because = (
        "The first derivative in p is 0 at p = q, and the second, 1/(p (1 - p)) - 4, is never negative, as p (1 - p) "
        "is at most 1/4: the difference is convex, and its least value is that at p = q, which is 0."
    )
    t = Symbol("t", positive=True)
    body = mul(S.NegativeOne, less.xreplace({_p: t}))
    line = TangentLine(None, S.NegativeOne, S.One, _p, (t, body, _q, S.Zero, S.One))
    witness = Reasoning("largest-value", tangent=line)
    step = Step(Relation.GE, S.Zero, "minimum-of-convex-function", because, lemmas, witness=witness)
    return Derivation(left=less, domain=_DOMAIN).then(step).closing(Status.CLOSED)


def _less_square(expr: Expr, context: Context) -> Rewritten | None:
    """The divergence of the coins as what it is above the square, and the square."""
    plain = expr.has(log) and not expr.has(_square)
    return Rewritten(_with_square(expr)) if plain else None


def _with_square(expr: Expr) -> Expr:
    return add(add(*Add.make_args(expr), mul(S.NegativeOne, _square)), _square)


def derive() -> Derivation:
    """Reduce the laws to two coins by the log-sum inequality, and compare these by a convex function."""
    sides = ("Where the event happens", "Where it does not")
    plan = (
        *(
            using(_one_side(*part), f"{side}: the log-sum inequality.")
            for part, side in zip(_PARTS, sides, strict=True)
        ),
        LESS_SQUARE,
        using(_of_coins(), "The divergence of two coins is at least twice the square of their distance."),
    )
    remark = (
        "Here P(x) is p A(x) where the event happens and (1 - p) B(x) where it does not, and Q(x) is q R(x) and "
        "(1 - q) S(x): the left side is KL(P || Q). The total variation is the largest distance p - q of all events, that "
        "of the event P(x) > Q(x): the bound for it is Pinsker's."
    )
    return replace(run(_LEFT, plan, _DOMAIN), remarks=(remark,))


LESS_SQUARE = Rule(
    name="collect",
    theme=Theme.ALGEBRA,
    why="Take the square of the distance away and add it.",
    rewrite=_less_square,
    examples=((log(_p), _with_square(log(_p))),),
    refuses=(_square,),
)


def _probabilities_out(expr: Expr, context: Context) -> Rewritten | None:
    """The probability of a side of the event out of the logarithm."""
    return Rewritten(_APART[expr], witness=Reasoning("linear")) if expr in _APART else None


_first = next(iter(_APART))

PROBABILITIES_OUT = Rule(
    name="log-of-product",
    theme=Theme.LOGARITHMS,
    why="The probabilities of this side of the event come out of the logarithm.",
    rewrite=_probabilities_out,
    examples=((_first, _APART[_first]),),
    refuses=(_square,),
)
