"""The parameters that given means make: in closed form, by what the means are written with, or in numbers.

Means such as log k - digamma(k) have no inverse in closed form. Where they are written with a parameter, as in
``{x: k, log(x): digamma(k)}``, that one is tried; where they are numbers, the equations are solved by Newton's method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from mpmath import mp
from sympy import Dummy, Expr, Function, Rational, S, exp, lambdify, nan, oo, simplify, solve, zoo

from symbinfo.jobs.soft_limit import attempted

__all__ = ["parameters_in_numbers", "parameters_of_means", "vanishes"]

LONGEST_SOLVE = 8.0
#: Digits of parameters that are found in numbers, and how many what is compared with 0 has.
DIGITS, FINE = 30, 20
#: Where Newton's method begins, in the logarithms of positive parameters.
STARTS = (0.0, 1.0, -1.0, 2.5, -2.5)
#: Of how many candidates all choices are tried.
MOST_CANDIDATES = 8


def vanishes(gap: Expr) -> bool:
    """Whether an expression is 0 at a place in no simple ratio."""
    place = {s: Rational(13 + 4 * i, 10) for i, s in enumerate(sorted(gap.free_symbols, key=str))}
    value = gap.xreplace(place).evalf(30)
    return bool(value.is_number and not value.has(nan, zoo, oo) and abs(value) < Rational(1, 10**FINE))


def parameters_of_means(equations: Sequence[Expr], used: Sequence[Any], means: Sequence[Expr]) -> list[dict[Any, Any]]:
    """The roots of equations in parameters, in closed form, those without a leading minus first.

    Parameters
    ----------
    equations : sequence of Expr
        What is to be 0.
    used : sequence of Symbol
        The parameters.
    means : sequence of Expr
        The means that are given.
    """
    roots = _solved(equations, used) or list(_as_written(equations, used, means))
    good = [root for root in roots if set(root) == set(used) and not any(v.has(*used) for v in root.values())]
    kept = [root for root in good if all(vanishes(simplify(equation.xreplace(root))) for equation in equations)]
    return sorted(kept, key=lambda root: any(value.could_extract_minus_sign() for value in root.values()))


def _solved(equations: Sequence[Expr], used: Sequence[Any]) -> list[dict[Any, Any]]:
    plain = {p: Dummy(p.name) for p in used}
    back = {own: p for p, own in plain.items()}

    def roots() -> list[dict[Any, Any]]:
        try:
            found = solve([equation.xreplace(plain) for equation in equations], list(back), dict=True)
            return [{back[own]: value for own, value in root.items()} for root in found]
        except (NotImplementedError, ValueError, TypeError):
            return []

    nothing: list[dict[Any, Any]] = []
    return attempted(roots, LONGEST_SOLVE, nothing)


def _as_written(equations: Sequence[Expr], used: Sequence[Any], means: Sequence[Expr]) -> Iterator[dict[Any, Any]]:
    """Roots among what the means are written with: their symbols, and the arguments of the functions in them."""
    calls = {a for mean in means for f in mean.atoms(Function, exp) for a in f.args if a.free_symbols}
    names = {s for mean in means for s in mean.free_symbols}
    candidates = sorted(names | calls | {-a for a in calls}, key=lambda c: (c.count_ops(), str(c)))[:MOST_CANDIDATES]
    if not candidates:
        return
    for chosen in product([*candidates, S.One, None], repeat=len(used)):
        root = {p: value for p, value in zip(used, chosen, strict=True) if value is not None}
        open_ones = [p for p in used if p not in root]
        put = [equation.xreplace(root) for equation in equations]
        if not root or len(open_ones) > 1:
            continue
        if not open_ones:
            if all(map(vanishes, put)):
                yield root
            continue
        (last,) = open_ones
        for value in _alone(put, last):
            if all(vanishes(equation.xreplace({last: value})) for equation in put):
                yield {**root, last: value}


def _alone(equations: Sequence[Expr], symbol: Any) -> list[Expr]:
    """The roots of the simplest of some equations in one parameter."""
    having = sorted((e for e in equations if e.has(symbol)), key=lambda e: e.count_ops())
    if not having or having[0].atoms(Function) - {f for f in having[0].atoms(Function) if not f.has(symbol)}:
        return []
    return [root[symbol] for root in _solved(having[:1], [symbol]) if symbol in root]


def parameters_in_numbers(equations: Sequence[Expr], used: Sequence[Any]) -> dict[Any, Rational] | None:
    """The root of equations without other symbols, to thirty digits; None where none is found.

    The families that are asked about are exponential ones, whose means determine their parameters.
    """
    if any(equation.free_symbols - set(used) for equation in equations):
        return None
    with mp.workdps(DIGITS + 10):
        function = lambdify(list(used), list(equations), "mpmath")
        kinds = [p.is_positive for p in used]

        def at(*places: Any) -> list[Any]:
            return function(*(mp.exp(t) if positive else t for t, positive in zip(places, kinds, strict=True)))

        for start in product(STARTS, repeat=len(used)):
            try:
                root = mp.findroot(at, start, tol=mp.mpf(10) ** -(2 * DIGITS), maxsteps=60)
            except (ValueError, ZeroDivisionError, OverflowError, TypeError, ArithmeticError):
                continue
            values = list(root) if len(used) > 1 else [root if not hasattr(root, "rows") else root[0]]
            if not all(mp.isfinite(v) and mp.im(v) == 0 for v in values):
                continue
            own = [mp.exp(v) if positive else v for v, positive in zip(values, kinds, strict=True)]
            return {p: Rational(mp.nstr(mp.re(v), DIGITS)) for p, v in zip(used, own, strict=True)}
    return None
