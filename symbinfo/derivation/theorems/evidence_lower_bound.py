"""The evidence lower bound of a latent variable: any law of it gives one, and the posterior law gives the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, S, Symbol, Tuple, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import LINEARITY_OF_TOTAL, TOTAL_IS_ONE, total, value
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_joint, abstract_mass, size
from symbinfo.laws.expectation import ConditionalValue, DensityValue

TITLE = "The evidence lower bound: log P(x) >= E_Q[log(P(Z, x)/Q(Z))], with equality exactly when Q(z) = P(z | x)"

_x, _Q = Symbol("x", integer=True, positive=True), abstract_mass("Q", "z")
_SEEN = _x <= size("m")
_any = abstract_joint(("Z", "X"))
_JOINT = _any.func(*_any.args[:3], _SEEN, *_any.args[4:])
_q = value(_Q)
_evidence: Any = DensityValue(_JOINT.marginal((1,)), _x)
_together = DensityValue(_JOINT, Tuple(_Q.variable, _x))
_posterior = ConditionalValue(_together, _evidence)


def derive() -> Derivation:
    """Average log P(x) over Q and put the posterior law in: what is left over is a divergence from it."""
    gibbs = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, POSTERIOR_TOTAL, COLLECT)
    gap = run(total(mul(_q, ln(quotient(_q, _posterior))), _Q), gibbs, Domain.of([_SEEN]))
    plan = (
        AVERAGE,
        INSERT_POSTERIOR,
        LINEARITY_OF_TOTAL,
        using(gap, "The divergence of Q from the posterior law is never negative."),
    )
    remark = (
        "The evidence is the bound and KL(Q || P(Z | x)): to raise the bound over Q is to bring Q to the posterior law."
    )
    return replace(run(log(_evidence), plan, Domain.of([_SEEN])), remarks=(remark,))


def _average(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(x), which is free of z, as its mean under Q."""
    found = expr == log(_evidence)
    return Rewritten(total(mul(_q, log(_evidence)), _Q), witness=Reasoning("totals")) if found else None


AVERAGE = Rule(
    name="total-is-one",
    theme=Theme.SUMS,
    why="The probabilities Q(z) add up to 1, and log P(x) does not depend on z.",
    rewrite=_average,
    examples=((log(_evidence), total(mul(_q, log(_evidence)), _Q)),),
    refuses=(log(_q),),
)


def _insert_posterior(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(x) under a mean over Q as the log of P(z, x)/Q(z) and that of Q(z)/P(z | x)."""
    return Rewritten(_apart) if expr == total(mul(_q, log(_evidence)), _Q) else None


_apart = total(mul(_q, add(ln(quotient(_together, _q)), ln(quotient(_q, _posterior)))), _Q)

INSERT_POSTERIOR = Rule(
    name="factor-the-joint-law",
    theme=Theme.JOINT_LAWS,
    why="P(x) = P(z, x)/P(z | x), for every z: put Q(z) above and below.",
    rewrite=_insert_posterior,
    examples=((total(mul(_q, log(_evidence)), _Q), _apart),),
    refuses=(log(_evidence),),
)


def _posterior_total(expr: Expr, context: Context) -> Rewritten | None:
    """The posterior probabilities add up to 1, by the definition of the evidence."""
    whole = total(_posterior, _Q)
    new = expr.xreplace({whole: S.One})
    return Rewritten(new, witness=Reasoning("fubini")) if new != expr else None


POSTERIOR_TOTAL = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="P(x) is the sum of P(z, x) over z: the posterior probabilities add up to 1.",
    rewrite=_posterior_total,
    examples=((total(_posterior, _Q), S.One),),
    refuses=(total(_q, _Q),),
)
