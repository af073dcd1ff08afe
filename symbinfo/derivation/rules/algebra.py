"""Algebra: bringing an expression to the form that a textbook would print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Integral,
    Mul,
    Pow,
    Rational,
    S,
    Sum,
    count_ops,
    default_sort_key,
    expand_mul,
    factor_terms,
    log,
    polygamma,
    symbols,
)

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.exponential_fractions import with_short_fractions
from symbinfo.derivation.simplify.recurrences import by_half_steps, by_one_polygamma
from symbinfo.derivation.simplify.shortening import shortened
from symbinfo.derivation.simplify.special import with_elementary_values
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation

__all__ = ["COLLECT", "COLLECT_MEASURES", "LOG_OF_ONE"]

MANY_TERMS = 4


def _collect(expr: Expr, context: Context) -> Rewritten | None:
    """Nothing is done where the written form is already as short as the tidy one."""
    plain = evaluated(expr)
    new = tidy(with_elementary_values(plain, context.domain), context.domain)
    if plain.has(polygamma):
        ways = dict.fromkeys((by_one_polygamma(plain), by_half_steps(plain)))
        new = simplest_of([new, *(tidy(way, context.domain) for way in ways if way != plain)])
    new = shortened(_in_shortest_unit(_with_shared_factor(new), plain, context.domain), context.domain)
    new = with_short_fractions(new, context.domain)
    kept = (new == plain and count_ops(new) >= count_ops(expr)) or _only_signs_moved(expr, new)
    return None if kept else Rewritten(new)


def _only_signs_moved(expr: Expr, new: Expr) -> bool:
    """Whether nothing was collected: ``-(1 - p) log(q)`` is as good as ``(p - 1) log(q)``, and is how a mean is written."""
    before, after = (Counter(map(_factors_up_to_sign, Add.make_args(total))) for total in (expr, new))
    return before == after and count_ops(expr) <= count_ops(new) + len(after)


def _factors_up_to_sign(term: Expr) -> frozenset[Expr]:
    return frozenset(
        min(expand_mul(f), expand_mul(-f), key=default_sort_key) for f in Mul.make_args(term) if f not in (1, -1)
    )


def _in_shortest_unit(new: Expr, plain: Expr, domain: Domain) -> Expr:
    """What is given in bits, or in the unit of another base, as one formula in nats over the logarithm of the base."""
    units = {p.base for p in plain.atoms(Pow) if p.exp == -1 and isinstance(p.base, log) and p.base.args[0].is_Integer}
    if len(units) != 1 or plain.has(Expectation, Sum, Integral):
        return new
    (unit,) = units
    terms = Add.make_args(plain)
    if not all(1 / unit in Mul.make_args(term) for term in terms):
        return new
    nats = shortened(tidy(Add(*(term * unit for term in terms)), domain), domain)
    return simplest_of([*(form / unit for form in _with_constant_inside(nats)), new, nats / unit])


def _with_constant_inside(nats: Expr) -> Iterator[Expr]:
    """``log(u)/2 + 1/2`` as ``log(E u)/2``."""
    constant, rest = nats.as_coeff_Add()
    terms = Add.make_args(rest)
    for term in terms if constant != 0 else ():
        c, last = term.as_coeff_Mul()
        if isinstance(last, log) and (constant / c).is_Integer:
            yield Add(c * log(last.args[0] * E ** (constant / c)), *(t for t in terms if t != term))


def _with_shared_factor(total: Expr) -> Expr:
    """What many terms share in front of them, where that makes the sum much shorter."""
    if len(Add.make_args(total)) < MANY_TERMS or total.has(Expectation, Sum, Integral):
        return total
    shared = factor_terms(total)
    return shared if 4 * count_ops(shared) < 3 * count_ops(total) else total


_a, _b, _m, _n = symbols("a b m n", positive=True)

COLLECT = Rule(
    name="collect",
    theme=Theme.ALGEBRA,
    why="Collect the terms.",
    rewrite=_collect,
    examples=(
        (log(_a) - log(_b), log(_a / _b)),
        (add(_a / (2 * _b), _m / (2 * _b)), (_a + _m) / (2 * _b)),
        (_n * log(_a) - (_n - 1) * log(_a), log(_a)),
        (log(2) / 2 + log(Abs(_a)) + Rational(1, 2), log(2 * E * _a**2) / 2),
    ),
    refuses=(_a + _b,),
)


def _collect_measures(expr: Expr, context: Context) -> Rewritten | None:
    """Equal measures with opposite signs cancel; nothing else is changed."""
    new = evaluated(expr)
    return Rewritten(new) if len(Add.make_args(new)) < len(Add.make_args(expr)) else None


COLLECT_MEASURES = Rule(
    name="cancel",
    theme=Theme.ALGEBRA,
    why="The same term with opposite signs cancels.",
    rewrite=_collect_measures,
    examples=((add(_a, _b, -_a), _b),),
    refuses=(_a + _b,),
)


def _log_of_one(expr: Expr, context: Context) -> Rewritten | None:
    """A total whose integrand is a multiple of log 1."""
    *rest, node = Mul.make_args(expr)
    if not isinstance(node, (Sum, Integral)) or any(not f.is_number for f in rest):
        return None
    one = any(isinstance(f, log) and evaluated(f) == 0 for f in Mul.make_args(node.function))
    return Rewritten(S.Zero) if one else None


_k = symbols("k", integer=True)

LOG_OF_ONE = Rule(
    name="log-of-one",
    theme=Theme.LOGARITHMS,
    why="log(1) = 0, so every term is 0.",
    rewrite=_log_of_one,
    examples=((Sum(mul(_k, log(1, evaluate=False)), (_k, 1, 3)), S.Zero),),
    refuses=(_a + _b,),
)
