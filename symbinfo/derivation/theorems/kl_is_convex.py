"""The divergence is convex in both laws at once: mixing two pairs of laws alike makes them no easier to tell apart."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import (
    AS_TOTAL,
    CANCEL_UNDER_TOTAL,
    LINEARITY_OF_TOTAL,
    TOTAL_IS_ONE,
    total,
    value,
)
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_mass, mixed_mass
from symbinfo.laws.law import DiscreteLaw
from symbinfo.measures import KL

TITLE = (
    "The divergence is convex in both laws: KL(P || Q) <= t KL(A || R) + (1 - t) KL(B || S) for the mixtures "
    "P = t A + (1 - t) B and Q = t R + (1 - t) S, with equality exactly when A(x) S(x) = B(x) R(x)"
)

_A, _B, _R, _S = (abstract_mass(name) for name in "ABRS")
_t = Symbol("t", positive=True)
_WEIGHTS = (_t, add(S.One, mul(S.NegativeOne, _t)))
_P, _Q = mixed_mass(_A, _B, _t, "P"), mixed_mass(_R, _S, _t, "Q")
_p, _q = value(_P), value(_Q)
_PAIRS = ((_A, _R), (_B, _S))
_DOMAIN = Domain.of([_t < 1])
_whole = total(mul(_p, ln(quotient(_p, _q))), _P)


def _gap(first: DiscreteLaw, second: DiscreteLaw) -> Expr:
    """How far the log ratio of a pair lies above that of the mixtures, on average."""
    return total(mul(value(first), ln(quotient(mul(value(first), _q), mul(value(second), _p)))), first)


def _ratio(first: DiscreteLaw, second: DiscreteLaw) -> Expr:
    return total(mul(value(first), ln(quotient(value(first), value(second)))), first)


_apart = add(
    *(mul(w, _ratio(*pair)) for w, pair in zip(_WEIGHTS, _PAIRS, strict=True)),
    *(mul(S.NegativeOne, w, _gap(*pair)) for w, pair in zip(_WEIGHTS, _PAIRS, strict=True)),
)


def derive() -> Derivation:
    """Compare the log ratio of each pair with that of the mixtures: the tangent of the logarithm bounds what is lost."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        INSERT_PAIRS,
        recognise_total(*(KL(*pair) for pair in _PAIRS)),
        *(using(_bound(*pair), f"The logarithm lies below its tangent at 1, under {pair[0].name}.") for pair in _PAIRS),
        JOIN_BOUNDS,
        CANCEL_UNDER_TOTAL,
        TOTAL_IS_ONE,
        COLLECT,
    )
    remark = (
        "Either equality says A(x) S(x) = B(x) R(x) for all x: the two pairs have the same likelihood ratio. "
        "For each x this is the log-sum inequality of two terms."
    )
    return replace(run(KL(_P, _Q), plan, _DOMAIN), remarks=(remark,))


def _bound(first: DiscreteLaw, second: DiscreteLaw) -> Derivation:
    """What the mixtures lose of one pair, from below."""
    plan = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, CANCEL_UNDER_TOTAL, TOTAL_IS_ONE)
    return run(_gap(first, second), plan, _DOMAIN)


def _insert_pairs(expr: Expr, context: Context) -> Rewritten | None:
    """The mean under the mixture as two means, in each of which the log ratio of its pair is put in."""
    return Rewritten(_apart) if expr == _whole else None


INSERT_PAIRS = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why=(
        "P(x) is t A(x) + (1 - t) B(x). Put A(x)/R(x) above and below in the one part, B(x)/S(x) in the other, "
        "and take the logs apart."
    ),
    rewrite=_insert_pairs,
    examples=((_whole, _apart),),
    refuses=(total(mul(_p, log(_p)), _P),),
)


_divergences = tuple(mul(w, KL(*pair)) for w, pair in zip(_WEIGHTS, _PAIRS, strict=True))
_bounds = add(
    *_divergences,
    *(mul(S.NegativeOne, w, _bound(*pair).stands) for w, pair in zip(_WEIGHTS, _PAIRS, strict=True)),
)
_joined = add(*_divergences, total(mul(_q, quotient(_p, _q)), _P), S.NegativeOne)


def _join_bounds(expr: Expr, context: Context) -> Rewritten | None:
    """The two bounds, weighed, as one total: t R + (1 - t) S is Q, and the weights add up to 1."""
    return Rewritten(_joined) if expr == _bounds else None


JOIN_BOUNDS = Rule(
    name="join-totals",
    theme=Theme.SUMS,
    why="The weights t and 1 - t add up to 1, and t R(x) + (1 - t) S(x) is Q(x): the two sums are one.",
    rewrite=_join_bounds,
    examples=((_bounds, _joined),),
    refuses=(_whole,),
)
