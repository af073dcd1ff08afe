"""Means of the statistic of an exponential family: the score, the derivative of log p in a parameter, has the mean 0.

Where log p = a(t) T(x) + b(t) + c(x) with a'(t) not 0, the normaliser is differentiable in t, since the parameters for which
it is finite are an interval that has t inside: E[T] = -b'(t)/a'(t).
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Add, Eq, Expr, GreaterThan, LessThan, Symbol, default_sort_key, diff, expand, expand_log, log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import DiscreteLaw

__all__ = ["by_score"]


def by_score(node: Expectation, domain: Domain) -> Derivation | None:
    """The mean of a multiple of a statistic whose score is a'(t) T(x) + b'(t) for some parameter t; None of others.

    Parameters
    ----------
    node : Expectation
        Under a discrete law on a range: means of continuous ones are found, and proved, by coordinates.
    domain : Domain
        Where the parameters live.
    """
    law, x = node.law, node.variable
    if type(law) is not DiscreteLaw:
        return None
    wanted = _parts(node.body, x)
    fixed = {x} | law.lower.free_symbols | law.upper.free_symbols
    total = log_of(law.density, law.inside(domain))
    for t in sorted(law.density.free_symbols - fixed, key=default_sort_key):
        if _on_an_edge(t, domain):
            continue
        score = _parts(diff(total, t), x)
        times = _multiple(wanted, score, t)
        if times is None or not _keeps_sign(score, x, domain):
            continue
        value = wanted.get(_ONE, 0) - times * score.get(_ONE, 0)
        short = simplest_of([value, tidy(value, domain)])
        words = f"The mean of the derivative of log P in {t} is 0, as the probabilities add up to 1 for each {t}."
        step = Step(Relation.EQ, short, "mean-of-score", words, start=node)
        return Derivation(left=node, domain=domain).then(step).closing(Status.CLOSED)
    return None


_ONE = Add()


def _parts(body: Expr, x: Symbol) -> dict[Expr, Expr]:
    """The terms by what of them moves with x; what does not stands beside 0."""
    found: dict[Expr, Expr] = {}
    opened = expand(body.replace(log, lambda inner: expand_log(log(inner))), power_exp=False, log=False)
    for term in Add.make_args(opened):
        factor, moving = term.as_independent(x, as_Add=False)
        key = moving if moving.has(x) else _ONE
        found[key] = found.get(key, 0) + factor
    return {key: value for key, value in found.items() if key == _ONE or value != 0}


def _multiple(wanted: Mapping[Expr, Expr], score: Mapping[Expr, Expr], t: Symbol) -> Expr | None:
    """The number by which the moving terms of a score are to be multiplied; its statistic must be free of the parameter."""
    moving = [key for key in score if key != _ONE]
    if not moving or {key for key in wanted if key != _ONE} != set(moving) or any(key.has(t) for key in moving):
        return None
    first = wanted[moving[0]] / score[moving[0]]
    if any(expand(score[key] * first - wanted[key]).simplify() != 0 for key in moving):
        return None
    shares = (score[key] / score[moving[0]] for key in moving)
    return None if any(share.simplify().has(t) for share in shares) else first


def _keeps_sign(score: Mapping[Expr, Expr], x: Symbol, domain: Domain) -> bool:
    slope = next(value for key, value in score.items() if key != _ONE).factor()
    return domain.positive(slope) or domain.positive(-slope)


def _on_an_edge(t: Symbol, domain: Domain) -> bool:
    """Whether the parameter may lie at an end of its range, where it has neighbours on one side only."""
    closed = (c for c in domain.conditions if isinstance(c, (GreaterThan, LessThan, Eq)))
    open_sign = t.is_positive or t.is_negative or not (t.is_nonnegative or t.is_nonpositive)
    return any(c.has(t) for c in closed) or t.is_integer is True or not open_sign
