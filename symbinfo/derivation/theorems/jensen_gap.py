"""Jensen's inequality for the logarithm, and what it gives away: a divergence from the law that is tilted by the function."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S, fraction, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import MEAN_OF_CONSTANT, total, value
from symbinfo.derivation.theorems.donsker_varadhan import divergence_from_tilted
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_mass, tilted_mass

TITLE = "Jensen's inequality for the logarithm: E[log R(X)] <= log E[R(X)], with equality exactly when R is constant"

_P, _R = abstract_mass("P"), abstract_mass("R")
_p, _r = value(_P), value(_R)
_T = tilted_mass(_P, _R)
_MEAN = fraction(_T.density)[1]
_LEFT = total(mul(_p, log(_r)), _P)
_tilted = add(total(mul(_p, ln(_MEAN)), _P), mul(S.NegativeOne, total(mul(_p, ln(quotient(_p, value(_T)))), _P)))


def derive() -> Derivation:
    """Write R(x) as E[R] T(x)/P(x): the gap is the divergence of P from T."""
    plan = (
        TILT,
        MEAN_OF_CONSTANT,
        using(divergence_from_tilted(_P, _T), "The divergence of P from T is never negative: Gibbs' inequality."),
    )
    remark = (
        "It is enough to look at values R(x) that add up to 1: a factor on R adds the same to both sides. "
        "The gap is KL(P || T)."
    )
    return replace(run(_LEFT, plan, Domain()), remarks=(remark,))


def _tilt(expr: Expr, context: Context) -> Rewritten | None:
    """Log R as log E[R] - log P/T."""
    return Rewritten(_tilted) if expr == _LEFT else None


TILT = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why="Let T be the law that is proportional to P(x) R(x): T(x) = P(x) R(x)/E[R].",
    rewrite=_tilt,
    examples=((_LEFT, _tilted),),
    refuses=(total(mul(_p, log(_p)), _P),),
)
