"""What the stored facts are held against: values of terms, double exponential quadrature, summation, and seeded points.

It shares nothing with the package but the language of terms: derivatives of integrands are taken by SymPy, special
functions are those of mpmath.
"""

from __future__ import annotations

import operator
import random
import re
from collections.abc import Callable, Iterator
from functools import cache, reduce
from itertools import pairwise
from typing import Any

import sympy as sp
from mpmath import mp

from symbinfo.trusted import Term
from symbinfo.trusted.proof.facts.fact import Fact

DIGITS, SMALL = 40, 1e-24
Point = dict[str, Any]

# --- values of terms -------------------------------------------------------------------------------------------------

CONSTANTS = {"%pi": lambda: mp.pi, "%e": lambda: mp.e, "%gamma": lambda: mp.euler, "%oo": lambda: mp.inf}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda *parts: reduce(operator.add, parts),
    "*": lambda *parts: reduce(operator.mul, parts),
    "^": lambda base, exponent: (
        mp.power(base, exponent) if base > 0 or mp.isint(exponent) or base == 0 < exponent else mp.nan
    ),
    "log": lambda x: mp.log(x) if x > 0 else mp.nan,
    "abs": abs,
    "max": max,
    "min": min,
    "beta": mp.beta,
    "betainc": mp.betainc,
    "uppergamma": mp.gammainc,
    "lowergamma": lambda s, z: mp.gammainc(s, 0, z) if s > 0 and z > 0 else mp.nan,
    "hyper1f1": mp.hyp1f1,
    "hyper2f1": mp.hyp2f1,
    "hyper3f2": mp.hyp3f2,
    "hyperu": mp.hyperu,
    "polylog": mp.polylog,
    "struvek": lambda n, x: mp.struveh(n, x) - mp.bessely(n, x) if x > 0 else mp.nan,
    "Ei": mp.ei,
    "erfi": mp.erfi,
    "polygamma": mp.polygamma,
    "dzeta": lambda s: mp.zeta(s, 1, 1),
    "<": operator.lt,
    "<=": operator.le,
    "!=": operator.ne,
    "and": lambda *parts: all(parts),
    "integer": lambda x: x == mp.floor(x),
    **{name: getattr(mp, name) for name in ("exp", "cos", "sin", "gamma", "erf", "erfc", "zeta", "expint")},
    **{name: getattr(mp, name) for name in ("besseli", "besselk", "binomial", "factorial")},
}


def number(term: Term, point: Point) -> Any:
    """The value of a term or a condition."""
    if isinstance(term, tuple):
        return FUNCTIONS[term[0]](*(number(part, point) for part in term[1:]))
    if isinstance(term, str):
        if term in ("true", "%-oo"):
            return True if term == "true" else -mp.inf
        return CONSTANTS[term]() if term in CONSTANTS else point[term]
    return mp.mpf(term.numerator) / term.denominator


SYMPY: dict[str, Any] = {
    "+": sp.Add,
    "*": sp.Mul,
    "^": sp.Pow,
    "abs": sp.Abs,
    **{
        name: getattr(sp, name)
        for name in ("exp", "log", "cos", "sin", "binomial", "factorial", "besseli", "beta", "erfc")
    },
}


def expression(term: Term) -> Any:
    """An integrand as an expression of SymPy, in real symbols."""
    if isinstance(term, tuple):
        return SYMPY[term[0]](*(expression(part) for part in term[1:]))
    if term == "%pi":
        return sp.pi
    return sp.Symbol(term, real=True) if isinstance(term, str) else sp.Rational(term.numerator, term.denominator)


# --- integrals and sums ----------------------------------------------------------------------------------------------


@cache
def integrands(fact: Fact, end: Any, direction: int, orders: int) -> tuple[Callable[..., Any], tuple[str, ...]]:
    """The integrand and its derivatives in each parameter, at ``end + direction*w``, as one function of w.

    Near an end of the range the difference to it is a symbol of its own, so that powers of it keep all their digits.
    """
    _, body, variable, _, _ = fact.terms[0]
    kernel, place = expression(body), sp.Symbol("w", real=True)
    parts = [kernel, *(sp.diff(kernel, symbol_of(p), n) for p in fact.differentiable for n in range(1, orders + 1))]
    base = symbol_of("end" if end is None else end) if end is None or isinstance(end, str) else sp.Integer(end)
    moved = [part.subs(symbol_of(variable), base + direction * place) for part in parts]
    # So does 1 - x**2 next to 1, once it is the difference times 2 less the difference.
    moved = [
        part.replace(lambda e: e.is_Add and _vanishes(e, place), lambda e: sp.factor(sp.expand(e))) for part in moved
    ]
    names = tuple(sorted(fact.parameters))
    arguments = (place, sp.Symbol("end", real=True), *map(symbol_of, names))
    moved = [part.subs(sp.exp(place) - 1, sp.Function("expm1")(place)) for part in moved]
    # Of a negative whole order mpmath finds I as a limit, slowly; it is that of its mirror image.
    whole = [{"besseli": lambda n, x: mp.besseli(abs(n) if mp.isint(n) else n, x), "expm1": mp.expm1}, "mpmath"]
    return sp.lambdify(arguments, moved, modules=whole, cse=True), names


def _vanishes(total: Any, place: Any) -> bool:
    """Whether a polynomial with squares in it is 0 at the end of the range."""
    squares = any(p.has(place) and p.exp == 2 for p in total.atoms(sp.Pow))
    return squares and total.is_polynomial(place) and sp.expand(total).subs(place, 0) == 0


def symbol_of(name: str) -> Any:
    return sp.Symbol(name, real=True)


def integral(fact: Fact, point: Point, orders: int = 0) -> list[Any]:
    """The integral, or the sum, and those of the derivatives of the integrand."""
    head, _, _, lower, upper = fact.terms[0]
    low, high = number(lower, point), number(upper, point)
    if upper == ("*", 2, "%pi"):
        return once_around(fact, point, high, orders)
    if head == "sum":
        return summed(fact, point, low, high, orders)
    centres = {point[name]: name for name in re.findall(r"\(\+ x \(\* -1 (\w+)\)", fact.integral)}
    total = [mp.zero] * (1 + orders * len(fact.differentiable))
    for (a, at), (b, to) in pairwise(cuts(lower, upper, low, high, centres)):
        for end, name, direction, length in halves(a, at, b, to):
            f, names = integrands(fact, name, direction, orders)
            values = [point[n] for n in names]
            total = [s + x for s, x in zip(total, piece(f, end, values, length), strict=True)]
    return total


def once_around(fact: Fact, point: Point, turn: Any, orders: int) -> list[Any]:
    """Sums over equal steps: of an analytic function with this period the error falls like a geometric series."""
    f, names = integrands(fact, 0, 1, orders)
    values, count = [point[n] for n in names], 64
    found = [sum(row) for row in zip(*(f(turn * k / count, 0, *values) for k in range(count)), strict=True)]
    while True:
        more = [sum(row) for row in zip(*(f(turn * (k + 0.5) / count, 0, *values) for k in range(count)), strict=True)]
        size = [abs(x) + abs(y) + count for x, y in zip(found, more, strict=True)]
        settled = all(abs(x - y) <= s * SMALL / 100 for x, y, s in zip(found, more, size, strict=True))
        found, count = [x + y for x, y in zip(found, more, strict=True)], 2 * count
        if settled:
            return [turn * x / count for x in found]
        if count > 2**16:
            raise ArithmeticError("the sums over equal steps do not settle")


def places(fact: Fact) -> list[str]:
    """The parameters at which the integrand has a kink: the m of |x - m|."""
    return re.findall(r"\(abs \(\+ x \(\* -1 (\w+)\)", fact.integral)


def cuts(lower: Term, upper: Term, low: Any, high: Any, centres: dict[Any, str]) -> list[tuple[Any, Any]]:
    """The ends and the places to cut at, each with its exact value where it has a short one."""
    exact = {0: 0, 1: 1, -1: -1, "%oo": "oo", "%-oo": "oo"}
    inner = sorted(k for k in centres if low < k < high)
    inner = inner or [mp.one if low == 0 else low + 1 if mp.isfinite(low) else mp.zero] * (not mp.isfinite(high))
    ends = [(low, exact.get(lower) if not isinstance(lower, tuple) else None)]
    return [
        *ends,
        *((k, centres.get(k)) for k in inner),
        (high, exact.get(upper) if not isinstance(upper, tuple) else None),
    ]


def halves(a: Any, at: Any, b: Any, to: Any) -> Iterator[tuple[Any, Any, int, Any]]:
    """A piece as stretches that start at an end and go off it."""
    if at == "oo":
        yield b, to, -1, mp.inf
    elif to == "oo":
        yield a, at, 1, mp.inf
    else:
        yield a, at, 1, (b - a) / 2
        yield b, to, -1, (b - a) / 2


def piece(f: Callable[..., Any], end: Any, values: list[Any], length: Any) -> list[Any]:
    """Trapezoidal sums in u, with w = exp(s), or w = L/(1 + exp(-s)), and s = (pi/2) sinh u; halved until they settle."""

    def at(u: Any) -> list[Any]:
        s, slope = mp.pi * mp.sinh(u) / 2, mp.pi * mp.cosh(u) / 2
        if mp.isinf(length):
            w = mp.exp(s)
            slope *= w
        else:
            w = length / (1 + mp.exp(-2 * s))
            slope *= 2 * w / (1 + mp.exp(2 * s))
        return [slope * x for x in f(w, end, *values)]

    step, before = mp.mpf(1) / 4, None
    middle = at(mp.zero)
    total, size = middle, [abs(x) for x in middle]
    offset = step
    while True:
        for sign in (1, -1):
            u, quiet = sign * offset, 0
            while quiet < 4:
                new = at(u)
                total = [s + x for s, x in zip(total, new, strict=True)]
                size = [s + abs(x) for s, x in zip(size, new, strict=True)]
                small = all(abs(x) <= s * mp.mpf(10) ** (4 - DIGITS) for x, s in zip(new, size, strict=True))
                quiet = quiet + 1 if small else 0
                u += sign * (step if before is None else 2 * step)
        found = [step * s for s in total]
        scale = [step * s for s in size]
        if before is not None and all(
            abs(x - y) <= s * SMALL / 100 for x, y, s in zip(found, before, scale, strict=True)
        ):
            return found
        before, step = found, step / 2
        offset = step
        if step < mp.mpf(1) / 256:
            raise ArithmeticError("the quadrature does not settle")


def summed(fact: Fact, point: Point, low: Any, high: Any, orders: int) -> list[Any]:
    """Term by term, outwards; of what falls like a power of k by the formula of Euler and Maclaurin."""
    f, names = integrands(fact, 0, 1, orders)
    values = [point[n] for n in names]
    if fact.name == "zeta-series":
        return euler_maclaurin(fact, point, orders)
    if (
        fact.name == "beta-series"
    ):  # too slow term by term: Gamma(k) Gamma(b)/Gamma(k + b) is a row of 2F1(1, 1; b + 1; 1)/b
        return [mp.diff(lambda b: mp.hyp2f1(1, 1, b + 1, 1) / b, point["b"], n) for n in range(orders + 1)]
    total = [mp.zero] * (1 + orders * len(fact.differentiable))
    start = 0 if mp.isinf(low) else int(low)
    for sign in (1, -1) if mp.isinf(low) else (1,):
        k, quiet = start if sign == 1 else start - 1, 0
        while quiet < 4 and not (sign == 1 and k > high):
            new = f(mp.mpf(k), 0, *values)
            total = [s + x for s, x in zip(total, new, strict=True)]
            small = all(abs(x) <= abs(s) * mp.mpf(10) ** (-32) for x, s in zip(new, total, strict=True))
            quiet, k = quiet + 1 if small else 0, k + sign
    return total


def euler_maclaurin(fact: Fact, point: Point, orders: int) -> list[Any]:
    """The sum of what falls like k^s: the first terms, and the others as an integral with its corrections."""
    first = mp.mpf(30)
    f, names = integrands(fact, 0, 1, orders)
    values = [point[n] for n in names]
    rest, _ = integrands(fact, None, 1, orders)
    total = [a + b / 2 for a, b in zip(piece(rest, first, values, mp.inf), f(first, 0, *values), strict=True)]
    for k in range(1, int(first)):
        total = [a + b for a, b in zip(total, f(mp.mpf(k), 0, *values), strict=True)]
    with mp.workdps(2 * DIGITS):
        slopes = [mp.taylor(lambda k, i=i: f(k, 0, *values)[i], first, 30) for i in range(len(total))]
    for n in range(1, 31, 2):
        factor = mp.bernoulli(n + 1) / (n + 1)  # over (n + 1)!, times the n! of a coefficient
        total = [s - factor * slope[n] for s, slope in zip(total, slopes, strict=True)]
    return total


# --- divergence ------------------------------------------------------------------------------------------------------


def grows(fact: Fact, point: Point) -> bool:
    """Whether the integral over a range cut short grows without end as the cut goes to an end of the range.

    At a distance exp(-s) from an end, or exp(s) out, the share between s and 2s of an integral that diverges slowly, like
    a logarithm, is four times as much at 4s; of one that converges it is less, and of any other more.
    """
    head, _, _, lower, upper = fact.terms[0]
    sides = []
    for end, direction in ((lower, 1), (upper, -1)):
        infinite = end in ("%oo", "%-oo")
        if head == "sum" and not infinite:
            continue
        name = {0: 0, 1: 1}.get(end) if not isinstance(end, tuple) else None
        f, names = integrands(fact, 0 if infinite else name, -direction if infinite else direction, 0)
        start, values = mp.zero if infinite else number(end, point), [point[n] for n in names]
        sides.append((f, start, 1 if infinite else -1, values))
    length = mp.mpf(3 if head == "sum" else 6)

    def share(side: Any, s: Any) -> Any:
        f, start, sign, values = side
        return mp.quad(lambda t: (w := mp.exp(sign * t)) * f(w, start, *values)[0], [s, 2 * s], maxdegree=4)

    return any(share(side, 4 * length) >= mp.mpf("3.99") * share(side, length) for side in sides)


# --- points ----------------------------------------------------------------------------------------------------------


def draw(kind: str, seed: random.Random) -> Any:
    if "integer" in kind:
        return mp.mpf(seed.choice([1, 2, 5, 9] if "positive" in kind else [0, 1, 5, 12]))
    if kind == "real":
        return mp.mpf(seed.choice([seed.uniform(-3, 3), seed.uniform(-1.2, -0.1)]))
    if kind == "nonnegative" and seed.random() < 0.3:
        return mp.zero
    return mp.mpf(mp.exp(seed.uniform(-1.4, 1.1))) * (seed.choice([1, -1]) if kind == "nonzero" else 1)


def draws(fact: Fact, count: int = 600) -> Iterator[Point]:
    seed = random.Random(fact.name)
    for _ in range(count):
        yield {name: draw(kind, seed) for name, kind in fact.parameters.items()}


def towards(inside: Point, outside: Point, holds: Callable[[Point], bool], side: float) -> Point:
    """The point on the way from one to the other that lies at the border; just inside or, for a negative side, beyond."""

    def at(share: Any) -> Point:
        return {n: x if x == outside[n] else x + share * (outside[n] - x) for n, x in inside.items()}

    low, high = mp.zero, mp.one
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(at(middle)) else (low, middle)
    return at(low * (1 - side) if side > 0 else high + (1 - high) * (-side))


@cache
def points(fact: Fact) -> tuple[Point, ...]:
    """Places inside the condition: of each pattern of signs one, at least six, and two near the border."""

    def holds(point: Point) -> bool:
        return bool(number(fact.condition, point))

    found: dict[tuple[Any, ...], list[Point]] = {}
    outside: list[Point] = []
    for point in draws(fact):
        if holds(point):
            found.setdefault(tuple(mp.sign(x) for x in point.values()), []).append(point)
        else:
            outside.append(point)
    rows = list(found.values())
    chosen = [row[i] for i in range(6) for row in rows if i < len(row)][: max(6, min(len(rows), 10))]
    same = {n for n, kind in fact.parameters.items() if "integer" in kind}
    edges = []
    for inner, outer in zip(chosen, outside[:2], strict=False):
        side = 0.15 if fact.integral.startswith("(sum") else 0.03
        edges.append(towards(inner, {n: inner[n] if n in same else x for n, x in outer.items()}, holds, side))
    found_points = (*chosen, *(edge for edge in edges if holds(edge)))
    if fact.terms[0][4] != ("*", 2, "%pi"):
        return found_points
    # near |q| = 1 sums over equal steps settle slowly
    return tuple(point for point in found_points if all(abs(point.get(name, 0)) < 0.98 for name in "pq"))


def differs(left: Any, right: Any) -> bool:
    """Whether two numbers are not the same real number."""
    real = all(mp.isfinite(x) and mp.im(x) == 0 for x in (left, right))
    return not real or abs(left - right) > SMALL * (abs(left) + abs(right) + SMALL)


def beyond(fact: Fact) -> tuple[Point, ...]:
    """Places in the domain of a fact where it does not converge, two of them right behind the border."""
    _, domain, converges, _ = fact.terms
    there = [p for p in draws(fact) if number(domain, p) and not number(converges, p)][:12]
    border = [
        towards(inner, outer, lambda p: bool(number(converges, p)), -0.01)
        for inner, outer in zip(points(fact), there[:2], strict=False)
    ]
    return (*there, *(p for p in border if number(domain, p) and not number(converges, p)))


def well_inside(fact: Fact) -> list[Point]:
    """The places of a fact that are inside its condition even when one parameter is moved a little."""
    moves = [(name, by) for name in fact.parameters for by in (-0.1, 0.1)]
    return [p for p in points(fact) if all(number(fact.condition, {**p, name: p[name] + by}) for name, by in moves)]
