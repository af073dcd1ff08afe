"""The law of a one-to-one function of a continuous variable: ``Y = exp(X)``, ``Y = X**2`` for positive X.

The function is undone from the outside in; the density of the image is that of the variable at the preimage, times the
rate at which the preimage changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import And, Dummy, Expr, S, Symbol, diff, exp, limit, log, oo, powdenest, simplify

from symbinfo.laws.by_hand import Density
from symbinfo.laws.law import ContinuousLaw, Law

__all__ = ["image"]


@dataclass(frozen=True)
class _Undone:
    """The preimage of `y`, the range of the function, and whether it grows."""

    preimage: Expr
    low: Expr
    high: Expr
    grows: bool

    def through(self, inverse: Expr, low: Expr, high: Expr, grows: bool, y: Dummy) -> _Undone:
        """The same after one more function, whose inverse at y is given, with the new ends in their order."""
        ends = (low, high) if grows else (high, low)
        return _Undone(self.preimage.xreplace({y: inverse}), *ends, self.grows == grows)


def image(law: Law, value: Expr, place: Symbol, name: str) -> Law | None:
    """The law of ``value``, a function of ``place``, which has the law given.

    Returns
    -------
    Law or None
        None where the function is not seen to be one-to-one on the support.

    Examples
    --------
    >>> from sympy import exp, Symbol
    >>> from sympy.stats import Uniform
    >>> from symbinfo.laws.read import law_of
    >>> x = Symbol("x", real=True)
    >>> image(law_of(Uniform("X", 0, 1)), exp(2*x), x, "Y").title
    'Density(1/(2*y), (y, 1, exp(2)))'
    >>> image(law_of(Uniform("X", -1, 1)), x**2, x, "Y") is None
    True
    """
    if not isinstance(law, ContinuousLaw):
        return None
    y = Dummy("y", real=True)
    undone = _undone(value, place, law.lower, law.upper, y)
    if undone is None:
        return None
    taken = {symbol.name for symbol in law.free_symbols | value.free_symbols}
    letter = next(letter for letter in ("y", "z", "u", "t", "y0") if letter not in taken)
    variable = Symbol(letter, positive=True) if undone.low.is_nonnegative else Symbol(letter, real=True)
    preimage = powdenest(undone.preimage.xreplace({y: variable}))
    rate = diff(preimage, variable) * (1 if undone.grows else -1)
    density = simplify(law.density.xreplace({law.variable: preimage}) * rate)
    found = Density(density, (variable, undone.low, undone.high), name)
    return found.func(*found.args[:3], And(found.condition, law.condition), *found.args[4:])


def _undone(value: Expr, place: Symbol, low: Expr, high: Expr, y: Dummy) -> _Undone | None:
    if value == place:
        return _Undone(y, low, high, True)
    constant, rest = value.as_independent(place, as_Add=True)
    factor, inner = rest.as_independent(place, as_Add=False)
    if constant != 0 or factor != 1:
        below = _undone(inner, place, low, high, y)
        if below is None or not (factor.is_positive or factor.is_negative):
            return None
        low, high = (factor * end + constant for end in (below.low, below.high))
        return below.through((y - constant) / factor, low, high, bool(factor.is_positive), y)
    if isinstance(value, exp | log) or (value.is_Pow and not value.exp.has(place)):
        below = _undone(value.exp if isinstance(value, exp) else value.args[0], place, low, high, y)
        return None if below is None else _outermost(value, below, y)
    return None


def _outermost(value: Expr, below: _Undone, y: Dummy) -> _Undone | None:
    """An exponential, a logarithm or a power as the last function."""
    if isinstance(value, exp):
        return below.through(log(y), _at(exp(y), y, below.low), _at(exp(y), y, below.high), True, y)
    if not below.low.is_nonnegative:
        return None
    if isinstance(value, log):
        return below.through(exp(y), _at(log(y), y, below.low), _at(log(y), y, below.high), True, y)
    power = value.exp
    if not (power.is_positive or power.is_negative):
        return None
    low, high = (_at(y**power, y, end) for end in (below.low, below.high))
    return below.through(y ** (1 / power), low, high, bool(power.is_positive), y)


def _at(function: Expr, y: Dummy, end: Expr) -> Expr:
    """The value at an end of the range, which may be infinite."""
    return (
        limit(function, y, end, "+" if end == 0 else "-") if end in (S.Zero, oo, -oo) else function.xreplace({y: end})
    )
