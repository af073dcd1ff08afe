"""Totals of families whose kernel serves nothing else: one change of variables and one stored fact, as data.

The rules have no row for these kernels, since no expectation follows from them by a shift of an exponent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Expr, Integral, S, Sum, beta, binomial, erfc, exp, gamma, log, oo, pi, sqrt, zeta

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

__all__ = ["total_by_family"]

#: A new variable's range and the old one in it, or None; then multiples of facts, each with the values of its parameters
#: and the order of its derivative in t.
Data = tuple[tuple[Expr, Expr, Expr] | None, tuple[tuple[Expr, str, dict[str, Expr], int], ...]]

_y, _t = Variable("y", real=True), Variable("t", real=True)


def _chi_noncentral(k: Any, l: Any) -> Data:  # noqa: E741 - the name of the parameter
    values = {"v": k / 2 - 1, "u": l, "c": S.Half}
    return None, ((l ** (1 - k / 2) * exp(-(l**2) / 2), "bessel-gaussian-integral", values, 0),)


def _noncentral_chi_squared(k: Any, l: Any) -> Data:  # noqa: E741 - the name of the parameter
    values = {"v": k / 2 - 1, "u": sqrt(l), "c": S.Half}
    return (S.Zero, oo, _y**2), ((l ** (S.Half - k / 4) * exp(-l / 2), "bessel-gaussian-integral", values, 0),)


def _rice(nu: Any, sigma: Any) -> Data:
    values = {"v": S.Zero, "u": nu / sigma**2, "c": 1 / (2 * sigma**2)}
    return None, ((exp(-(nu**2) / (2 * sigma**2)) / sigma**2, "bessel-gaussian-integral", values, 0),)


def _alpha(a: Any) -> Data:
    times = sqrt(S(2)) * exp(-(a**2) / 2) / (sqrt(pi) * erfc(-a / sqrt(S(2))))
    return (S.Zero, oo, 1 / _y), ((times, "gaussian-integral-from-a-point", {"t": a, "c": S.Half, "f": S.Zero}, 0),)


def _davis(b: Any, n: Any, mu: Any) -> Data:
    return (S.Zero, oo, mu + b / _y), ((1 / (gamma(n) * zeta(n)), "bose-integral", {"p": n - 1}, 0),)


def _shifted_gompertz(b: Any, eta: Any) -> Data:
    fact = "bounded-exponential-integral"
    parts = ((1 + eta, fact, {"t": -eta, "h": S.One}, 0), (-eta, fact, {"t": _t - eta, "h": S.One}, 1))
    return (S.Zero, S.One, -log(_y) / b), parts


def _beta_binomial(n: Any, a: Any, b: Any) -> Data:
    return None, ((1 / beta(a, b), "beta-binomial-sum", {"n": n, "a": a, "b": b}, 0),)


def _ex_gaussian(m: Any, s: Any, rate: Any) -> Data:
    values = {"c": sqrt(S(2)) * s * rate}
    times = rate / 2 * sqrt(S(2)) * s * exp(-(s**2) * rate**2 / 2)
    return (-oo, oo, m + rate * s**2 + sqrt(S(2)) * s * _y), (
        (times, "error-function-exponential-integral", values, 0),
    )


def _yule_simon(rho: Any) -> Data:
    return None, ((rho, "beta-series", {"b": rho + 1}, 0),)


def _hypergeometric(size: Any, m: Any, n: Any) -> Data:
    return None, ((1 / binomial(size, n), "vandermonde-sum", {"m": m, "n": n, "l": size}, 0),)


FAMILIES: dict[str, Callable[..., Data]] = {
    "Alpha": _alpha,
    "ChiNoncentral": _chi_noncentral,
    "NoncentralChiSquared": _noncentral_chi_squared,
    "Rice": _rice,
    "Davis": _davis,
    "ShiftedGompertz": _shifted_gompertz,
    "BetaBinomial": _beta_binomial,
    "ExGaussian": _ex_gaussian,
    "YuleSimon": _yule_simon,
    "Hypergeometric": _hypergeometric,
}


def total_by_family(law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Derivation | None:
    """That a law of one of these families adds up to 1; None of another.

    Parameters
    ----------
    law : Law
        The law.
    domain : Domain
        Where its parameters live.
    """
    data = FAMILIES.get(str(law.family))
    if data is None or {_y, _t} & law.free_symbols:
        return None
    chart, parts = data(*law.parameters)
    continuous = isinstance(law, ContinuousLaw)
    variable = law.variable if chart is None else _y
    coordinate = None if chart is None else Coordinate(_y, chart[0], chart[1], (chart[2],))
    kernels = tuple(
        KernelTerm(times, StoredFact(fact, variable, tuple(values.items()), _t if order else None), order)
        for times, fact, values, order in parts
    )
    whole = (Integral if continuous else Sum)(law.density, (law.variable, law.lower, law.upper))
    rule = "density-integrates-to-one" if continuous else "total-is-one"
    witness = Reasoning("integral", integrals=(Transformed(whole, coordinate, kernels),))
    step = Step(Relation.EQ, S.One, rule, f"A stored total: the {parts[0][1].replace('-', ' ')}.", witness=witness)
    return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
