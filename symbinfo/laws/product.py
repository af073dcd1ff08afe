"""The product of laws that were given: the law of independent components."""

from __future__ import annotations

from typing import Any

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.independent_parts import ProductLaw, of_independent
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.read import law_of

__all__ = ["product"]


def product(*laws: Any, name: str = "P") -> ProductLaw:
    """The joint law of independent components.

    Parameters
    ----------
    *laws : Law or RandomSymbol
        At least two, all continuous or all on ranges of integers.
    name : str
        What to call the law.

    Raises
    ------
    MeasureError
        When the components are not of one kind, or one lists its outcomes (use si.table then).

    Examples
    --------
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> si.Entropy(product(Exponential("X", 1), Exponential("Y", 1))).doit()
    2
    """
    parts = [law_of(law) for law in laws]
    if len(parts) < 2 or len({law.continuous for law in parts}) > 1:
        raise MeasureError("a product is of two laws or more, all continuous or all discrete")
    if any(isinstance(law, (FiniteLaw, JointLaw, MatrixNormal)) for law in parts):
        raise MeasureError("a product is of laws of one variable with a density or a mass; for lists use si.table")
    return of_independent(parts, name)
