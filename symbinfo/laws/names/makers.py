"""What rows of names mean beyond a family and its values: lists of probabilities, laws cut off, laws of vectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import MatrixBase, S, exp, sympify, true

from symbinfo.expressions.errors import DomainError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import finite_law, law_of_family
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.location_scale import moved
from symbinfo.laws.names.exact_numbers import depth_of
from symbinfo.laws.truncation import truncated
from symbinfo.laws.vector_catalogue import VECTORS

__all__ = [
    "categorical",
    "from_logits",
    "listed",
    "logistic",
    "truncated_cauchy",
    "truncated_family",
    "truncated_gamma",
    "truncated_normal",
]


def logistic(logit: Any) -> Any:
    """The probability of a logit."""
    return 1 / (1 + exp(-sympify(logit)))


def _entries(word: str, given: Any) -> list[Any]:
    if not given or depth_of(given) != 1:
        raise DomainError("Categorical", word, given, f"{ParameterDomain.NUMBERS.words}, one an outcome")
    return list(given)


def categorical(probabilities: Any) -> FiniteLaw:
    """The law on 0, 1, 2, ... with these probabilities.

    Examples
    --------
    >>> categorical([S(1)/3, S(2)/3]).title
    'FiniteRV({0: 1/3, 1: 2/3})'
    """
    return finite_law(dict(enumerate(_entries("probs", probabilities))), family="FiniteRV")


def from_logits(logits: Any) -> FiniteLaw:
    """The law on 0, 1, 2, ... with probabilities proportional to the exponentials, which are shifted so that one is 0.

    Examples
    --------
    >>> from sympy import log
    >>> from_logits([0, log(2)]).title
    'FiniteRV({0: 1/3, 1: 2/3})'
    """
    logits = [sympify(z) for z in _entries("logits", logits)]
    weights = [exp(z - logits[0]) for z in logits]
    total = sum(weights, S.Zero)
    pairs = {sympify(i): weight / total for i, weight in enumerate(weights)}
    return FiniteLaw("P", "FiniteRV", (pairs,), true, pairs.items())


def _between(family: str, values: tuple[Any, ...], low: Any, high: Any) -> Law:
    return truncated(law_of_family(FAMILIES[family], values, "P"), low, high)


def truncated_normal(mean: Any, std: Any, low: Any, high: Any) -> Law:
    """What is left of a normal law between two ends."""
    return _between("Normal", (mean, std), low, high)


def truncated_cauchy(loc: Any, scale: Any, low: Any, high: Any) -> Law:
    """What is left of a Cauchy law between two ends."""
    return _between("Cauchy", (loc, scale), low, high)


def truncated_gamma(shape: Any, rate: Any, low: Any, high: Any) -> Law:
    """What is left of a gamma law between two ends."""
    return _between("Gamma", (shape, 1 / sympify(rate)), low, high)


def truncated_family(family: str, values: Callable[..., tuple[tuple[Any, ...], Any, Any]]) -> Callable[..., Law]:
    """From shapes, loc and scale to what is left of a family between two ends, moved."""

    def make(*arguments: Any) -> Law:
        *shapes, loc, scale = arguments
        return moved(_between(family, *values(*shapes)), loc, scale)

    return make


def listed(name: str) -> Callable[..., Law]:
    """The constructor of a family of vectors, for lists as deep as it takes them."""
    family = VECTORS[name]

    def make(*values: Any) -> Law:
        for parameter, shape, depth, value in zip(
            family.parameters, family.shapes, family.depths, values, strict=False
        ):
            if depth_of(value) != depth and not isinstance(value, MatrixBase):
                raise DomainError(name, parameter.name, value, f"like {shape}")
        return family.make(*values, *[None] * (len(family.parameters) - len(values)), "P")

    return make
