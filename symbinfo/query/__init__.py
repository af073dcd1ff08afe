"""The query language: text becomes a measure, an expression or a claim, and never code.

Text is read by a grammar into a plain tree (`symbinfo.query.syntax`), and SymPy objects are built from the tree alone
(`symbinfo.query.objects`).

- `arguments`: which argument of a law or a measure is which: by place or by name, with one message for each way to get it wrong.
- `assumptions`: what may be assumed of named random variables, read from a line of text into linear statements.
- `bounded_arithmetic`: arithmetic and functions on SymPy objects, bounded: what would take too long or is no real number is refused.
- `declarations`: the lines of a setting as syntax: each declares a parameter, a law, a variable, or a function of variables.
- `draws`: the lines that make random variables: drawn by themselves, drawn given others, or functions of others.
- `events`: two words of the language that take expressions where others take laws: ``I(p)`` and ``diff(expr, x)``.
- `grammar_actions`: the actions of the grammar: each builds one node of the tree from tokens and finished nodes.
- `images`: the law of a one-to-one function of a continuous variable: ``Y = exp(X)``, ``Y = X**2`` for positive X.
- `lawful`: what may stand where a setting wants a law: a family, a declared name, a table, softmax(...) or stationary(...).
- `objects`: from a syntax tree to SymPy objects: symbols, laws, measures, expressions and claims. Text is never evaluated.
- `parameter_lines`: what a setting declares of its parameters: ``n positive integer``, ``e in [0, 1]``, ``m > 0``, ``a < b``.
- `setting`: settings: random variables, laws and parameters declared by lines, and queries about them.
- `shannon_measures`: shannon measures of named random variables, ``H(X|Y)`` and ``I(X;Y|Z)``, and linear claims about them.
- `signs_of_densities`: what the laws written by hand in a query say about its names, as uses of those names.
- `sizes`: which parameters of a law may not be huge numbers: those that are powers or arguments of functions of numbers alone.
- `symbols`: names become symbols: each with the assumptions that the places where it stands imply.
- `syntax`: from text to a plain syntax tree: frozen nodes that remember where in the text they stand.
- `variables`: random variables by name: finite ones as a table of all their outcomes, normal ones by their mean and covariance.
- `vocabulary`: the words of the language: which names are measures, laws and constants, and what to answer to any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symbinfo.expressions.errors import DomainError, MeasureError, QueryError

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = ["logarithm_of", "parse", "parse_expression"]


def parse(text: str, unit: str = "nats", base: Any = None) -> Any:
    """Read a query.

    Parameters
    ----------
    text : str
        A measure (``KL(Normal(0, 1) || Normal(1, 2))``), an expression of measures, or a claim (two of them with a
        relation between).
    unit : str
        "nats" (default) or "bits".
    base : int, Expr or str, optional
        The base of the logarithm, instead of a unit; text is read as an expression.

    Returns
    -------
    Measure, Expr, Claim, ShannonSum or ShannonClaim
        The last two for measures of named variables such as ``H(X|Y)``.

    Raises
    ------
    QueryError
        When the text is not a query, or not valid mathematics; it knows the place.

    Examples
    --------
    >>> parse("KL(Normal(0, 1) || Normal(1, 2))").doit()
    -1/4 + log(2)
    """
    from symbinfo.query.objects import build
    from symbinfo.query.syntax import read

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
    from symbinfo.query.objects import Builder
    from symbinfo.query.syntax import read

    statement = read(text)
    if statement.right is not None:
        raise QueryError("an expression is expected, without a relation", text, statement.right.start)
    try:
        return Builder(text, dict(symbols), pure=True).expression(statement.left)
    except RecursionError:
        raise QueryError("the expression is nested too deeply: simplify it", text, 0) from None


def logarithm_of(unit: Any, base: Any) -> tuple[Any, list[Any]]:
    """The base of the logarithm as a SymPy object, and what it implies about the names in it."""
    from symbinfo.measures.base import base_of

    uses: list[Any] = []
    if isinstance(base, str):
        base, uses = _base_from_text(base)
    try:
        if isinstance(base, float):
            raise QueryError("the base of the logarithm is a whole number or a fraction: write it as text, such as 5/2")
        return base_of(unit, base), uses
    except (DomainError, MeasureError) as error:
        raise QueryError(str(error)) from error


def _base_from_text(text: str) -> tuple[Any, list[Any]]:
    from symbinfo.laws.family import ParameterDomain
    from symbinfo.query.objects import Builder
    from symbinfo.query.symbols import symbols_of, uses_of
    from symbinfo.query.syntax import Name, read

    try:
        statement = read(text)
        if statement.right is not None:
            raise QueryError("a relation is not expected here")
        uses = uses_of([statement.left])
        if isinstance(statement.left, Name) and uses:
            from symbinfo.query.symbols import Use

            domain = ParameterDomain.POSITIVE
            uses = [Use(u.name, u.start, domain.assumptions, domain, "the base of the logarithm") for u in uses]
        return Builder(text, symbols_of(uses), pure=True).expression(statement.left), uses
    except QueryError as error:
        raise QueryError(f"the base of the logarithm: {error.message}", error.text, error.position) from error
