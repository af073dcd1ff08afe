"""The limit of a closed form at a place where it reads 0/0: the quotient of the derivatives, as often as it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Abs,
    Add,
    And,
    Expr,
    Function,
    Limit,
    Max,
    Min,
    Mul,
    Ne,
    Piecewise,
    Pow,
    Symbol,
    cancel,
    default_sort_key,
    floor,
    fraction,
    log,
    nan,
    oo,
    sign,
    symbols,
    together,
    zoo,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.simplify.lengths import cost
from symbinfo.derivation.simplify.shortening import shortened
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.expressions.domain import Domain

__all__ = ["LIMIT_OF_QUOTIENT", "gaps_of", "limit_at_gap"]

#: How often numerator and denominator are differentiated, and how long a formula may be.
MOST_DERIVATIVES, LONGEST = 4, 200
#: A formula in a formula, so often: what is split and joined again in turn would never end.
DEEPEST = 8
#: Functions that are not smooth.
KINKED = (Abs, Max, Min, Piecewise, sign, floor)


def gaps_of(need: Boolean, orders: frozenset[Symbol] = frozenset()) -> Iterator[tuple[Symbol, Expr]]:
    """The places that inequations leave out, each as a symbol and its value there.

    Parameters
    ----------
    need : Boolean
        A condition, such as ``Ne(p, 1/2) & (p < 1)``.
    orders : set of Symbol
        What is solved for first.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, p = symbols("a b p", positive=True)
    >>> sorted(gaps_of(Ne(2*a, b) & Ne(log(p) - log(1 - p), 0)), key=str)
    [(a, b/2), (p, 1/2)]
    """
    for part in sorted(And.make_args(need), key=default_sort_key):
        if not isinstance(part, Ne):
            continue
        difference = _without_logs(part.lhs, part.rhs)
        for s in sorted(difference.free_symbols, key=lambda s: (s not in orders, s.name)):
            top = fraction(together(difference))[0].expand()
            slope = top.diff(s)
            if slope != 0 and not slope.has(s):
                yield s, cancel(-top.subs(s, 0) / slope)
                break


def _without_logs(left: Expr, right: Expr) -> Expr:
    """``a - b`` for ``log a - log b``: both are 0 at the same places."""
    terms = Add.make_args(left - right)
    if len(terms) == 2 and any(isinstance(t, log) for t in terms):
        above = next(t for t in terms if isinstance(t, log))
        below = -next(t for t in terms if t is not above)
        if isinstance(below, log):
            return above.args[0] - below.args[0]
    return left - right


def _quotients(expr: Expr, context: Context) -> Rewritten | None:
    if not isinstance(expr, Limit):
        return None
    body, variable, point, _ = expr.args
    value = _value_at(body, variable, point)
    return Rewritten(value) if value is not None and _is_defined(value) else None


def _value_at(expr: Expr, s: Symbol, at: Expr, deep: int = 0) -> Expr | None:
    plain = expr.subs(s, at)
    if _is_defined(plain):
        return plain
    if deep == DEEPEST:
        return None
    if isinstance(expr, Add):
        return _of_sum(expr, s, at, deep + 1)
    if isinstance(expr, (Mul, Pow)) and (found := _of_quotient(expr, s, at, deep + 1)) is not None:
        return found
    if isinstance(expr, (Function, Pow)):
        inner = [_value_at(arg, s, at, deep + 1) for arg in expr.args]
        known = [arg for arg in inner if arg is not None]
        found = expr.func(*known) if len(known) == len(inner) else nan
        return found if _is_defined(found) else None
    return None


def _is_defined(plain: Expr) -> bool:
    """Whether a formula has a value: no denominator and no argument of a logarithm is 0, not even a hidden one."""
    if plain.has(nan, zoo, oo, -oo):
        return False
    below = [p.args[0] for p in plain.atoms(Pow) if p.args[1].is_negative] + [f.args[0] for f in plain.atoms(log)]
    return not any(isinstance(part, (Add, Mul)) and _is_zero(part) for part in below)


def _of_sum(total: Add, s: Symbol, at: Expr, deep: int) -> Expr | None:
    """Term by term; what has no limit by itself as one fraction."""
    values = {term: _value_at(term, s, at, deep) for term in total.args}
    left = [term for term, value in values.items() if value is None]
    known = Add(*(value for value in values.values() if value is not None))
    if not left:
        return known
    rest = _of_quotient(together(Add(*left)), s, at, deep) if len(left) > 1 else None
    return None if rest is None else known + rest


def _of_quotient(quotient: Expr, s: Symbol, at: Expr, deep: int) -> Expr | None:
    top, bottom = fraction(quotient)
    if bottom == 1:
        parts = [_value_at(f, s, at, deep) for f in quotient.args] if isinstance(quotient, Mul) else [None]
        known = [p for p in parts if p is not None]
        return Mul(*known) if len(known) == len(parts) else None
    for _ in range(MOST_DERIVATIVES):
        above, below = (_value_at(part, s, at, deep) for part in (top, bottom))
        if above is None or below is None:
            return None
        if not _is_zero(below):
            return above / below
        if not _is_zero(above):
            return None
        top, bottom = top.diff(s), bottom.diff(s)
    return None


def _is_zero(value: Expr) -> bool:
    return value == 0 or tidy(value) == 0 or shortened(value, Domain()) == 0


def limit_at_gap(result: Expr, variable: Symbol, point: Expr, domain: Domain) -> Derivation | None:
    """Derive the limit of a closed form where it reads 0/0, or None where it is not known to have one.

    Parameters
    ----------
    result : Expr
        The closed form, smooth beside the place.
    variable : Symbol
        A parameter.
    point : Expr
        Its value at the gap.
    domain : Domain
        Where the parameters live.
    """
    if cost(result) > LONGEST or any(node.has(variable) for node in result.atoms(*KINKED)):
        return None
    derivation = run(Limit(result, variable, point, "+-"), (LIMIT_OF_QUOTIENT, SIMPLIFY), domain)
    return derivation.closing(Status.CLOSED) if derivation.steps else None


def _simplified(expr: Expr, context: Context) -> Rewritten | None:
    return None if isinstance(expr, Limit) else Rewritten(shortened(tidy(expr, context.domain), context.domain))


_t, _c = symbols("t c", positive=True)

LIMIT_OF_QUOTIENT = Rule(
    name="limit-of-quotient",
    theme=Theme.LIMITS,
    why="Where a quotient reads 0/0 its limit is that of the quotient of the derivatives; what is continuous is inserted.",
    rewrite=_quotients,
    examples=((Limit(log(_t) / (_t - 1) + _c, _t, 1, "+"), _c + 1),),
    refuses=(Limit(1 / (_t - 1), _t, 1, "+-"), log(_t)),
)

SIMPLIFY = Rule(
    name="simplify",
    theme=Theme.ALGEBRA,
    why="Simplify.",
    rewrite=_simplified,
    examples=((Add(log(_t), -log(_c), evaluate=False), log(_t / _c)),),
    refuses=(Limit(log(_t), _t, 0, "+"),),
)
