"""The formulas inside sentences: ``Substitute x = mu1 + y`` has one, and it is set as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from symbinfo.render import layout as lay
from symbinfo.render.layout import Atom, Kind, Layout, Row, Sub, Sup, fenced, operator
from symbinfo.render.names import GREEK, name_of, number, upright, word

__all__ = ["parts_of", "tokens_of"]

OPERATORS = {
    "=": operator(" = ", " = "),
    "+": lay.PLUS,
    "-": lay.MINUS,
    "*": lay.TIMES,
    "/": operator("/", "/"),
    "<": operator(" < ", " < "),
    ">": operator(" > ", " > "),
    "<=": operator(r" \le ", " ≤ ", " <= "),
    ">=": operator(r" \ge ", " ≥ ", " >= "),
    "->": operator(r" \to ", " → ", " -> "),
    "||": operator(r" \,\Vert\, ", " ‖ ", " || "),
    "|": operator(r" \mid ", " | "),
    ",": lay.COMMA,
    ";": lay.SEMICOLON,
    "!": operator("!", "!"),
}
FUNCTIONS = {"log": r"\log", "exp": r"\exp", "E": r"\mathbb{E}"}
# Spaces; words that hold together and are never formulas; names; numbers; operators.
WORDS = re.compile(
    r"\s+|e\.g\.|i\.e\.|[^\W\d_]+['’][^\W\d_]+|[^\W\d_]+(?:-[^\W\d_]+)+"
    r"|[^\W\d]\w*|\d+(?:\.\d+)*|\*\*|<=|>=|->|\|\||.",
    re.DOTALL,
)
ARTICLES = ("a", "A", "I")
# What may stand before a bracket that holds law names, variables and their separators: H(X|Y), KL(P||Q).
HEADS = {"H", "I", "D", "KL", "E", "P", "Q", "R", "p", "q", "r", "f", "g", "log", "exp", "U", "N", "JS", *"ABMS"}
DIVERGENCE = lay.Named(r"D_{\mathrm{KL}}", "KL", Sub(name_of("D"), upright("KL", latex=r"\mathrm{KL}")))
# Two letters side by side are a product, unless they are a word.
SHORT_WORDS = frozenset(re.findall("..", "adamanasatbebydogohehiifinisitmemynoofohonoroxsotoupusweoopi"))
STRONG = {"=", "*", "/", "**", "<", ">", "<=", ">=", "->", "+", "||"}


def parts_of(sentence: str, names: Iterable[str] = ()) -> list[str | Layout]:
    """A sentence as text and formulas in turn.

    Parameters
    ----------
    sentence : str
        A reason.
    names : iterable of str
        Names of symbols: they are set as formulas wherever they stand, single letters only beside an operator.

    Examples
    --------
    >>> [p if isinstance(p, str) else "..." for p in parts_of("Substitute x = mu1 + y and so on.", ["mu1", "x"])]
    ['Substitute ', '...', ' and so on.']
    """
    known = set(names)
    out: list[str | Layout] = []
    for run, mathematical in _runs(_merged(WORDS.findall(sentence), known), known):
        if mathematical and _is_formula(run, known):
            core = [t for t in run if not t.isspace()]
            lead = "".join(run[: run.index(core[0])])
            trail = "".join(run[len(run) - 1 - run[::-1].index(core[-1]) + 1 :])
            out += [lead, tokens_of("".join(run)), trail]
        else:
            out.append("".join(run))
    return _joined(out)


def _merged(tokens: list[str], known: set[str]) -> list[str]:
    """The tokens, with calls such as ``H(X,Y)`` and bars such as ``|a|`` as one token each."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        end = _end_of_call(tokens, at, known) or _end_of_bars(tokens, at)
        out.append("".join(tokens[at:end]) if end else tokens[at])
        at = end or at + 1
    return out


def _end_of_call(tokens: list[str], at: int, known: set[str]) -> int:
    """Behind the bracket that closes a call, or 0 where there is none whose inside is a formula."""
    if tokens[at] not in HEADS or tokens[at + 1 : at + 2] != ["("]:
        return 0
    depth = 0
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        depth += (token == "(") - (token == ")")
        if depth == 0:
            return index + 1
        inner = token.isspace() or token in "()" or token in OPERATORS or token in HEADS or token in known
        if not (inner or token.isdigit() or len(token) <= 2 or token == "and"):
            return 0
    return 0


def _end_of_bars(tokens: list[str], at: int) -> int:
    short = at + 2 < len(tokens) and tokens[at] == tokens[at + 2] == "|" and tokens[at + 1].isalnum()
    return at + 3 if short else 0


def _is_product(token: str, known: set[str]) -> bool:
    """Tell whether a token is two letters side by side: ``aX``, ``dx``."""
    if len(token) != 2 or not token.isalpha() or not token.isascii() or token in GREEK:
        return False
    if token.lower() in SHORT_WORDS:
        return False
    return (token[0].islower() and token[1].isupper()) or (token[1] in known and token[0] in {"d", *known})


def _runs(tokens: list[str], known: set[str]) -> Iterator[tuple[list[str], bool]]:
    """Maximal runs of tokens that could, or could not, belong to a formula; a run never ends in punctuation."""
    run: list[str] = []
    state = False
    for at, token in enumerate(tokens):
        now = state if token.isspace() else _could_be(token, known) or _is_letter(tokens, at)
        if run and now != state:
            yield from _split(run, state)
            run = []
        state = now
        run.append(token)
    if run:
        yield from _split(run, state)


def _split(run: list[str], state: bool) -> Iterator[tuple[list[str], bool]]:
    """Closing brackets without partners and trailing spaces go back to the text."""
    if not state:
        yield run, False
        return
    end = len(run)
    while end and (
        run[end - 1].isspace()
        or run[end - 1] == "="
        or (run[end - 1] == ")" and run[:end].count("(") < run[:end].count(")"))
    ):
        end -= 1
    start = 0
    while start < end and run[start] == "(" and run[start:end].count("(") > run[start:end].count(")"):
        start += 1
    for part, mathematical in ((run[:start], False), (run[start:end], True), (run[end:], False)):
        if part:
            yield part, mathematical


def _is_letter(tokens: list[str], at: int) -> bool:
    """Whether an article is none: ``A`` before an operator, as in ``t A + (1 - t) B``."""
    behind = next((token for token in tokens[at + 1 :] if not token.isspace()), "")
    return tokens[at] in ARTICLES and behind in STRONG | {"-"}


def _could_be(token: str, known: set[str]) -> bool:
    if token in known or token in FUNCTIONS or token in ("(", ")", "**", "oo") or _is_product(token, known):
        return True
    if len(token) > 2 and token[-1] in ")|":
        return True  # a call, or bars, in one token
    if token in OPERATORS:
        return token not in ",;!|"
    return token[0].isdigit() or (len(token) == 1 and token.isascii() and token.isalpha() and token not in ARTICLES)


def _is_formula(run: list[str], known: set[str]) -> bool:
    core = [t for t in run if not t.isspace()]
    if len(core) == 1:
        # A single letter (but the article and the pronoun) is the name of something.
        letter = len(core[0]) == 1 and core[0].isalpha() and core[0] not in ARTICLES
        whole = _is_product(core[0], known) or (len(core[0]) > 2 and core[0][-1] in ")|")
        return letter or whole or (core[0] in known and any(c.isdigit() for c in core[0]))
    balanced = core.count("(") == core.count(")")
    signed = len(core) == 2 and core[0] == "-"
    ends = core[-1] not in OPERATORS and (core[0] in ("-", "+") or core[0] not in OPERATORS)
    called = any(len(t) > 2 and t[-1] in ")|" for t in core) or any(
        a in FUNCTIONS or (a.isalpha() and b == "(") for a, b in pairwise(core)
    )
    return balanced and ends and (signed or called or any(t in STRONG for t in core) or "-" in core[1:-1])


def tokens_of(text: str) -> Layout:
    r"""A short formula in plain text as a layout: names, numbers, operators and whole powers.

    Examples
    --------
    >>> from symbinfo.render.latex import latex_of_layout
    >>> print(latex_of_layout(tokens_of("y**2/alpha")))
    y^2/\alpha
    """
    found = ["", *WORDS.findall(text), ""]
    kept = (
        t
        for i, t in enumerate(found)
        if t and (not t.isspace() or (_is_factor(found[i - 1]) and found[i + 1].isalpha()))
    )
    tokens = [" " if t.isspace() else t for t in kept]
    items, _ = _sequence(tokens, 0)
    return items[0] if len(items) == 1 else Row(tuple(items))


def _is_factor(token: str) -> bool:
    """Whether a name behind a space is multiplied by this: ``t A``, ``t KL(P || Q)``."""
    return token.isalpha() and token not in FUNCTIONS and token != "and"


def _sequence(tokens: list[str], at: int) -> tuple[list[Layout], int]:
    items: list[Layout] = []
    while at < len(tokens) and tokens[at] != ")":
        token = tokens[at]
        if token == " ":
            items += [] if tokens[at + 1] == "and" else [lay.THIN]
            at += 1
            continue
        if token == "**" and items and at + 1 < len(tokens):
            exponent, at = _one(tokens, at + 1)
            items[-1] = Sup(items[-1], exponent.body if isinstance(exponent, lay.Fence) else exponent)
            continue
        if token == "|" and "|" in tokens[at + 1 :] and (not items or _opens(items[-1])):
            end = tokens.index("|", at + 1)
            inner, _ = _sequence(tokens[at + 1 : end], 0)
            items.append(lay.Fence(lay.BAR_LEFT, Row(tuple(inner)), lay.BAR_RIGHT))
            at = end + 1
            continue
        item, at = _one(tokens, at)
        unary = item in (lay.MINUS, lay.PLUS) and (not items or items[-1] in OPERATORS.values())
        if unary:
            item = lay.NEGATIVE if item == lay.MINUS else operator("+", "+")
        elif items and isinstance(items[-1], lay.Fence) and item not in OPERATORS.values():
            items.append(lay.THIN)
        elif items and item not in OPERATORS.values() and _is_function(items[-1]):
            items.append(operator("", "" if isinstance(item, lay.Fence) else " "))
        elif items and _is_name(items[-1]) and (item == DIVERGENCE or _is_name(item)):
            items.append(operator(" ", " "))
        items.append(item)
    return items, at


def _opens(node: Layout) -> bool:
    """After this, a bar opens an absolute value."""
    return _is_function(node) or node in OPERATORS.values() or node == lay.NEGATIVE


def _is_name(node: Layout) -> bool:
    return isinstance(node, Atom) and node.kind is Kind.IDENTIFIER


def _is_function(node: Layout) -> bool:
    return isinstance(node, Atom) and node.kind is Kind.FUNCTION


def _one(tokens: list[str], at: int) -> tuple[Layout, int]:
    token = tokens[at]
    if token == "(":
        inner, after = _sequence(tokens, at + 1)
        return fenced(Row(tuple(inner)) if len(inner) != 1 else inner[0]), min(after + 1, len(tokens))
    if token in OPERATORS:
        return OPERATORS[token], at + 1
    if token in ("KL", "D") and tokens[at + 1 : at + 2] == ["("]:
        return DIVERGENCE, at + 1
    if _is_product(token, set("abcdefghijklmnopqrstuvwxyz")):
        between = () if token[0] == "d" else (operator("", " "),)  # dx is one thing
        return Row((name_of(token[0]), *between, name_of(token[1])), lay.Level.PRODUCT), at + 1
    if token in FUNCTIONS:
        return upright(token, latex=FUNCTIONS[token]), at + 1
    if token == "and":
        return word(" and "), at + 1
    if token == "oo":
        return Atom(r"\infty", "∞", "oo", Kind.NUMBER), at + 1
    if token[0].isdigit():
        return number(token), at + 1
    return (name_of(token) if token[0].isalpha() else word(token)), at + 1


def _joined(parts: list[str | Layout]) -> list[str | Layout]:
    out: list[str | Layout] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        elif part != "":
            out.append(part)
    return out
