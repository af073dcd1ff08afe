"""The stored facts: integrals and sums with a known value, one row each, with their references.

From a row alone follow the expectations of its statistics: of a power of a base, by shifting that base's exponent; of
its logarithm, by differentiating in the exponent. No expectation and no closed form of a measure is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import (
    Abs,
    Expr,
    Ne,
    Rational,
    S,
    Symbol,
    besseli,
    besselk,
    beta,
    betainc,
    cos,
    erf,
    erfc,
    exp,
    gamma,
    hyper,
    oo,
    pi,
    sin,
    sqrt,
    sympify,
    true,
    uppergamma,
)
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu

__all__ = ["END_OF_TAIL", "INTEGRALS", "Normaliser", "Own", "row"]


class Own(Symbol):
    """A parameter or the variable of a row: never equal to a user's symbol of the same name."""

    __slots__ = ()


#: The z of a tail.
END_OF_TAIL = Own("z", real=True)


@dataclass(frozen=True)
class Normaliser:
    """A kernel whose integral or sum is known.

    Parameters
    ----------
    name : str
        What the rule is called in a step.
    variable : Symbol
        The variable of integration or summation.
    lower, upper : Expr
        The limits.
    kernel : Expr
        The integrand, in the variable and the row's own parameters.
    value : Expr
        What it integrates or sums to.
    requires : Boolean
        When it converges.
    exponents : tuple of pairs (base, exponent symbol)
        Bases that occur as ``base**exponent``; shifting the exponent gives the expectation of a power.
    tilts : tuple of pairs (statistic, symbol)
        Statistics that occur as ``exp(symbol*statistic)``; differentiating in the symbol gives their expectation.
    rate, power : Symbol or None
        The c and k of a factor ``exp(-c y**k)``.
    ratio : Symbol or None
        Of a sum: the r of a factor ``r**k``.
    pace : Expr or None
        Of a sum with a factor ``r**pace``: that exponent, where it is not the variable.
    places : tuple of Symbol
        Parameters that stand inside a base or a statistic, such as the m of ``|x - m|``: a law or a statistic brings
        its own, with which a base must be positive over the whole range.
    placed : bool
        Whether the value has none at a place of 0: where a law brings no place, it takes that of the statistic.
    sharp : bool
        Whether the integral is +oo wherever `requires` fails; otherwise it may converge on the border.
    removable : tuple of Expr
        Where one of these is 0 the value is the limit; they are known to be 0, or required not to be.
    tail : Expr or None
        The integral from z to the upper end, where it is known.
    reference : str
        Where the value is printed.
    """

    name: str
    variable: Symbol
    lower: Expr
    upper: Expr
    kernel: Expr
    value: Expr
    requires: Boolean
    reference: str
    exponents: tuple[tuple[Expr, Symbol], ...] = ()
    tilts: tuple[tuple[Expr, Symbol], ...] = ()
    rate: Symbol | None = None
    power: Symbol | None = None
    ratio: Symbol | None = None
    pace: Expr | None = None
    tail: Expr | None = None
    removable: tuple[Expr, ...] = ()
    places: tuple[Symbol, ...] = ()
    placed: bool = False
    sharp: bool = True

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """The row's own parameters."""
        own = [s for _, s in (*self.exponents, *self.tilts)] + [
            s for s in (self.rate, self.power, self.ratio) if s is not None
        ]
        free = self.kernel.free_symbols | self.lower.free_symbols | self.upper.free_symbols
        return tuple(own) + tuple(sorted(free - {self.variable, *own}, key=str))


_HALF = Rational(1, 2)
_y = Own("y", positive=True)
_k = Own("k", integer=True, nonnegative=True)
_p, _q, _m, _s = (Own(name, real=True) for name in ["p", "q", "m", "s"])
_x, _t, _u, _b, _c = (Own(name, real=True) for name in ["x", "t", "u", "b", "c"])
_r = Own("r", positive=True)
_n = Own("n", integer=True, positive=True)
_j = Own("j", integer=True)
_a = Own("a", positive=True)
_z = END_OF_TAIL
_start = Own("z", nonnegative=True)
_low, _high = (Own(name, nonnegative=True) for name in ["l", "h"])
_from, _to = (Own(name, real=True) for name in ["f", "g"])
_here, _there = (Own(name, real=True) for name in ["m", "n"])


def row(name: str, limits: tuple[Any, ...], kernel: Expr, value: Expr, requires: Any, **more: Any) -> Normaliser:
    """A row, its limits as a variable with two ends."""
    return Normaliser(name, limits[0], sympify(limits[1]), sympify(limits[2]), kernel, value, requires, **more)


INTEGRALS = (
    row(
        "gamma-integral",
        (_y, 0, oo),
        _y**_p * exp(-_c * _y**_m),
        gamma((_p + 1) / _m) / (Abs(_m) * _c ** ((_p + 1) / _m)),
        ((_p + 1) / _m > 0) & (_c > 0),
        exponents=((_y, _p),),
        rate=_c,
        power=_m,
        tail=uppergamma((_p + 1) / _m, _c * _z**_m) / (_m * _c ** ((_p + 1) / _m)),
        reference="DLMF 5.9.1",
    ),
    row(
        "beta-integral",
        (_y, 0, 1),
        _y**_p * (1 - _y) ** _q,
        beta(_p + 1, _q + 1),
        (_p > -1) & (_q > -1),
        exponents=((_y, _p), (1 - _y, _q)),
        tail=betainc(_p + 1, _q + 1, _z, 1),
        reference="DLMF 5.12.1",
    ),
    row(
        "beta-prime-integral",
        (_y, 0, oo),
        _y**_p * (1 + _y) ** _q,
        beta(_p + 1, -_q - _p - 1),
        (_p > -1) & (-_q - _p - 1 > 0),
        exponents=((_y, _p), (1 + _y, _q)),
        tail=betainc(_p + 1, -_q - _p - 1, _z / (1 + _z), 1),
        reference="DLMF 5.12.3",
    ),
    row(
        "gaussian-integral",
        (_x, -oo, oo),
        exp(_t * _x - _c * _x**2),
        sqrt(pi / _c) * exp(_t**2 / (4 * _c)),
        _c > 0,
        tilts=((_x, _t), (-(_x**2), _c)),
        tail=sqrt(pi / _c) / 2 * exp(_t**2 / (4 * _c)) * erfc(sqrt(_c) * _z - _t / (2 * sqrt(_c))),
        reference="DLMF 7.7.6",
    ),
    row(
        "gaussian-integral-from-a-point",
        (_x, _from, oo),
        exp(_t * _x - _c * _x**2),
        sqrt(pi / _c) / 2 * exp(_t**2 / (4 * _c)) * erfc(sqrt(_c) * _from - _t / (2 * sqrt(_c))),
        _c > 0,
        tilts=((_x, _t), (-(_x**2), _c)),
        sharp=False,
        reference="DLMF 7.2.2",
    ),
    row(
        "gaussian-integral-up-to-a-point",
        (_x, -oo, _to),
        exp(_t * _x - _c * _x**2),
        sqrt(pi / _c) / 2 * exp(_t**2 / (4 * _c)) * erfc(_t / (2 * sqrt(_c)) - sqrt(_c) * _to),
        _c > 0,
        tilts=((_x, _t), (-(_x**2), _c)),
        sharp=False,
        reference="DLMF 7.2.2",
    ),
    row(
        "gaussian-integral-between-points",
        (_x, _from, _to),
        exp(_t * _x - _c * _x**2),
        sqrt(pi / _c)
        / 2
        * exp(_t**2 / (4 * _c))
        * (erf(sqrt(_c) * _to - _t / (2 * sqrt(_c))) - erf(sqrt(_c) * _from - _t / (2 * sqrt(_c)))),
        _c > 0,
        tilts=((_x, _t), (-(_x**2), _c)),
        sharp=False,
        reference="DLMF 7.2.1",
    ),
    row(
        "bessel-integral-on-an-interval",
        (_x, -1, 1),
        (1 - _x**2) ** _p * exp(_t * _x),
        sqrt(pi) * gamma(_p + 1) * (sqrt(_t**2) / 2) ** (-_p - _HALF) * besseli(_p + _HALF, sqrt(_t**2)),
        (_p > -1) & Ne(_t, 0),
        exponents=((1 - _x**2, _p),),
        tilts=((_x, _t),),
        sharp=False,
        reference="DLMF 10.32.2",
    ),
    row(
        "power-integral",
        (_y, _low, _high),
        _y**_p,
        (_high ** (_p + 1) - _low ** (_p + 1)) / (_p + 1),
        true,
        exponents=((_y, _p),),
        removable=(_p + 1,),
        tail=(_high ** (_p + 1) - _z ** (_p + 1)) / (_p + 1),
        reference="DLMF 1.4(iv)",
    ),
    row(
        "bounded-exponential-integral",
        (_y, 0, _high),
        exp(_t * _y),
        (exp(_high * _t) - 1) / _t,
        true,
        tilts=((_y, _t),),
        removable=(_t,),
        tail=(exp(_high * _t) - exp(_z * _t)) / _t,
        reference="DLMF 4.10.8",
    ),
    row(
        "incomplete-gamma-integral",
        (_y, _low, oo),
        _y**_p * exp(-_c * _y),
        uppergamma(_p + 1, _c * _low) / _c ** (_p + 1),
        (_c > 0) & (_low > 0),
        exponents=((_y, _p),),
        tilts=((-_y, _c),),
        tail=uppergamma(_p + 1, _c * _z) / _c ** (_p + 1),
        sharp=False,
        reference="DLMF 8.2.2",
    ),
    row(
        "gamma-integral-tail",
        (_y, _start, oo),
        _y**_p * exp(-_c * _y**_m),
        uppergamma((_p + 1) / _m, _c * _start**_m) / (_m * _c ** ((_p + 1) / _m)),
        (_c > 0) & (_m > 0) & (_start > 0),
        exponents=((_y, _p),),
        rate=_c,
        power=_m,
        sharp=False,
        reference="DLMF 8.2.2",
    ),
    row(
        "two-sided-exponential-integral",
        (_x, -oo, oo),
        exp(-_b * Abs(_x - _here) - _c * Abs(_x - _there)),
        2 * (_b * exp(-_c * Abs(_here - _there)) - _c * exp(-_b * Abs(_here - _there))) / ((_b - _c) * (_b + _c)),
        _b + _c > 0,
        tilts=((-Abs(_x - _here), _b), (-Abs(_x - _there), _c)),
        places=(_here, _there),
        removable=(_b - _c,),
        reference="DLMF 4.10.8",
    ),
    row(
        "confluent-integral",
        (_y, 0, 1),
        _y**_p * (1 - _y) ** _q * exp(_t * _y),
        beta(_p + 1, _q + 1) * hyper((_p + 1,), (_p + _q + 2,), _t),
        (_p > -1) & (_q > -1),
        exponents=((_y, _p), (1 - _y, _q)),
        tilts=((_y, _t),),
        reference="DLMF 13.4.1",
    ),
    row(
        "affine-power-integral",
        (_y, 0, 1),
        (1 - _u * _y) ** _s,
        (1 - (1 - _u) ** (_s + 1)) / (_u * (_s + 1)),
        (_u < 1) & Ne(_u, 0),
        exponents=((1 - _u * _y, _s),),
        removable=(_s + 1,),
        places=(_u,),
        reference="DLMF 1.4(iv)",
    ),
    row(
        "hypergeometric-integral",
        (_y, 0, 1),
        _y**_p * (1 - _y) ** _q * (1 - _u * _y) ** _s,
        beta(_p + 1, _q + 1) * hyper((-_s, _p + 1), (_p + _q + 2,), _u),
        (_p > -1) & (_q > -1),
        exponents=((_y, _p), (1 - _y, _q), (1 - _u * _y, _s)),
        places=(_u,),
        reference="DLMF 15.6.1",
    ),
    row(
        "hypergeometric-integral-on-the-half-line",
        (_y, 0, oo),
        _y**_p * (1 + _y) ** _q * (1 + _u * _y) ** _s,
        beta(_p + 1, -_q - _s - _p - 1) * hyper((-_s, _p + 1), (-_q - _s,), 1 - _u),
        (_p > -1) & (-_q - _s - _p - 1 > 0),
        exponents=((_y, _p), (1 + _y, _q), (1 + _u * _y, _s)),
        places=(_u,),
        reference="DLMF 15.6.1",
    ),
    row(
        "tricomi-integral",
        (_y, 0, oo),
        _y**_p * (1 + _u * _y) ** _s * exp(-_c * _y),
        gamma(_p + 1) * _u ** (-_p - 1) * hyperu(_p + 1, _p + _s + 2, _c / _u),
        (_p > -1) & (_c > 0) & (_u >= 0),
        exponents=((_y, _p), (1 + _u * _y, _s)),
        tilts=((-_y, _c),),
        places=(_u,),
        placed=True,
        sharp=False,
        reference="DLMF 13.4.4",
    ),
    row(
        "struve-integral",
        (_y, 0, oo),
        (1 + _u * _y**2) ** _s * exp(-_c * _y),
        sqrt(pi)
        * gamma(_s + 1)
        * (_c / (2 * sqrt(_u))) ** (-_s - S.Half)
        * struvek(_s + S.Half, _c / sqrt(_u))
        / (2 * sqrt(_u)),
        (_s > -1) & (_c > 0) & (_u >= 0),
        exponents=((1 + _u * _y**2, _s),),
        tilts=((-_y, _c),),
        places=(_u,),
        placed=True,
        sharp=False,
        reference="DLMF 11.5.2",
    ),
    row(
        "bessel-integral",
        (_x, 0, 2 * pi),
        exp(_t * cos(_x) + _u * sin(_x)),
        2 * pi * besseli(0, sqrt(_t**2 + _u**2)),
        true,
        tilts=((cos(_x), _t), (sin(_x), _u)),
        reference="DLMF 10.32.1",
    ),
    row(
        "modified-bessel-integral",
        (_y, 0, oo),
        _y**_p * exp(-_b * _y - _c / _y),
        2 * (_c / _b) ** ((_p + 1) / 2) * besselk(_p + 1, 2 * sqrt(_b * _c)),
        (_b > 0) & (_c > 0),
        exponents=((_y, _p),),
        tilts=((-_y, _b), (-1 / _y, _c)),
        sharp=False,
        reference="DLMF 10.32.10",
    ),
)
