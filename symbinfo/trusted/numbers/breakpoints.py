"""Where to cut an integral: kinks, singular points, borders of cases, centres of bells, and where two terms balance."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from ..terms import BINDERS, Term, free_symbols
from .estimates import Undefined, Unknown
from .program import Program

__all__ = ["Nodes"]

Value = Any
# What a root of a part of an integrand is: a place of concentration; a singular point; the border between two terms; a
# bend, where it may help to cut.
SOFT, HARD, BALANCE, BEND = range(4)
ROUGH_BITS, MOST_ANCHORS = 64, 4


class Nodes:
    """The nodes of integrands, compiled once each.

    Parameters
    ----------
    ctx : mpmath context
        Its precision is the working precision.
    program : callable
        From a term and its symbols, the variable last, to a program.
    """

    def __init__(self, ctx: Any, program: Callable[[Term, tuple[str, ...]], Program]) -> None:
        self.ctx, self.program = ctx, program
        self._known: dict[tuple[Term, str], list[tuple[Program, int]]] = {}

    def of(
        self, body: Term, variable: str, env: dict[str, Value], lower: Value, upper: Value
    ) -> tuple[list[Value], list[Value], list[Value]]:
        """Where to cut an integral, where its integrand may be concentrated, and where it may bend.

        They are the real roots of the affine and quadratic parts of the integrand, and the vertices of the latter:
        kinks of |x - m|, centres of bells, ends of logs, borders of cases. Of other parts, and where two terms of a sum
        under a logarithm are equal, a scan around the nodes already found shows them. It bends as far from the vertex
        as a complex root is, and where an exponential outgrows a constant.
        """
        hard: list[Value] = []
        soft: list[Value] = []
        bends: list[Value] = []
        if lower >= upper:
            return hard, soft, bends  # nothing lies between, as in a sum of one term
        others: list[tuple[Program, int, list[Value]]] = []
        prec = self.ctx.prec
        self.ctx.prec = 3 * prec
        try:
            xs = _probes(lower, upper, self.ctx)
            for program, kind in self._parts(body, variable):
                values = [env[n] for n in program.inputs[:-1]]
                ys = [_tried(program, [*values, x]) for x in xs]
                found = None if None in ys else _roots(xs, ys, self.ctx)
                if found is None:
                    if kind in (BALANCE, BEND) or None not in ys:
                        others.append((program, kind, values))
                    continue
                roots, vertices, near = found
                hard += roots if kind in (HARD, BALANCE) else []
                soft += vertices if kind or vertices else roots
                bends += near
            places = self._scan(lower, upper, [*hard, *soft]) if others else []
            for program, kind, values in others:
                found_here = self._crossings(program, values, places, None if kind == HARD else ROUGH_BITS)
                {SOFT: soft, HARD: hard, BALANCE: hard, BEND: bends}[kind].extend(found_here)
        finally:
            self.ctx.prec = prec
        return hard, soft, bends

    def _scan(self, lower: Value, upper: Value, anchors: list[Value]) -> list[Value]:
        """Places of the interval, from very near its ends and the anchors to far away."""
        found = _scan(lower, upper, self.ctx)
        powers = [self.ctx.mpf(2) ** n for n in range(-24, 25, 2)]
        for anchor in anchors[:MOST_ANCHORS]:
            if anchor:
                found += [anchor, *(anchor + p for p in powers), *(anchor - p for p in powers)]
        return sorted({x for x in found if lower < x < upper})

    def _crossings(self, program: Program, values: list[Value], places: list[Value], bits: int | None) -> list[Value]:
        """Where a function changes its sign, as far as a scan shows; by bisection to so many bits, or to all."""
        found = []
        program.begin()

        def at(x: Value) -> Value | None:
            try:
                return program.at(values, self.ctx.prec, x)
            except (Undefined, Unknown):
                return None

        scan = [(x, y) for x in places if (y := at(x)) is not None]
        for (a, at_a), (b, at_b) in itertools.pairwise(scan):
            if (at_a > 0) == (at_b > 0):
                continue
            for _ in range(bits or self.ctx.prec):
                middle = (a + b) / 2
                at_middle = at(middle)
                if at_middle is None:
                    break
                a, b = (middle, b) if (at_middle > 0) == (at_a > 0) else (a, middle)
            else:
                found.append((a + b) / 2)
        return found

    def _parts(self, body: Term, variable: str) -> list[tuple[Program, int]]:
        known = self._known.get((body, variable))
        if known is None:
            known = []
            for part, kind in _parts(body, variable).items():
                names = tuple(sorted(free_symbols(part) - {variable}))
                known.append((self.program(part, (*names, variable)), kind))
            self._known[body, variable] = known
        return known


def _parts(body: Term, variable: str) -> dict[Term, int]:
    """The sums that hold the variable, and the variable itself -> what a root of theirs is.

    It is a singular point under abs, sign, log, a power that is no natural number, and in comparisons.
    """
    found: dict[Term, int] = {}
    stack: list[tuple[Term, bool]] = [(body, False)]
    while stack:
        term, hard = stack.pop()
        if variable not in free_symbols(term):
            continue
        if not isinstance(term, tuple) or term[0] == "+":
            found[term] = HARD if hard else found.get(term, SOFT)
            for difference in _balances(term, variable) if hard else ():
                found.setdefault(difference, BALANCE)
            for difference in _borders(term, variable) if hard else ():
                found.setdefault(difference, BEND)
            # The x of x - m is no part of its own.
            stack.extend((t, False) for t in (term[1:] if isinstance(term, tuple) else ()) if not _scaled(t, variable))
        elif term[0] == "^":
            natural = isinstance(term[2], int) and term[2] > 0
            stack.extend(((term[1], hard or not natural), (term[2], False)))
        elif term[0] in ("<", "<=", "=", "!=", "min", "max"):
            stack.extend((("+", a, ("*", -1, b)), True) for a, b in itertools.pairwise(term[1:]))
        elif term[0] not in BINDERS:
            below = hard if term[0] == "*" else term[0] in _SINGULAR
            stack.extend((t, below) for t in term[1:])
    return found


def _balances(term: Term, variable: str) -> list[Term]:
    """Differences of the terms of a sum, two of which grow and fall like exponentials of the variable."""
    if not isinstance(term, tuple):
        return []
    moving = [t for t in term[1:] if variable in free_symbols(t) and _has_exponential(t, variable)]
    if not 2 <= len(moving) <= 3:
        return []
    return [("+", ("abs", a), ("*", -1, ("abs", b))) for a, b in itertools.combinations(moving, 2)]


def _borders(term: Term, variable: str) -> list[Term]:
    """Where an exponential outgrows the constants of its sum, as in 1 + exp(x)."""
    if not isinstance(term, tuple):
        return []
    moving = [t for t in term[1:] if variable in free_symbols(t)]
    fixed = [t for t in term[1:] if variable not in free_symbols(t)]
    if len(moving) != 1 or not fixed or not _has_exponential(moving[0], variable):
        return []
    return [("+", ("abs", moving[0]), ("*", -1, ("abs", ("+", *fixed))))]


def _has_exponential(term: Term, variable: str) -> bool:
    if not isinstance(term, tuple) or term[0] in BINDERS:
        return False
    if term[0] == "exp" or (term[0] == "^" and not isinstance(term[2], int)):
        return variable in free_symbols(term)
    return any(_has_exponential(t, variable) for t in term[1:])


def _scaled(term: Term, variable: str) -> bool:
    """Whether a term is the variable, or the variable times what does not hold it."""
    if not isinstance(term, tuple):
        return term == variable
    holding = [t for t in term[1:] if variable in free_symbols(t)]
    return term[0] == "*" and holding == [variable]


_SINGULAR = frozenset(("abs", "sign", "log", "floor", "loggamma", "gamma", "beta", "polygamma", "lambertw", "Ei", "Ci"))


def _probes(lower: Value, upper: Value, ctx: Any) -> list[Value]:
    """Five points inside the interval, in no simple ratio."""
    shares = [ctx.mpf(n) / 64 for n in (5, 17, 29, 42, 57)]
    if ctx.isfinite(lower) and ctx.isfinite(upper):
        return [lower + (upper - lower) * s for s in shares]
    if ctx.isfinite(lower):
        return [lower + s / (1 - s) for s in shares]
    if ctx.isfinite(upper):
        return [upper - s / (1 - s) for s in shares]
    return [2 * s / (1 - s) - 1 for s in shares]


def _scan(lower: Value, upper: Value, ctx: Any) -> list[Value]:
    """Points of the interval, from very near its ends to far away."""
    powers = [ctx.mpf(2) ** n for n in range(-24, 25, 2)]
    if ctx.isinf(lower) and ctx.isinf(upper):
        return [*(-p for p in reversed(powers)), ctx.zero, *powers]
    if ctx.isinf(upper):
        return [lower + p for p in powers]
    if ctx.isinf(lower):
        return [upper - p for p in reversed(powers)]
    return [lower + (upper - lower) * p / (1 + p) for p in powers]


def _tried(program: Program, values: list[Value]) -> Value | None:
    try:
        return program.run(values)
    except (Undefined, Unknown):
        return None


def _roots(xs: list[Value], ys: list[Value], ctx: Any) -> tuple[list[Value], list[Value], list[Value]] | None:
    """The real roots of an affine or quadratic function, seen at five points; its vertex; how far complex roots are.

    None for other functions.
    """
    table = [list(ys)]
    for k in range(1, len(xs)):
        last = table[-1]
        table.append([(last[i + 1] - last[i]) / (xs[i + k] - xs[i]) for i in range(len(last) - 1)])
    small = ctx.sqrt(ctx.eps) * max(abs(y) for y in ys)
    if all(abs(d) <= small for row in table[2:] for d in row):
        return ([xs[0] - ys[0] / table[1][0]] if table[1][0] else []), [], []
    if any(abs(d) > small for row in table[3:] for d in row):
        return None
    a = table[2][0]
    b = table[1][0] - a * (xs[0] + xs[1])
    c = ys[0] - a * xs[0] ** 2 - b * xs[0]
    vertex, discriminant = -b / (2 * a), b * b - 4 * a * c
    if discriminant <= 0:
        half = ctx.sqrt(-discriminant) / (2 * abs(a))
        return [], [vertex], [vertex - half, vertex + half]
    half = ctx.sqrt(discriminant) / (2 * abs(a))
    return [vertex - half, vertex + half], [vertex], []
