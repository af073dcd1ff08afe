"""Logarithms of named values: split, inverted and joined under totals."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Integral, Mul, Pow, S, Sum, log

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.totals import signed, total
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.expectation import ConditionalValue, DensityValue

__all__ = ["COMPARE_WITH_OWN_LAW", "INVERT_LOG", "JOIN_TOTALS", "SPLIT_NAMED_LOGS", "fraction_of"]

_P, _Q = abstract_mass("P"), abstract_mass("Q")
_p, _q = (DensityValue(law, law.variable) for law in (_P, _Q))


def _named(node: Any) -> bool:
    return isinstance(node, (DensityValue, ConditionalValue))


def _split_named_logs(expr: Expr, context: Context) -> Rewritten | None:
    """log(a b / c) = log a + log b - log c for named values, which are positive where the law has mass."""

    def change(node: Any) -> Any:
        if not isinstance(node, log) or not isinstance(node.args[0], (Mul, Pow)):
            return None
        terms: list[Expr] = []
        for part in Mul.make_args(node.args[0]):
            base, exponent = part.as_base_exp()
            for factor in Mul.make_args(base):
                if not _named(factor) and not factor.is_positive:
                    return None
                terms.append(mul(exponent, ln(factor)))
        return add(*terms)

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


SPLIT_NAMED_LOGS = Rule(
    name="log-of-product",
    theme=Theme.LOGARITHMS,
    why="The log of a product is the sum of the logs, and that of a quotient their difference.",
    rewrite=_split_named_logs,
    examples=((total(_p * ln(quotient(_p, _q)), _P), total(_p * (log(_p) - log(_q)), _P)),),
    refuses=(log(_p),),
)


def _invert_log(expr: Expr, context: Context) -> Rewritten | None:
    """A total of P log(P/Q) as minus a total of P log(Q/P)."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        factors = Mul.make_args(node.function)
        logs = [f for f in factors if isinstance(f, log)]
        if len(logs) != 1:
            return None
        top, bottom = fraction_of(logs[0].args[0])
        if bottom == 1:
            return None
        body = mul(*(f for f in factors if f is not logs[0]), ln(quotient(bottom, top)))
        return mul(S.NegativeOne, node.func(body, *node.limits))

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


def fraction_of(argument: Expr) -> tuple[Expr, Expr]:
    """A quotient as it is written: what stands above and below."""
    top: list[Expr] = []
    bottom: list[Expr] = []
    for part in Mul.make_args(argument):
        inverted = isinstance(part, Pow) and part.args[1] == -1
        (bottom if inverted else top).append(part.args[0] if inverted else part)
    return mul(*top), mul(*bottom)


INVERT_LOG = Rule(
    name="log-of-inverse",
    theme=Theme.LOGARITHMS,
    why="log(1/u) = -log(u).",
    rewrite=_invert_log,
    examples=((total(_p * log(_p / _q), _P), -total(_p * log(_q / _p), _P)),),
    refuses=(total(_p * log(_p), _P),),
)


def _compare_with_own_law(expr: Expr, context: Context) -> Rewritten | None:
    """Under a total of P log Q: log Q = log P - log(P/Q)."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        factors = Mul.make_args(node.function)
        weights = [f for f in factors if isinstance(f, DensityValue)]
        logs = [f for f in factors if isinstance(f, log) and isinstance(f.args[0], DensityValue)]
        if len(weights) != 1 or len(logs) != 1 or len(factors) != 2 or logs[0].args[0] == weights[0]:
            return None
        own, other = weights[0], logs[0].args[0]
        names.append((own.law.name, other.law.name))
        bracket = add(log(own), mul(S.NegativeOne, ln(quotient(own, other))))
        return node.func(mul(own, bracket), *node.limits)

    names: list[tuple[str, str]] = []
    new = replace_where(expr, change)
    if not names:
        return None
    p, q = names[0]
    p, q = (p.lower(), q.lower()) if expr.has(Integral) else (p, q)
    return Rewritten(new, f"log {q}(x) = log {p}(x) - log({p}(x)/{q}(x)).")


COMPARE_WITH_OWN_LAW = Rule(
    name="compare-with-own-law",
    theme=Theme.LOGARITHMS,
    why="log Q(x) = log P(x) - log(P(x)/Q(x)).",
    rewrite=_compare_with_own_law,
    examples=((total(_p * log(_q), _P), total(_p * (log(_p) - log(_p / _q)), _P)),),
    refuses=(total(_p * log(_p), _P),),
)


def _join_totals(expr: Expr, context: Context) -> Rewritten | None:
    """A sum of totals of P log(...) over one range as one total, the logs joined."""
    weights: set[Any] = set()
    above: list[Expr] = []
    below: list[Expr] = []
    for term in Add.make_args(expr):
        negative, node = signed(term)
        if not isinstance(node, (Sum, Integral)):
            return None
        logs = [f for f in Mul.make_args(node.function) if isinstance(f, log)]
        if len(logs) != 1:
            return None
        weights.add((node.func, mul(*(f for f in Mul.make_args(node.function) if f is not logs[0])), node.limits))
        (below if negative else above).append(logs[0].args[0])
    if len(weights) != 1 or len(above) + len(below) < 2:
        return None
    ((kind, weight, limits),) = weights
    return Rewritten(kind(mul(weight, ln(quotient(mul(*above), mul(*below)))), *limits))


JOIN_TOTALS = Rule(
    name="join-totals",
    theme=Theme.SUMS,
    why="One total: the difference of two logs is the log of the quotient.",
    rewrite=_join_totals,
    examples=((add(total(_p * log(_p), _P), -total(_p * log(_q), _P)), total(_p * log(_p / _q), _P)),),
    refuses=(total(_p * log(_p), _P),),
)
