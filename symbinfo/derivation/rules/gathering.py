"""Linearity as far as it serves: E[log X] and E[log(2 - X)] stay together where they are known only together."""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Expr, Mul, S, expand, log

from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["LINEARITY_WHERE_IT_SERVES"]


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    spread = LINEARITY.rewrite(expr, context)
    gathered = spread and _gathered(spread.expr, context.domain)
    if spread is None or gathered is None or gathered == spread.expr:
        return spread
    because = f"{LINEARITY.why.removesuffix('.')}; what is known only together stays so."
    return replace(spread, expr=gathered, because=because)


def _gathered(expr: Expr, domain: Domain) -> Expr:
    """Equal and opposite multiples of expectations of one law as one, where that has a value and one of them has none."""
    groups: dict[tuple[Expr, Expr], list[Expectation]] = {}
    for term in Add.make_args(expr):
        nodes = [f for f in Mul.make_args(term) if isinstance(f, Expectation) and isinstance(f.law, ContinuousLaw)]
        if len(nodes) == 1:
            times = expand(Mul(*(f for f in Mul.make_args(term) if f is not nodes[0])))
            key = (nodes[0].law, -times if times.could_extract_minus_sign() else times)
            groups.setdefault(key, []).append(term)
    joined: dict[Expr, Expr] = {}
    for terms in groups.values():
        if len(terms) > 1 and (whole := _together(terms, domain)) is not None:
            joined |= dict.fromkeys(terms, S.Zero) | {terms[0]: whole}
    return add(*(joined.get(term, term) for term in Add.make_args(expr) if joined.get(term) != 0)) if joined else expr


def _together(terms: list[Expr], domain: Domain) -> Expr | None:
    pairs = [
        next(
            (f, mul(*(g for g in Mul.make_args(t) if g is not f)))
            for f in Mul.make_args(t)
            if isinstance(f, Expectation)
        )
        for t in terms
    ]
    if all(moment(node, domain) is not None for node, _ in pairs):
        return None
    times, law = pairs[0][1], pairs[0][0].law
    whole = Expectation(add(*(mul(_sign(other, times), node.body) for node, other in pairs)), law)
    return mul(times, whole) if moment(whole, domain) is not None else None


def _sign(one: Expr, other: Expr) -> Expr:
    return S.One if expand(one - other) == 0 else S.NegativeOne


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters
#: In y = (1 - x)**2 it is a law of beta; of log(x) and log(2 - x) alone the mean has no short form.
_FOLDED = ContinuousLaw(
    "P", "Density", (_a,), _a > 0, _x, 2 * _a * (1 - _x) * (_x * (2 - _x)) ** (_a - 1), S.Zero, S.One
)

LINEARITY_WHERE_IT_SERVES = Rule(
    name="linearity-of-expectation",
    theme=Theme.EXPECTATIONS,
    why=LINEARITY.why,
    rewrite=_linearity,
    examples=(
        (Expectation(2 * _a * _x + _a, EXPONENTIAL), 2 * _a * Expectation(_x, EXPONENTIAL) + _a),
        (
            Expectation(_a + _a * log(_x) + _a * log(2 - _x), _FOLDED),
            _a + _a * Expectation(log(_x) + log(2 - _x), _FOLDED),
        ),
    ),
    refuses=(Expectation(_x, EXPONENTIAL), log(_a)),
)
