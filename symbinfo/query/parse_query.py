"""The way of a text to what it means: `parse_alone` for a query, `parse_expression` for an expression, `logarithm_of` for a base."""

from __future__ import annotations

from typing import TypeAlias

from sympy import Expr, Symbol

from symbinfo.expressions.errors import DomainError, MeasureError, QueryError
from symbinfo.laws.family import ParameterDomain
from symbinfo.measures.base import base_of
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.build_query import Meaning, build
from symbinfo.query.nodes import Name
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.syntax import read

#: The base of a logarithm as a caller gives it: text is read, and None leaves it to the unit.
Base: TypeAlias = int | str | Expr | None

__all__ = ["Base", "logarithm_of", "parse_alone", "parse_expression"]


def parse_alone(text: str, unit: str = "nats", base: Base = None) -> Meaning:
    """Read a query about laws or named variables of which nothing is declared, as `symbinfo.parse` does."""
    statement = read(text)
    try:
        logarithm, uses = logarithm_of(unit, base)
        return build(text, statement, logarithm, uses)
    except RecursionError:
        raise QueryError("the query is nested too deeply: simplify it", text, 0) from None


def parse_expression(text: str, symbols: dict[str, Symbol]) -> Expr:
    """Read an expression over declared symbols.

    Parameters
    ----------
    text : str
        The expression; measures and claims are refused.
    symbols : dict of str to Symbol
        The names that may occur.

    Raises
    ------
    QueryError
        When the text is not an expression, or a name is not declared.

    Examples
    --------
    >>> from sympy import symbols
    >>> parse_expression("2*x - 1/2", {"x": symbols("x")})
    2*x - 1/2
    """
    statement = read(text)
    if statement.right is not None:
        raise QueryError("an expression is expected, without a relation", text, statement.right.start)
    try:
        return LawBuilder(text, dict(symbols)).expression(statement.left)
    except RecursionError:
        raise QueryError("the expression is nested too deeply: simplify it", text, 0) from None


def logarithm_of(unit: str, base: Base) -> tuple[Expr, list[Use]]:
    """The base of the logarithm as a SymPy object, and what it implies about the names in it."""
    uses: list[Use] = []
    if isinstance(base, str):
        base, uses = _base_from_text(base)
    try:
        if isinstance(base, float):
            raise QueryError("the base of the logarithm is a whole number or a fraction: write it as text, such as 5/2")
        return base_of(unit, base), uses
    except (DomainError, MeasureError) as error:
        raise QueryError(str(error)) from error


def _base_from_text(text: str) -> tuple[Expr, list[Use]]:
    try:
        statement = read(text)
        if statement.right is not None:
            raise QueryError("a relation is not expected here")
        uses = uses_of([statement.left])
        if isinstance(statement.left, Name) and uses:
            domain = ParameterDomain.POSITIVE
            uses = [Use(u.name, u.start, domain.assumptions, domain, "the base of the logarithm") for u in uses]
        return LawBuilder(text, symbols_of(uses)).expression(statement.left), uses
    except QueryError as error:
        raise QueryError(f"the base of the logarithm: {error.message}", error.text, error.position) from error
