"""Which law of the catalogue a density is that of: both have the same slope of the logarithm, a rational function."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Expr, Mul, Poly, S, Symbol, diff, exp, fraction, oo, simplify, solve, together

from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.names.parametrisation import ALL_FAMILIES

__all__ = ["named_density"]

#: Families with such a slope by the ends of their ranges, those with fewer parameters first.
CANDIDATES: dict[tuple[Expr, Expr], tuple[str, ...]] = {
    (S.Zero, oo): ("Exponential", "HalfNormal", "Rayleigh", "Maxwell", "Gamma", "GammaInverse", "Lomax", "BetaPrime"),
    (S.Zero, S.One): ("Beta",),
    (-oo, oo): ("Normal", "Cauchy", "StudentT"),
}


def named_density(density: Expr, x: Symbol, low: Expr, high: Expr) -> str:
    """The law as text, or nothing where none is seen.

    Parameters
    ----------
    density : Expr
        On the range, up to a constant factor.
    x : Symbol
        Its variable.
    low, high : Expr
        The ends.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, s = symbols("x s", positive=True)
    >>> named_density(exp(-x**2/(2*s**2)), x, S.Zero, oo)
    'HalfNormal(s)'
    >>> named_density(exp(-x)/(1 + x), x, S.Zero, oo)
    ''
    """
    slope = _slope(density, x)
    if slope is None:
        return ""
    for name in CANDIDATES.get((low, high), ()):
        values, wanted, y = _of_family(name)
        top = fraction(together(slope - wanted.xreplace({y: x})))[0]
        if not top.is_polynomial(x):
            continue
        for solution in solve(Poly(top, x).coeffs(), values, dict=True):
            parameters = [simplify(solution.get(value, value)) for value in values]
            domains = [p.domain for p in ALL_FAMILIES[name].parameters]
            fits = all(domain.admits(p) and not p.has(*values) for domain, p in zip(domains, parameters, strict=True))
            if fits and simplify(top.xreplace(solution)) == 0:
                return f"{name}({', '.join(map(str, parameters))})"
    return ""


def _slope(density: Expr, x: Symbol) -> Expr | None:
    """The derivative of the logarithm, factor by factor; None where it is no rational function."""
    total: Any = S.Zero
    for factor in Mul.make_args(density):
        if not factor.has(x):
            continue
        if isinstance(factor, exp):
            total += diff(factor.args[0], x)
            continue
        base, power = factor.as_base_exp()
        if power.has(x):
            return None
        total += power * diff(base, x) / base
    return total if total.is_rational_function(x) else None


@lru_cache(maxsize=32)
def _of_family(name: str) -> tuple[tuple[Symbol, ...], Expr, Symbol]:
    family = ALL_FAMILIES[name]
    values = tuple(Symbol(f"v_{p.name}", **(p.domain.assumptions)) for p in family.parameters)
    law: Any = law_of_family(family, values, "P")
    slope = _slope(law.density, law.variable)
    return values, S.NaN if slope is None else slope, law.variable
