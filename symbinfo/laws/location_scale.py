"""The law of ``loc + scale*X``: by the parameters of its family where they carry that, by its density elsewhere.

What each parameter does when the variable is moved or stretched is data, one row a family: ``location`` (m becomes
loc + scale*m), ``scale`` (s becomes scale*s), ``rate`` (r becomes r/scale), ``square`` (w becomes scale**2*w),
``log`` (m becomes m + log(scale)); a shape stays as it is.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, S, log, sympify

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.family import Family
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.shown_parts import MOVED, Named, ShownLaw, as_written

__all__ = ["ROLES", "absorbed", "has_role", "moved"]

#: What moves and stretches each family; a family that is missing has shapes alone.
ROLES: dict[str, dict[str, str]] = {
    "Arcsin": {"a": "location", "b": "location"},
    "Benini": {"sigma": "scale"},
    "BoundedPareto": {"left": "scale", "right": "scale"},
    "Cauchy": {"x0": "location", "gamma": "scale"},
    "Dagum": {"b": "scale"},
    "Davis": {"b": "scale", "mu": "location"},
    "ExGaussian": {"mean": "location", "std": "scale", "rate": "rate"},
    "Exponential": {"rate": "rate"},
    "ExponentialPower": {"mu": "location", "alpha": "scale"},
    "Frechet": {"s": "scale", "m": "location"},
    "Gamma": {"theta": "scale"},
    "Erlang": {"l": "rate"},
    "GammaInverse": {"b": "scale"},
    "GaussianInverse": {"mean": "scale", "shape": "scale"},
    "Wald": {"mean": "scale", "shape": "scale"},
    "Gompertz": {"b": "rate"},
    "Gumbel": {"beta": "scale", "mu": "location"},
    "Laplace": {"mu": "location", "b": "scale"},
    "Levy": {"mu": "location", "c": "scale"},
    "LogCauchy": {"mu": "log"},
    "Logistic": {"mu": "location", "s": "scale"},
    "LogLogistic": {"alpha": "scale"},
    "LogNormal": {"mean": "log"},
    "Lomax": {"lamda": "scale"},
    "Maxwell": {"a": "scale"},
    "Moyal": {"mu": "location", "sigma": "scale"},
    "Nakagami": {"omega": "square"},
    "Normal": {"mean": "location", "std": "scale"},
    "Pareto": {"xm": "scale"},
    "PowerFunction": {"a": "location", "b": "location"},
    "QuadraticU": {"a": "location", "b": "location"},
    "RaisedCosine": {"mu": "location", "s": "scale"},
    "Rayleigh": {"sigma": "scale"},
    "Reciprocal": {"a": "scale", "b": "scale"},
    "ShiftedGompertz": {"b": "rate"},
    "Trapezoidal": {"a": "location", "b": "location", "c": "location", "d": "location"},
    "Triangular": {"a": "location", "b": "location", "c": "location"},
    "Uniform": {"left": "location", "right": "location"},
    "Weibull": {"alpha": "scale"},
    "WignerSemicircle": {"R": "scale"},
    "AsymmetricLaplace": {"mu": "location", "b": "scale"},
    "BirnbaumSaunders": {"beta": "scale"},
    "Burr": {"s": "scale"},
    "DoubleGamma": {"s": "scale"},
    "DoubleWeibull": {"s": "scale"},
    "FoldedNormal": {"mu": "scale", "sigma": "scale"},
    "GeneralizedGamma": {"s": "scale"},
    "HalfCauchy": {"gamma": "scale"},
    "HalfLogistic": {"s": "scale"},
    "HalfNormal": {"sigma": "scale"},
}
#: What a role makes of a value; a location is moved and stretched, the others are stretched alone.
_CHANGES: dict[str, Any] = {
    "location": lambda value, loc, scale: loc + scale * value,
    "scale": lambda value, _, scale: scale * value,
    "rate": lambda value, _, scale: value / scale,
    "square": lambda value, _, scale: scale**2 * value,
    "log": lambda value, _, scale: value + log(scale),
}


def has_role(family: Family, role: str) -> bool:
    """Whether the family has a parameter that moves it (role "loc") or stretches it (role "scale")."""
    roles = set(ROLES.get(family.name, {}).values())
    return "location" in roles if role == "loc" else bool(roles)


def absorbed(family: Family, values: tuple[Any, ...], loc: Any, scale: Any) -> tuple[tuple[Any, ...], Expr, Expr]:
    """The parameters of ``loc + scale*X``, and what they cannot carry: a location and a scale that are left.

    Parameters
    ----------
    family : Family
        The family of X.
    values : tuple
        Its parameters.
    loc, scale : Expr
        The scale is positive.

    Examples
    --------
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> absorbed(FAMILIES["Normal"], (0, 1), 3, 2)
    ((3, 2), 0, 1)
    >>> absorbed(FAMILIES["Gamma"], (5, 1), 3, 2)
    ((5, 2), 3, 1)
    """
    roles = ROLES.get(family.name, {})
    loc, scale = sympify(loc), sympify(scale)
    if not roles or (loc == 0 and scale == 1):
        return values, loc, scale
    carried = loc if "location" in roles.values() else S.Zero
    names = [p.name for p in family.parameters]
    changed = tuple(
        _CHANGES[roles[name]](sympify(value), carried, scale) if name in roles else value
        for name, value in zip(names, values, strict=False)
    )
    return changed, loc - carried, S.One


def moved(law: Law, loc: Any = S.Zero, scale: Any = S.One, name: str | None = None) -> Law:
    """The law of ``loc + scale*X``.

    Parameters
    ----------
    law : Law
        The law of X: with a density, on a range of integers, or of listed outcomes.
    loc, scale : Expr
        The scale is positive, or the number -1 for the mirror image; of a law of integers both are whole.
    name : str, optional
        What to call it.

    Raises
    ------
    DomainError
        When the scale is not positive, or a law of integers is moved by what is no integer.
    MeasureError
        When the law has several variables.

    Examples
    --------
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> from symbinfo.laws.from_catalogue import law_of_family
    >>> moved(law_of_family(FAMILIES["StudentT"], (3,), "P"), 1, 2).title
    'StudentT(3, loc=1, scale=2)'
    """
    loc, scale = sympify(loc), sympify(scale)
    name = name or law.name
    if loc == 0 and scale == 1:
        return law.renamed(name)
    family, _ = as_written(law.family, law.parameters)
    if scale != -1 and (scale.is_positive is False or scale.is_finite is False):
        raise DomainError(family, "scale", scale, "positive")
    if not loc.is_extended_real or loc.is_finite is False:
        raise DomainError(family, "loc", loc, "a real number")
    named = [Named(word, value) for word, value, usual in (("loc", loc, 0), ("scale", scale, 1)) if value != usual]
    head = (name, MOVED, (ShownLaw(law), *named), _condition(law, scale))
    if type(law) is FiniteLaw:
        return FiniteLaw(*head, [(loc + scale * sympify(outcome), mass) for outcome, mass in law.outcomes])
    if type(law) is DiscreteLaw:
        if scale != 1 or loc.is_integer is False:
            place = ("scale", scale, "1, for a law of integers") if scale != 1 else ("loc", loc, "an integer")
            raise DomainError(family, *place)
        mass = law.density.xreplace({law.variable: law.variable - loc})
        return DiscreteLaw(*head, law.variable, mass, law.lower + loc, law.upper + loc)
    if not isinstance(law, ContinuousLaw):
        raise MeasureError(f"{law.title} is not a law of one variable with a density: loc and scale are for those")
    density = law.density.xreplace({law.variable: (law.variable - loc) / scale}) / abs(scale)
    ends = [loc + scale * law.lower, loc + scale * law.upper]
    return ContinuousLaw(*head, law.variable, density, *(ends[::-1] if scale == -1 else ends))


def _condition(law: Law, scale: Expr) -> Any:
    known = not scale.free_symbols or scale.is_positive
    return law.condition if known else law.condition & (scale > 0)
