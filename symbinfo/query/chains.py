"""Chains of claims, ``A = B <= C``: each link is a claim of its own, about symbols that all links share.

So are the claims that one bound makes, ``A <= min(B, C)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.query.nodes import Call, Statement
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.query.typed.canonical import canonical

__all__ = ["Chain", "Together", "Unequal", "apart", "chained"]


@dataclass(frozen=True, repr=False)
class Unequal(OneLine):
    """``A != B``: the two sides are not the same everywhere.

    Parameters
    ----------
    equation : Claim or ShannonClaim
        What is denied.
    """

    equation: Any

    @property
    def relation(self) -> str:
        """The sign."""
        return "!="

    @property
    def left(self) -> Any:
        """The left side."""
        return self.equation.left

    @property
    def right(self) -> Any:
        """The right side."""
        return self.equation.right

    def __str__(self) -> str:
        return f"{_side(self.left)} != {_side(self.right)}"


@dataclass(frozen=True, repr=False)
class Chain(OneLine):
    """Several claims in a row: the right side of each is the left side of the next.

    Parameters
    ----------
    links : tuple of Claim or of ShannonClaim
        The claims, from left to right.
    words : tuple of str
        Each as it was written.
    """

    links: tuple[Any, ...]
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        first, *more = self.links
        signs = [f"{link.relation} {_side(link.right)}" for link in (first, *more)]
        return " ".join([_side(first.left), *signs])

    @property
    def of_variables(self) -> bool:
        """Whether they are about named random variables."""
        return all(isinstance(getattr(link, "equation", link), ShannonClaim) for link in self.links)

    @property
    def relation(self) -> Any:
        """The first relation."""
        return self.links[0].relation

    @property
    def left(self) -> Any:
        """The first side."""
        return self.links[0].left

    @property
    def right(self) -> Any:
        """The last side."""
        return self.links[-1].right


@dataclass(frozen=True, repr=False)
class Together(Chain):
    """Several claims that one makes: ``A <= min(B, C)`` says A <= B and A <= C."""

    def __str__(self) -> str:
        return " and ".join(map(str, self.links))


def apart(statement: Statement) -> list[Statement]:
    """The claims that a bound by the least or the largest of several makes: that claim alone, where it is no such bound.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> [canonical(part) for part in apart(read("I(X; Y) <= min(H(X), H(Y))"))]
    ['I(X; Y) <= H(X)', 'I(X; Y) <= H(Y)']
    >>> len(apart(read("I(X; Y) >= min(H(X), H(Y))")))
    1
    """
    if statement.more or statement.relation not in ("<=", ">=", "<", ">"):
        return [statement]
    below = statement.relation in ("<=", "<")
    left, right = (
        side.arguments.items if isinstance(side, Call) and side.name == name else (side,)
        for side, name in ((statement.left, "Max" if below else "Min"), (statement.right, "Min" if below else "Max"))
    )
    return [replace(statement, left=one, right=other) for one in left for other in right]  # type: ignore[arg-type]


def chained(links: Iterable[Any], statement: Statement) -> Any:
    """One claim by itself, or several as a chain; some deny that two sides are equal, as they are written in a statement."""
    made: list[Any] = list(links)
    for at, sign in enumerate(statement.signs):
        if sign == "!=":
            made[at] = Unequal(made[at])
    return made[0] if len(made) == 1 else Chain(tuple(made), tuple(map(canonical, statement.links)))


def _side(value: Any) -> str:
    """One side: a measure with its laws written out."""
    return str(getattr(value, "query", value))
