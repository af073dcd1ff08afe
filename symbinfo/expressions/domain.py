"""Where symbols live, stated once: from it come the signs that rules rely on, the conditions that are printed and the
ranges that the checker samples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from sympy import (
    Abs,
    Add,
    And,
    Expr,
    Mul,
    Ne,
    Pow,
    S,
    Symbol,
    besseli,
    besselk,
    beta,
    binomial,
    cancel,
    cos,
    exp,
    expand,
    expint,
    factor_terms,
    factorial,
    gamma,
    hyper,
    log,
    oo,
    pi,
    sin,
    together,
    true,
    uppergamma,
    zeta,
)
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.one_sign import is_small, of_one_sign, one_power
from symbinfo.expressions.rough_values import Place, is_clearly_negative, is_clearly_not_zero, places_in
from symbinfo.expressions.slack import sides_of, slack_for, substituted
from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu

__all__ = ["Domain", "Letter", "Size", "Variable"]


class BoundVariable(Symbol):
    """A bound variable (the x of a density): never equal to a user's symbol of the same name."""

    __slots__ = ()


class Letter(BoundVariable):
    """A bound variable of an abstract law: its range is understood, and no formula names it."""

    __slots__ = ()


class Size(Symbol):
    """How many letters an abstract alphabet has: no parameter of a law."""

    __slots__ = ()


Variable = BoundVariable


@dataclass(frozen=True)
class Domain:
    """The conditions under which a derivation is made, and what follows from them about signs.

    Parameters
    ----------
    conditions : tuple of Boolean
        Strict or weak inequalities between expressions, beyond what the symbols' own assumptions say.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", real=True)
    >>> Domain.of([a < b]).positive(b - a)
    True
    >>> Domain.of([]).positive(b - a)
    False
    """

    conditions: tuple[Boolean, ...] = ()
    _cache: dict[Any, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, conditions: Iterable[Boolean]) -> Domain:
        """Flatten conjunctions and drop what is trivially true, in a fixed order."""
        flat: list[Boolean] = []
        for condition in conditions:
            parts = condition.args if isinstance(condition, And) else (condition,)
            for part in sorted(parts, key=str):
                if part != true and part not in flat:
                    flat.append(part)
        return _interned(tuple(flat))

    def and_(self, *more: Boolean) -> Domain:
        """Return the domain with further conditions."""
        return Domain.of([*self.conditions, *more])

    def about(self, expr: Expr) -> Domain:
        """Return the domain with those conditions alone that speak of the symbols of `expr`, or of symbols tied to them.

        What is derived on it holds on the whole domain, too, and is found again on every other domain that says the
        same of these symbols.
        """
        known, left = set(expr.free_symbols), list(self.conditions)
        while tied := [c for c in left if known & c.free_symbols]:
            known |= {s for c in tied for s in c.free_symbols}
            left = [c for c in left if c not in tied]
        return Domain.of(c for c in self.conditions if c not in left)

    @property
    def condition(self) -> Boolean:
        """All conditions as one Boolean."""
        return And(*self.conditions)

    @cached_property
    def slack(self) -> tuple[tuple[Symbol, Expr], ...]:
        """Substitutions by positive slack variables under which every condition becomes a matter of signs.

        ``a < b`` becomes ``b = a + w``; ``0 < p < 1`` becomes ``p = 1/(1 + w)``, with w positive. One pass, what
        speaks of one symbol first, each condition rewritten by the substitutions before it.
        """
        found: list[tuple[Symbol, Expr]] = []
        for condition in sorted(self._sharpened, key=lambda c: len(c.free_symbols)):
            if not isinstance(condition, (Lt, Le, Gt, Ge)):
                continue
            low, high = condition.lts, condition.gts
            if low == -oo or high == oo:
                continue
            low, high = sides_of(substituted(high - low, found))
            step = slack_for(low, high, weak=isinstance(condition, (Le, Ge)))
            if step is not None:
                found.append(step)
        return tuple(found)

    @cached_property
    def _sharpened(self) -> tuple[Boolean, ...]:
        """The conditions, with ``a <= b`` as ``a < b`` where a and b are said to differ."""
        gaps = [c.lhs - c.rhs for c in self.conditions if isinstance(c, Ne)]
        different = {expand(sign * gap) for gap in gaps for sign in (1, -1)}

        def sharp(c: Boolean) -> Boolean:
            return c.lts < c.gts if isinstance(c, (Le, Ge)) and expand(c.gts - c.lts) in different else c

        return tuple(map(sharp, self.conditions)) if different else self.conditions

    @cached_property
    def _surely_positive(self) -> tuple[Expr, ...]:
        """The differences of the strict inequalities."""
        strict = (c for c in self._sharpened if isinstance(c, (Lt, Gt)))
        return tuple(c.gts - c.lts for c in strict if c.gts != oo and c.lts != -oo and is_small(c.gts - c.lts))

    def positive(self, expr: Expr) -> bool:
        """Tell whether `expr` is known to be positive everywhere on the domain (False: not known)."""
        return self._sign(expr, "is_positive")

    def nonnegative(self, expr: Expr) -> bool:
        """Tell whether `expr` is known to be at least 0 everywhere on the domain (False: not known)."""
        return self._sign(expr, "is_nonnegative")

    def absolute(self, expr: Expr) -> Expr:
        """``Abs(expr)``, without bars where the sign of `expr`, opened, is known."""
        opened = expand(expr, log=False) if isinstance(expr, (Add, Mul)) else expr
        return opened if self.positive(opened) else -opened if self.positive(-opened) else Abs(expr)

    def _sign(self, expr: Expr, which: str) -> bool:
        key = (expr, which)
        if key not in self._cache:
            # What is negative somewhere on the domain is not searched for reasons why it is not.
            self._cache[key] = not is_clearly_negative(expr, self._places) and self._sign_by_slack(expr, which)
        return self._cache[key]

    def is_clearly_not_zero(self, expr: Expr) -> bool:
        """Tell whether `expr` has a value other than 0 at a place of the domain (False: not seen to have one)."""
        return any(is_clearly_not_zero(expr, place) for place in self._places)

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        return places_in(self.conditions, self.slack)

    def _sign_by_slack(self, expr: Expr, which: str) -> bool:
        if (known := getattr(expr, which)) is not None:
            return bool(known)
        if self._positive_by_shape(expr) or self._by_chain(expr, strict=which == "is_positive"):
            return True
        bounds = self._surely_positive
        if bounds and is_small(expr) and any(expand(expr - bound).is_nonnegative for bound in bounds):
            return True
        by_slack = substituted(expr, self.slack)
        if getattr(by_slack, which):
            return True
        if isinstance(expr, Add) and any(self._between_its_ends(expr, x, *ends) for x, ends in self._ranges.items()):
            return True
        if isinstance(by_slack, Mul) and by_slack.has(Add) and is_small(by_slack):
            return bool(getattr(_factored(by_slack), which))
        if not isinstance(by_slack, Add) or not is_small(by_slack):
            return False
        return bool(getattr(expand(by_slack), which) or getattr(_factored(by_slack), which))

    @cached_property
    def _ranges(self) -> dict[Symbol, tuple[Expr, Expr]]:
        """The ends between which a bound variable lies, where both are finite."""
        strict = [c for c in self.conditions if isinstance(c, (Lt, Gt))]
        low = {c.gts: c.lts for c in strict if isinstance(c.gts, BoundVariable)}
        high = {c.lts: c.gts for c in strict if isinstance(c.lts, BoundVariable)}
        return {x: (low[x], high[x]) for x in low if x in high and oo not in (-low[x], high[x])}

    def _between_its_ends(self, expr: Expr, x: Symbol, low: Expr, high: Expr) -> bool:
        """Whether what is affine in a bound variable is at least 0 at both ends of its range, and above at one of them."""
        slope = expr.diff(x) if expr.has(x) else x
        if slope.has(x) or not is_small(expr):
            return False
        first, last = (expand(expr.xreplace({x: end})) for end in (low, high))
        both = self.nonnegative(first) and self.nonnegative(last)
        return both and (self.positive(first) or self.positive(last))

    def _by_chain(self, expr: Expr, *, strict: bool) -> bool:
        """Whether ``b - a`` has the sign since a chain of conditions ``a <= c``, ``c < d``, ... leads from a to b."""
        if not isinstance(expr, Add) or len(expr.args) != 2:
            return False
        low = [-t for t in expr.args if t.could_extract_minus_sign()]
        high = [t for t in expr.args if not t.could_extract_minus_sign()]
        if len(low) != 1 or len(high) != 1:
            return False
        links = [(c.lts, c.gts, isinstance(c, (Lt, Gt))) for c in self._sharpened if isinstance(c, (Lt, Le, Gt, Ge))]
        reached, waiting = {(low[0], False)}, [(low[0], False)]
        while waiting:
            at, sharp = waiting.pop()
            steps = {(upper, sharp or strictly) for lower, upper, strictly in links if lower == at} - reached
            reached |= steps
            waiting.extend(steps)
        return (high[0], True) in reached or (not strict and (high[0], False) in reached)

    def _positive_by_shape(self, expr: Expr) -> bool:
        """Signs that SymPy's assumptions do not know: special functions, and differences from 1."""
        if isinstance(expr, binomial):
            return self.nonnegative(expr.args[1]) and self.nonnegative(expr.args[0] - expr.args[1])
        if isinstance(expr, factorial):
            return self.nonnegative(expr.args[0])
        if isinstance(expr, (beta, gamma)):
            return all(self.positive(a) for a in expr.args)
        if isinstance(expr, Mul):
            return all(self.positive(a) for a in of_one_sign(expr).args)
        if isinstance(expr, besseli):
            return self.positive(expr.args[0] + 1) and self.positive(expr.args[1])
        if isinstance(expr, (besselk, uppergamma, expint)):
            return self._real(expr.args[0]) and self.positive(expr.args[1])
        if isinstance(expr, struvek):
            return self.positive(expr.args[0] + S.Half) and self.positive(expr.args[1])
        if isinstance(expr, hyperu):
            return self.positive(expr.args[0]) and self._real(expr.args[1]) and self.positive(expr.args[2])
        if isinstance(expr, hyper):
            series = all(map(self.positive, (*expr.ap, *expr.bq))) and self.nonnegative(expr.argument)
            return series or self._by_integral_of_euler(expr)
        if isinstance(expr, zeta):
            return len(expr.args) == 1 and self.positive(expr.args[0] - 1)
        if isinstance(expr, Add) and len(expr.args) == 2:
            return self._beside_one(*expr.args)
        if isinstance(expr, Add) and S.NegativeOne in expr.args:
            terms = [term for term in expr.args if term != -1]
            return all(map(self.positive, terms)) and any(self._beside_one(S.NegativeOne, term) for term in terms)
        if isinstance(expr, exp):
            return self._real(expr.args[0])
        if isinstance(expr, (sin, cos)):
            angle = expr.args[0] if isinstance(expr, sin) else expr.args[0] + pi / 2
            return self.positive(angle) and self.positive(pi - angle)
        if isinstance(expr, Pow):
            return self.positive(expr.args[0])
        if isinstance(expr, log):
            return self.positive(expr.args[0] - 1)
        return isinstance(-expr, log) and self.positive(1 - (-expr).args[0])

    def _by_integral_of_euler(self, expr: hyper) -> bool:
        """Whether F(a; c; z) or F(s, a; c; z) has 0 < a < c, and z < 1: an integral of what is positive (DLMF 15.6.1)."""
        if len(expr.bq) != 1 or not 1 <= len(expr.ap) <= 2 or not all(map(self._real, (*expr.ap, expr.argument))):
            return False
        between = any(self.positive(a) and self.positive(expr.bq[0] - a) for a in expr.ap)
        return between and (len(expr.ap) == 1 or self.positive(1 - expr.argument))

    def _beside_one(self, one: Expr, other: Expr) -> bool:
        """Whether ``1 - u**c`` is positive for 0 < u < 1 < c + 1 or c < 0, u > 1; so ``1 - exp(-u)``, ``exp(u) - 1`` of u > 0.

        So is ``1 - a*exp(-u)`` for a up to 1, of whatever sign, and ``u**c - 1`` for u < 1 and c < 0, or both above.
        """
        if one == -1 and isinstance(other, Pow) and not isinstance(other, exp):
            u, c = other.as_base_exp()
            return any(self.positive(s * (u - 1)) and self.positive(s * c) and self.positive(u) for s in (1, -1))
        if one == -1 or isinstance(-other, exp):
            power = one * -other if one == 1 else other
            return isinstance(power, exp) and one in (1, -1) and self.positive(-one * power.args[0])
        decays = [f for f in Mul.make_args(-other) if isinstance(f, exp) and self.nonnegative(-f.args[0])]
        if one == 1 and len(decays) == 1 and self.nonnegative(1 + other / decays[0]):
            return self.positive(-decays[0].args[0]) or self.positive(1 + other / decays[0])
        u, c = one_power(-other)
        known = one == 1 and c != 1 and self.positive(u)
        return known and any(self.positive(s * (1 - u)) and self.positive(s * c) for s in (1, -1))

    def _real(self, expr: Expr) -> bool:
        """Whether an expression is known to be real and finite: no base of a negative power can be 0."""
        if expr.is_real:
            return True
        if isinstance(expr, (Add, Mul)):
            return all(self._real(arg) for arg in expr.args)
        if isinstance(expr, Pow):
            base, exponent = expr.args
            return bool(exponent.is_real) and (self.positive(base) or (exponent.is_Integer and self.positive(-base)))
        return False

    def implies(self, condition: Boolean) -> bool:
        """Tell whether `condition` follows from the domain (False: not known to)."""
        if condition == true or condition in self.conditions:
            return True
        if isinstance(condition, And):
            return all(self.implies(part) for part in condition.args)
        if isinstance(condition, Ne):
            gap = together(condition.lhs - condition.rhs)
            known = (c.lhs - c.rhs for c in self.conditions if isinstance(c, Ne) and c.free_symbols == gap.free_symbols)
            ratios = [gap, *(cancel(gap / other) for other in known)]
            return any(self.positive(sign * ratio) for ratio in ratios for sign in (1, -1))
        if isinstance(condition, (Gt, Lt)):
            return condition.gts == oo or condition.lts == -oo or self.positive(condition.gts - condition.lts)
        if isinstance(condition, (Ge, Le)):
            return condition.gts == oo or condition.lts == -oo or self.nonnegative(condition.gts - condition.lts)
        return False

    def excludes(self, condition: Boolean) -> bool:
        """Tell whether `condition` is false everywhere on the domain (False: not known to be)."""
        if isinstance(condition, And):
            return any(self.excludes(part) for part in condition.args)
        try:
            return self.implies(~condition)
        except TypeError:
            return False


@lru_cache(maxsize=4096)
def _interned(conditions: tuple[Boolean, ...]) -> Domain:
    """One domain for the same conditions, so that the signs found on it are found once."""
    return Domain(conditions)


def _factored(expr: Expr) -> Expr:
    return factor_terms(together(expr).factor()) if expr.is_rational_function() else factor_terms(together(expr))
