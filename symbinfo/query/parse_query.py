"""The way of a text to what it means: `parse_alone` for a query, `parse_expression` for an expression, `logarithm_of` for a base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from sympy import Expr, Symbol

from symbinfo.expressions.errors import DomainError, MeasureError, QueryError
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import Law
from symbinfo.measures.base import base_of
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.build_query import Meaning, build
from symbinfo.query.nodes import Call, Name, Negation, Node, Number, Statement, below, changed, children
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.syntax import read, read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.declared_spellings import in_declared_names
from symbinfo.query.typed.tokens import Told
from symbinfo.query.vocabulary import MEASURES

#: The base of a logarithm as a caller gives it: text is read, and None leaves it to the unit.
Base: TypeAlias = int | str | Expr | None

__all__ = [
    "Base",
    "TypedAnswer",
    "expression_of",
    "logarithm_of",
    "parse_alone",
    "parse_answer",
    "parse_expression",
    "parse_value",
    "parse_with_parts",
    "unit_of",
]


def parse_alone(text: str, unit: str = "nats", base: Base = None, form: str = "auto") -> Meaning:
    """Read a query about laws or named variables of which nothing is declared, as `symbinfo.parse` does."""
    statement, told = read_told(text, form)
    text = told.text
    try:
        logarithm, uses = logarithm_of(unit_of(text, told, unit, base), base)
        return build(text, statement, logarithm, uses)
    except RecursionError:
        raise QueryError("the query is nested too deeply: simplify it", text, 0) from None


def unit_of(text: str, told: Told, unit: str, base: Base) -> str:
    """The unit that is asked for, or the one that stands behind the text.

    Raises
    ------
    QueryError
        When they contradict each other.
    """
    if not told.unit:
        return unit
    if base is not None or (unit != "nats" and unit != told.unit):
        asked = f"the base {base}" if base is not None else unit
        raise QueryError(
            f"the text is in {told.unit}, and {asked} is asked for: give one of them", text, len(text.rstrip()) - 1
        )
    return told.unit


def parse_expression(text: str, symbols: dict[str, Symbol], form: str = "auto") -> Expr:
    """Read an expression over declared symbols.

    Parameters
    ----------
    text : str
        The expression; measures and claims are refused.
    symbols : dict of str to Symbol
        The names that may occur; ``sigma_1`` is ``sigma1`` where only one of them is declared.
    form : str
        "text", "latex", or "auto", which looks at the text.

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
    return parse_with_parts(text, symbols, form)[0]


def parse_with_parts(text: str, symbols: dict[str, Symbol], form: str = "auto") -> tuple[Expr, tuple[Expr, ...]]:
    """The same, with the parts as written that need not have a value everywhere."""
    value, parts, unit = _read(text, symbols, form)
    if unit:
        raise QueryError("an expression is expected here, without a unit", text, len(text.rstrip()) - 1)
    return value, parts


def parse_value(
    text: str, symbols: dict[str, Symbol], form: str = "auto", unit: str = "nats", asked: Expr | None = None
) -> tuple[Expr, str]:
    """Read an answer over declared symbols, and the unit behind it: "nats", "bits", "hartleys" or nothing.

    What it is an answer to may stand before it, ``H(X) = log 2``, and entropies of coins in it, ``1 - h(p)``; these are
    in the unit behind it, or in `unit`. What is `asked` is no part of an answer to itself.
    """
    found = parse_answer(text, symbols, form, unit, asked)
    return found.value, found.unit


class TypedAnswer(NamedTuple):
    """An answer as it was typed.

    Parameters
    ----------
    value : Expr
        With every decimal exactly.
    unit : str
        The unit behind it, or nothing.
    decimals : dict of Symbol to Number
        Its decimals, and a numeral that is all of it, each with a name.
    loose : Expr
        The answer with these names in their places.
    """

    value: Expr
    unit: str
    decimals: dict[Symbol, Number]
    loose: Expr


def parse_answer(
    text: str,
    symbols: dict[str, Symbol],
    form: str = "auto",
    unit: str = "nats",
    asked: Expr | None = None,
    question: str = "",
) -> TypedAnswer:
    """Read an answer, as `parse_value` does, with its decimals apart: each may have been rounded.

    Before ``=`` may stand what is asked: by a bare name, as the `question` is written, or with the law written out.

    Examples
    --------
    >>> from sympy import symbols
    >>> found = parse_answer("c/0.6931 bits", {"c": symbols("c")})
    >>> found.value, found.unit, found.loose
    (10000*c/6931, 'bits', c/decimal0)
    """
    left, told, builder = _answer_builder(text, symbols, form, unit, asked, question)
    value = _built(builder, left, text)
    measured = [node for node in below(left) if isinstance(node, Call) and node.name in MEASURES]
    inside = {id(part) for node in measured for part in below(node)}  # a parameter is exact
    numerals = [n for n in below(left) if isinstance(n, Number) and n.decimals and id(n) not in inside]
    whole = left.value if isinstance(left, Negation) else left
    numerals += [whole] if isinstance(whole, Number) and not whole.decimals else []
    named = {id(n): Symbol(f"decimal{at}", positive=True) for at, n in enumerate(numerals)}
    replaced = changed(left, lambda node: Name(named[id(node)].name, node.start) if id(node) in named else None)
    builder.symbols.update({symbol.name: symbol for symbol in named.values()})
    loose = _built(builder, replaced, text) if numerals else value
    return TypedAnswer(value, told.unit, {named[id(n)]: n for n in numerals}, loose)


def _read(text: str, symbols: dict[str, Symbol], form: str) -> tuple[Expr, tuple[Expr, ...], str]:
    left, told, builder = _answer_builder(text, symbols, form)
    value = _built(builder, left, text)
    return value, tuple(dict.fromkeys(builder.partial)), told.unit


def _answer_builder(
    text: str, symbols: dict[str, Symbol], form: str, unit: str = "", asked: Expr | None = None, question: str = ""
) -> tuple[Node, Told, LawBuilder]:
    """The tree of an expression or an answer, what is told of it, and what makes an expression of it."""
    statement, told = read_told(text, form, names=symbols, numbers=symbols)
    restated = unit and statement.relation in ("=", "~=")
    if restated and (_is_asked(statement.left, symbols) or _is_question(statement.left, symbols, asked, question)):
        statement = replace(statement, left=statement.sides[1], relation="", right=None, more=())
    if statement.right is not None:
        raise QueryError("an expression is expected, without a relation", text, getattr(statement.right, "start", 0))
    statement = in_declared_names(statement, symbols)
    left = statement.left
    if isinstance(left, Call) and left.name == "Beta":  # as it is printed; a law is out of place here
        left = replace(left, name="beta")
    builder = LawBuilder(text, dict(symbols))
    if unit and any(isinstance(node, Call) and node.name == "H" for node in below(left)):
        builder = _CoinBuilder(text, dict(symbols), base=base_of(told.unit or unit), asked=asked)
    return left, told, builder


def _built(builder: LawBuilder, left: Node, text: str) -> Expr:
    try:
        return builder.expression(left)
    except RecursionError:
        raise QueryError("the expression is nested too deeply: simplify it", text, 0) from None


def _is_asked(node: Node, symbols: Mapping[str, Symbol]) -> bool:
    """What an answer is given to: ``H``, ``H(X)``, ``I(X; Y)``; and no name that is declared."""
    if isinstance(node, Name):
        return node.name not in symbols
    bare = isinstance(node, Call) and node.name in MEASURES
    return bare and all(isinstance(item, Name) and item.name not in symbols for item in children(node))


def _is_question(node: Node, symbols: dict[str, Symbol], asked: Expr | None, question: str) -> bool:
    """Whether an expression is the question as it is written, or the same with its laws written out."""
    try:
        if question and canonical(Statement(node)) == canonical(read(question)):
            return True
        written = MeasureBuilder(question, dict(symbols)).expression(node)
        return asked is not None and _nameless(written) == _nameless(asked)
    except (QueryError, DomainError, MeasureError, RecursionError):
        return False


def _nameless(expr: Expr) -> Expr:
    """An expression whose laws are all called alike."""
    return expr.xreplace({law: law.renamed("P") for law in expr.atoms(Law)})


@dataclass
class _CoinBuilder(MeasureBuilder):
    """Entropies of coins, and of laws with listed probabilities, in closed form; no other measure, nor the one asked."""

    asked: Expr | None = None

    def measure(self, call: Call) -> Expr:
        """The value of an entropy."""
        items = call.arguments.items
        if call.name == "H" and len(items) == 1 and isinstance(items[0], Name) and items[0].name in self.symbols:
            items = (Call("Bernoulli", call.arguments, call.start),)  # H(p) of a declared number
            call = replace(call, arguments=replace(call.arguments, items=items))
        listed = len(items) == 1 and isinstance(items[0], Call) and items[0].name in ("Bernoulli", "FiniteRV")
        if call.name != "H" or not listed:
            return LawBuilder.measure(self, call)
        named = super().measure(call)
        if named == self.asked:
            raise self.fail("this is what is asked, and no answer: write what it equals", call)
        value: Expr = named.doit()
        return value


def expression_of(node: Node, values: Mapping[str, Expr]) -> Expr:
    """The expression of a syntax tree in which names stand for values."""
    return LawBuilder("", {}, local=dict(values)).expression(node)


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
