"""From text, plain or in LaTeX, to a syntax tree of frozen nodes, which remember where in the text they stand.

Text becomes tokens (`symbinfo.query.typed`, `symbinfo.query.latex`), these become nodes by one grammar, and names that
people give to measures and laws become those of the language. Nothing here knows SymPy, and nothing evaluates text.
What is too long, too deep or not of the language is refused, in time proportional to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lark
from lark import Lark
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from symbinfo.expressions.errors import QueryError
from symbinfo.query.grammar_actions import transformer
from symbinfo.query.nodes import Operation, Statement, children
from symbinfo.query.typed.brackets import DEEPEST, check_brackets, with_absolute_values, with_round_brackets
from symbinfo.query.typed.densities_of_laws import with_laws_of_densities
from symbinfo.query.typed.endings import with_decimal_points, with_percentages, without_ending
from symbinfo.query.typed.indexed_heads import with_plain_heads
from symbinfo.query.typed.optimum_spellings import with_optima
from symbinfo.query.typed.products import written_out
from symbinfo.query.typed.scan import scan
from symbinfo.query.typed.several_variables import with_several_variables
from symbinfo.query.typed.shorthand import with_shorthand
from symbinfo.query.typed.terms_at_places import with_places
from symbinfo.query.typed.tokens import CLOSING_OF, Token, Told
from symbinfo.query.typed.typed_calculus import with_binders
from symbinfo.query.typed.typed_cases import with_cases
from symbinfo.query.typed.usual_names import meant
from symbinfo.query.typed.vectors_by_letters import with_sizes

__all__ = ["FORMS", "is_latex", "read", "read_told", "tokens_of"]

LONGEST_TEXT, MOST_NODES = 2_000, 500
#: What stands before a function or a constant of Python's libraries.
_LIBRARY = re.compile(r"(?<![\w.])(?:np|numpy|jnp|math|sp|sympy|(?:scipy\.)?special|torch)\.(?=[A-Za-z])")
#: In what a text may be written; "auto" looks at it.
FORMS = ("auto", "text", "latex")


def read(text: str, form: str = "auto", chains: bool = False, law: bool = False) -> Statement:
    """The syntax tree of a query.

    Parameters
    ----------
    text : str
        The query, plain or in LaTeX.
    form : str
        "text", "latex", or "auto": LaTeX is recognised by its backslashes, braces behind ``_`` and ``^``, and dollars.
    chains : bool
        Whether there may be several relations.
    law : bool
        Whether it is a law by itself, in which letters may stand for one.

    Raises
    ------
    QueryError
        When the text is not of the language, or larger than the limits.

    Examples
    --------
    >>> read("H(X)").left.name
    'H'
    """
    return read_told(text, form, chains, law=law)[0]


def read_told(
    text: str,
    form: str = "auto",
    chains: bool = True,
    names: Collection[str] = (),
    within: Callable[[Statement], Statement] | None = None,
    law: bool = False,
    numbers: Collection[str] = (),
) -> tuple[Statement, Told]:
    """The syntax tree of a query, and what is to be told of how it was read; `names` are those that are declared.

    Of these, `numbers` are no laws and no variables, though their letters be capitals.

    What a setting knows of a tree, it marks `within` it before usual names are looked for.
    """
    _check_text(text, form)
    told = Told(names=frozenset(names), numbers=frozenset(numbers), law=law)
    plain = with_optima(text, told, latex=False)
    latex = form == "latex" or (form == "auto" and is_latex(plain))
    told.text = text = with_optima(text, told, latex) if latex else plain
    try:
        tokens = tokens_of(text, told, latex)
        parsed = with_shorthand(with_several_variables(_parsed(text, tokens), told), _row, told)
        statement = meant(parsed if within is None else within(parsed), told, latex, law)
        statement = with_laws_of_densities(with_sizes(statement, told), told)
    except RecursionError:
        raise QueryError("the query is nested too deeply: simplify it", text, 0) from None
    except QueryError as error:
        raise QueryError(error.message, text, error.position) from None
    if statement.more and not chains:
        place = getattr(statement.more[0][1], "start", 0)
        raise QueryError("one relation is expected here: this is a second one", text, place)
    _check_size(text, statement)
    return statement, told


def is_latex(text: str) -> bool:
    """Whether a text is written in LaTeX."""
    from symbinfo.query.latex.recognise import is_latex as recognised

    return recognised(text)


def _check_text(text: str, form: str) -> None:
    if not isinstance(text, str):
        raise QueryError(f"a query is text: got {type(text).__name__}")
    if form not in FORMS:
        raise QueryError(f"a query is read from one of {', '.join(FORMS)}: got {form}", text)
    if len(text) > LONGEST_TEXT:
        raise QueryError(f"the query has {len(text)} characters: at most {LONGEST_TEXT} are read", text, LONGEST_TEXT)
    if not text.strip():
        raise QueryError("the query is empty: write for example H(Normal(0, 1))", text)


def _blank(prefix: re.Match[str]) -> str:
    """As many spaces, so that places stay."""
    return " " * len(prefix[0])


def tokens_of(text: str, told: Told, latex: bool) -> list[Token]:
    """The tokens of a text, as the grammar takes them."""
    if latex:
        from symbinfo.query.latex.reader import read_latex

        told.changed = True
        tokens = read_latex(text, told)
    else:
        tokens = with_binders(text, with_cases(text, scan(_LIBRARY.sub(_blank, text), told)))
    tokens = without_ending(text, tokens, told)
    if not tokens:
        raise QueryError("the query is empty: write for example H(Normal(0, 1))", text)
    tokens = with_decimal_points(with_percentages(with_places(tokens), told), told)
    return written_out(text, _shaped(text, tokens, told), told)


def _shaped(text: str, tokens: list[Token], told: Told) -> list[Token]:
    """Tokens with their brackets, bars and heads in the form of the language, also those inside of a token."""
    tokens = [
        token._replace(
            base=tuple(_shaped(text, list(token.base), told)),
            power=tuple(_shaped(text, with_places(token.power), told)),
        )
        if token.kind == "binder"
        else token
        for token in tokens
    ]
    check_brackets(text, tokens)
    tokens = with_absolute_values(with_round_brackets(tokens, told), told)
    return with_plain_heads(tokens, told)


# Reading tokens.

_KINDS = {
    "**": "POWER", "^": "POWER", "*": "STAR", "/": "SLASH", "%": "PERCENT", "+": "PLUS", "-": "MINUS", "=": "EQUALS",
    ":=": "EQUALS", "==": "RELATION", "<=": "RELATION", ">=": "RELATION", "<": "RELATION", ">": "RELATION",
    "!=": "RELATION", "~=": "ROUNDED", "&": "AMPERSAND", "|": "BAR", "||": "BAR", ";": "BAR", ",": "COMMA",
    ":": "COLON", "in": "IN", "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB", "{": "LBRACE", "}": "RBRACE",
}  # fmt: skip
_SPELT = {":=": "="}
RELATIONS = frozenset({"=", "==", "<", ">", "<=", ">=", "~=", "!="})


class _FromTokens(Lexer):
    """Hands the parser the tokens that were made before."""

    def __init__(self, _: Any) -> None: ...

    def lex(self, data: Iterable[lark.Token]) -> Iterator[lark.Token]:
        """One after the other."""
        yield from data


@cache
def _parser() -> Any:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_FromTokens, start="query", transformer=transformer())


def _terminals(text: str, tokens: list[Token]) -> Iterator[lark.Token]:
    for token in tokens:
        kind = {"name": "NAME", "number": "NUMBER"}.get(token.kind) or _KINDS.get(token.text)
        if kind is None:
            raise QueryError(_no_sign(token.text), text, token.place)
        yield lark.Token(kind, _SPELT.get(token.text, token.text), start_pos=token.place)


def _no_sign(sign: str) -> str:
    if sign == "~":
        return "~ declares a variable, by a line of its own (--given); a rounded decimal is claimed by ~="
    if sign == "!":
        return "! stands behind what it is the factorial of: write n! or factorial(n)"
    return f"{sign} is no part of a query"


def _parsed(text: str, tokens: list[Token]) -> Statement:
    terminals = list(_terminals(text, tokens))
    try:
        statement: Statement = _parser().parse(terminals)
    except UnexpectedInput as error:
        last = getattr(error, "token", None)
        place = None if last is None or last.type == "$END" else last.start_pos
        at = (
            next((i for i, token in enumerate(terminals) if token is last), len(tokens))
            if place is not None
            else len(tokens)
        )
        accepted = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
        message, position = _unexpected(text, tokens, at, accepted)
        raise QueryError(message, text, position) from None
    return statement


def _unexpected(text: str, tokens: list[Token], at: int, accepted: set[str]) -> tuple[str, int]:
    """What was expected, in words, and where."""
    operand = bool(accepted & {"NUMBER", "NAME"})
    if at >= len(tokens):
        wanted = "a number, a name or a bracket" if operand else "more"
        return f"the query ends too early: {wanted} is expected here", len(text.rstrip())
    kind, sign, place = tokens[at][:3]
    before = tokens[at - 1].text if at else ""
    if operand:
        if before in ("=", "<", ">") and sign in RELATIONS:
            return f"{before} and {sign} do not belong together: a claim uses one of =, <=, >=, <, > or !=", place
        return f"{sign} is not expected here: a number, a name or a bracket is missing before it", place
    if kind != "sign" or sign in CLOSING_OF:
        return f"an operator is missing before {sign}: a product is written with *, such as 2*x", place
    if sign in RELATIONS:
        return f"a relation ({sign}) stands only between the sides of a claim", place
    if sign == "in":
        return "what a parameter is in is said by a line of its own (--given)", place
    if sign in (",", ";", "|", "||", ":"):
        return f"{sign} is not expected here: it stands only inside brackets, such as KL(P || Q) or I(X; Y | Z)", place
    return f"{sign} is not expected here", place


def _row(text: str) -> Statement:
    """What a row of a table says, in the language itself."""
    return _parsed(text, tokens_of(text, Told(), latex=False))


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
