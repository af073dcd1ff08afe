"""The named laws of vectors, one row each: what their constructors take and how deep the lists are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symbinfo.laws.family import Parameter
from symbinfo.laws.family import ParameterDomain as D
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.vector import dirichlet, multinomial

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
    """

    name: str
    parameters: tuple[Parameter, ...]
    shapes: tuple[str, ...]
    make: Callable[..., JointLaw]

    @property
    def depths(self) -> tuple[int, ...]:
        """0 for a number, 1 for a list, 2 for a matrix by its rows."""
        return tuple(len(shape) - len(shape.lstrip("[")) for shape in self.shapes)


def _normal(mu: Any, sigma: Any, name: str) -> JointLaw:
    return JointNormal.of(mu, sigma, name=name)


_ROWS = (
    VectorFamily(
        "MultivariateNormal",
        (Parameter("mu", D.REAL), Parameter("sigma", D.REAL)),
        ("[0, 0]", "[[1, 0], [0, 1]]"),
        _normal,
    ),
    VectorFamily("MultivariateBeta", (Parameter("alpha", D.POSITIVE),), ("[a1, a2, a3]",), dirichlet),
    VectorFamily("Dirichlet", (Parameter("alpha", D.POSITIVE),), ("[a1, a2, a3]",), dirichlet),
    VectorFamily(
        "Multinomial",
        (Parameter("n", D.POSITIVE_INTEGER), Parameter("p", D.OPEN_PROBABILITY)),
        ("n", "[p1, p2, p3]"),
        multinomial,
    ),
)

VECTORS = {row.name: row for row in _ROWS}
