"""Cross-entropy is convex in its second law: a mixture of two codes is no longer than both are on average."""

from __future__ import annotations

from sympy import Expr, S, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
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
from symbinfo.measures import CrossEntropy

TITLE = (
    "Cross-entropy is convex in its second law: H(P, M) <= t H(P, Q) + (1 - t) H(P, R) for the mixture "
    "M = t Q + (1 - t) R, with equality exactly when Q = R"
)

_P, _Q, _R = (abstract_mass(name) for name in "PQR")
_t = Symbol("t", positive=True)
_WEIGHED = ((_t, _Q), (add(S.One, mul(S.NegativeOne, _t)), _R))
_M = mixed_mass(_Q, _R, _t, "M")
_DOMAIN = Domain.of([_t < 1])
_p, _m = value(_P), value(_M)
_whole = mul(S.NegativeOne, total(mul(_p, log(_m)), _P))


def _gain(law: DiscreteLaw) -> Expr:
    """By how much the log of a part lies above that of the mixture, on average."""
    return total(mul(_p, ln(quotient(value(law), _m))), _P)


_apart = add(
    *(mul(S.NegativeOne, weight, total(mul(_p, log(value(law))), _P)) for weight, law in _WEIGHED),
    *(mul(weight, _gain(law)) for weight, law in _WEIGHED),
)


def derive() -> Derivation:
    """Compare the log of the mixture with those of its parts: the tangent of the logarithm bounds what is gained."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        COMPARE_WITH_PARTS,
        recognise_total(*(CrossEntropy(_P, law) for _, law in _WEIGHED)),
        *(using(_bound(law), f"The logarithm lies below its tangent at 1, for {law.name}.") for _, law in _WEIGHED),
        JOIN_BOUNDS,
        CANCEL_UNDER_TOTAL,
        TOTAL_IS_ONE,
        COLLECT,
    )
    return run(CrossEntropy(_P, _M), plan, _DOMAIN)


def _bound(law: DiscreteLaw) -> Derivation:
    """What the mixture gains over a part, from above."""
    return run(_gain(law), (TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE), _DOMAIN)


def _compare_with_parts(expr: Expr, context: Context) -> Rewritten | None:
    """Log M as the weighed logs of its parts, less what each lies above it."""
    return Rewritten(_apart) if expr == _whole else None


COMPARE_WITH_PARTS = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why="log M(x) = log Q(x) - log(Q(x)/M(x)), and the same with R(x): the first with weight t, the second with 1 - t.",
    rewrite=_compare_with_parts,
    examples=((_whole, _apart),),
    refuses=(total(mul(_p, log(_p)), _P),),
)

_entropies = tuple(mul(weight, CrossEntropy(_P, law)) for weight, law in _WEIGHED)
_bounds = add(*_entropies, *(mul(weight, _bound(law).stands) for weight, law in _WEIGHED))
_joined = add(*_entropies, total(mul(_p, quotient(_m, _m)), _P), S.NegativeOne)


def _join_bounds(expr: Expr, context: Context) -> Rewritten | None:
    """The two bounds, weighed, as one total: t Q + (1 - t) R is M, and the weights add up to 1."""
    return Rewritten(_joined) if expr == _bounds else None


JOIN_BOUNDS = Rule(
    name="join-totals",
    theme=Theme.SUMS,
    why="The weights t and 1 - t add up to 1, and t Q(x) + (1 - t) R(x) is M(x): the two sums are one.",
    rewrite=_join_bounds,
    examples=((_bounds, _joined),),
    refuses=(_whole,),
)
