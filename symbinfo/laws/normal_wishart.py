"""Normal-Wishart and normal-inverse-Wishart laws: a normal vector whose precision, or covariance, is a random matrix.

Given the matrix, ``lamda (x - mu)' Precision (x - mu)`` is chi-squared with as many degrees of freedom as x has components,
whatever the matrix is: it is one more independent number beside those of Bartlett's decomposition.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, S, Tuple, exp, pi, sympify

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.elliptical import centre_of
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.independent_parts import of_independent
from symbinfo.laws.wishart import inverse_wishart, wishart

__all__ = ["normal_inverse_wishart", "normal_wishart"]


def normal_wishart(mu: Any, lamda: Any, scale: Any, n: Any, d: Any = None, name: str = "P") -> CoordinateLaw:
    """The law of (x, Precision): Precision is Wishart(n, scale), and x normal with the precision lamda times it.

    Parameters
    ----------
    mu : list, Matrix, MatrixSymbol or str
        The centre: by its entries, or a letter.
    lamda : Expr
        Positive.
    scale, n, d
        As for `wishart`: the scale matrix, the degrees of freedom, and the size where none is written out.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside of its domain, or the size is no number.

    References
    ----------
    C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation (2.157).

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(normal_wishart([0, 0], 1, [[1, 0], [0, 1]], 3)).doit()
    EulerGamma + 3 + log(8*pi**2)
    """
    return _with_vector("NormalWishart", wishart(n, scale, _size(mu, d)), mu, lamda, 1, name)


def normal_inverse_wishart(mu: Any, lamda: Any, scale: Any, n: Any, d: Any = None, name: str = "P") -> CoordinateLaw:
    """The law of (x, Covariance): Covariance is InverseWishart(n, scale), and x normal with the covariance over lamda.

    Parameters
    ----------
    mu, lamda, scale, n, d, name
        As for `normal_wishart`; `scale` is that of `inverse_wishart`.

    References
    ----------
    A. Gelman and others, Bayesian Data Analysis (2013), section 3.6.

    Examples
    --------
    >>> import symbinfo as si
    >>> P, Q = (normal_inverse_wishart([0, 0], k, [[1, 0], [0, 1]], 3) for k in (2, 1))
    >>> si.KL(P, Q).doit()
    -1/2 + log(2)
    """
    law = inverse_wishart(n, scale, _size(mu, d))
    return _with_vector("NormalInverseWishart", law, mu, lamda, -1, name)


def _size(mu: Any, d: Any) -> Any:
    return S(len(mu)) if d is None and isinstance(mu, (list, tuple, Tuple)) else d


def _with_vector(family: str, law: CoordinateLaw, mu: Any, lamda: Any, power: int, name: str) -> CoordinateLaw:
    """The law of the matrix, with the vector."""
    lamda = sympify(lamda)
    if lamda.is_positive is False or lamda.is_extended_real is False:
        raise DomainError(family, "lamda", lamda, "positive")
    centre, p = centre_of(mu), law.kind[2]
    if isinstance(centre, Tuple) and len(centre) != p:
        raise DomainError(family, "mu", centre, f"{p} entries, as the matrix has rows")
    determinant = law.variable[0]
    taken = {v.name for v in law.variable} | {s.name for s in (*law.free_symbols, *lamda.free_symbols)}
    square = Variable(next(letter for letter in ("Q", "R", "Q0") if letter not in taken), real=True)
    normal: Expr = (lamda / (2 * pi)) ** (p / 2) * determinant ** (S(power) / 2) * exp(-lamda * square / 2)
    squares = law.coordinates.parameters
    coordinates = of_independent([*squares, law_of_family(FAMILIES["Gamma"], (p / 2, S(2)), "Z")])
    moved = dict(zip(law.coordinates.variable, coordinates.variable, strict=False))
    images = (*(image.xreplace(moved) for image in law.images), coordinates.variable[-1] / lamda)
    n, scale = law.parameters
    variables = (*law.variable, square)
    condition = And(law.condition, S.true if lamda.is_positive else lamda > 0)
    kinds, parameters = (family, centre, *law.kind[1:]), (centre, lamda, scale, n)
    density = normal * law.density
    return CoordinateLaw(name, family, parameters, condition, variables, density, variables, kinds, coordinates, images)
