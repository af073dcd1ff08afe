"""Sums over numbered probabilities: ``-Σ p_i log p_i``, ``sum_i p(x_i) log p(x_i)``, ``-Σ p log p`` are over all values.

``p_i`` becomes ``p(i)``, and with one variable in the statement ``p(x)``, of its law.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from symbinfo.query.nodes import Bars, Call, Keyword, Name, Number, Sequence, Statement, below, changed
from symbinfo.query.typed.expectation_forms import TOTAL
from symbinfo.query.typed.sums_of_terms import EACH
from symbinfo.query.typed.tokens import Told

__all__ = ["with_probabilities"]

#: Letters of probabilities with a number below the line.
LETTERS = frozenset("pqPQ")
INDICES = frozenset("ijklmnxyz")


def with_probabilities(statement: Statement, variables: Set[str], told: Told) -> Statement:
    """The statement with its numbered probabilities as densities; `variables` are those of its measures."""
    if not any(isinstance(node, Call) and node.name in (TOTAL, "Sum") for node in below(statement)):
        return statement
    walk = _Walk(variables, told, _in_bits(statement, told))
    right = None if statement.right is None else walk.node(statement.right)
    more = tuple((sign, walk.node(node)) for sign, node in statement.more)
    return replace(statement, left=walk.node(statement.left), right=right, more=more)


class _Walk:
    """Finds the sums."""

    def __init__(self, variables: Set[str], told: Told, bits: bool) -> None:
        self.variables, self.told, self.bits = variables, told, bits

    def node(self, node: Any) -> Any:
        """The node with its sums rewritten."""
        return changed(node, lambda part: self._call(part) if isinstance(part, Call) else None)

    def _call(self, call: Call) -> Call:
        items = tuple(self.node(_outcome(item, call.name)) for item in call.arguments.items)
        if self.bits and _is_of_density(call):
            return replace(call, name="log", arguments=Bars(items[:1], ()))
        return self._summed(replace(call, arguments=Bars(items, call.arguments.separators)))

    def _summed(self, call: Call) -> Call:
        items = call.arguments.items
        if len(items) != 2 or call.name not in (TOTAL, "Sum"):
            return call
        body, over = items
        ranged = isinstance(over, Sequence) and call.name == "Sum"
        variable = over.items[0] if ranged and isinstance(over, Sequence) else over
        if not isinstance(variable, Name) or (call.name == "Sum" and not ranged):
            return call
        letters = {n for node in below(body) if (n := _letter(node, variable.name))}
        if not letters:
            return call
        if ranged:
            self.told.note(f"the sum over {variable.name} is read as one over all values of a law")
        of = variable.name
        if len(self.variables) == 1 and of not in {v.lower() for v in self.variables}:
            (of,) = (v.lower() for v in self.variables)
        self.told.changed = True
        self.told.densities |= letters
        return Call(TOTAL, Bars((_named(body, variable.name, of), Name(of, variable.start)), (",",)), call.start)


def _in_bits(statement: Statement, told: Told) -> bool:
    """Whether the sums are of logarithms to base 2, which is told, and makes bits the unit of the statement."""
    totals = [node for node in below(statement) if isinstance(node, Call) and node.name == TOTAL]
    logs = [n for total in totals for n in below(total) if isinstance(n, Call) and _is_of_density(n)]
    if not logs or not all(_base(log) == 2 for log in logs) or told.unit == "nats":
        return False
    told.unit = "bits"
    told.note("the logarithms of the sum are to base 2: all of it is read in bits")
    return True


def _is_of_density(call: Call) -> bool:
    """Whether a call is a logarithm of something with a probability in it."""
    inside = below(call.arguments.items[0]) if call.name in ("log", "ln", "log2") and call.arguments.items else []
    return any(isinstance(n, Call) and len(n.name.split("_")[0]) == 1 for n in inside)


def _base(log: Call) -> int:
    if log.name == "log2":
        return 2
    items = log.arguments.items
    return items[1].digits if len(items) == 2 and isinstance(items[1], Number) and not items[1].exponent else 0


def _outcome(item: Any, of: str) -> Any:
    """``x`` for ``X = x`` in a probability; ``H(X | Y = y)`` keeps its condition."""
    same = isinstance(item, Keyword) and isinstance(item.value, Name) and item.value.name.upper() == item.name
    return item.value if same and of in LETTERS else item


def _letter(node: Any, index: str) -> str:
    """The letter of a probability that is numbered by an index; nothing of another node."""
    if isinstance(node, Name):
        stem, _, rest = node.name.partition("_")
        numbered = rest == index or (index == EACH and (rest in INDICES or not rest))
        return stem if stem in LETTERS and numbered else ""
    if isinstance(node, Call) and node.name in LETTERS and len(node.arguments.items) == 1:
        (item,) = node.arguments.items
        stem, _, rest = item.name.partition("_") if isinstance(item, Name) else ("", "", "")
        numbered = bool(rest) and (rest == index or (index == EACH and rest in INDICES))
        return node.name if (len(stem) == 1 and numbered) or (index == EACH and len(stem) == 1 and not rest) else ""
    return ""


def _named(body: Any, index: str, of: str) -> Any:
    """A body with ``p(of)`` for each numbered probability."""

    def change(node: Any) -> Any:
        letter = _letter(node, index)
        return Call(letter, Bars((Name(of, node.start),), ()), node.start) if letter else None

    return changed(body, change)
