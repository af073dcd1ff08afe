"""A family of laws: its parameters with their domains, as the rows of the catalogue state them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sympy import And, Dict, Expr, Symbol, Tuple, false, nan, sympify, together, true
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import DomainError
from symbinfo.expressions.one_sign import of_the_same_sign

__all__ = ["Family", "Parameter", "ParameterDomain", "outcome_label"]

_NONE: dict[str, bool] = {}


class ParameterDomain(Enum):
    """What a parameter may be: words for errors, assumptions for fresh symbols, ends, and which ends belong to it."""

    words: str
    assumptions: Mapping[str, bool]
    low: int | None
    high: int | None
    ends: str

    REAL = ("a real number", {"real": True}, None, None, "()")
    POSITIVE = ("positive", {"positive": True}, 0, None, "()")
    NONNEGATIVE = ("at least 0", {"positive": True}, 0, None, "[)")
    ABOVE_ONE = ("greater than 1", {"positive": True}, 1, None, "()")
    PROBABILITY = ("in [0, 1]", {"positive": True}, 0, 1, "[]")
    POSITIVE_PROBABILITY = ("in (0, 1]", {"positive": True}, 0, 1, "(]")
    OPEN_PROBABILITY = ("strictly between 0 and 1", {"positive": True}, 0, 1, "()")
    POSITIVE_INTEGER = ("a positive integer", {"integer": True, "positive": True}, 0, None, "()")
    NONNEGATIVE_INTEGER = ("a non-negative integer", {"integer": True, "nonnegative": True}, 0, None, "[)")
    FLAG = ("True or False", _NONE, None, None, "")
    OUTCOMES = ("a list of distinct outcomes", _NONE, None, None, "")
    NUMBERS = ("a list of numbers", _NONE, None, None, "")
    TABLE = ("a dict of outcomes and probabilities", _NONE, None, None, "")

    def __init__(
        self, words: str, assumptions: Mapping[str, bool], low: int | None, high: int | None, ends: str
    ) -> None:
        self.words, self.assumptions, self.low, self.high, self.ends = words, assumptions, low, high, ends

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers (not a flag, a list or a table)."""
        return bool(self.ends)

    @property
    def integral(self) -> bool:
        """Whether the values are integers."""
        return "integer" in self.assumptions

    def admits(self, value: Any) -> bool:
        """Whether `value` may lie in the domain; only what is known to lie outside is refused."""
        if not self.numeric:
            return value in (true, false) if self is ParameterDomain.FLAG else isinstance(value, (Tuple, Dict))
        if not isinstance(value, Expr) or value.is_extended_real is False or value.is_finite is False:
            return False
        if value.has(nan) or (self.integral and value.is_integer is False):
            return False
        below = None if self.low is None else value - self.low
        above = None if self.high is None else self.high - value
        return _on_the_right_side(below, self.ends[0] == "[") and _on_the_right_side(above, self.ends[1] == "]")

    def condition(self, value: Any) -> Boolean:
        """The domain as a Boolean about `value`, in the interior (true for numbers, and where the symbols say so)."""
        if not self.numeric or value.is_number:
            return true
        if self is ParameterDomain.NONNEGATIVE_INTEGER:
            return value >= 0
        over = of_the_same_sign(value) if self.low == 0 else value
        above = true if self.low is None or _plainly_positive(over - self.low) else over > self.low
        below = true if self.high is None or _plainly_positive(self.high - value) else value < self.high
        return And(above, below)


def _plainly_positive(distance: Expr) -> bool:
    """Whether the symbols say so, at the latest over a common denominator: 1 - 1/(1 + exp(-z)) is positive."""
    return bool(distance.is_positive or together(distance).is_positive)


def _on_the_right_side(distance: Expr | None, end_included: bool) -> bool:
    if distance is None:
        return True
    return not (distance.is_negative if end_included else distance.is_nonpositive)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a family: its name in the constructor, its domain, and its default there (None: it has none)."""

    name: str
    domain: ParameterDomain
    default: Any = None

    def symbol(self, name: str) -> Symbol:
        """A fresh symbol with the assumptions that this place implies."""
        return Symbol(name, **self.domain.assumptions)


@dataclass(frozen=True)
class Family:
    """A family of laws.

    Parameters
    ----------
    name : str
        The constructor in sympy.stats.
    parameters : tuple of Parameter
        In the order of the constructor.
    ordered : tuple of str
        Chains that the parameters must keep, such as ``"left < right"`` (only < and <=, left to right). Numbers may
        meet where the sign is <=; of symbols the condition is about the interior, as it is for a probability.
    kind : str
        "continuous", "discrete" (on a range of integers) or "finite" (listed outcomes).
    support : callable or None
        A correction of the support: parameters -> (lower, upper); None where sympy.stats is right.
    labels : tuple
        Further arguments of the sympy.stats distribution that are not parameters (the outcomes of a coin).
    distribution : str
        The class in sympy.stats where it is not the name followed by ``Distribution``.
    encode, decode : callable or None
        From the parameters to the arguments of that class and back, where they differ.
    note : str
        Why a correction is needed, or what the reader must know (conventions).
    density : callable or None
        Of a family that sympy.stats has not: the density or mass at a place, from the place and the parameters.

    Examples
    --------
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> FAMILIES["Uniform"].condition(FAMILIES["Uniform"].symbols())
    left < right
    """

    name: str
    parameters: tuple[Parameter, ...]
    ordered: tuple[str, ...] = ()
    kind: str = "continuous"
    support: Callable[..., tuple[Any, Any]] | None = None
    labels: tuple[Any, ...] = ()
    distribution: str = ""
    encode: Callable[..., tuple[Any, ...]] | None = None
    decode: Callable[..., tuple[Any, ...]] | None = None
    note: str = ""
    density: Callable[..., Expr] | None = None

    @property
    def class_name(self) -> str:
        """The name of the distribution class in sympy.stats."""
        return self.distribution or f"{self.name}Distribution"

    def symbols(self) -> tuple[Symbol, ...]:
        """A fresh symbol for each parameter that is a number, named as in the constructor."""
        return tuple(p.symbol(p.name) for p in self.parameters if p.domain.numeric)

    def completed(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as SymPy objects, with the constructor's defaults for those left out at the end.

        Raises
        ------
        DomainError
            When a value without a default is missing, or there are too many.
        """
        if len(values) > len(self.parameters):
            wanted = f"one of {len(self.parameters)} values"
            raise DomainError(self.name, "each parameter", f"{len(values)} values", wanted)
        full = list(values)
        for parameter in self.parameters[len(values) :]:
            if parameter.default is None:
                raise DomainError(self.name, parameter.name, "nothing", parameter.domain.words)
            full.append(parameter.default)
        return tuple(_as_sympy(p.domain, value) for p, value in zip(self.parameters, full, strict=True))

    def shown(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as the reader sees them: a flag left at its default is not mentioned."""
        named = zip(self.parameters, values, strict=True)
        return tuple(v for p, v in named if p.domain is not ParameterDomain.FLAG or v != p.default)

    def values(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """The parameters among the arguments of the sympy.stats distribution, which may carry more (labels)."""
        return self.decode(*arguments) if self.decode else arguments[: len(self.parameters)]

    def arguments(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments of the sympy.stats distribution: the parameters and the usual labels."""
        return (*(self.encode(*values) if self.encode else values), *self.labels)

    def condition(self, values: tuple[Any, ...]) -> Boolean:
        """The domain of the parameters as a Boolean; a value known to lie outside raises `DomainError`."""
        parts: list[Boolean] = []
        for parameter, value in zip(self.parameters, values, strict=True):
            if not parameter.domain.admits(value):
                raise DomainError(self.name, parameter.name, value, parameter.domain.words)
            parts.append(parameter.domain.condition(value))
        named = {p.name: v for p, v in zip(self.parameters, values, strict=True)}
        for chain in self.ordered:
            links = self._links(chain, named)
            parts.extend(link for link in links if link not in parts and not Domain.of(parts).implies(link))
        return And(*parts)

    def _links(self, chain: str, named: dict[str, Expr]) -> list[Boolean]:
        words = chain.split()
        links: list[Boolean] = []
        for left, relation, right in zip(words[::2], words[1::2], words[2::2], strict=False):
            low, high = named[left], named[right]
            link = low < high if relation == "<" else low <= high
            if link == false:
                word = "above" if relation == "<" else "at least"
                raise DomainError(self.name, right, high, f"{word} {left} = {low}")
            if link != true:
                counted = any(p.name == right and p.domain.integral for p in self.parameters)
                links.append(link if counted else low < high)
        return links


def _as_sympy(domain: ParameterDomain, value: Any) -> Any:
    if domain is ParameterDomain.OUTCOMES and isinstance(value, (list, tuple, Tuple)):
        return Tuple(*(outcome_label(outcome) for outcome in value))
    if domain is ParameterDomain.NUMBERS and isinstance(value, (list, tuple, Tuple)):
        return Tuple(*(sympify(number, strict=True) for number in value))
    if domain is ParameterDomain.TABLE and isinstance(value, (dict, Dict)):
        return Dict({outcome_label(outcome): sympify(mass, strict=True) for outcome, mass in value.items()})
    return sympify(value)


def outcome_label(outcome: Any) -> Any:
    """An outcome as a SymPy object; text and bare symbols become names, since an outcome ``H`` is no parameter."""
    if isinstance(outcome, (str, Symbol)):
        return Str(str(outcome))
    if isinstance(outcome, (tuple, Tuple)):
        return Tuple(*(outcome_label(part) for part in outcome))
    return sympify(outcome)
