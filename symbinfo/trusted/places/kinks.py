"""Where a term may bend, jump or be another formula as its parameters move: it is looked at between all such places.

Between kinks a term is analytic in each parameter: there it cannot be 0 on a part of the way only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from mpmath import MPContext
from mpmath.libmp.libhyper import NoConvergence

from ..numbers.polynomials import as_polynomial
from ..terms import BINDERS, INFINITE, Term, bound_symbols, free_symbols, replace_together

__all__ = ["alternatives", "jumps", "kinks", "roots"]

_BENT = frozenset(("abs", "sign"))
_COMPARED = frozenset(("<", "<=", "=", "!=", "min", "max"))
_WITH_EDGES = {"asin": (1, -1), "acos": (1, -1), "atanh": (1, -1), "acosh": (1,)}
_WITH_POLES = frozenset(
    ("log", "gamma", "loggamma", "polygamma", "harmonic", "factorial", "Ei", "Ci", "expint", "lambertw")
)
MOST_BITS = 120
# A term of more minima and maxima is not taken apart.
MOST_ALTERNATIVES = 32


def kinks(term: Term) -> set[Term]:
    """The terms in the free symbols at whose zeros a term may have a kink."""
    return {alternative for u in set(_kinks(term)) for alternative in alternatives(u) if free_symbols(alternative)}


def jumps(term: Term) -> Iterator[tuple[Term, Term]]:
    """Terms at whose zeros a term may have a value of its own, each with what must be 0 elsewhere, too, for that."""
    if isinstance(term, tuple):
        for part in term[1:]:
            yield from jumps(part)
        if term[0] == "sign":
            yield term[1], 0
        elif term[0] in ("<", "<=", "=", "!="):
            yield ("+", term[1], ("*", -1, term[2])), 0
        elif term[0] == "^":
            yield term[2], term[1]


def alternatives(u: Term) -> list[Term]:
    """What a term is where its minima, maxima and absolute values are told apart: it vanishes with one of these."""
    if not isinstance(u, tuple) or u[0] in (*BINDERS, "cases"):
        return [u]
    rows = [alternatives(part) for part in u[1:]]
    if u[0] in ("min", "max"):
        return list(dict.fromkeys(part for row in rows for part in row))
    if u[0] == "abs":
        return [turned for part in rows[0] for turned in (part, ("*", -1, part))]
    if prod(map(len, rows)) > MOST_ALTERNATIVES:
        return [u]
    return [(u[0], *parts) for parts in product(*rows)]


def _kinks(term: Term) -> Iterator[Term]:
    if not isinstance(term, tuple):
        return
    head = term[0]
    if head in BINDERS:
        yield from _of_binder(term)
        return
    for part in term[1:]:
        yield from _kinks(part)
    if head in _BENT:
        yield term[1]
    elif head in _COMPARED:
        yield from (("+", a, ("*", -1, b)) for a, b in combinations(term[1:], 2))
    elif head in _WITH_EDGES:
        yield from (("+", term[1], -edge) for edge in _WITH_EDGES[head])
    elif head in _WITH_POLES:
        yield from _turning(term[-1])
    elif head == "^" and term[1] == 0:
        yield term[2]
    elif head == "^" and not (isinstance(term[2], int) and term[2] > 0):
        yield from _turning(term[1])


def _turning(term: Term) -> Iterator[Term]:
    """What a logarithm or a power is singular with; a sum with an integral in it ends the domain where it is 0."""
    if not (isinstance(term, tuple) and term[0] == "+" and bound_symbols(term)):
        yield from _bases(term)


def _bases(term: Term) -> Iterator[Term]:
    """What a product vanishes with."""
    if isinstance(term, tuple) and term[0] in ("*", "abs", "min", "max"):
        for factor in term[1:]:
            yield from _bases(factor)
    elif isinstance(term, tuple) and term[0] == "cases":
        for case in term[1:]:
            yield from _bases(case[1])  # which case holds is a kink of its own
    elif isinstance(term, tuple) and term[0] == "^":
        yield from _bases(term[1])
    elif not isinstance(term, tuple) or term[0] != "exp":
        yield term


def _of_binder(term: tuple[Any, ...]) -> Iterator[Term]:
    """A kink inside moves over a range with the parameters, and leaves it at an end."""
    _, body, variable, *ends = term
    ends = [end for end in ends[: 2 if term[0] in ("integral", "sum") else 1] if end not in INFINITE]
    for u in _kinks(body):
        if variable not in free_symbols(u):
            yield u
        else:
            yield from (replace_together(u, {variable: end}) for end in ends)
    for end in ends:
        yield from _kinks(end)


def roots(u: Term, name: str, others: Mapping[str, Fraction]) -> list[Fraction] | None:
    """The real zeros of a term in one symbol where the others are given; None where they cannot be found.

    Of a polynomial all are found. Through functions that are one to one they are found where the symbol stands once.
    """
    values: dict[str, Term] = {n: _plain(x) for n, x in others.items() if n != name and n in free_symbols(u)}
    return _roots(replace_together(u, values), name)


def _roots(u: Term, name: str) -> list[Fraction] | None:
    if name not in free_symbols(u):
        return []
    polynomials = [as_polynomial(part, name) for part in _fraction(u)]
    if None not in polynomials:
        return sorted({x for p in polynomials if p is not None for x in _of_polynomial(p)})
    return _inverted(u, name, Fraction(0))


def _fraction(term: Term) -> tuple[Term, Term]:
    """A numerator and a denominator of a term, which may have zeros in common."""
    if isinstance(term, tuple) and term[0] in ("+", "*"):
        parts = [_fraction(part) for part in term[1:]]
        top, bottom = parts[0]
        for n, d in parts[1:]:
            if term[0] == "*":
                top = ("*", top, n)
            elif d != 1 or bottom != 1:
                top = ("+", ("*", top, d), ("*", n, bottom))
            else:
                top = ("+", top, n)
            bottom = bottom if d == 1 else d if bottom == 1 else ("*", bottom, d)
        return top, bottom
    if isinstance(term, tuple) and term[0] == "^" and isinstance(term[2], int) and term[2] < 0:
        top, bottom = _fraction(term[1])
        return (bottom, top) if term[2] == -1 else (("^", bottom, -term[2]), ("^", top, -term[2]))
    return term, 1


def _inverted(u: Term, name: str, goal: Fraction) -> list[Fraction] | None:
    """Where u is the goal, by undoing the functions round the only place of the symbol."""
    ctx = MPContext()
    ctx.prec = MOST_BITS
    goals = [ctx.mpf(goal.numerator) / goal.denominator]
    while isinstance(u, tuple):
        holding = [part for part in u[1:] if name in free_symbols(part)]
        if len(holding) != 1:
            polynomial = as_polynomial(u, name)
            exact = [_exact(g) for g in goals]
            if polynomial is None:
                return None
            found = [_of_polynomial({**polynomial, 0: polynomial.get(0, Fraction(0)) - g}) for g in exact]
            return sorted({x for row in found for x in row})
        fixed = [_number(part, ctx) for part in u[1:] if part is not holding[0]]
        if None in fixed:
            return None
        undone = _undone(u, holding[0], fixed, goals, ctx)
        if undone is None:
            return None
        u, goals = holding[0], undone
    return sorted({_exact(g) for g in goals}) if u == name else None


def _undone(u: tuple[Any, ...], inner: Term, fixed: list[Any], goals: list[Any], ctx: Any) -> list[Any] | None:
    head = u[0]
    if head == "+":
        return [g - sum(fixed) for g in goals]
    if head == "*":
        factor = ctx.fprod(fixed)
        return [g / factor for g in goals] if factor else []
    if head == "^" and u[1] is inner:
        positive = [g ** (1 / fixed[0]) for g in goals if g > 0] if fixed[0] else []
        zero = [g for g in goals if g == 0 and fixed[0] > 0]
        return [*positive, *(-x for x in positive), *zero]
    if head == "^":
        return [ctx.log(g) / ctx.log(fixed[0]) for g in goals if g > 0] if fixed[0] > 0 and fixed[0] != 1 else None
    if head == "abs":
        return [x for g in goals if g >= 0 for x in (g, -g)]
    inverse = {"exp": ctx.log, "log": ctx.exp, "sinh": ctx.asinh, "asinh": ctx.sinh}.get(head)
    if head == "exp":
        return [ctx.log(g) for g in goals if g > 0]
    if head == "tanh":
        return [ctx.atanh(g) for g in goals if abs(g) < 1]
    return None if inverse is None else [inverse(g) for g in goals]


def _number(term: Term, ctx: Any) -> Any | None:
    if isinstance(term, (int, Fraction)):
        return ctx.mpf(term.numerator) / term.denominator
    if not isinstance(term, tuple):
        return {"%pi": +ctx.pi, "%e": +ctx.e, "%gamma": +ctx.euler}.get(term)
    found = [_number(part, ctx) for part in term[1:]]
    if None in found:
        return None
    parts: list[Any] = found
    if term[0] in ("+", "*"):
        return ctx.fsum(parts) if term[0] == "+" else ctx.fprod(parts)
    if term[0] == "^":
        return parts[0] ** parts[1] if parts[0] > 0 or (parts[0] and parts[1] == int(parts[1])) else None
    return {"exp": ctx.exp, "log": lambda x: ctx.log(x) if x > 0 else None}.get(term[0], lambda x: None)(*parts[:1])


def _of_polynomial(polynomial: Mapping[int, Fraction]) -> list[Fraction]:
    """The real zeros, exactly where the degree is 1."""
    kept = {n: c for n, c in polynomial.items() if c}
    if not kept or set(kept) == {0}:
        return []
    low, degree = min(kept), max(kept)
    shifted = [kept.get(n, Fraction(0)) for n in range(degree, low - 1, -1)]
    zero = [Fraction(0)] if low else []
    if len(shifted) == 2:
        return [*zero, -shifted[1] / shifted[0]]
    ctx = MPContext()
    ctx.prec = MOST_BITS
    try:
        found = ctx.polyroots([ctx.mpf(c.numerator) / c.denominator for c in shifted], maxsteps=200, extraprec=400)
    except NoConvergence:
        found = []
    real = [_exact(ctx.re(x)) for x in found if abs(ctx.im(x)) <= abs(x) * ctx.mpf(2) ** (-MOST_BITS // 3)]
    return sorted({*zero, *map(_simplest, real)})


def _simplest(x: Fraction) -> Fraction:
    near = x.limit_denominator(10**6)
    return near if abs(near - x) * 10**20 <= max(abs(x), Fraction(1)) else x


def _exact(x: Any) -> Fraction:
    sign, mantissa, exponent, _ = x._mpf_
    return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)


def _plain(x: Fraction) -> Term:
    return x.numerator if x.denominator == 1 else x
