"""From text to a plain syntax tree of frozen nodes, which remember where in the text they stand.

Nothing here knows SymPy, and nothing evaluates text. What is too long, too deep or not of the language is refused
before the parser sees it, in time proportional to the length of the text.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedInput, VisitError

from symbinfo.expressions.errors import QueryError
from symbinfo.query.grammar_actions import transformer
from symbinfo.query.nodes import Operation, Statement, children

__all__ = ["read"]

LONGEST_TEXT, DEEPEST, MOST_NODES = 2_000, 80, 500
LONGEST_NUMERAL, LARGEST_EXPONENT, LONGEST_NAME = 40, 400, 40


def read(text: str) -> Statement:
    """The syntax tree of a query.

    Raises
    ------
    QueryError
        When the text is not of the language, or larger than the limits.

    Examples
    --------
    >>> read("H(X)").left.name
    'H'
    """
    if not isinstance(text, str):
        raise QueryError(f"a query is text: got {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        raise QueryError(f"the query has {len(text)} characters: at most {LONGEST_TEXT} are read", text, LONGEST_TEXT)
    plain = re.sub(r"[\t\r\n]", " ", text)
    if not plain.strip():
        raise QueryError("the query is empty: write for example H(Normal(0, 1))", text)
    tokens = list(_scan(plain))
    _check_brackets(plain, tokens)
    statement = _parsed(plain, tokens)
    _check_size(plain, statement)
    return statement


# Reading characters.

_TOKEN = re.compile(
    r" +|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<sign>\*\*|\|\||==|<=|>=|~=|[-+*/%^(){}\[\],:;|&=<>])"
)
_BETTER = {
    "\u2016": "||", "\u2225": "||", "\u2212": "-", "\u2013": "-", "\u00d7": "*", "\u00b7": "*", "\u22c5": "*",
    "\u2264": "<=", "\u2265": ">=", "\u221e": "oo", "\u03c0": "pi", "\u03bb": "lamda", "\u03bc": "mu",
    "\u00b5": "mu", "\u03c3": "sigma", "\u03c6": "phi", "\u03b8": "theta", "\u03b1": "alpha", "\u03b2": "beta",
    "\u03b3": "gamma", "\u00b2": "**2", "\u00b3": "**3", "\u221a": "sqrt", "\u00a0": "a space",
}  # fmt: skip


def _scan(text: str) -> Iterator[tuple[str, str, int]]:
    """The tokens as (kind, text, place); what is no token is refused."""
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise QueryError(_stray(text, place), text, place)
        if match.lastgroup == "name":
            _check_name(text, match.group(), place)
        elif match.lastgroup == "number":
            _check_number(text, match.group(), place)
        if match.lastgroup:
            yield match.lastgroup, match.group(), place
        place = match.end()


def _stray(text: str, place: int) -> str:
    character = text[place]
    if character in "\"'":
        return "text in quotes is no part of a query: write names and numbers"
    if character == "~":
        return "~ is no relation of a claim: a rounded decimal is claimed by ~="
    if text.startswith("!=", place):
        return "!= is no relation of a claim: use =, <=, >=, < or >"
    if character == "!":
        return "! is no part of a query: write factorial(n)"
    if " " < character <= "~":
        return f"the character {character} is no part of a query"
    advice = f": write {_BETTER[character]}" if character in _BETTER else ": only plain ASCII is read"
    return f"the character U+{ord(character):04X} is no part of a query{advice}"


def _check_name(text: str, name: str, place: int) -> None:
    if name.startswith("_") or name.endswith("_") or "__" in name:
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}..."
        message = f"{shown} is no name: names begin with a letter and have single inner underscores"
        raise QueryError(message, text, place)
    if len(name) > LONGEST_NAME:
        raise QueryError(f"a name has at most {LONGEST_NAME} characters: this one has {len(name)}", text, place)
    if name == "lambda":
        raise QueryError("lambda is a word of Python: write lamda", text, place)
    if keyword.iskeyword(name) and name not in ("True", "False"):
        raise QueryError(f"{name} is a word of Python: choose another name", text, place)
    if name.lower() in ("nan", "zoo", "inf", "infinity"):
        raise QueryError(f"{name} is no name of a quantity: infinity is written oo", text, place)


def _check_number(text: str, numeral: str, place: int) -> None:
    mantissa, _, exponent = numeral.lower().partition("e")
    if len(mantissa.replace(".", "")) > LONGEST_NUMERAL:
        raise QueryError(f"a number has at most {LONGEST_NUMERAL} digits", text, place)
    if exponent and (len(exponent) > 8 or abs(int(exponent)) > LARGEST_EXPONENT):
        raise QueryError(f"a power of ten lies between -{LARGEST_EXPONENT} and {LARGEST_EXPONENT}", text, place)


RELATIONS = ("=", "==", "<", ">", "<=", ">=", "~=")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def _check_brackets(text: str, tokens: list[tuple[str, str, int]]) -> None:
    """Every bracket has its partner, and none stands too deep."""
    open_ones: list[tuple[str, int]] = []
    for _, sign, place in tokens:
        if sign in _CLOSING:
            open_ones.append((sign, place))
            if len(open_ones) > DEEPEST:
                raise QueryError(f"brackets are nested more than {DEEPEST} deep: simplify the query", text, place)
        elif sign in _CLOSING.values():
            if not open_ones:
                raise QueryError(f"this {sign} closes no bracket: remove it, or open one before it", text, place)
            opening, opened = open_ones.pop()
            if _CLOSING[opening] != sign:
                message = f"the {opening} at character {opened + 1} is closed by {sign}: write {_CLOSING[opening]}"
                raise QueryError(message, text, place)
    if open_ones:
        opening, opened = open_ones[-1]
        raise QueryError(f"this {opening} is not closed: add {_CLOSING[opening]}", text, opened)


# Reading tokens.


@cache
def _parser() -> Any:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", start="query", transformer=transformer())


def _parsed(text: str, tokens: list[tuple[str, str, int]]) -> Statement:
    try:
        statement: Statement = _parser().parse(text)
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise QueryError(error.orig_exc.message, text, error.orig_exc.position) from None
        raise
    except QueryError as error:
        raise QueryError(error.message, text, error.position) from None
    except UnexpectedInput as error:
        last = getattr(error, "token", None)
        place = None if last is None or last.type == "$END" else last.start_pos
        at = next((i for i, token in enumerate(tokens) if token[2] == place), len(tokens))
        accepted = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
        message, position = _unexpected(text, tokens, at, accepted)
        raise QueryError(message, text, position) from None
    return statement


def _unexpected(text: str, tokens: list[tuple[str, str, int]], at: int, accepted: set[str]) -> tuple[str, int]:
    """What was expected, in words, and where."""
    operand = bool(accepted & {"NUMBER", "NAME"})
    if at >= len(tokens):
        wanted = "a number, a name or a bracket" if operand else "more"
        return f"the query ends too early: {wanted} is expected here", len(text.rstrip())
    kind, sign, place = tokens[at]
    before = tokens[at - 1][1] if at else ""
    if operand:
        if before in ("=", "<", ">") and sign in RELATIONS:
            return f"{before} and {sign} do not belong together: a claim uses one of =, <=, >=, < or >", place
        return f"{sign} is not expected here: a number, a name or a bracket is missing before it", place
    if kind != "sign" or sign in _CLOSING:
        return f"an operator is missing before {sign}: a product is written with *, such as 2*x", place
    if sign in RELATIONS:
        return f"a relation ({sign}) stands only between the two sides of a claim", place
    if sign in (",", ";", "|", "||", ":"):
        return f"{sign} is not expected here: it stands only inside brackets, such as KL(P || Q) or I(X; Y | Z)", place
    return f"{sign} is not expected here", place


# Size.


def _check_size(text: str, statement: Statement) -> None:
    """Not too many nodes, and none too deep; the terms of a sum stand side by side however many they are."""
    waiting: list[tuple[Any, int]] = [(statement, 0)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        start = getattr(node, "start", 0)
        if count > MOST_NODES:
            raise QueryError(f"the query has more than {MOST_NODES} parts: simplify it", text, 0)
        if depth > DEEPEST:
            raise QueryError(f"the query is nested more than {DEEPEST} deep: simplify it", text, start)
        for number, child in enumerate(children(node)):
            beside = isinstance(node, Operation) and node.sign != "**" and number == 0
            waiting.append((child, depth if beside else depth + 1))
