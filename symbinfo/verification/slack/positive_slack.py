"""Whether an expression is at least 0 on its whole domain: with fewer parameters, one after the other, and by boxes.

- Absolute values and the larger of two are taken by cases; conditions between parameters become positive slack.
- Symmetries leave fewer parameters: those of `symmetries`.
- Of several parameters, one is taken where the expression is least in it: at a place c where its slope is 0, if the
  slope is (x - c) R with R >= 0, or if it is convex. Both ask the same of an expression that is often simpler.
- Of one parameter, the range is searched: `range_search`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    PolynomialError,
    Pow,
    Symbol,
    beta,
    cancel,
    erf,
    erfc,
    exp,
    expand_log,
    factor,
    factor_terms,
    factorial,
    fraction,
    gamma,
    harmonic,
    log,
    loggamma,
    polygamma,
    preorder_traversal,
    tanh,
    together,
)

from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.verification.claims.what_hides import JUMPING
from symbinfo.verification.referee.exact_rewriting import rewritten, zero_by
from symbinfo.verification.slack.boxes import Curve, is_quick_to_expand, rational
from symbinfo.verification.slack.coefficients import ball_of_number, is_zero
from symbinfo.verification.slack.range_search import Search
from symbinfo.verification.slack.ranges import Range, ranges_of, tied_by
from symbinfo.verification.slack.symmetries import reduced
from symbinfo.verification.values.rigorous import available
from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered
from symbinfo.verification.values.rigorous.balls import precision

__all__ = ["Slack", "slack_of"]

# What SymPy raises where it cannot go on: nothing is proven then.
_FAILURES = (NotCovered, SymbinfoError, PolynomialError, ArithmeticError, TypeError, ValueError, RecursionError)
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
        When to end, as `time.process_time` has it.
    """
    found = Slack()
    if not available():
        return found
    with precision(BITS):
        try:
            found.proven = _Question(domain, strict, deadline, found).holds(expr, DEEPEST)
        except _FAILURES:
            found.proven = False
    return found


@dataclass(frozen=True)
class _Question:
    """One question about one domain."""

    domain: Domain
    strict: bool
    deadline: float
    found: Slack
    told: bool = True

    def holds(self, expr: Expr, depth: int) -> bool:
        """Whether an expression is at least 0 everywhere."""
        if time.process_time() > self.deadline or expr.count_ops() > LARGEST or expr.has(*_REFUSED):
            return False
        if (cases := self._cases(expr)) is not None:
            return depth > 0 and all(question.holds(case, depth - 1) for question, case in cases)
        if tied_by(self.domain) & expr.free_symbols:
            return self._untied().holds(expr.xreplace(dict(self._steps())), depth)
        # another form may have a value where this one has none: it is looked at only where this one always has one
        forms = list(self._forms(expr)) if self._is_defined(expr) else [expr]
        known = self.domain.positive if self.strict else self.domain.nonnegative
        if len(forms) > 1 and any(map(known, forms)):
            self.found.boxes += 1
            return True
        expr = min(forms, key=lambda form: (len(form.free_symbols), form.count_ops()))
        ranges = ranges_of(expr.free_symbols, self.domain)
        expr, given = reduced(expr, ranges, self.domain)
        symbols = sorted(expr.free_symbols, key=str)
        if not symbols:
            return self._number_holds(expr)
        if len(symbols) == 1:
            return self._line_holds(expr, symbols[0], ranges[symbols[0]], given)
        if not self._is_defined(expr, smooth=True):
            return False
        constant, parts = _separate(expand_log(expr).expand() if is_quick_to_expand(expr) else expr)
        if len(parts) > 1:
            return depth > 0 and self._parts_hold(constant, parts, depth - 1)
        whole = self._without_positive_factors(expr)
        if whole.count_ops() < expr.count_ops():
            return depth > 0 and replace(self, told=False).holds(whole, depth - 1)
        return depth > 0 and self._holds_where_least(expr, ranges, depth)

    def _without_positive_factors(self, expr: Expr) -> Expr:
        """What an expression of several parameters is, a positive denominator and positive factors aside."""
        if not is_quick_to_expand(expr):
            return expr
        top, bottom = fraction(together(expr))
        if not self.domain.positive(bottom):
            return expr
        return Mul(*(part for part in Mul.make_args(factor_terms(top)) if not self.domain.positive(part)))

    def _cases(self, expr: Expr) -> list[tuple[_Question, Expr]] | None:
        """An expression with an absolute value or the larger of two, of several parameters, on either side of its kink."""
        for node in sorted(expr.atoms(Abs, Max, Min), key=str):
            if len(node.free_symbols) < 2 and isinstance(node, Abs):
                continue
            first, second = (node.args[0], -node.args[0]) if isinstance(node, Abs) else node.args[:2]
            if not isinstance(node, Abs) and len(node.args) > 2:
                first, second = node.args[0], node.func(*node.args[1:])
            large, small = (second, first) if isinstance(node, Min) else (first, second)
            gap = (large - small).expand()
            half = gap / 2 if isinstance(node, Abs) else gap
            return [
                (replace(self, domain=self.domain.and_(half >= 0), told=False), expr.xreplace({node: first})),
                (replace(self, domain=self.domain.and_(half <= 0), told=False), expr.xreplace({node: second})),
            ]
        return None

    def _steps(self) -> tuple[tuple[Symbol, Expr], ...]:
        """The substitutions by positive slack under which conditions between parameters hold, one after the other."""
        found: list[tuple[Symbol, Expr]] = []
        for symbol, value in Domain.of(c for c in self.domain.conditions if len(c.free_symbols) > 1).slack:
            found = [(s, v.xreplace({symbol: value})) for s, v in found] + [(symbol, value)]
        return tuple(found)

    def _untied(self) -> _Question:
        """The same question over positive slack: conditions between parameters are left out, which asks for more."""
        kept = Domain.of(c for c in self.domain.conditions if len(c.free_symbols) == 1)
        return replace(self, domain=kept, told=False)

    def _forms(self, expr: Expr) -> Iterator[Expr]:
        """The expression, and the same with logarithms opened or collected, or over one denominator."""
        yield expr
        if not is_quick_to_expand(expr):
            return
        yield expand_log(expr).expand(log=False)
        yield tidy(expr, self.domain)
        if expr.has(beta, gamma, loggamma, polygamma, harmonic, factorial):
            yield rewritten(expr, self.domain)
        if expr.is_rational_function(*expr.free_symbols):
            yield factor(cancel(together(expr)))

    def _is_defined(self, expr: Expr, smooth: bool = False) -> bool:
        """Whether an expression is known to have a value everywhere on the domain, and to be smooth there."""
        return all(
            self._has_value(node, smooth) for node in preorder_traversal(expr) if node.args and node.free_symbols
        )

    def _has_value(self, node: Expr, smooth: bool) -> bool:
        """Whether the function at the top of an expression has a value at all values of its arguments."""
        positive = self.domain.positive
        if isinstance(node, (Abs, Max, Min)):
            return not smooth
        if isinstance(node, (Add, Mul, exp, erf, erfc, tanh)):
            return True
        if isinstance(node, Pow):
            whole, base = bool(node.exp.is_Integer), node.base
            return bool(positive(base) or (whole and (node.exp.is_positive or positive(-base))))
        if isinstance(node, polygamma):
            return bool(node.args[0].is_Integer) and positive(node.args[1])
        if isinstance(node, harmonic):
            return len(node.args) == 1 and positive(node.args[0] + 1)
        return isinstance(node, (log, loggamma, gamma, beta, factorial)) and all(map(positive, node.args))

    def _number_holds(self, expr: Expr) -> bool:
        self.found.boxes += 1
        ball = ball_of_number(expr)
        return bool(ball > 0) or (not self.strict and ball.contains(0) and is_zero(expr))

    def _parts_hold(self, constant: Expr, parts: list[Expr], depth: int) -> bool:
        """Whether the parts of a sum without common parameters are at least 0 when one of them takes the constant."""
        question = replace(self, told=False)
        shares = [[constant if i == j else Integer(0) for j in range(len(parts))] for i in range(len(parts))]
        shares.append([constant / len(parts)] * len(parts))
        return any(
            all(question.holds(part + own, depth) for part, own in zip(parts, share, strict=True)) for share in shares
        )

    # --- one parameter

    def _line_holds(self, expr: Expr, symbol: Symbol, where: Range, given: Mapping[Symbol, Expr]) -> bool:
        """By a search of the range, cut where what an absolute value is taken of changes its sign."""
        cuts = _kinks(expr, symbol)
        if cuts is None:
            return False
        inside = sorted(
            c for c in cuts if (where.low is None or where.low < c) and (where.high is None or c < where.high)
        )
        if not inside:
            return self._piece_holds(_settled(expr, symbol, where), symbol, where, given)
        ends: list[Fraction | None] = [where.low, *inside, where.high]
        pieces = [
            Range(a, b, where.low_belongs if i == 0 else True, where.high_belongs if i == len(inside) else True)
            for i, (a, b) in enumerate(pairwise(ends))
        ]
        return all(self._piece_holds(_settled(expr, symbol, p), symbol, p, given) for p in pieces)

    def _piece_holds(self, expr: Expr, symbol: Symbol, where: Range, given: Mapping[Symbol, Expr]) -> bool:
        x = Dummy("x", real=True)
        if where.low is not None and where.low >= 0:
            x = Dummy("x", nonnegative=True) if where.contains(Fraction(0)) else Dummy("x", positive=True)
        search = Search(Curve(expr.xreplace({symbol: x}), x), where, self.strict, self.deadline)
        try:
            proven = search.proves()
        finally:
            self.found.boxes += search.boxes
            if self.told:
                self._tell(search, symbol, given)
        return proven

    def _tell(self, search: Search, symbol: Symbol, given: Mapping[Symbol, Expr]) -> None:
        """Note where the slack is the smallest, or negative."""
        seen = [search.least] if search.least is not None else []
        seen += [(0.0, x) for x in search.tight]
        found = search.negative is not None
        if not seen or self.found.negative:
            return
        least, place = min(seen, key=lambda pair: pair[0])
        if not found and self.found.least is not None and least >= self.found.least:
            return
        if search.negative is not None:
            place = search.negative
        self.found.negative, self.found.least = found, least
        others = {s.name: Fraction(int(value)) for s, value in given.items()}
        self.found.place = {symbol.name: place, **others}

    # --- several parameters

    def _holds_where_least(self, expr: Expr, ranges: Mapping[Symbol, Range], depth: int) -> bool:
        """Whether an expression is least in one parameter at a place that depends on the others, and holds there."""
        for x in sorted(expr.free_symbols, key=str):
            slope = self._without_positive_factors(expr.diff(x))
            rational_slope = slope.is_rational_function(*slope.free_symbols) and is_quick_to_expand(slope)
            slope = factor(cancel(together(slope))) if rational_slope else slope
            root = self._root_of_log(slope, x, ranges[x])
            if root is not None:
                return self.holds(expr.xreplace({x: root}), depth - 1)
            for c in self._stationary(slope, x, ranges):
                if rational_slope:
                    grows = self._aside().holds(factor(cancel(slope / (x - c))), depth - 1)
                else:
                    grows = self._aside().holds(slope.diff(x), depth - 1)
                if grows:
                    return self.holds(expr.xreplace({x: c}), depth - 1)
        return False

    def _root_of_log(self, slope: Expr, x: Symbol, where: Range) -> Expr | None:
        """Where a slope that is a positive number times log(x), and what does not depend on x, changes its sign."""
        opened = expand_log(slope).expand(log=False) if slope.has(log) and is_quick_to_expand(slope) else slope
        rise = opened.coeff(log(x))
        rest = (opened - rise * log(x)).expand(log=False)
        if not rise.is_number or not rise.is_positive or rest.has(x):
            return None
        root = exp(-rest / rise)
        return root if where.is_half_line or self._is_inside(root, where) else None

    def _is_inside(self, root: Expr, where: Range) -> bool:
        """Whether an expression is known to be a number inside a range."""
        above = where.low is None or self.domain.positive(root - rational(where.low))
        return above and (where.high is None or self.domain.positive(rational(where.high) - root))

    def _aside(self) -> _Question:
        """A question on the way: not of the slack itself."""
        return replace(self, strict=False, told=False)

    def _stationary(self, slope: Expr, x: Symbol, ranges: Mapping[Symbol, Range]) -> Iterator[Expr]:
        """Places inside the range of a parameter where the slope is 0: another one, 0 or 1, and roots of linear factors."""
        others = [y for y in sorted(slope.free_symbols - {x}, key=str) if ranges[y] == ranges[x]]
        plain = [Integer(n) for n in (0, 1) if ranges[x].contains(Fraction(n))]
        for c in (*others, *plain):
            if zero_by(slope.xreplace({x: c}), self.domain) is not None:
                yield c
        for part in Mul.make_args(fraction(slope)[0]):
            part = part.as_base_exp()[0]
            a = part.diff(x)
            if a != 0 and not a.has(x):
                root = cancel(x - part / a)
                if root not in others and root not in plain and self._is_inside(root, ranges[x]):
                    yield root


_REFUSED = tuple(kind for kind in JUMPING if kind not in (Abs, Max, Min))


def _separate(expr: Expr) -> tuple[Expr, list[Expr]]:
    """The constant of a sum, and its parts that have no parameter in common."""
    constant, rest = expr.as_independent(*expr.free_symbols, as_Add=True)
    groups: list[Expr] = []
    for term in Add.make_args(rest):
        tied = [group for group in groups if group.free_symbols & term.free_symbols]
        groups = [group for group in groups if group not in tied] + [Add(term, *tied)]
    return constant, groups


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
    at = {symbol: rational(where.inside)}
    return expr.xreplace({n: n.args[0] if n.args[0].xreplace(at) > 0 else -n.args[0] for n in expr.atoms(Abs)})
