"""What a question for an optimum says of the names in it: rows hold probabilities, given means and ends are numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from symbinfo.laws.family import ParameterDomain
from symbinfo.query.nodes import Call, Keyword, Mapping, Name, Number, Operation, Sequence
from symbinfo.query.vocabulary import MAXENT

__all__ = ["QuestionPart", "parts_of_question"]


class QuestionPart(NamedTuple):
    """An expression in a question: where a parameter with a domain stands, or a number that may be known to be positive."""

    node: Any
    domain: ParameterDomain | None = None
    place: str = ""
    positive: bool = False
    local: frozenset[str] = frozenset()


def parts_of_question(call: Call) -> Iterator[QuestionPart]:
    """The expressions in ``capacity(...)`` or ``maxent(...)`` whose names are parameters; those of channels are variables."""
    for item in call.arguments.items:
        if isinstance(item, Keyword):
            domain = ParameterDomain.POSITIVE if item.name == "noise" else ParameterDomain.NONNEGATIVE
            for entry in _numbers_in(item.value):
                yield QuestionPart(entry, domain, f"the {item.name} of a channel")
        elif isinstance(item, Sequence) and call.name != MAXENT:
            for entry in _numbers_in(item):
                yield QuestionPart(entry, ParameterDomain.PROBABILITY, "a probability of a channel")
        elif isinstance(item, Operation):
            yield QuestionPart(item.right if isinstance(item.left, Call) else item.left)
    if call.name == MAXENT:
        yield from _of_means(call)


def _of_means(call: Call) -> Iterator[QuestionPart]:
    local: frozenset[str] = frozenset()
    above_zero = False
    for item in call.arguments.items:
        if isinstance(item, Sequence) and len(item.items) == 3 and isinstance(item.items[0], Name):
            local |= {item.items[0].name}
            above_zero = isinstance(item.items[1], Number)
            yield from map(QuestionPart, item.items[1:])
    for item in call.arguments.items:
        for key, value in item.pairs if isinstance(item, Mapping) else ():
            yield QuestionPart(value, positive=_is_nonnegative(key, above_zero), local=local)
            yield QuestionPart(key, local=local)


def _is_nonnegative(node: Any, above_zero: bool) -> bool:
    """Whether a function is written so that it is never negative: an even power, an absolute value, x above 0 itself."""
    if isinstance(node, Operation) and node.sign == "**":
        return isinstance(node.right, Number) and node.right.exponent == 0 and node.right.digits % 2 == 0
    return (isinstance(node, Call) and node.name in ("Abs", "abs")) or (above_zero and isinstance(node, Name))


def _numbers_in(node: Any) -> list[Any]:
    return [part for item in node.items for part in _numbers_in(item)] if isinstance(node, Sequence) else [node]
