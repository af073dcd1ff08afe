"""The way of a question for an optimum to what answers it."""

from __future__ import annotations

from symbinfo.derivation.optima.capacity_of_channel import capacity_of_channel
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.derivation.optima.gaussian_capacity import gaussian_capacity
from symbinfo.derivation.optima.largest_entropy_law import largest_entropy_law
from symbinfo.derivation.optima.over_parameters import over_parameters
from symbinfo.expressions.errors import MeasureError
from symbinfo.measures.optimum import Capacity, GaussianCapacity, LargestEntropy, Optimum, OverParameters

__all__ = ["derive_optimum"]


def derive_optimum(question: Optimum) -> OptimumDerivation:
    """The answer to a question for an optimum.

    Raises
    ------
    MeasureError
        When none is found.
    """
    if isinstance(question, OverParameters):
        return over_parameters(question)
    if isinstance(question, Capacity):
        return capacity_of_channel(question)
    if isinstance(question, GaussianCapacity):
        return gaussian_capacity(question)
    if isinstance(question, LargestEntropy):
        return largest_entropy_law(question)
    raise MeasureError(f"{question} is not answered")
