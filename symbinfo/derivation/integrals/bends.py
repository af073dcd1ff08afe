"""Kinks: where Max, Min, Abs, sign, Heaviside and Piecewise change, and what an expression is between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from sympy import (
    Abs,
    Add,
    And,
    Dummy,
    Eq,
    Expr,
    Heaviside,
    Max,
    Min,
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    PolynomialError,
    Pow,
    S,
    Symbol,
    cancel,
    default_sort_key,
    exp,
    expand,
    expand_power_base,
    factor_list,
    log,
    oo,
    sign,
    sqrt,
    together,
)
from sympy.core.relational import Ge, Gt, Le, Lt, Relational
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain

__all__ = ["BENT", "Stretch", "kinks_of"]

#: What has another formula on another part of the line.
BENT = (Abs, Heaviside, Max, Min, Piecewise, sign)
#: Polynomials of higher degree are not taken apart.
LARGEST_DEGREE = 4


def kinks_of(expr: Expr, x: Symbol, domain: Domain) -> list[Expr] | None:
    """The places at which the formula of `expr` changes, in no order; None where one of them is not found.

    Parameters
    ----------
    expr : Expr
        Any expression.
    x : Symbol
        The variable.
    domain : Domain
        Where `x` and the parameters live.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, m, k = symbols("x m k", positive=True)
    >>> kinks_of(Max(k*(x - m), (m - x)/k), x, Domain()), kinks_of(Abs(log(x) - 1), x, Domain())
    ([m], [E])
    """
    found: list[Expr] = []
    for switch in _switches(expr, x):
        for plain in _straightened(switch):
            parts = _monotone_parts(plain, x, domain)
            if parts is None:
                return None
            found.extend(part.root for part in parts if part.root not in (*found, -oo))
    return found


def _straightened(switch: Expr) -> list[Expr]:
    """The formulas that a switch with distances in it, such as ``k - |x|``, may have: each root of it is one of theirs."""
    distance = next(iter(sorted(switch.atoms(Abs), key=default_sort_key)), None)
    if distance is None:
        return [switch]
    inner = distance.args[0]
    return [plain for new in (inner, -inner) for plain in _straightened(switch.xreplace({distance: new}))]


def _switches(expr: Expr, x: Symbol) -> list[Expr]:
    """What changes its sign where a formula changes."""
    found: list[Expr] = []
    for node in sorted(expr.atoms(*BENT, Relational), key=default_sort_key):
        if isinstance(node, (Max, Min)):
            found.extend(a - b for a, b in combinations(node.args, 2))
        elif isinstance(node, Relational):
            found.append(node.lhs - node.rhs)
        elif not isinstance(node, Piecewise):
            found.append(node.args[0])
    return list(dict.fromkeys(u for u in found if u.has(x) and not u.has(oo)))


@dataclass(frozen=True)
class _Part:
    """A factor of a switch: it has one root, and is positive right of it where it rises."""

    root: Expr
    rises: bool


def _monotone_parts(switch: Expr, x: Symbol, domain: Domain) -> list[_Part] | None:
    """The factors of a switch that change their sign, each at one place; None where it is not one of the known shapes."""
    whole = together(expand(_compared_by_logarithms(switch, x, domain), log=False))
    parts: list[_Part] = []
    for factor in _factors(whole, x):
        base, exponent = factor.as_base_exp()
        if not factor.has(x) or domain.positive(base) or (exponent.is_Integer and exponent.is_even):
            if not factor.has(x) and not domain.positive(factor):
                if not domain.positive(-factor):
                    return None
                parts.append(_Part(-oo, False))
            continue
        part = _one_part(base, x, domain)
        found = _two_parts(base, x, domain) if part is None else [part]
        if found is None or not exponent.is_Integer:
            return None
        parts.extend(found)
    return parts


def _two_parts(base: Expr, x: Symbol, domain: Domain) -> list[_Part] | None:
    """A quadratic with two real roots, or with none."""
    if not base.is_polynomial(x) or base.diff(x, 2) == 0 or base.diff(x, 3) != 0:
        return None
    lead, middle, last = base.diff(x, 2) / 2, base.diff(x).xreplace({x: S.Zero}), base.xreplace({x: S.Zero})
    falls = domain.positive(-lead)
    if not falls and not domain.positive(lead):
        return None
    turned = [_Part(-oo, False)] if falls else []
    square = _with_joined_logs(expand(middle**2 - 4 * lead * last))
    if domain.positive(-square):
        return turned
    if not _is_sum_of_positive(square, domain):
        return None
    front = cancel(-middle / (2 * lead))
    away = sqrt(_with_joined_logs(expand(square / (4 * lead**2))))
    return [_Part(front + side * away, True) for side in (-1, 1)] + turned


def _is_sum_of_positive(expr: Expr, domain: Domain) -> bool:
    terms = Add.make_args(expr)
    known = all(map(domain.nonnegative, terms)) and any(map(domain.positive, terms))
    return known or domain.positive(expr)


def _with_joined_logs(expr: Expr) -> Expr:
    """``A + B (log a - log b)`` with one logarithm, and A and B as products."""
    logs = sorted((n for n in expr.atoms(log) if not n.args[0].is_Integer), key=default_sort_key)
    if not expr.has(log):
        return expr.factor()
    if not logs:
        return expr
    masks = {n: Dummy(real=True) for n in logs}
    plain = expand(together(expr).xreplace(masks))
    times = {n: cancel(plain.diff(mask)).factor() for n, mask in masks.items()}
    rest = plain.xreplace(dict.fromkeys(masks.values(), S.Zero))
    first = times[logs[0]]
    ratio = {n: cancel(step / first) for n, step in times.items() if first != 0}
    if not ratio or not all(r.is_Rational for r in ratio.values()) or any(first.has(m) for m in masks.values()):
        return expr
    return rest.factor() + first * log(Mul(*(n.args[0] ** r for n, r in ratio.items())))


def _compared_by_logarithms(switch: Expr, x: Symbol, domain: Domain) -> Expr:
    """Of two positive products with broken powers the difference of the logarithms, which has the same sign."""
    terms = Add.make_args(switch)
    if len(terms) != 2 or switch.is_rational_function(x):
        return switch
    more, less = (terms[0], -terms[1]) if domain.positive(terms[0]) else (terms[1], -terms[0])
    if not all(domain.positive(t) and not isinstance(t, (Add, log)) for t in (more, less)):
        return switch
    return log_of(expand_power_base(more), domain) - log_of(expand_power_base(less), domain)


def _factors(whole: Expr, x: Symbol) -> list[Expr]:
    found: list[Expr] = []
    for factor in Mul.make_args(whole):
        base, exponent = factor.as_base_exp()
        if base.is_polynomial(x) and exponent.is_Integer:
            try:
                constant, powers = factor_list(base, x)
            except PolynomialError:
                return [whole]
            found.extend([constant**exponent, *(b ** (n * exponent) for b, n in powers)])
        else:
            found.append(factor)
    return found


def _one_part(base: Expr, x: Symbol, domain: Domain) -> _Part | None:
    """A factor that is affine in x, or in a logarithm, a power or an exponential of it."""
    slope = base.diff(x)
    if slope != 0 and not slope.has(x):
        root = x - base if slope == 1 else _with_joined_logs(cancel(together(x - base / slope)))
        root = root.replace(exp, lambda u: exp(_with_joined_logs(cancel(together(u)))))
        return _directed(root, slope, domain)
    inner = next((n for n in sorted(base.atoms(log, exp), key=default_sort_key) if n.has(x)), None)
    if inner is None:
        return _part_of_power(base, x, domain)
    start, step = base.xreplace({inner: S.Zero}), base.diff(x) / inner.diff(x)
    step = cancel(step)
    if step.has(x) or start.has(x) or step == 0:
        return None
    level = _with_joined_logs(cancel(-start / step))
    if isinstance(inner, exp) and not domain.positive(level):
        return None
    under = inner.args[0] - (log(level) if isinstance(inner, exp) else 0)
    beyond = under if isinstance(inner, exp) else under - exp(level)
    below = _one_part(expand(beyond, power_exp=False), x, domain)
    outer = _directed(S.Zero, step, domain)
    return None if below is None or outer is None else _Part(below.root, below.rises == outer.rises)


def _part_of_power(base: Expr, x: Symbol, domain: Domain) -> _Part | None:
    """A factor that is affine in a power of a positive x."""
    power = next((n for n in base.atoms(Pow) if n.base == x and not n.exp.has(x)), None)
    if power is None or not domain.positive(x) or not domain.positive(power.exp):
        return None
    start, step = base.xreplace({power: S.Zero}), cancel(base.diff(x) / power.diff(x))
    level = _with_joined_logs(cancel(together(-start / step))) if step != 0 and not step.has(x) else x
    if start.has(x) or level.has(x) or not domain.positive(level):
        return None
    return _directed(level ** (1 / power.exp), step, domain)


def _directed(root: Expr, slope: Expr, domain: Domain) -> _Part | None:
    slope = cancel(slope)
    if domain.positive(slope) or domain.positive(-slope):
        return _Part(root, domain.positive(slope))
    return None


@dataclass(frozen=True)
class Stretch:
    """A part of the line between two neighbouring kinks.

    Parameters
    ----------
    variable : Symbol
        The variable.
    low, high : Expr
        Its ends.
    ends : tuple of Expr
        All places, in order.
    domain : Domain
        Where the variable and the parameters live.
    """

    variable: Symbol
    low: Expr
    high: Expr
    ends: tuple[Expr, ...]
    domain: Domain

    def formula(self, expr: Expr) -> Expr | None:
        """The expression there, without what bends; None where it cannot be told.

        Parameters
        ----------
        expr : Expr
            All its kinks in the range are among the ends.
        """
        try:
            plain = expr.replace(Piecewise, self._branch)
            plain = plain.replace(lambda n: isinstance(n, BENT) and n.has(self.variable), self._straight)
        except _Untold:
            return None
        return None if plain.has(S.NaN) else plain

    def _branch(self, *pairs: tuple[Expr, Boolean]) -> Expr:
        return next((branch for branch, condition in pairs if self._holds(condition)), S.NaN)

    def _straight(self, node: Expr) -> Expr:
        if isinstance(node, (Max, Min)):
            best, *others = node.args
            for other in others:
                larger = self._sign(other - best) > 0
                best = other if larger == isinstance(node, Max) else best
            return best
        inner = node.args[0]
        turn = self._sign(inner)
        if isinstance(node, Abs):
            return turn * inner
        return S(turn) if isinstance(node, sign) else S(max(turn, 0))

    def _holds(self, condition: Boolean) -> bool:
        if condition in (S.true, S.false):
            return bool(condition)
        if isinstance(condition, And):
            return all(self._holds(part) for part in condition.args)
        if isinstance(condition, Or):
            return any(self._holds(part) for part in condition.args)
        if isinstance(condition, Not):
            return not self._holds(condition.args[0])
        if not isinstance(condition, Relational):
            raise _Untold
        if not condition.has(self.variable):
            if self.domain.implies(condition):
                return True
            if self.domain.excludes(condition):
                return False
            raise _Untold
        if isinstance(condition, (Eq, Ne)):
            return isinstance(condition, Ne)
        turn = self._sign(condition.lhs - condition.rhs)
        if isinstance(condition, (Gt, Ge, Lt, Le)):
            return (turn > 0) == isinstance(condition, (Gt, Ge))
        raise _Untold

    def _sign(self, switch: Expr) -> int:
        """The sign between the two ends."""
        if switch.has(oo):
            raise _Untold
        switch = switch.replace(lambda n: isinstance(n, BENT) and n.has(self.variable), self._straight)
        if not switch.has(self.variable):
            parts: list[_Part] | None = None
        else:
            parts = _monotone_parts(switch, self.variable, self.domain)
        if parts is None:
            if self.domain.positive(switch) or self.domain.positive(-switch):
                return 1 if self.domain.positive(switch) else -1
            raise _Untold
        turn = 1
        for part in parts:
            turn *= 1 if self._lies_right_of(part.root) == part.rises else -1
        return turn

    def _lies_right_of(self, place: Expr) -> bool:
        if place in self.ends:
            return self.ends.index(place) <= self.ends.index(self.low)
        if place == -oo or self.domain.nonnegative(self.low - place):
            return True
        if place == oo or self.domain.nonnegative(place - self.high):
            return False
        raise _Untold


class _Untold(Exception):
    """It cannot be told which formula holds."""
