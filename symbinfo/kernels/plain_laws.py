"""The same question of laws with a symbol in every place: what is found there serves every map of the parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sy

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.kernels.kernel_parameters import closed_ends
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.measures.base import Measure

__all__ = ["PlainQuestion", "closed_in_plain_parameters"]

TABLE = ParameterDomain.TABLE


@dataclass(frozen=True)
class PlainQuestion:
    """A measure of laws of one family, with a symbol in every place, answered.

    Attributes
    ----------
    result : Expr
        The closed form, in the symbols.
    given : dict of Symbol to pair of Expr
        What the question has in the place of each symbol, and what its other law has in the same place.
    pairs : list of pairs of Symbol
        Those of P and of Q in the same place.
    requires : Boolean
        What must hold for it, beyond the laws' own conditions.
    domain, ends
        Signs, and the symbols that may reach a closed end.
    """

    result: Any
    given: dict[Any, tuple[Any, Any]]
    pairs: list[tuple[Any, Any]]
    requires: Any
    domain: Domain
    ends: frozenset[Any]

    @property
    def first(self) -> frozenset[Any]:
        """The symbols of P."""
        return frozenset(self.given) - {q for _, q in self.pairs}

    @classmethod
    def of(cls, measure: Any) -> PlainQuestion | None:
        """The question behind a measure of one law or of two of one family; None where it has no closed answer."""
        asked = measure.laws
        family = FAMILIES.get(asked[0].family)
        if family is None or len({law.family for law in asked}) > 1 or not asked[0].parameters:
            return None
        given: dict[Any, tuple[Any, Any]] = {}
        places: list[list[Any]] = [[] for _ in asked]
        for row, *values in zip(
            family.parameters, *(family.completed(tuple(law.parameters)) for law in asked), strict=True
        ):
            if row.domain is TABLE:
                found = _tables(values, given)
            elif row.domain.numeric:
                found = _symbols(row, values, given)
            else:
                found = values if len(set(values)) == 1 else None
            if found is None:
                return None
            for place, value in zip(places, found, strict=True):
                place.append(value)
        laws: list[Any] = [law_of_family(family, tuple(place), name) for place, name in zip(places, "PQ", strict=False)]
        derivation = derive(measure.func(*laws, *measure.args[len(asked) : -1], sy.E))
        if derivation.status is not Status.CLOSED:
            return None
        return cls._answered(derivation, laws, given)

    @classmethod
    def _answered(cls, derivation: Derivation, laws: list[Law], given: dict[Any, tuple[Any, Any]]) -> PlainQuestion:
        inward = {user: own for own, user in derivation.symbols}
        laws = [law.xreplace(inward) for law in laws]
        domain = Domain.of([*(law.condition for law in laws), derivation.requires.xreplace(inward)])
        ends = frozenset(s for v, closed in closed_ends(laws)[0].items() if any(closed) for s in v.free_symbols)
        twins = list(given)
        pairs = [(p, q) for p, q in pairwise(twins) if p.name[-1] == "1" and q.name == p.name[:-1] + "2"]
        return cls(
            evaluated(derivation.stands).xreplace(inward),
            {inward.get(s, s): value for s, value in given.items()},
            [(inward.get(p, p), inward.get(q, q)) for p, q in pairs],
            derivation.requires.xreplace(inward),
            domain,
            ends,
        )


def _symbols(row: Any, values: list[Any], given: dict[Any, tuple[Any, Any]]) -> list[Any]:
    """A symbol for each value, one for both where they are equal."""
    if len(values) == 1 or values[0] == values[1]:
        symbol = row.symbol(row.name)
        given[symbol] = (values[0], values[0])
        return [symbol] * len(values)
    symbols = [row.symbol(f"{row.name}{i}") for i in (1, 2)]
    given.update(zip(symbols, (tuple(values), tuple(values[::-1])), strict=True))
    return symbols


def _tables(values: list[Any], given: dict[Any, tuple[Any, Any]]) -> list[Any] | None:
    """Tables of symbols; None where the outcomes differ."""
    if len({tuple(v) for v in values}) > 1:
        return None
    tables: list[dict[Any, Any]] = [{} for _ in values]
    for outcome, letter in zip(values[0], _letters(), strict=False):
        row = _Place(letter)
        for table, symbol in zip(tables, _symbols(row, [v[outcome] for v in values], given), strict=True):
            table[outcome] = symbol
    return tables


@dataclass(frozen=True)
class _Place:
    """A probability of a table."""

    name: str

    def symbol(self, name: str) -> Any:
        """A fresh symbol for it."""
        return sy.Symbol(name, positive=True)


def _letters() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"p_{number}_"


def closed_in_plain_parameters(measure: Any) -> Any | None:
    """The closed form that a measure has where symbols stand for its laws' parameters, with these put in; None without one."""
    if not isinstance(measure, Measure) or not any(v.args and v.free_symbols for v in measure.laws[0].parameters):
        return None
    plain = PlainQuestion.of(measure)
    if plain is None or plain.requires != sy.true:
        return None
    value = plain.result.xreplace({symbol: own for symbol, (own, _) in plain.given.items()})
    return value if measure.base == sy.E else value / sy.log(measure.base)
