"""The parameters of a kernel: their order, their names in code, and the domain outside which the value is NaN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sy
from sympy.core.relational import Relational

from symbinfo.kernels.code import Code, KernelError, checked_name
from symbinfo.kernels.lower import Emitter
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["Range", "asked_of_arrays", "closed_ends", "domain_of", "domain_parts", "ordered_names", "weak_symbols"]

PROBABILITIES = (ParameterDomain.PROBABILITY, ParameterDomain.POSITIVE_PROBABILITY)
# Parameters whose law has a limit at 0 that is a law: of mean 0, a Poisson variable is 0.
WITH_ZERO = {("Poisson", "lamda")}
REAL, POSITIVE = (-sy.oo, sy.oo, True, True), (sy.S.Zero, sy.oo, True, True)
SUM_TOLERANCE = sy.Float("1e-9")


@dataclass
class Range:
    """An interval in which a parameter lies, and whether it is an integer."""

    low: Any = -sy.oo
    high: Any = sy.oo
    low_open: bool = True
    high_open: bool = True
    integer: bool = False

    def above(self, low: Any, is_open: bool) -> None:
        """Cut from below; of two equal bounds the open one holds."""
        if low > self.low or (low == self.low and is_open):
            self.low, self.low_open = low, is_open

    def below(self, high: Any, is_open: bool) -> None:
        """Cut from above."""
        if high < self.high or (high == self.high and is_open):
            self.high, self.high_open = high, is_open

    def conditions(self, symbol: Any) -> list[Any]:
        """The range as relations that also refuse infinities and NaN."""
        low = sy.Lt if self.low_open else sy.Le
        high = sy.Lt if self.high_open else sy.Le
        found = [low(self.low, symbol, evaluate=False), high(symbol, self.high, evaluate=False)]
        return [*found, sy.Eq(symbol, sy.floor(symbol, evaluate=False), evaluate=False)] if self.integer else found

    def words(self) -> str:
        """For the docstring."""
        if self.integer and self.high == sy.oo and self.low >= -1:
            least = self.low + 1 if self.low_open else self.low
            return {0: "a non-negative integer", 1: "a positive integer"}.get(least, f"an integer from {least}")
        if (self.low, self.high) == (-sy.oo, sy.oo) and not self.low_open:
            return "real, or infinite"
        if (self.low, self.high) == (-sy.oo, sy.oo):
            return "an integer" if self.integer else "real"
        if (self.low, self.low_open, self.high) == (0, True, sy.oo):
            return "positive"
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{'an integer ' if self.integer else ''}in {left}{self.low}, {self.high}{right}"

    def adjective(self) -> str:
        """For an error: infinities and NaN are not real."""
        return {"real": "a finite number", "positive": "positive and finite"}.get(self.words(), self.words())


def ordered_names(laws: Iterable[Law], others: Iterable[Any]) -> dict[Any, str]:
    """The symbols in the order in which the laws name them, then the others by name, each with its checked name.

    Raises
    ------
    KernelError
        For a name that cannot stand in code, or two different symbols of one name.
    """
    seen: list[Any] = []
    for law in laws:
        for node in sy.preorder_traversal(law.parameters):
            if isinstance(node, sy.Symbol) and node in law.free_symbols and node not in seen:
                seen.append(node)
    seen += sorted((s for s in set(others) if s not in seen), key=lambda s: (s.name, sy.default_sort_key(s)))
    names: dict[Any, str] = {}
    for symbol in seen:
        twin = next((s for s in names if s.name == symbol.name), None)
        if twin is not None:
            raise KernelError(f"two different symbols are called {symbol.name}: rename one of them")
        names[symbol] = checked_name(symbol.name, names.values())
    return names


def closed_ends(laws: Iterable[Law]) -> tuple[dict[Any, tuple[bool, bool]], set[Any]]:
    """The probabilities among the parameters, with which of 0 and 1 belong to them; and the other strict parameters."""
    closed: dict[Any, tuple[bool, bool]] = {}
    strict: set[Any] = set()
    for law in laws:
        if isinstance(law, FiniteLaw) and law.family == "FiniteRV":
            closed.update((p, (True, True)) for _, p in law.outcomes if p.free_symbols)
        family = FAMILIES.get(law.family)
        if family is None or len(family.parameters) != len(law.parameters):
            continue
        for row, value in zip(family.parameters, law.parameters, strict=True):
            if row.domain in PROBABILITIES:
                here = (row.domain.ends[0] == "[", row.domain.ends[1] == "]")
                before = closed.get(value, (True, True))
                closed[value] = (here[0] and before[0], here[1] and before[1])
            elif (family.name, row.name) in WITH_ZERO:
                closed[value] = (closed.get(value, (True, True))[0], False)
            elif row.domain.numeric:
                strict.add(value)
    return {value: ends for value, ends in closed.items() if value not in strict}, strict


def domain_of(
    names: dict[Any, str], laws: tuple[Law, ...], conditions: Iterable[Any], twins: dict[Any, Any]
) -> tuple[dict[Any, Range], list[Any], frozenset[Any]]:
    """Ranges of single parameters, conditions between them, and the parameters that may reach a closed end."""
    closed, _ = closed_ends(laws)
    ranges = {symbol: _assumed(symbol, twins.get(symbol)) for symbol in names}
    between: list[Any] = []
    parts = [part for condition in conditions for part in sy.And.make_args(condition)]
    for part in dict.fromkeys(parts):
        if part == sy.true:
            continue
        if not _bounds(part, ranges):
            relaxed = _relaxed(part, closed)
            if relaxed not in between and relaxed != sy.true:
                between.append(relaxed)
    for value, (low, high) in closed.items():
        if value in ranges:
            own = ranges[value]
            own.low_open = own.low_open and not (low and own.low == 0)
            own.high_open = own.high_open and not (high and own.high == 1)
    for symbol in _logits(laws, closed):
        ranges[symbol].low_open = ranges[symbol].high_open = False
    ends = {s for value in closed for s in value.free_symbols if any(closed[value])}
    return ranges, between, frozenset(ends)


def _logits(laws: Iterable[Law], closed: dict[Any, tuple[bool, bool]]) -> set[Any]:
    """Real symbols that speak of nothing but logits: they may be infinite, where the probability is 0 or 1."""
    found: set[Any] = set()
    others: set[Any] = set()
    for law in laws:
        for value in law.parameters:
            parts = value.values() if isinstance(value, sy.Dict) else [value]
            for part in parts:
                inner = closed.get(part) == (True, True) and part.has(sy.exp)
                (found if inner else others).update(part.free_symbols)
    return {s for s in found - others if s.is_real and s.is_nonnegative is None and s.is_nonpositive is None}


def _assumed(symbol: Any, twin: Any) -> Range:
    own = Range()
    for s in (symbol, twin):
        if s is None:
            continue
        own.integer = own.integer or bool(s.is_integer)
        if s.is_nonnegative:
            own.above(sy.S.Zero, bool(s.is_positive))
        if s.is_nonpositive:
            own.below(sy.S.Zero, bool(s.is_negative))
    return own


def _bounds(part: Any, ranges: dict[Any, Range]) -> bool:
    """Note a bound of a single parameter by a number; tell whether it was one."""
    if not isinstance(part, (sy.Lt, sy.Le, sy.Gt, sy.Ge)):
        return False
    low, high, is_open = part.lts, part.gts, isinstance(part, (sy.Lt, sy.Gt))
    if low in ranges and high.is_number:
        ranges[low].below(high, is_open)
        return True
    if high in ranges and low.is_number:
        ranges[high].above(low, is_open)
        return True
    return False


def _relaxed(part: Any, closed: dict[Any, tuple[bool, bool]]) -> Any:
    """A condition on an expression that is a probability, with its closed ends; equations hold up to rounding."""
    for value, (low, high) in closed.items():
        if low and part == (value > 0):
            return value >= 0
        if high and part == (value < 1):
            return value <= 1
    if isinstance(part, sy.Eq) and isinstance(part, Relational):
        return sy.Le(sy.Abs(part.lhs - part.rhs), SUM_TOLERANCE, evaluate=False)
    return part


def domain_parts(
    emitter: Emitter, names: dict[Any, str], ranges: dict[Any, Range], between: list[Any]
) -> list[tuple[list[str], str, list[Code]]]:
    """The conditions one by one: the parameters of which each speaks, what it says in words, and its code."""
    parts = []
    for symbol, own in ranges.items():
        if (own.low, own.high, own.integer, own.low_open) == (-sy.oo, sy.oo, False, True):
            codes = [Code("call", "np.isfinite", (emitter.code(symbol),))]
        else:
            codes = [emitter.code(c) for c in own.conditions(symbol)]
        parts.append(([names[symbol]], f"{names[symbol]} must be {own.adjective()}", codes))
    for condition in between:
        which = [names[s] for s in names if s in condition.free_symbols]
        parts.append((which, f"the parameters must satisfy {condition}", [emitter.code(condition)]))
    return parts


def asked_of_arrays(names: dict[Any, str], ranges: dict[Any, Range]) -> list[str]:
    """Code that asks of whole arrays whether they lie in the ranges of their parameters, but for integers."""
    kinds: dict[str, list[str]] = {"all_positive": [], "all_finite": []}
    others = []
    for symbol, own in ranges.items():
        if own.integer:
            continue
        span = (own.low, own.high, own.low_open, own.high_open)
        if span in (POSITIVE, REAL):
            kinds["all_positive" if span == POSITIVE else "all_finite"].append(names[symbol])
            continue
        low = "-np.inf" if own.low == -sy.oo else repr(float(own.low))
        high = "np.inf" if own.high == sy.oo else repr(float(own.high))
        ends = f"{'(' if own.low_open else '['}{')' if own.high_open else ']'}"
        others.append(f'within({names[symbol]}, {low}, {high}, "{ends}")')
    return [f"{kind}({', '.join(those)})" for kind, those in kinds.items() if those] + others


def weak_symbols(condition: Any) -> frozenset[Any]:
    """The symbols that may reach an end of a condition, where a logarithm may meet a factor 0."""
    return frozenset(s for c in sy.And.make_args(condition) if isinstance(c, (sy.Ge, sy.Le)) for s in c.free_symbols)
