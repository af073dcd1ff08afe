"""A divergence is at least what a function of the outcome tells of the two laws: the bound of Donsker and Varadhan."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S, fraction, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import (
    AS_TOTAL,
    LINEARITY_OF_TOTAL,
    MEAN_OF_CONSTANT,
    TILTED_TOTAL_IS_ONE,
    TOTAL_IS_ONE,
    total,
    value,
)
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_mass, tilted_mass
from symbinfo.laws.law import DiscreteLaw
from symbinfo.measures import KL

TITLE = "Donsker and Varadhan: KL(P || Q) >= E_P[log R(X)] - log E_Q[R(X)] for every positive function R"

_P, _Q, _R = (abstract_mass(name) for name in "PQR")
_p, _q, _r = map(value, (_P, _Q, _R))
_T = tilted_mass(_Q, _R)
_MEAN = fraction(_T.density)[1]


def derive() -> Derivation:
    """Compare P with the law T that is proportional to Q(x) R(x)."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        TILT,
        MEAN_OF_CONSTANT,
        using(divergence_from_tilted(_P, _T), "The divergence of P from T is never negative."),
    )
    remark = (
        "It is enough to look at values R(x) that add up to 1: a factor on R adds the same to both logarithms. "
        "With equality for R(x) = P(x)/Q(x), a divergence is the largest of these values."
    )
    return replace(run(KL(_P, _Q), plan, Domain()), remarks=(remark,))


def divergence_from_tilted(law: DiscreteLaw, tilted: DiscreteLaw) -> Derivation:
    """Gibbs' inequality for a law and a tilted one, whose total is not 1 by its kind."""
    gap = total(mul(value(law), ln(quotient(value(law), value(tilted)))), law)
    plan = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TILTED_TOTAL_IS_ONE, TOTAL_IS_ONE, COLLECT)
    return run(gap, plan, Domain())


def _tilt(expr: Expr, context: Context) -> Rewritten | None:
    """Log P/Q as log R - log E_Q[R] + log P/T."""
    return Rewritten(_tilted) if expr == _LEFT else None


_LEFT = total(mul(_p, ln(quotient(_p, _q))), _P)
_parts = (log(_r), ln(_MEAN), ln(quotient(_p, value(_T))))
_tilted = add(
    *(mul(sign, total(mul(_p, part), _P)) for sign, part in zip((S.One, S.NegativeOne, S.One), _parts, strict=True))
)

TILT = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why="Compare with the law T that is proportional to Q(x) R(x): T(x) = Q(x) R(x)/E_Q[R].",
    rewrite=_tilt,
    examples=((_LEFT, _tilted),),
    refuses=(total(mul(_p, log(_p)), _P),),
)
