"""Whether an expression is at least 0 on its whole domain: by symmetries, from equal parameters on, or by boxes.

- Symmetries leave fewer parameters: those of `symmetries`.
- Where two parameters are equal and the expression is 0 there, it is at least 0 if it grows away from there: if its
  slope is (x - y) R with R >= 0, or if it is convex and its slope is 0 there, too. Both ask the same of an expression
  that is often simpler.
- Of one parameter, the range is searched: `line`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    Pow,
    Rational,
    Symbol,
    beta,
    cancel,
    exp,
    expand_log,
    factor,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
    preorder_traversal,
    together,
)

from symbinfo.derivation.rules.algebra import tidy
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.verification.claims.what_hides import JUMPING
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.slack.boxes import Curve, rational
from symbinfo.verification.slack.coefficients import ball_of_number, is_zero
from symbinfo.verification.slack.line import Search
from symbinfo.verification.slack.ranges import Range, ranges_of, tied_by
from symbinfo.verification.slack.symmetries import reduced
from symbinfo.verification.values.rigorous import available
from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered
from symbinfo.verification.values.rigorous.balls import precision

__all__ = ["Slack", "slack_of"]

# How often the question is asked of a derivative; the precision of balls; and what is too large to be looked at.
DEEPEST, BITS, LARGEST = 3, 128, 400


@dataclass
class Slack:
    """What was found of a slack.

    Attributes
    ----------
    proven : bool
        Whether it is at least 0 (positive, of a strict claim) everywhere on the domain.
    boxes : int
        By how many boxes and ends.
    least : float or None
        The smallest value that was seen on the way, where one parameter was left.
    place : mapping
        Where it is the smallest; where it is negative, if it is.
    negative : bool
        Whether it is surely negative there.
    """

    proven: bool = False
    boxes: int = 0
    least: float | None = None
    place: dict[str, Fraction] = field(default_factory=dict)
    negative: bool = False


def slack_of(expr: Expr, domain: Domain, strict: bool, deadline: float) -> Slack:
    """Whether an expression is at least 0 (or positive) wherever its symbols may be.

    Parameters
    ----------
    expr : Expr
        A closed form.
    domain : Domain
        Where its symbols live; their ranges are treated as whole intervals, integers among them.
    strict : bool
        Whether it must be positive.
    deadline : float
        When to end, as `time.monotonic` has it.
    """
    found = Slack()
    if not available():
        return found
    with precision(BITS):
        try:
            found.proven = _Question(domain, strict, deadline, found).holds(expr, DEEPEST)
        except (NotCovered, SymbinfoError):
            found.proven = False
    return found


@dataclass(frozen=True)
class _Question:
    """One question about one domain."""

    domain: Domain
    strict: bool
    deadline: float
    found: Slack

    def holds(self, expr: Expr, depth: int) -> bool:
        """Whether an expression is at least 0 everywhere."""
        if time.monotonic() > self.deadline or expr.count_ops() > LARGEST or expr.has(*_REFUSED):
            return False
        for form in self._forms(expr):
            known = self.domain.positive(form) if self.strict else self.domain.nonnegative(form)
            if known and self._is_defined(expr):
                self.found.boxes += 1
                return True
        expr = min(self._forms(expr), key=lambda form: (len(form.free_symbols), form.count_ops()))
        ranges = ranges_of(expr.free_symbols, self.domain)
        expr, given = reduced(expr, ranges, self.domain, tied_by(self.domain))
        symbols = sorted(expr.free_symbols, key=str)
        if not symbols:
            return self._number_holds(expr)
        if len(symbols) == 1:
            return self._line_holds(expr, symbols[0], ranges[symbols[0]], given, depth == DEEPEST)
        return depth > 0 and not self.strict and self._grows_from_equal(expr, ranges, depth)

    def _forms(self, expr: Expr) -> Iterator[Expr]:
        """The expression, and the same with logarithms opened or collected, or over one denominator."""
        yield expr
        opened = expand_log(expr).expand(log=False)
        yield opened
        yield tidy(expr, self.domain)
        if expr.is_rational_function(*expr.free_symbols):
            yield factor(cancel(together(expr)))

    def _is_defined(self, expr: Expr) -> bool:
        """Whether an expression is known to be smooth and finite everywhere on the domain."""
        return all(self._is_smooth(node) for node in preorder_traversal(expr) if node.args and node.free_symbols)

    def _is_smooth(self, node: Expr) -> bool:
        """Whether the function at the top of an expression is smooth at all values of its arguments."""
        positive = self.domain.positive
        if isinstance(node, (Add, Mul, exp)):
            return True
        if isinstance(node, Pow):
            whole, base = bool(node.exp.is_Integer), node.base
            return bool(positive(base) or (whole and (node.exp.is_positive or positive(-base))))
        if isinstance(node, polygamma):
            return bool(node.args[0].is_Integer) and positive(node.args[1])
        return isinstance(node, (log, loggamma, gamma, beta, factorial)) and all(map(positive, node.args))

    def _number_holds(self, expr: Expr) -> bool:
        self.found.boxes += 1
        ball = ball_of_number(expr)
        if ball < 0:
            self.found.negative = True
        return bool(ball > 0) or (not self.strict and ball.contains(0) and is_zero(expr))

    # --- one parameter

    def _line_holds(self, expr: Expr, symbol: Symbol, where: Range, given: Mapping[Symbol, Expr], tell: bool) -> bool:
        """By a search of the range, cut where what an absolute value is taken of changes its sign."""
        cuts = _kinks(expr, symbol)
        if cuts is None:
            return False
        inside = sorted(c for c in cuts if (where.low is None or where.low < c) and (where.high is None or c < where.high))
        if not inside:
            return self._piece_holds(_settled(expr, symbol, where), symbol, where, given, tell)
        ends = [where.low, *inside, where.high]
        pieces = [
            Range(a, b, where.low_belongs if i == 0 else True, where.high_belongs if i == len(inside) else True)
            for i, (a, b) in enumerate(zip(ends[:-1], ends[1:], strict=True))
        ]
        return all(self._piece_holds(_settled(expr, symbol, p), symbol, p, given, tell) for p in pieces)

    def _piece_holds(self, expr: Expr, symbol: Symbol, where: Range, given: Mapping[Symbol, Expr], tell: bool) -> bool:
        x = Dummy("x", positive=True) if where.low is not None and where.low >= 0 else Dummy("x", real=True)
        search = Search(Curve(expr.xreplace({symbol: x}), x), where, self.strict, self.deadline)
        try:
            proven = search.proves()
        finally:
            self.found.boxes += search.boxes
            if tell:
                self._tell(search, symbol, given)
        return proven

    def _tell(self, search: Search, symbol: Symbol, given: Mapping[Symbol, Expr]) -> None:
        """Note where the slack is the smallest, or negative."""
        place = search.negative if search.negative is not None else (search.tight or [None])[0]
        least: float | None = 0.0 if place is not None else None
        if place is None and search.least is not None:
            least, place = search.least
        if place is None or (self.found.least is not None and (least or 0) >= self.found.least and not search.negative):
            return
        self.found.negative = search.negative is not None
        self.found.least = least
        others = {s.name: Fraction(int(value)) for s, value in given.items()}
        self.found.place = {symbol.name: place, **others}

    # --- two parameters

    def _grows_from_equal(self, expr: Expr, ranges: Mapping[Symbol, Range], depth: int) -> bool:
        """Whether an expression is 0 where two parameters are equal, and grows away from there."""
        if not self._is_defined(expr):
            return False
        for x, y in permutations(sorted(expr.free_symbols - tied_by(self.domain), key=str), 2):
            if ranges[x] != ranges[y] or not self._vanishes_where_equal(expr, x, y):
                continue
            slope = expr.diff(x)
            if not self._vanishes_where_equal(slope, x, y):
                continue
            if slope.is_rational_function(*slope.free_symbols):
                if self.holds(factor(cancel(together(slope / (x - y)))), depth - 1):
                    return True
            elif self.holds(slope.diff(x), depth - 1):
                return True
        return False

    def _vanishes_where_equal(self, expr: Expr, x: Symbol, y: Symbol) -> bool:
        return zero_by(expr.xreplace({x: y}), self.domain) is not None


_REFUSED = tuple(kind for kind in JUMPING if kind is not Abs)


def _kinks(expr: Expr, symbol: Symbol) -> set[Fraction] | None:
    """Where absolute values change their sign; None where that is not known."""
    found = set()
    for node in expr.atoms(Abs):
        u = node.args[0]
        slope = u.diff(symbol)
        if not slope.is_Rational or slope == 0 or not (zero := (symbol - u / slope).expand()).is_Rational:
            return None
        found.add(Fraction(int(zero.p), int(zero.q)))
    return found


def _settled(expr: Expr, symbol: Symbol, where: Range) -> Expr:
    """An expression with absolute values of linear functions that do not change their sign in a range as these."""
    changes = {}
    for node in expr.atoms(Abs):
        u = node.args[0]
        inside = where.low + 1 if where.high is None and where.low is not None else where.high
        if where.low is not None and where.high is not None:
            inside = (where.low + where.high) / 2
        elif where.low is None:
            inside = where.high - 1 if where.high is not None else Fraction(0)
        value = u.xreplace({symbol: rational(inside or Fraction(0))})
        changes[node] = u if value > Rational(0) else -u
    return expr.xreplace(changes)
