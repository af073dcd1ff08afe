"""Which variables are independent: functions of variables hang together with what these hang together with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol

from symbinfo.expressions.errors import QueryError

__all__ = ["FunctionOf", "demand_apart", "hang_together"]

Sources = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FunctionOf:
    """How a variable is made of others: an expression in their places, by their names."""

    value: Expr
    places: dict[str, Symbol]


def hang_together(first: str, second: str, groups: Sequence[Any], sources: Sources) -> bool:
    """Whether two variables are not known to be independent.

    Parameters
    ----------
    first, second : str
        The variables.
    groups : sequence
        Variables that hang together, each group with its names; of jointly normal ones the covariance tells more.
    sources : mapping of str to tuple of str
        Of functions of which only the law is kept: of which variables.
    """
    return any(_tied(a, b, groups) for a in _roots(first, groups, sources) for b in _roots(second, groups, sources))


def demand_apart(groups: Sequence[Any], sources: Sources, names: Iterable[str]) -> None:
    """Refuse a function of variables together with anything that hangs together with these.

    Raises
    ------
    QueryError
        When there is such a function among the names (without the place).
    """
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        beside = next((n for n in wanted if n != name and _of_other_groups(n, name, groups, sources)), "")
        if beside and (made := _made_of(name, groups, sources)):
            both = "it" if made == name else name
            of = " and ".join(sources[made])
            raise QueryError(f"{made} is a function of {of}: a measure of both {both} and {beside} is not derived")


def _of_other_groups(other: str, name: str, groups: Sequence[Any], sources: Sources) -> bool:
    """Whether they hang together in a way that no common table or density shows."""
    together = _group_of(name, groups) is _group_of(other, groups)
    return not together and hang_together(other, name, groups, sources)


def _made_of(name: str, groups: Sequence[Any], sources: Sources) -> str:
    """The variable itself or one of its group that is a function of others."""
    members = (name, *(n for n in _group_of(name, groups).names if n != name))
    return next((member for member in members if member in sources), "")


def _group_of(name: str, groups: Sequence[Any]) -> Any:
    return next(group for group in groups if name in group.names)


def _roots(name: str, groups: Sequence[Any], sources: Sources) -> set[str]:
    """The variables that a variable, or another of its group, is a function of in the end."""
    found = {name}
    for member in _group_of(name, groups).names:
        for source in sources.get(member, ()):
            found |= _roots(source, groups, sources)
    return found


def _tied(first: str, second: str, groups: Sequence[Any]) -> bool:
    group = _group_of(first, groups)
    if second not in group.names:
        return False
    covariance = getattr(group, "covariance", None)
    if first == second or covariance is None:
        return True
    return bool(covariance[group.names.index(first), group.names.index(second)] != 0)
