"""Bounds on what an integral or a sum leaves out: the germ of its term, and where the tail is small enough."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symbinfo.trusted import BINDERS, Term, free_symbols
from symbinfo.verification.values.rigorous.asymptotic_bounds import LOG, ONE, Germ, NotCovered, Scale, Sum
from symbinfo.verification.values.rigorous.ball_functions import Function, constant
from symbinfo.verification.values.rigorous.balls import real

__all__ = ["cut"]

#: How far out the logarithm of a distance may go.
FARTHEST = 2**21


def cut(term: Term, name: str, outwards: bool, small: Any, farthest: Fraction | int = FARTHEST) -> tuple[Fraction, Any]:
    """Where to cut an integral over the distance w from a point, and a bound on what lies beyond.

    Parameters
    ----------
    term : Term
        The integrand, in w.
    name : str
        w.
    outwards : bool
        Whether the tail is w -> oo; else w -> 0.
    small : arb
        What the bound should come below.
    farthest : number
        How far T may go.

    Returns
    -------
    (T, bound)
        The tail lies beyond log(w) = T, or before log(w) = -T.

    Raises
    ------
    NotCovered
        When no bound so small is proven.
    """

    def bound(sixteenths: int) -> Any | None:
        try:
            scale = Scale(Fraction(sixteenths, 16))
            found = scale.beyond(_Walk(scale, name, outwards).germ(term), outwards)
            return found if found < small else None
        except NotCovered as reason:
            failures.append(reason)
            return None

    failures: list[NotCovered] = []
    low, high = 16 * 3 - 1, 16 * 3
    while (best := bound(high)) is None:
        if high >= 16 * farthest:
            raise failures[-1] if failures else NotCovered("a tail that falls too slowly")
        low, high = high, min(2 * high, int(16 * farthest))
    while high - low > 1 + high // 64:
        middle = (low + high) // 2
        found = bound(middle)
        low, high, best = (middle, high, best) if found is None else (low, middle, found)
    return Fraction(high, 16), best


class _Walk:
    """From terms to germs, each distinct subterm once."""

    def __init__(self, scale: Scale, name: str, outwards: bool) -> None:
        self.scale, self.name, self.sign = scale, name, 1 if outwards else -1
        self.known: dict[Term, Germ] = {}

    def germ(self, term: Term) -> Germ:
        """The germ of a term."""
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._germ(term)
        return found

    def _germ(self, term: Term) -> Germ:
        if term == self.name:
            return Sum({(Fraction(self.sign), 0): real(1)})
        if self.name not in free_symbols(term):
            return self.scale.constant(constant(term))
        if not isinstance(term, tuple) or term[0] in BINDERS:
            raise NotCovered("an integral or a sum inside another")
        head = term[0]
        known: dict[str, Callable[[tuple[Any, ...]], Germ]] = {
            "+": lambda t: self.scale.added([self.germ(a) for a in t[1:]]),
            "*": lambda t: self.scale.multiplied([self.germ(a) for a in t[1:]]),
            "exp": lambda t: self.scale.exp(self.germ(t[1])),
            "log": lambda t: self._log(t[1]),
            "abs": lambda t: self.scale.size(self.germ(t[1])),
            "^": self._power,
            "cases": self._cases,
            "loggamma": lambda t: self.scale.log_gamma(self.germ(t[1])),
            "gamma": lambda t: self.scale.exp(self.scale.log_gamma(self.germ(t[1]))),
            "factorial": lambda t: self.germ(("gamma", ("+", t[1], 1))),
            "beta": self._beta,
            "binomial": self._binomial,
            "besseli": self._bessel,
            "erfc": self._erfc,
        }
        if head in known:
            try:
                return known[head](term)
            except NotCovered:
                if head not in _BOUNDED and head != "loggamma":
                    raise
        return self._bounded(term)

    def _log(self, inside: Term) -> Germ:
        if inside == self.name:
            return Sum({LOG: real(self.sign)})
        return self.scale.log(self.germ(inside))

    def _power(self, term: tuple[Any, ...]) -> Germ:
        _, base, exponent = term
        if isinstance(exponent, (int, Fraction)):
            return self.scale.raised(self.germ(base), Fraction(exponent))
        return self.scale.exp(self.scale.multiplied([self.germ(exponent), self._log(base)]))

    def _cases(self, term: tuple[Any, ...]) -> Germ:
        for _, value, condition in term[1:]:
            holds = self._holds(condition)
            if holds is None:
                raise NotCovered("a case that is not settled far out")
            if holds:
                return self.germ(value)
        raise NotCovered("no case holds far out")

    def _holds(self, condition: Term) -> bool | None:
        if condition in ("true", "false"):
            return condition == "true"
        if not isinstance(condition, tuple):
            return None
        if condition[0] in ("and", "or"):
            parts = [self._holds(part) for part in condition[1:]]
            decides = condition[0] == "or"
            return decides if decides in parts else None if None in parts else not decides
        if condition[0] not in ("<", "<=", "=", "!="):
            return None
        sign = self.scale.sign(self.germ(("+", condition[2], ("*", -1, condition[1]))))
        if sign is None:
            return None
        return {"<": sign > 0, "<=": sign >= 0, "=": sign == 0, "!=": sign != 0}[condition[0]]

    def _beta(self, term: tuple[Any, ...]) -> Germ:
        a, b = term[1:]
        return self.germ(
            ("exp", ("+", ("loggamma", a), ("loggamma", b), ("*", -1, ("loggamma", ("+", a, b))))),
        )

    def _binomial(self, term: tuple[Any, ...]) -> Germ:
        n, k = term[1:]
        parts = (
            ("loggamma", ("+", n, 1)),
            ("*", -1, ("loggamma", ("+", k, 1))),
            ("*", -1, ("loggamma", ("+", n, ("*", -1, k), 1))),
        )
        return self.germ(("exp", ("+", *parts)))

    def _bessel(self, term: tuple[Any, ...]) -> Germ:
        """I_k(z) = (z/2)**k / Gamma(k + 1) * r, 1 <= r <= exp(z**2/(4 (k + 1))), of an order that grows."""
        order, z = term[1:]
        if self.name in free_symbols(z) or self.scale.sign(self.germ(order)) != 1:
            raise NotCovered("a Bessel function of what grows")
        value = constant(z)
        if not value > 0:
            raise NotCovered("a Bessel function of what may not be positive")
        main: Term = ("+", ("*", order, ("log", ("*", z, Fraction(1, 2)))), ("*", -1, ("loggamma", ("+", order, 1))))
        slack = self.scale.constant(real(0).union(value * value / 4))
        return self.scale.exp(self.scale.added([self.germ(main), slack]))

    def _erfc(self, term: tuple[Any, ...]) -> Germ:
        """erfc(u) = exp(-u**2) / (u sqrt(pi)) * r with 1 - 1/(2 u**2) <= r <= 1, of a u that grows."""
        inside = self.germ(term[1])
        if not isinstance(inside, Sum) or not inside.parts or not inside.leading > ONE:
            raise NotCovered("erfc of what does not grow")
        if self.scale.sign(inside) == -1:
            return self.scale.constant(real(1).union(real(2)))
        least = self.scale.least(inside)
        if not least > 1:
            raise NotCovered("erfc of what has not grown yet")
        share = (1 - 1 / (2 * least.lower() ** 2)).union(real(1))
        square = self.scale.raised(inside, Fraction(2))
        exponent = self.scale.multiplied([Sum({ONE: real(-1)}), square])
        factors = [self.scale.exp(exponent), self.scale.raised(inside, Fraction(-1))]
        return self.scale.multiplied([*factors, self.scale.constant(share / real(1).pi().sqrt())])

    def _bounded(self, term: Term) -> Germ:
        """A function of something that stays in a ball, or one that is bounded everywhere."""
        if not isinstance(term, tuple) or len(term) != 2:
            raise NotCovered("a function without a bound")
        from flint import acb

        inside = self.germ(term[1])
        if isinstance(inside, Sum) and all(m <= ONE for m in inside.parts):
            found = Function((term[0], "_inside"), ("_inside",))(acb(self.scale.range(inside)))
            if found.is_finite() and found.imag.contains(0):
                return self.scale.constant(found.real)
        if term[0] in _BOUNDED:
            return self.scale.constant(real(_BOUNDED[term[0]]).union(real(-1)))
        raise NotCovered(f"{term[0]} has no bound far out")


_BOUNDED = {"sin": 1, "cos": 1, "tanh": 1, "erf": 1, "erfc": 2}
