"""The way of a question for an optimum to what answers it."""

from __future__ import annotations

from symbinfo.derivation.optima.capacity_of_channel import capacity_of_channel
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.derivation.optima.over_parameters import over_parameters
from symbinfo.expressions.errors import MeasureError
from symbinfo.measures.optimum import Capacity, Optimum, OverParameters

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
    raise MeasureError(f"{question} is not answered")
