"""Sums with a known value, one row each, as the integrals of `normalisers`."""

from __future__ import annotations

from sympy import Abs, besseli, binomial, exp, factorial, harmonic, log, oo, polylog, sqrt, true, zeta

from symbinfo.derivation.integrals.normalisers import Own, row

__all__ = ["POWER_SUM", "SUMS"]

_k = Own("k", integer=True, nonnegative=True)
_j = Own("j", integer=True)
_n = Own("n", integer=True, positive=True)
_r, _a = (Own(name, positive=True) for name in "ra")
_s = Own("s", real=True)

SUMS = (
    row(
        "geometric-series",
        (_k, 0, oo),
        _r**_k,
        1 / (1 - _r),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.7",
    ),
    row(
        "geometric-sum",
        (_k, 0, _n),
        _r**_k,
        (1 - _r ** (_n + 1)) / (1 - _r),
        true,
        ratio=_r,
        removable=(1 - _r,),
        reference="DLMF 1.2.11",
    ),
    row(
        "two-sided-geometric-series",
        (_j, -oo, oo),
        _r ** Abs(_j),
        (1 + _r) / (1 - _r),
        _r < 1,
        ratio=_r,
        pace=Abs(_j),
        reference="DLMF 4.6.7",
    ),
    row(
        "exponential-series",
        (_k, 0, oo),
        _r**_k / factorial(_k),
        exp(_r),
        true,
        ratio=_r,
        reference="DLMF 4.2.19",
    ),
    row(
        "bessel-function-series",
        (_k, 0, oo),
        _r**_k / factorial(_k) ** 2,
        besseli(0, 2 * sqrt(_r)),
        true,
        ratio=_r,
        reference="DLMF 10.25.2",
    ),
    row(
        "exponential-series-from-one",
        (_k, 1, oo),
        _r**_k / factorial(_k),
        exp(_r) - 1,
        true,
        ratio=_r,
        reference="DLMF 4.2.19",
    ),
    row(
        "binomial-theorem",
        (_k, 0, _n),
        binomial(_n, _k) * _r**_k,
        (1 + _r) ** _n,
        true,
        ratio=_r,
        reference="DLMF 1.2.2",
    ),
    row(
        "binomial-theorem-from-one",
        (_k, 1, _n),
        binomial(_n, _k) * _r**_k,
        (1 + _r) ** _n - 1,
        true,
        ratio=_r,
        reference="DLMF 1.2.2",
    ),
    row(
        "negative-binomial-series",
        (_k, 0, oo),
        binomial(_k + _a - 1, _k) * _r**_k,
        (1 - _r) ** (-_a),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.7",
    ),
    row(
        "negative-binomial-series-from-one",
        (_k, 1, oo),
        binomial(_k + _a - 1, _k) * _r**_k,
        (1 - _r) ** (-_a) - 1,
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.7",
    ),
    row(
        "logarithmic-series",
        (_k, 1, oo),
        _r**_k / _k,
        -log(1 - _r),
        _r < 1,
        ratio=_r,
        reference="DLMF 4.6.1",
    ),
    row(
        "zeta-series",
        (_k, 1, oo),
        _k**_s,
        zeta(-_s),
        _s < -1,
        exponents=((_k, _s),),
        reference="DLMF 25.2.1",
    ),
    row(
        "polylogarithm-series",
        (_k, 1, oo),
        _k**_s * _r**_k,
        polylog(-_s, _r),
        _r < 1,
        exponents=((_k, _s),),
        ratio=_r,
        sharp=False,
        reference="DLMF 25.12.10",
    ),
    row(
        "bessel-series",
        (_j, -oo, oo),
        _r**_j * besseli(_j, _a),
        exp(_a * (_r + 1 / _r) / 2),
        true,
        ratio=_r,
        reference="DLMF 10.35.1",
    ),
)

#: A sum that has a name and no other value: there is no fact to prove by.
POWER_SUM = row(
    "power-sum",
    (_k, 1, _n),
    _k**_s,
    harmonic(_n, -_s),
    true,
    exponents=((_k, _s),),
    reference="DLMF 25.11.33",
)
