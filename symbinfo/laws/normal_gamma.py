"""A normal variable whose precision has a gamma law, or whose variance has an inverse gamma law.

With the precision and the standardised variable as coordinates both are independent.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, S, exp, gamma, pi, sqrt, sympify

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.independent_parts import of_independent

__all__ = ["normal_gamma", "normal_inverse_gamma"]

_NAMES = (("x", "w"), ("y", "v"), ("x0", "w0"))


def normal_gamma(mu: Any, lamda: Any, alpha: Any, beta: Any, name: str = "P") -> CoordinateLaw:
    """The law of X and its precision W: W has the gamma law of shape alpha and rate beta, X given it is normal.

    Parameters
    ----------
    mu : Expr
        The mean of X.
    lamda : Expr
        X has the precision ``lamda*W``; positive.
    alpha, beta : Expr
        Positive.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside of its domain.

    References
    ----------
    J. M. Bernardo and A. F. M. Smith, Bayesian Theory (1994), section 3.2.5.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(normal_gamma(0, 1, 1, 1)).doit()
    EulerGamma/2 + log(2*pi)/2 + 3/2
    """
    return _law("NormalGamma", (mu, lamda, alpha, beta), S.One, name)


def normal_inverse_gamma(mu: Any, lamda: Any, alpha: Any, beta: Any, name: str = "P") -> CoordinateLaw:
    """The law of X and its variance W: W has the inverse gamma law of alpha and beta, X given it the variance W/lamda.

    Parameters
    ----------
    mu, lamda, alpha, beta, name
        As for `normal_gamma`.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(normal_inverse_gamma(0, 1, 1, 1)).doit()
    log(2*pi)/2 + 5*EulerGamma/2 + 3/2
    """
    return _law("NormalInverseGamma", (mu, lamda, alpha, beta), S.NegativeOne, name)


def _law(family: str, given: tuple[Any, ...], power: Expr, name: str) -> CoordinateLaw:
    """The law; W to the `power` is the precision up to lamda."""
    mu, lamda, alpha, beta = values = tuple(map(sympify, given))
    for what, value in zip(("lamda", "alpha", "beta"), values[1:], strict=True):
        if value.is_positive is False or value.is_extended_real is False:
            raise DomainError(family, what, value, "positive")
    taken = {s.name for value in values for s in value.free_symbols}
    first, second = next(pair for pair in _NAMES if not taken & set(pair))
    x, w = Variable(first, real=True), Variable(second, real=True)
    precision = w**power
    own = beta**alpha / gamma(alpha) * w ** (power * alpha - 1) * exp(-beta * precision)
    density = own * sqrt(lamda * precision / (2 * pi)) * exp(-lamda * precision * (x - mu) ** 2 / 2)
    laws = [("Gamma", (alpha, 1 / beta)), ("Normal", (S.Zero, S.One))]
    coordinates = of_independent([law_of_family(FAMILIES[kind], made, f"U{i}") for i, (kind, made) in enumerate(laws)])
    u, z = coordinates.variable
    images = (mu + z / sqrt(lamda * u), u**power)
    condition = And(*(value > 0 for value in values[1:] if not value.is_positive))
    return CoordinateLaw(name, family, values, condition, (x, w), density, (w,), (family,), coordinates, images)
