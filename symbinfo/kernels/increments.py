"""Quantities that vanish where two laws agree, written so that nothing cancels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sy

from symbinfo.kernels.stable_functions import Difference, DotRatio

__all__ = ["Increments", "difference"]


def difference(a: Any, b: Any) -> Any:
    """``a - b`` for two expressions: over a common denominator, its numerator by differences of symbols.

    Examples
    --------
    >>> r, s = sy.symbols("r s", positive=True)
    >>> difference(1 / r, 1 / s)
    Difference(s, r)/(r*s)
    >>> difference(2 * r + 1, 2 * s + 1)
    2*Difference(r, s)
    """
    if a == b:
        return sy.S.Zero
    if _plain(a) and _plain(b):
        return Difference(a, b)
    top, bottom = sy.fraction(sy.cancel(sy.together(a - b)))
    if not top.is_polynomial(*top.free_symbols):
        return Difference(a, b)
    terms = sy.Add.make_args(sy.expand(top))
    if len(terms) == 1:
        return top / bottom
    plus = [t for t in terms if not t.as_coeff_Mul()[0].is_negative]
    minus = [-t for t in terms if t.as_coeff_Mul()[0].is_negative]
    if len(plus) == len(minus) == 1:
        (c, x), (k, y) = (t.as_coeff_Mul() for t in (plus[0], minus[0]))
        shared = sy.gcd(x, y)
        x, y = x / shared, y / shared
        if c == k:
            return c * shared * Difference(x, y) / bottom
    return Difference(a, b)


def _plain(x: Any) -> bool:
    return isinstance(x, sy.Symbol) or x.is_number


class Increments:
    """Two sets of parameters, pair by pair, with a symbol for the increment p - q of each pair.

    Parameters
    ----------
    pairs : sequence of pairs of Symbol
        The parameter of P and the one of Q that it equals where the laws agree.
    """

    def __init__(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        self.pairs = tuple(pairs)
        self.steps = {q: sy.Dummy(f"d_{q.name}", real=True) for _, q in pairs}
        self.to_agreement = {q: p for p, q in pairs}
        self.to_steps = {p: q + self.steps[q] for p, q in pairs}
        self.first = frozenset(p for p, _ in pairs)
        self.second = frozenset(q for _, q in pairs)

    def agree(self, expr: Any) -> Any:
        """The expression where Q = P."""
        return expr.xreplace(self.to_agreement)

    def of_first(self, expr: Any) -> bool:
        """Whether it speaks of P's parameters and of none of Q's."""
        return bool(expr.free_symbols & self.first) and not expr.free_symbols & self.second

    def of_second(self, expr: Any) -> bool:
        """Whether it speaks of Q's parameters and of none of P's."""
        return bool(expr.free_symbols & self.second) and not expr.free_symbols & self.first

    def written(self, expr: Any) -> Any:
        """The steps as differences of parameters."""
        return expr.xreplace(
            {step: Difference(p, q) for (p, q), step in zip(self.pairs, self.steps.values(), strict=True)}
        )

    def terms(self, rational: Any, small: Mapping[Any, int]) -> dict[Any, Any] | None:
        """A rational expression as {product of increments: coefficient}; None if it has no such form.

        Parameters
        ----------
        rational : Expr
            In the parameters and in further symbols.
        small : mapping of Symbol to int
            Symbols that vanish at agreement, with their order.
        """
        top, bottom = sy.fraction(sy.cancel(sy.together(rational)))
        if top == 0:
            return {}
        if not top.is_polynomial(*top.free_symbols):
            return None
        moved = sy.expand(top.xreplace(self.to_steps))
        vanishing = [*self.steps.values(), *small]
        poly = sy.Poly(moved, *vanishing)
        return {
            sy.Mul(*(v**n for v, n in zip(vanishing, powers, strict=True))): self._shown(coefficient) / bottom
            for powers, coefficient in poly.terms()
        }

    @staticmethod
    def _shown(coefficient: Any) -> Any:
        return sy.factor_terms(coefficient)

    def order(self, monomial: Any, small: Mapping[Any, int]) -> int:
        """The order at which a product of increments vanishes."""
        steps = set(self.steps.values())
        powers = monomial.as_powers_dict()
        return sum(int(n) * (1 if v in steps else small.get(v, 0)) for v, n in powers.items())

    def small_quotient(self, tops: Iterable[Any], bottoms: Iterable[Any], small: Mapping[Any, int]) -> Any | None:
        """Product(tops)/product(bottoms) - 1 without cancellation; None where it has no such form."""
        quotient = sy.cancel(sy.Mul(*tops) / sy.Mul(*bottoms))
        top, bottom = sy.fraction(quotient)
        terms = self.terms(quotient - 1, small)
        if terms is None or not (top - bottom).is_polynomial(*top.free_symbols, *bottom.free_symbols):
            return None
        if any(self.order(m, small) == 0 for m in terms):
            return None
        dotted = self._dotted(sy.expand(top - bottom), bottom) if len(terms) > 1 else None
        if dotted is not None and not set(small) & dotted.free_symbols:
            return dotted
        return self.written(sy.Add(*(c * m for m, c in terms.items())))

    def _dotted(self, top: Any, bottom: Any) -> Any | None:
        """The quotient with its numerator as a sum of products of two symbols each, in the order of the denominator."""
        below = sorted(sy.Mul.make_args(sy.factor(bottom)), key=sy.default_sort_key)
        if len(below) != 2:
            return None
        factors = []
        for term in sy.Add.make_args(top):
            sign, rest = term.as_coeff_Mul()
            parts = list(sy.Mul.make_args(rest))
            if abs(sign) != 1 or len(parts) != 2 or not all(isinstance(p, sy.Symbol) for p in parts):
                return None
            if self.agree(parts[1]) == self.agree(below[0]) or self.agree(parts[0]) == self.agree(below[1]):
                parts.reverse()
            factors += [sign * parts[0], parts[1]]
        return DotRatio(*below, *factors)
