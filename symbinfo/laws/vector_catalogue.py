"""The named laws of vectors, one row each: what their constructors take and how deep the lists are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symbinfo.laws.elliptical import (
    multivariate_cauchy,
    multivariate_power_exponential,
    multivariate_t,
    uniform_in_ball,
)
from symbinfo.laws.family import Parameter
from symbinfo.laws.family import ParameterDomain as D
from symbinfo.laws.law import Law
from symbinfo.laws.matrix_normal import normal_of_letters
from symbinfo.laws.matrix_variate_normal import matrix_variate_normal
from symbinfo.laws.normal_gamma import normal_gamma, normal_inverse_gamma
from symbinfo.laws.normal_wishart import normal_inverse_wishart, normal_wishart
from symbinfo.laws.spherical import power_spherical, uniform_on_sphere, von_mises_fisher
from symbinfo.laws.vector import dirichlet, multinomial
from symbinfo.laws.wishart import inverse_wishart, wishart

__all__ = ["VECTORS", "VectorFamily"]


@dataclass(frozen=True)
class VectorFamily:
    """A family of laws of vectors.

    Parameters
    ----------
    name : str
        The constructor in sympy.stats.
    parameters : tuple of Parameter
        In the order of the constructor; the domain is that of each entry.
    shapes : tuple of str
        How each is written; the brackets say how deep the lists are.
    make : callable
        From the parameters and a name to the law.
    optional : tuple of str
        Parameters at the end that may be left out.
    letters : bool
        Whether a letter may stand for a vector or a matrix, and a number for that multiple of the identity.
    """

    name: str
    parameters: tuple[Parameter, ...]
    shapes: tuple[str, ...]
    make: Callable[..., Law]
    optional: tuple[str, ...] = ()
    letters: bool = False

    @property
    def depths(self) -> tuple[int, ...]:
        """0 for a number, 1 for a list, 2 for a matrix by its rows."""
        return tuple(len(shape) - len(shape.lstrip("[")) for shape in self.shapes)

    @property
    def usage(self) -> str:
        """How a law of the family is written."""
        needed = [s for p, s in zip(self.parameters, self.shapes, strict=True) if p.name not in self.optional]
        return f"{self.name}({', '.join(needed)})"


_MU, _SIGMA = Parameter("mu", D.REAL), Parameter("Sigma", D.REAL)
_NU, _BETA, _KAPPA = (Parameter(name, D.POSITIVE) for name in ("nu", "beta", "kappa"))
_FOUR = (Parameter("mu", D.REAL), *(Parameter(name, D.POSITIVE) for name in ("lamda", "alpha", "beta")))
_WITH_A_MATRIX = (("lamda", D.POSITIVE), ("V", D.REAL), ("n", D.POSITIVE))
_PLACE = ("[0, 0]", "[[1, 0], [0, 1]]")


def _any_size(name: str, parameters: tuple[Parameter, ...], shapes: tuple[str, ...], make: Any) -> VectorFamily:
    """A family in any number of components, which may be stated last."""
    size = Parameter("d", D.POSITIVE)
    return VectorFamily(name, (*parameters, size), (*shapes, "d"), make, ("d",), True)


_ROWS = (
    VectorFamily(
        "MultivariateNormal",
        (Parameter("mu", D.REAL), Parameter("sigma", D.REAL), Parameter("d", D.POSITIVE_INTEGER)),
        (*_PLACE, "d"),
        normal_of_letters,
        ("d",),
        True,
    ),
    VectorFamily("MultivariateBeta", (Parameter("alpha", D.POSITIVE),), ("[a1, a2, a3]",), dirichlet),
    VectorFamily("Dirichlet", (Parameter("alpha", D.POSITIVE),), ("[a1, a2, a3]",), dirichlet),
    VectorFamily(
        "Multinomial",
        (Parameter("n", D.POSITIVE_INTEGER), Parameter("p", D.OPEN_PROBABILITY)),
        ("n", "[p1, p2, p3]"),
        multinomial,
    ),
    _any_size("MultivariateT", (_NU, _MU, _SIGMA), ("nu", *_PLACE), multivariate_t),
    _any_size("MultivariateCauchy", (_MU, _SIGMA), _PLACE, multivariate_cauchy),
    _any_size("MultivariatePowerExponential", (_MU, _SIGMA, _BETA), (*_PLACE, "beta"), multivariate_power_exponential),
    _any_size("UniformBall", (Parameter("radius", D.POSITIVE),), ("radius",), uniform_in_ball),
    _any_size("UniformSphere", (), (), uniform_on_sphere),
    _any_size("VonMisesFisher", (_MU, _KAPPA), ("[0, 0, 1]", "kappa"), von_mises_fisher),
    _any_size("Wishart", (Parameter("n", D.POSITIVE), Parameter("V", D.REAL)), ("n", _PLACE[1]), wishart),
    _any_size(
        "InverseWishart", (Parameter("n", D.POSITIVE), Parameter("Psi", D.REAL)), ("n", _PLACE[1]), inverse_wishart
    ),
    *(
        _any_size(name, (_MU, *(Parameter(p, d) for p, d in _WITH_A_MATRIX)), ("[0, 0]", "lamda", _PLACE[1], "n"), make)
        for name, make in (("NormalWishart", normal_wishart), ("NormalInverseWishart", normal_inverse_wishart))
    ),
    VectorFamily("NormalGamma", _FOUR, ("mu", "lamda", "alpha", "beta"), normal_gamma),
    VectorFamily("NormalInverseGamma", _FOUR, ("mu", "lamda", "alpha", "beta"), normal_inverse_gamma),
    VectorFamily(
        "MatrixNormal",
        (
            Parameter("M", D.REAL),
            *(Parameter(name, D.REAL) for name in "UV"),
            *(Parameter(name, D.POSITIVE_INTEGER) for name in "np"),
        ),
        ("[[0, 0], [0, 0]]", _PLACE[1], _PLACE[1], "n", "p"),
        matrix_variate_normal,
        ("n", "p"),
        True,
    ),
    _any_size("PowerSpherical", (_MU, _KAPPA), ("[0, 0, 1]", "kappa"), power_spherical),
)

VECTORS = {row.name: row for row in _ROWS}
