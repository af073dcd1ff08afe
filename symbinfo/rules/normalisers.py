"""The stored facts: integrals and sums with a known value, one row each, with their references.

From a row alone follow the expectations of its statistics: of a power of a base, by shifting that base's exponent; of
its logarithm, by differentiating in the exponent. No expectation and no closed form of a measure is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Abs, Expr, Symbol, beta, binomial, exp, factorial, gamma, log, oo, symbols, sympify, true, zeta
from sympy.logic.boolalg import Boolean

__all__ = ["INTEGRALS", "SUMS", "Normaliser"]


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
    rate, power : Symbol or None
        The c and k of a factor ``exp(-c y**k)``.
    ratio : Symbol or None
        Of a sum: the r of a factor ``r**k``.
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
    rate: Symbol | None = None
    power: Symbol | None = None
    ratio: Symbol | None = None

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """The row's own parameters."""
        own = [s for _, s in self.exponents] + [s for s in (self.rate, self.power, self.ratio) if s is not None]
        return tuple(own) + tuple(sorted(self.kernel.free_symbols - {self.variable, *own}, key=str))


_y = Symbol("y", positive=True)
_k = Symbol("k", integer=True, nonnegative=True)
_p, _q, _m, _s = symbols("p q m s", real=True)
_c, _r = symbols("c r", positive=True)
_n = Symbol("n", integer=True, positive=True)
_a = Symbol("a", positive=True)


def _row(name: str, limits: tuple[Any, ...], kernel: Expr, value: Expr, requires: Any, **more: Any) -> Normaliser:
    return Normaliser(name, limits[0], sympify(limits[1]), sympify(limits[2]), kernel, value, requires, **more)


INTEGRALS = (
    _row(
        "gamma-integral",
        (_y, 0, oo),
        _y**_p * exp(-_c * _y**_m),
        gamma((_p + 1) / _m) / (Abs(_m) * _c ** ((_p + 1) / _m)),
        ((_p + 1) / _m > 0) & (_c > 0),
        exponents=((_y, _p),),
        rate=_c,
        power=_m,
        reference="DLMF 5.9.1",
    ),
    _row(
        "beta-integral",
        (_y, 0, 1),
        _y**_p * (1 - _y) ** _q,
        beta(_p + 1, _q + 1),
        (_p > -1) & (_q > -1),
        exponents=((_y, _p), (1 - _y, _q)),
        reference="DLMF 5.12.1",
    ),
    _row(
        "beta-prime-integral",
        (_y, 0, oo),
        _y**_p * (1 + _y) ** _q,
        beta(_p + 1, -_q - _p - 1),
        (_p > -1) & (-_q - _p - 1 > 0),
        exponents=((_y, _p), (1 + _y, _q)),
        reference="DLMF 5.12.3",
    ),
)

SUMS = (
    _row(
        "geometric-series",
        (_k, 0, oo),
        _r**_k,
        1 / (1 - _r),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.5",
    ),
    _row(
        "exponential-series",
        (_k, 0, oo),
        _r**_k / factorial(_k),
        exp(_r),
        true,
        ratio=_r,
        reference="DLMF 4.2.19",
    ),
    _row(
        "binomial-theorem",
        (_k, 0, _n),
        binomial(_n, _k) * _r**_k,
        (1 + _r) ** _n,
        true,
        ratio=_r,
        reference="DLMF 1.2.2",
    ),
    _row(
        "negative-binomial-series",
        (_k, 0, oo),
        binomial(_k + _a - 1, _k) * _r**_k,
        (1 - _r) ** (-_a),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.7",
    ),
    _row(
        "logarithmic-series",
        (_k, 1, oo),
        _r**_k / _k,
        -log(1 - _r),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.1",
    ),
    _row(
        "zeta-series",
        (_k, 1, oo),
        _k**_s,
        zeta(-_s),
        _s < -1,
        exponents=((_k, _s),),
        reference="DLMF 25.2.1",
    ),
)
