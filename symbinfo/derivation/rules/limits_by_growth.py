"""Limits at infinity and where terms have none by themselves: what grows slower is left out, by the algorithm of Gruntz.

SymPy's algorithm is not believed: a limit stands only where the values of the expression come near to it, at two places
each ten thousand digits nearer than what the parameters are, at several values of these.

References
----------
D. Gruntz, On Computing Limits in a Symbolic Manipulation System, thesis, ETH Zurich, 1996.
"""

from __future__ import annotations

from sympy import (
    AccumBounds,
    Dummy,
    Expr,
    Limit,
    Order,
    PoleError,
    Rational,
    S,
    Symbol,
    default_sort_key,
    exp,
    limit,
    log,
    nan,
    oo,
    symbols,
    zoo,
)

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme

__all__ = ["LIMIT_BY_GROWTH", "limit_by_growth"]

#: Where an expression is looked at, how near to the place, and how near its values must come there.
SHARES = (Rational(1, 3), Rational(3, 7), Rational(5, 11))
NEAR, NEARER, DIGITS = 30, 60, 400


def _by_growth(expr: Expr, context: Context) -> Rewritten | None:
    if not isinstance(expr, Limit):
        return None
    body, variable, point, direction = expr.args
    found = limit_by_growth(body, variable, point, str(direction))
    return None if found is None else Rewritten(found)


def limit_by_growth(body: Expr, variable: Symbol, point: Expr, direction: str) -> Expr | None:
    """The limit of an expression, where it is known and its values come near to it.

    Parameters
    ----------
    body : Expr
        A closed form.
    variable, point : Symbol, Expr
        What tends where; the point may be oo.
    direction : str
        "+" from above, "-" from below, "+-" from both sides, which must agree.

    Examples
    --------
    >>> n = symbols("n", positive=True)
    >>> limit_by_growth(log(2*n + 1) - log(n), n, oo, "-")
    log(2)
    >>> limit_by_growth(abs(n - 1)/(n - 1), n, S.One, "+-") is None
    True
    """
    sides = ("+", "-") if direction == "+-" else (direction,)
    found = [_from_one_side(body, variable, point, side) for side in sides]
    return found[0] if found[0] is not None and all(other == found[0] for other in found) else None


def _from_one_side(body: Expr, variable: Symbol, point: Expr, side: str) -> Expr | None:
    free = (
        Dummy(variable.name, positive=True)
        if (point in (0, oo) and side != "-") or point == oo
        else Dummy(variable.name, real=True)
    )
    moved = body.xreplace({variable: free})
    try:
        value = limit(moved, free, point, side) if point.is_finite else limit(moved, free, point)
    except (ArithmeticError, AttributeError, NotImplementedError, PoleError, RecursionError, TypeError, ValueError):
        return None
    if value.has(Limit, AccumBounds, Order, nan, zoo, free) or value.is_extended_real is False:
        return None
    return value if _is_approached(moved, free, point, side, value) else None


def _is_approached(body: Expr, variable: Symbol, point: Expr, side: str, value: Expr) -> bool:
    """Whether values of the expression at two places, the second far nearer, come near to a value, or grow beyond all."""
    names = sorted(body.free_symbols - {variable}, key=default_sort_key)
    for turn in range(len(SHARES) if names else 1):
        at = {name: 3 if name.is_integer else SHARES[(turn + k) % len(SHARES)] for k, name in enumerate(names)}
        there = point.subs(at)
        gaps = []
        for digits in (NEAR, NEARER):
            step = S(10) ** -digits * (-1 if side == "-" else 1)
            place = there + step if there.is_finite else (1 / abs(step)) * (1 if there == oo else -1)
            seen = body.subs(at).subs(variable, place).evalf(DIGITS, maxn=4 * DIGITS)
            if not seen.is_real:
                return False
            gaps.append(seen if value.is_infinite else abs(seen - value.subs(at).evalf(DIGITS, maxn=4 * DIGITS)))
        if value.is_infinite:
            if not (gaps[1] * (1 if value == oo else -1) > gaps[0] * (1 if value == oo else -1)):
                return False
        elif not (gaps[1] < Rational(1, 10**6) and (gaps[1] == 0 or gaps[1] < gaps[0] * Rational(3, 4))):
            return False
    return True


_t, _c = symbols("t c", positive=True)

LIMIT_BY_GROWTH = Rule(
    name="limit-by-growth",
    theme=Theme.LIMITS,
    why="What grows slower than another term is left out, and what tends to 0 vanishes.",
    rewrite=_by_growth,
    examples=((Limit(log(_c * _t + 1) - log(_t), _t, oo, "-"), log(_c)), (Limit(_t * exp(-_t) + _c, _t, oo, "-"), _c)),
    refuses=(Limit(abs(_t - 1) / (_t - 1), _t, 1, "+-"), log(_t)),
)
