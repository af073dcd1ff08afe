"""The rows and columns: every family with symbols for its parameters, and a few special members."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import true

from symbinfo.laws.family import Family, Parameter, ParameterDomain
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.laws.names.parametrisation import ALL_FAMILIES

__all__ = ["ROWS", "Row", "columns_of"]

# Another name for a family that has a row already.
SYNONYMS = ("Wald",)


@dataclass(frozen=True)
class Row:
    """A family as a row of the atlas.

    Parameters
    ----------
    name : str
        What the row is called; names are distinct.
    continuous : bool
        Continuous laws are paired with continuous ones, discrete with discrete.
    make : callable
        From a suffix for the names of the parameters (1 for P, 2 for Q) and a name to the law.

    Examples
    --------
    >>> ROWS["Exponential"].law("1", "P").title
    'Exponential(rate1)'
    """

    name: str
    continuous: bool
    make: Callable[[str, str], Law]

    def law(self, suffix: str, name: str) -> Law:
        """The law with parameters of its own."""
        return self.make(suffix, name)


def _of(family: Family, fixed: dict[str, Any]) -> Callable[[str, str], Law]:
    """A family with symbols for its parameters, but for some that have a value."""

    def make(suffix: str, name: str) -> Law:
        values = [fixed[p.name] if p.name in fixed else p.symbol(p.name + suffix) for p in family.parameters]
        return law_of_family(family, tuple(values), name)

    return make


def _rows_of(family: Family) -> list[Row]:
    """One row for the family, one more with its defaults, and one for each setting of a flag."""
    continuous = family.kind == "continuous"
    flags = [p for p in family.parameters if p.domain is ParameterDomain.FLAG]
    usual = {p.name: p.default for p in flags}
    rows = [Row(family.name, continuous, _of(family, usual))]
    defaults = {p.name: p.default for p in family.parameters if _has_default(p)}
    if defaults and len(defaults) < len(family.parameters):
        rows.append(Row(f"{family.name} (standard)", continuous, _of(family, usual | defaults)))
    rows += [Row(f"{family.name} ({flag.name})", continuous, _of(family, usual | {flag.name: true})) for flag in flags]
    return rows


def _has_default(parameter: Parameter) -> bool:
    return parameter.domain is not ParameterDomain.FLAG and parameter.default is not None


def _all() -> dict[str, Row]:
    families = [f for f in ALL_FAMILIES.values() if all(_symbolic(p) for p in f.parameters) and f.name not in SYNONYMS]
    rows = [row for family in families if family.name != "RobustSoliton" for row in _rows_of(family)]
    return {row.name: row for row in rows}


def _symbolic(parameter: Parameter) -> bool:
    return parameter.domain.numeric or parameter.domain is ParameterDomain.FLAG


ROWS: dict[str, Row] = _all()


def columns_of(arity: int, name: str, rows: Iterable[str]) -> list[str]:
    """The families of Q in a row: none of a measure of one law, else all of P's kind.

    Examples
    --------
    >>> columns_of(2, "Poisson", ["Normal", "Poisson", "Geometric"])
    ['Poisson', 'Geometric']
    """
    return [other for other in rows if arity == 2 and ROWS[other].continuous == ROWS[name].continuous]
