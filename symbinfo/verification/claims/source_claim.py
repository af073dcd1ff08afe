"""The claim that a function in Python computes a measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import MeasureError
from symbinfo.measures.base import Measure
from symbinfo.query.python_source.formula import formula_of
from symbinfo.query.python_source.modules import Module, module_of

__all__ = ["claim_of_function", "claim_of_source"]


def claim_of_function(function: Callable[..., Any], measure: Any) -> tuple[Claim, tuple[str, ...]]:
    """That a living function returns a measure, and how its source was read.

    Raises
    ------
    MeasureError
        When there is no measure.
    QueryError
        When the source cannot be found, or is no formula.
    """
    module = module_of(function)
    name = function.__qualname__ if function.__qualname__ in module.functions else function.__name__
    return claim_of_source(module, name, measure)


def claim_of_source(module: Module, name: str, measure: Any) -> tuple[Claim, tuple[str, ...]]:
    """The same of a function in a text."""
    if not isinstance(measure, Measure):
        raise MeasureError(
            "a function is compared with one measure of given laws, such as KL(Normal(m, s) || Normal(0, 1))"
        )
    symbols = {symbol.name: symbol for symbol in measure.free_symbols}
    formula = formula_of(module, name, symbols)
    return Claim(measure, Relation.EQ, formula.value), (f"{name} returns {formula.value}", *formula.told)
