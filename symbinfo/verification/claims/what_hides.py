"""What in a claim may differ where nobody has looked: between places, at a kink, or below the digits that are compared.

A formula of such parts is not believed because it agrees at places. Where its kinks lie is where it is looked at first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from mpmath.libmp.libhyper import NoConvergence
from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Heaviside,
    Integral,
    Max,
    Min,
    Mul,
    Number,
    Piecewise,
    Poly,
    PolynomialError,
    Pow,
    Rational,
    Sum,
    Symbol,
    ceiling,
    cos,
    cot,
    coth,
    csc,
    erf,
    erfc,
    exp,
    factorial,
    floor,
    frac,
    gamma,
    sec,
    sign,
    sin,
    tan,
    tanh,
)
from sympy.core.relational import Relational

from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import Law
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.sample_points import Places, Point

__all__ = ["hiding", "kinks", "places_at_kinks", "unseen_digits"]

JUMPING = (Abs, Max, Min, floor, ceiling, frac, sign, Piecewise, Heaviside)
BENT = (Abs, Max, Min)
WAVES = (sin, cos, tan, cot, sec, csc)
SATURATED = (tanh, coth, erf, erfc)
# Waves of a higher frequency, and exponentials of larger multiples, may hide between places.
FASTEST, STEEPEST = 20, 50
# Powers from this exponent on may be tiny at all places.
HIGH = 8
# How far from a kink both sides of it are looked at; where the other parameters lie is taken from so many places.
BESIDE = tuple(Fraction(n, 3) for n in (0, 2000, -2000))
# A range may end close to a kink: what is beside it is sought at a third, and nearer and nearer, so many times.
NEARER, APPROACHES = Fraction(1, 8), 24
BASES, MOST_KINKS, MOST_SUMS = 2, 8, 40
# Below so many digits a term is seen by every comparison.
SEEN = 12
#: More digits than anything is compared to: what cannot be looked at term by term.
UNSEEN = 10**6


def hiding(side: Expr, domain: Domain, bent: bool = True) -> str:
    """What may hide between places in a side of a claim; empty when nothing may.

    Parameters
    ----------
    side : Expr
        A side.
    domain : Domain
        What is assumed of its parameters.
    bent : bool
        Whether kinks count: not where a side was looked at between all of them.

    Examples
    --------
    >>> from sympy import pi, symbols
    >>> r = symbols("r", positive=True)
    >>> hiding(1 + Abs(r - 7), Domain()), hiding(0 ** Abs(r - 7), Domain()), hiding(Abs(r + 1), Domain())
    ('Abs', 'a power of 0', '')
    >>> hiding(tanh(1000 * r), Domain()), hiding(sin(2**20 * pi * r), Domain()), hiding(exp(-r), Domain())
    ('tanh of a large multiple', 'sin of a high frequency', '')
    """
    for node in sorted(_outside(side).atoms(Pow, *JUMPING, *WAVES, *SATURATED, exp), key=str):
        if not node.free_symbols:
            continue
        if isinstance(node, Pow) and not isinstance(node, exp) and node.base == 0:
            return "a power of 0"
        if isinstance(node, Abs) and any(domain.nonnegative(u) for u in (node.args[0], -node.args[0])):
            continue
        if isinstance(node, BENT) and not bent:
            continue
        if isinstance(node, JUMPING):
            return type(node).__name__
        if isinstance(node, WAVES) and _steepness(node.args[0]) > FASTEST:
            return f"{type(node).__name__} of a high frequency"
        if isinstance(node, (exp, *SATURATED)) and _steepness(node.args[0]) > STEEPEST:
            return f"{type(node).__name__} of a large multiple"
    return ""


class _Whole(Dummy):
    """A measure, whose law is not looked into."""


def _outside(side: Expr) -> Expr:
    """A side with its measures as names: what stands inside a law is not what is claimed of it."""
    return side.xreplace({measure: _Whole() for measure in side.atoms(Measure)})


def _steepness(argument: Expr) -> float:
    """The largest number that a parameter is multiplied by, or raised to."""
    numbers = [1.0]
    for term in Add.make_args(argument.expand() if argument.is_polynomial() else argument):
        if not term.free_symbols:
            continue
        for factor in Mul.make_args(term):
            if factor.is_number:
                numbers.append(abs(float(factor.evalf(15))))
            elif isinstance(factor, Pow) and isinstance(factor.exp, Number):
                numbers.append(10 * abs(float(factor.exp)) if abs(factor.exp) > 4 else 1.0)
    return max(numbers)


def kinks(side: Expr) -> tuple[Expr, ...]:
    """The expressions at whose zeros a side may bend, jump or be another formula.

    A measure of two laws is another formula where an end of one support passes an end of the other.
    """
    found: list[Expr] = [u for measure in sorted(side.atoms(Measure), key=str) for u in _passing(measure)]
    for node in sorted(_outside(side).atoms(Pow, *JUMPING), key=str):
        if isinstance(node, Pow):
            found += [node.exp] if node.base == 0 else []
        elif isinstance(node, Piecewise):
            found += [c.lhs - c.rhs for _, where in node.args for c in where.atoms(Relational)]
        elif isinstance(node, (Max, Min)):
            found += [one - two for one, two in combinations(node.args, 2)]
        else:
            found.append(node.args[0])
    inner = [u.args[0] if isinstance(u, Abs) else u for u in found]
    return tuple(dict.fromkeys(u for u in inner if u.free_symbols and not u.has(_Whole)))[:MOST_KINKS]


def _passing(measure: Measure) -> Iterator[Expr]:
    """The differences of the ends of the supports of its laws."""
    for one, two in combinations(measure.laws, 2):
        ends = [[end for end in _ends(law) if end.is_finite is not False] for law in (one, two)]
        yield from (low - high for low, high in product(*ends) if (low - high).free_symbols)


def _ends(law: Law) -> tuple[Expr, ...]:
    lower, upper = getattr(law, "lower", None), getattr(law, "upper", None)
    return (lower, upper) if isinstance(lower, Expr) and isinstance(upper, Expr) else ()


def places_at_kinks(sides: Sequence[Expr], places: Places) -> Iterator[Point]:
    """The places where a side may have a kink, and places on both sides of it, near and far."""
    names = {name for name, _ in places.symbols}
    found = list(dict.fromkeys(u for side in sides for u in kinks(side)))
    for base in places.moderate(BASES) if found else ():
        for u in found:
            for symbol in sorted(u.free_symbols, key=str):
                if symbol.name not in names:
                    continue
                for zero in _zeros(u, symbol, base):
                    yield from _beside(zero, symbol.name, base, places)


def _beside(zero: Fraction, name: str, base: Point, places: Places) -> Iterator[Point]:
    """The place of a kink, places far from it, and on each side the farthest of ever nearer ones that is allowed."""
    third = Fraction(1, 3)
    near = [[side * third * NEARER**i for i in range(APPROACHES)] for side in (1, -1)]
    for distances in (*([d] for d in BESIDE), *near):
        points = ({**base, name: zero + distance} for distance in distances)
        found = next((p for p in points if _of_kind(p, places) and places.admits(p)), None)
        if found is not None:
            yield found


def _zeros(u: Expr, symbol: Symbol, base: Point) -> list[Fraction]:
    others = {s: _rational(base[s.name]) for s in u.free_symbols if s != symbol and s.name in base}
    try:
        roots = Poly(u.xreplace(others), symbol).sqf_part().nroots(n=30)
    except (PolynomialError, NoConvergence, ArithmeticError, ValueError):
        return []
    near = [Rational(str(root)).limit_denominator(10**9) for root in roots if root.is_real]
    exact = [root for root in near if u.xreplace({**others, symbol: root}) == 0]
    return [Fraction(int(root.p), int(root.q)) for root in (exact or near)]


def _of_kind(point: Point, places: Places) -> bool:
    """Whether every value is of the kind that its symbol is declared to be."""
    for name, kind in places.symbols:
        value = point[name]
        if "integer" in kind and value.denominator != 1:
            return False
        if ("positive" in kind and value <= 0) or ("nonnegative" in kind and value < 0):
            return False
        if (kind == "negative" and value >= 0) or (kind == "nonzero" and value == 0):
            return False
    return True


def unseen_digits(side: Expr, points: Sequence[Point], size: Callable[[Expr, Point], float | None]) -> int:
    """How many digits must be compared so that every term of every sum is seen at some place.

    Parameters
    ----------
    side : Expr
        A side of a claim.
    points : sequence of Point
        Where it is looked at.
    size : callable
        The decimal logarithm of the absolute value of an expression at a place; None where it has none.
    """
    side = _outside(side)
    if not _may_be_tiny(side):
        return 0
    inner = {node for binder in side.atoms(Integral, Sum) if binder.free_symbols for node in binder.function.atoms(Add)}
    if inner:
        return UNSEEN  # terms of an integrand have no values by themselves
    digits = 0
    sums = [node for node in side.atoms(Add) if node.free_symbols][:MOST_SUMS]
    for node in sums:
        rows = [[_size(arg, point, size) for arg in node.args] for point in points]
        rows = [row for row in rows if any(x is not None for x in row)]
        for column, arg in enumerate(node.args):
            if arg.has(_Whole):
                continue
            below = [max(x for x in row if x is not None) - entry for row in rows if (entry := row[column]) is not None]
            digits = max(digits, int(min(below, default=0)) - SEEN)
    for node in sorted(side.atoms(*SATURATED), key=str):
        rest = [] if node.has(_Whole) or not node.free_symbols else [size(1 - Abs(node), point) for point in points]
        digits = max(digits, int(min((-x for x in rest if x is not None), default=0)) - SEEN)
    return digits


def _size(expr: Expr, point: Point, size: Callable[[Expr, Point], float | None]) -> float | None:
    return 0.0 if expr.has(_Whole) else size(expr, point)


def _may_be_tiny(side: Expr) -> bool:
    if side.has(exp, factorial, gamma, *SATURATED):
        return True
    return any(not p.exp.is_number or abs(p.exp) >= HIGH for p in side.atoms(Pow) if p.free_symbols)


def _rational(x: Fraction) -> Rational:
    return Rational(x.numerator, x.denominator)
