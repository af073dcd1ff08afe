"""How much mass lies below a place: distribution functions of families, by sympy.stats and where it has none as data here.

They serve to normalise what is left of a law that is cut off. Each is compared with the integral of its density by a test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    Expr,
    Piecewise,
    Rational,
    S,
    asin,
    atan,
    betainc_regularized,
    erf,
    erfc,
    exp,
    gamma,
    log,
    lowergamma,
    pi,
    sin,
    sqrt,
    uppergamma,
)

from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import distribution_of
from symbinfo.laws.shown_parts import MOVED

__all__ = ["MISSING", "mass_below", "mass_between"]

Function = Callable[..., Expr]
half = Rational(1, 2)


def _semicircle(x: Any, R: Any) -> Expr:
    return half + x * sqrt(R**2 - x**2) / (pi * R**2) + asin(x / R) / pi


#: Distribution functions inside the support that sympy.stats does not state: of a place and the parameters.
MISSING: dict[str, Function] = {
    "Benini": lambda x, a, b, s: 1 - exp(-a * log(x / s) - b * log(x / s) ** 2),
    "Beta": lambda x, a, b: betainc_regularized(a, b, 0, x),
    "BetaPrime": lambda x, a, b: betainc_regularized(a, b, 0, x / (1 + x)),
    "BoundedPareto": lambda x, a, low, high: (1 - (low / x) ** a) / (1 - (low / high) ** a),
    "Chi": lambda x, k: lowergamma(k / 2, x**2 / 2) / gamma(k / 2),
    "FDistribution": lambda x, m, n: betainc_regularized(m / 2, n / 2, 0, m * x / (m * x + n)),
    "HalfCauchy": lambda x, s: 2 * atan(x / s) / pi,
    "HalfLogistic": lambda x, s: (1 - exp(-x / s)) / (1 + exp(-x / s)),
    "HalfNormal": lambda x, s: erf(x / (s * sqrt(2))),
    "Lomax": lambda x, a, s: 1 - (1 + x / s) ** -a,
    "Moyal": lambda x, m, s: erfc(exp(-(x - m) / (2 * s)) / sqrt(2)),
    "PowerFunction": lambda x, alpha, a, b: ((x - a) / (b - a)) ** alpha,
    "RaisedCosine": lambda x, m, s: half + (x - m) / (2 * s) + sin(pi * (x - m) / s) / (2 * pi),
    "Reciprocal": lambda x, a, b: log(x / a) / log(b / a),
    "ShiftedGompertz": lambda x, b, eta: (1 - exp(-b * x)) * exp(-eta * exp(-b * x)),
    "Weibull": lambda x, s, k: 1 - exp(-((x / s) ** k)),
    "WignerSemicircle": _semicircle,
}  # fmt: skip


def mass_below(law: Any, place: Expr) -> Expr | None:
    """The mass below a place inside the support of a continuous law; None where it is not known.

    Parameters
    ----------
    law : ContinuousLaw
        Of a family, perhaps moved.
    place : Expr
        Inside the support.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from symbinfo.laws.from_catalogue import law_of_family
    >>> mass_below(law_of_family(FAMILIES["Exponential"], (3,), "P"), Symbol("x", positive=True))
    1 - exp(-3*x)
    """
    if law.family == MOVED:
        inner, *named = law.parameters
        by_name = {part.name: part.value for part in named}
        scale = by_name.get("scale", S.One)
        if scale == -1:
            return None
        return _of_family(inner.family, tuple(inner.parameters), (place - by_name.get("loc", S.Zero)) / scale)
    return _of_family(law.family, tuple(law.parameters), place)


def _of_family(name: str, values: tuple[Any, ...], place: Expr) -> Expr | None:
    if name in MISSING:
        return MISSING[name](place, *values)
    family = FAMILIES.get(name)
    if family is None or family.kind != "continuous":
        return None
    stated = getattr(distribution_of(family, family.completed(values)), "_cdf", None)
    found = stated(place) if stated else None
    if isinstance(found, Piecewise):
        inside = [value for value, _ in found.args if value not in (0, 1)]
        found = inside[0] if len(inside) == 1 else None
    return found


def mass_between(law: Any, low: Expr, high: Expr) -> Expr | None:
    """The mass between two places, each inside the support or an end of it; of a tail by its own function.

    Examples
    --------
    >>> from symbinfo.laws.from_catalogue import law_of_family
    >>> from sympy import oo
    >>> mass_between(law_of_family(FAMILIES["Normal"], (0, 1), "P"), S(2), oo)
    erfc(sqrt(2))/2
    """
    below = S.Zero if low == law.lower else mass_below(law, low)
    above = S.One if high == law.upper else mass_below(law, high)
    if below is None or above is None:
        return None
    return _as_tail(above - below)


def _as_tail(mass: Expr) -> Expr:
    """``1 - erf(z)`` by erfc, ``1 - lowergamma/gamma`` by uppergamma: differences lose their digits far out."""
    one, rest = mass.as_coeff_Add()
    if not one.is_Rational or one <= 0 or rest.is_Add:
        return mass
    factor, kernel = rest.as_coeff_Mul()
    if abs(factor) != one:
        return mass
    if isinstance(kernel, erf):
        return one * erfc(kernel.args[0] if factor < 0 else -kernel.args[0])
    found = kernel.atoms(lowergamma)
    if factor < 0 and len(found) == 1:
        (part,) = found
        if kernel == part / gamma(part.args[0]):
            return one * uppergamma(*part.args) / gamma(part.args[0])
    return mass
