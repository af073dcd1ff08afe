"""The law of a one-to-one function of a continuous variable: ``Y = tanh(X)``, ``Y = X**2`` for positive X.

The function is undone from the outside in, one elementary function at a time, each where it is one-to-one on the range of
what it is applied to; the density of the image is that of the variable at the preimage over the slope there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import (
    Abs,
    And,
    Dummy,
    E,
    Expr,
    Function,
    Poly,
    Pow,
    S,
    Symbol,
    Tuple,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    diff,
    erf,
    erfc,
    erfinv,
    exp,
    expand,
    factor,
    fraction,
    limit,
    log,
    nan,
    oo,
    pi,
    powdenest,
    preorder_traversal,
    sign,
    simplify,
    sin,
    sinh,
    tan,
    tanh,
    together,
    zoo,
)

from symbinfo.expressions.domain import Variable
from symbinfo.laws.by_hand import Density
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import ContinuousLaw, Law
from symbinfo.laws.location_scale import ROLES, absorbed
from symbinfo.laws.names.parametrisation import ALL_FAMILIES

__all__ = ["image", "innermost", "moved"]


#: Where functions of one argument are one-to-one, whether they grow there, and their inverses.
ONE_TO_ONE: dict[type[Function], tuple[Expr, Expr, bool, Callable[[Expr], Expr]]] = {
    log: (S.Zero, oo, True, exp),
    sinh: (-oo, oo, True, asinh),
    cosh: (S.Zero, oo, True, acosh),
    tanh: (-oo, oo, True, atanh),
    asinh: (-oo, oo, True, sinh),
    acosh: (S.One, oo, True, cosh),
    atanh: (-S.One, S.One, True, tanh),
    sin: (-pi / 2, pi / 2, True, asin),
    cos: (S.Zero, pi, False, acos),
    tan: (-pi / 2, pi / 2, True, atan),
    asin: (-S.One, S.One, True, sin),
    acos: (-S.One, S.One, False, cos),
    atan: (-oo, oo, True, tan),
    erf: (-oo, oo, True, erfinv),
    erfc: (-oo, oo, False, lambda y: erfinv(1 - y)),
}


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
    preimage = undone.preimage.xreplace({y: variable})
    preimage = preimage if preimage.has(Abs) else powdenest(preimage)  # of powers of |y| it makes complex ones
    slope = diff(value, place) if undone.grows else -diff(value, place)
    density = law.density.xreplace({law.variable: preimage}) / slope.xreplace({place: preimage})
    density = density.xreplace({sign(variable) ** n: S.One for n in (2, -2)})
    if not preimage.has(Abs):
        shorter = simplify(density)
        if not any(power.base == -1 for power in shorter.atoms(Pow)):  # as SymPy makes of (1 - exp(-y))**b
            top, bottom = fraction(shorter, exact=True)
            density = top / factor(bottom)
    found = Density(density, (variable, undone.low, undone.high), name)
    return found.func(*found.args[:3], And(found.condition, law.condition), *found.args[4:])


def _undone(value: Expr, place: Symbol, low: Expr, high: Expr, y: Dummy) -> _Undone | None:
    if value == place:
        return _Undone(y, low, high, True)
    if value.is_Pow and value.exp.has(place) and value.base.is_positive and value.base != E:
        value = exp(value.exp * log(value.base))
    inner = innermost(value, place)
    if inner is None:
        return None
    below = _undone(inner, place, low, high, y)
    if below is None:
        return None
    outer = value.xreplace({inner: y})
    if (turned := _quotient_of_lines(outer, y)) is not None:
        return _by_quotient(outer, turned, below, y)
    return _outermost(outer, below, y)


def innermost(value: Expr, place: Symbol) -> Expr | None:
    """What one elementary function is applied to: in ``2*tanh(x) + 1`` it is ``tanh(x)``, in ``tanh(x)`` x itself.

    In a quotient such as ``exp(x)/(1 + exp(x))`` it is what both parts are linear in.
    """
    _, rest = value.as_independent(place, as_Add=True)
    _, rest = rest.as_independent(place, as_Add=False)
    if rest != value:
        return rest
    if isinstance(value, (Function, exp)) and len(value.args) == 1:
        return value.args[0]
    if value.is_Pow:
        base, exponent = value.as_base_exp()
        if not exponent.has(place):
            return base
        return exponent if not base.has(place) else None
    parts = [node for node in preorder_traversal(value) if node != value and node.has(place) and _is_inner(node, place)]
    return next((node for node in parts if not value.xreplace({node: S.Zero}).has(place)), None)


def _is_inner(node: Expr, place: Symbol) -> bool:
    return node == place or isinstance(node, (Function, exp)) or (node.is_Pow and not node.exp.is_Integer)


def _quotient_of_lines(outer: Expr, y: Dummy) -> tuple[Expr, Expr, Expr, Expr] | None:
    """a, b, c and d of ``(a*y + b)/(c*y + d)``."""
    top, bottom = fraction(together(outer))
    if not (top.is_polynomial(y) and bottom.is_polynomial(y)):
        return None
    lines = [Poly(part, y) for part in (top, bottom)]
    if any(line.degree() > 1 for line in lines):
        return None
    (a, b), (c, d) = ((line.coeff_monomial(y), line.coeff_monomial(1)) for line in lines)
    return a, b, c, d


def _by_quotient(outer: Expr, lines: tuple[Expr, Expr, Expr, Expr], below: _Undone, y: Dummy) -> _Undone | None:
    """A line, or a quotient of two, as the last function: it grows or falls where its denominator is not 0."""
    a, b, c, d = lines
    slope = expand(a * d - b * c)
    if not (slope.is_positive or slope.is_negative):
        return None
    ends = [c * end + d for end in (below.low, below.high)] if c != 0 else []
    if not (all(end.is_extended_nonnegative for end in ends) or all(end.is_extended_nonpositive for end in ends)):
        return None
    low, high = (_at(outer, y, end, side) for end, side in ((below.low, "+"), (below.high, "-")))
    return below.through((d * y - b) / (a - c * y), low, high, bool(slope.is_positive), y)


def _outermost(value: Expr, below: _Undone, y: Dummy) -> _Undone | None:
    """A function of one argument or a power as the last function, where it is one-to-one on the range."""
    grows, inverse = True, None
    if isinstance(value, exp):
        inverse = log(y)
    elif value.is_Pow and value.base == y:
        power = value.exp
        if below.low.is_nonnegative and (power.is_positive or power.is_negative):
            grows, inverse = bool(power.is_positive), y ** (1 / power)
        elif power.is_Integer and power.is_odd and power.is_positive:
            inverse = sign(y) * Abs(y) ** (1 / power)
    elif type(value) in ONE_TO_ONE:
        low, high, grows, undoing = ONE_TO_ONE[type(value)]
        if _at_most(low, below.low) and _at_most(below.high, high):
            inverse = undoing(y)
    if inverse is None:
        return None
    first, last = (_at(value, y, end, side) for end, side in ((below.low, "+"), (below.high, "-")))
    return below.through(inverse, first, last, grows, y)


def _at_most(low: Expr, high: Expr) -> bool:
    return low == -oo or high == oo or bool((high - low).is_nonnegative)


def _at(function: Expr, y: Dummy, end: Expr, side: str) -> Expr:
    """The limit at an end of the range, which may be infinite."""
    value = function.xreplace({y: end})
    plain = end.is_finite and value.is_finite and not value.has(nan, zoo, oo)
    return value if plain else limit(function, y, end, side)


def moved(law: Law, factor: Expr, constant: Expr, name: str) -> Law:
    """The law of ``factor*X + constant``."""
    if law.family == "Uniform" and factor.is_negative:
        ends = [factor * end + constant for end in law.parameters]
        return law_of_family(FAMILIES["Uniform"], tuple(ends[::-1]), name)
    if law.family in ROLES and factor.is_positive:
        values, *left = absorbed(ALL_FAMILIES[law.family], tuple(law.parameters), constant, factor)
        if left == [0, 1]:
            found = law_of_family(ALL_FAMILIES[law.family], values, name)
            return found.func(*found.args[:3], And(found.condition, law.condition), *found.args[4:])
    low, high = (factor * end + constant for end in (law.lower, law.upper))
    low, high = (low, high) if factor.is_positive else (high, low)
    x: Variable = law.variable
    if x.is_positive and not low.is_nonnegative:
        x = Variable(x.name, real=True)
    density = law.density.xreplace({law.variable: (x - constant) / factor}) / Abs(factor)
    shown = Tuple(density, Tuple(x, low, high))
    return ContinuousLaw(name, "Density", tuple(shown), law.condition, x, density, low, high)
