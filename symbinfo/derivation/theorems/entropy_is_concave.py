"""The entropy is concave: a mixture is at least as uncertain as its parts are on average."""

from __future__ import annotations

from sympy import Expr, S, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.theorems import cross_entropy_bound
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul
from symbinfo.laws.abstract import abstract_mass, mixed_mass
from symbinfo.measures import CrossEntropy, Entropy

TITLE = "Entropy is concave: H(M) >= t H(P) + (1 - t) H(Q) for the mixture M = t P + (1 - t) Q"

_P, _Q = abstract_mass("P"), abstract_mass("Q")
_t = Symbol("t", positive=True)
_M = mixed_mass(_P, _Q, _t, "M")
_whole = mul(S.NegativeOne, total(mul(value(_M), log(value(_M))), _M))
_parts = add(
    *(
        mul(S.NegativeOne, weight, total(mul(value(law), log(value(_M))), law))
        for weight, law in ((_t, _P), (add(S.One, mul(S.NegativeOne, _t)), _Q))
    )
)


def derive() -> Derivation:
    """Code the mixture by parts: what codes M is no shorter for P and for Q than their own codes."""
    words = "Of all codes, that of its own law is the shortest for {}: Gibbs' inequality."
    plan = (
        DEFINITION,
        AS_TOTAL,
        MEAN_OVER_PARTS,
        recognise_total(CrossEntropy(_P, _M), CrossEntropy(_Q, _M)),
        *(using(cross_entropy_bound.derive(law, _M), words.format(law.name)) for law in (_P, _Q)),
    )
    return run(Entropy(_M), plan, Domain.of([_t < 1]))


def _mean_over_parts(expr: Expr, context: Context) -> Rewritten | None:
    """The mean under the mixture as the weighed means under its parts."""
    return Rewritten(_parts) if expr == _whole else None


MEAN_OVER_PARTS = Rule(
    name="linearity",
    theme=Theme.SUMS,
    why="M(x) is t P(x) + (1 - t) Q(x): its mean is that of P and that of Q, weighed.",
    rewrite=_mean_over_parts,
    examples=((_whole, _parts),),
    refuses=(total(mul(value(_P), log(value(_P))), _P),),
)
