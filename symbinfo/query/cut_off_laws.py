"""What a cut-off law is made of: ``truncated(P, a, b)``, ``P | (a, b)``, ``X | X > a``, ``X | 0 < X < 1``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Argument, Call, Keyword, Name, Node, Operation, Sequence, Weighted, below

__all__ = ["Cut", "cut_of"]

FORM = "truncated(P, a, b), P | (a, b) or X | X > a"


@dataclass(frozen=True)
class Cut:
    """The law that is cut off, its ends (None: none), which of them do not belong to it, and whether that is not said."""

    law: Node
    low: Node | None = None
    high: Node | None = None
    without: tuple[bool, bool] = (False, False)
    unclear: bool = False


def cut_of(call: Call) -> Cut:
    """The parts of a call of ``truncated``.

    Raises
    ------
    QueryError
        When they are not of one of the forms (without the text).
    """
    items = call.arguments.items
    if any(isinstance(item, Keyword | Weighted) for item in items) or len(items) not in (2, 3):
        raise QueryError(f"a law is cut off between two ends: write {FORM}", "", call.start)
    law, *ends = items
    if len(ends) == 2:
        return Cut(law, *ends)  # type: ignore[arg-type]
    (end,) = ends
    if isinstance(end, Sequence):
        return _interval(law, end)
    if not isinstance(law, Name) or not isinstance(end, Operation):
        raise QueryError(f"an interval is expected behind a law: write {FORM}", "", end.start)
    found = Cut(law)
    for comparison in _comparisons(end):
        found = _with(found, comparison, law.name)
    return found


def _interval(law: Argument, end: Sequence) -> Cut:
    items = end.items
    if len(items) == 3:
        if not isinstance(law, Name) or not isinstance(items[0], Name) or items[0].name != law.name:
            raise QueryError(f"the interval is one of the variable: write {FORM}", "", end.start)
        items = items[1:]
    if len(items) != 2:
        raise QueryError(f"an interval has two ends: write {FORM}", "", end.start)
    return Cut(law, *items, unclear=True)  # type: ignore[arg-type]


def _comparisons(node: Node) -> list[Operation]:
    if isinstance(node, Operation) and node.sign == "&":
        return [*_comparisons(node.left), *_comparisons(node.right)]
    if isinstance(node, Operation) and node.sign in ("<", ">", "<=", ">="):
        return [node]
    raise QueryError(f"a comparison with the variable is expected here: write {FORM}", "", node.start)


def _with(cut: Cut, comparison: Operation, name: str) -> Cut:
    """The cut with one more end."""
    left, right, sign = comparison.left, comparison.right, comparison.sign
    if isinstance(right, Name) and right.name == name:
        left, right, sign = right, left, sign.translate(str.maketrans("<>", "><"))
    plain = isinstance(left, Name) and left.name == name
    if not plain or any(isinstance(part, Name) and part.name == name for part in below(right)):
        raise QueryError(f"{name} is compared with what does not depend on it: write {name} > a", "", comparison.start)
    upper = sign[0] == "<"
    if (cut.high if upper else cut.low) is not None:
        raise QueryError(f"{name} has two {'upper' if upper else 'lower'} ends: give one", "", comparison.start)
    strict = len(sign) == 1
    if upper:
        return replace(cut, high=right, without=(cut.without[0], strict))
    return replace(cut, low=right, without=(strict, cut.without[1]))
