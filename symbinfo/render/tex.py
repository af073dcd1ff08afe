r"""A short formula in LaTeX as a layout, so that a page without scripts can show it, too.

Only what the display equations of a course page need: letters, numbers, greek, ``\frac``, scripts, sums, integrals,
``\log``, relations and words. Anything else is an error, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render import layout as lay
from symbinfo.render.layout import Atom, Frac, Kind, Layout, Row, Sub, Sup, fenced, operator
from symbinfo.render.names import GREEK, name_of, number, upright, word

__all__ = ["layout_of_latex"]

TOKENS = re.compile(r"\\[A-Za-z]+|\\,|\d+(?:\.\d+)?|[A-Za-z()\[\]+\-=,;{}^_]|\s+|(?P<bad>.)", re.DOTALL)
OPENING, CLOSING = "([{", ")]}"
FUNCTIONS = {r"\log": "log", r"\min": "min", r"\arg": "arg", r"\exp": "exp"}
SIGNS: dict[str, Layout] = {
    "=": operator(" = ", " = "),
    "+": lay.PLUS,
    "-": lay.MINUS,
    ",": lay.COMMA,
    ";": lay.SEMICOLON,
    r"\mid": operator(r" \mid ", " ∣ ", " | "),
    r"\Vert": operator(r" \,\Vert\, ", " ‖ ", " || "),
    r"\ge": operator(r" \ge ", " ≥ ", " >= "),
    r"\le": operator(r" \le ", " ≤ ", " <= "),
    r"\ne": operator(r" \ne ", " ≠ ", " != "),
    r"\approx": operator(r" \approx ", " ≈ ", " ~ "),
    r"\cdot": lay.DOT,
    r"\sum": operator(r"\sum", "∑", "sum"),
    r"\int": operator(r"\int", "∫", "int"),
}
SPACES: dict[str, Layout] = {r"\,": lay.THIN, r"\quad": Atom(r"\quad ", "  ", "  ", Kind.TEXT)}
WORDS: dict[str, Callable[[str], Layout]] = {
    r"\text": word,
    r"\mathrm": lambda text: upright(text, latex=rf"\mathrm{{{text}}}"),
}


def layout_of_latex(tex: str) -> Layout:
    r"""Read a formula.

    Parameters
    ----------
    tex : str
        Without dollars.

    Raises
    ------
    SymbinfoError
        For anything that is not on the short list of this file.

    Examples
    --------
    >>> from symbinfo.render.line import line_of
    >>> line_of(layout_of_latex(r"H(X) = -\sum_x P(x) \log P(x)"))
    'H(X) = −∑_x P(x) log P(x)'
    """
    reader = _Reader(tex)
    found = reader.row(None)
    reader.end()
    return found


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tex: str) -> None:
        self.tex, self.at = tex, 0
        self.tokens = [m[0] for m in TOKENS.finditer(tex) if not m[0].isspace() or self._in_text(m.start())]
        if bad := next((m for m in TOKENS.finditer(tex) if m["bad"]), None):
            raise self.fault(f"{bad[0]!r} is not known")

    def _in_text(self, start: int) -> bool:
        """Spaces count between the braces of words."""
        opened = self.tex.rfind("{", 0, start)
        return opened > 4 and self.tex[:opened].endswith(r"\text") and "}" not in self.tex[opened:start]

    def fault(self, message: str) -> SymbinfoError:
        """What is wrong with the formula."""
        return SymbinfoError(f"the formula {self.tex!r} cannot be read: {message}")

    def end(self) -> None:
        """Nothing may be left."""
        if self.at < len(self.tokens):
            raise self.fault(f"{self.tokens[self.at]!r} has no partner")

    def take(self) -> str:
        """The next token."""
        if self.at >= len(self.tokens):
            raise self.fault("it stops in the middle")
        self.at += 1
        return self.tokens[self.at - 1]

    def row(self, stop: str | None) -> Layout:
        """Everything up to a closing token, which is taken, too."""
        items: list[Layout] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in CLOSING:
            token = self.take()
            if token in ("_", "^"):
                if not items:
                    raise self.fault(f"{token} stands behind nothing")
                items[-1] = (Sub if token == "_" else Sup)(items[-1], self.one())
                continue
            item = self.atom(token, first=not items or items[-1] in SIGNS.values())
            if _is_named(item) and items and items[-1] not in SIGNS.values() and not _is_function(items[-1]):
                items.append(operator("", " "))
            if items and _is_function(items[-1]) and item not in SIGNS.values():
                items.append(operator("", "" if isinstance(item, (lay.Fence, Frac)) else " "))
            items.append(item)
        if stop is not None and self.take() != stop:
            raise self.fault(f"{stop} is missing")
        return items[0] if len(items) == 1 else Row(tuple(items))

    def one(self) -> Layout:
        """An argument: a group in braces, or one token."""
        token = self.take()
        return self.row("}") if token == "{" else self.atom(token, first=True)

    def atom(self, token: str, *, first: bool) -> Layout:
        """What begins with a token."""
        if token in OPENING:
            inner = self.row(CLOSING[OPENING.index(token)])
            return {"(": fenced, "[": _squared}[token](inner) if token != "{" else inner
        if token == r"\frac":
            return Frac(self.one(), self.one())
        if token == r"\mathbb":
            return Atom(r"\mathbb{E}", "E", "E") if self.words() == "E" else self.refuse(token)
        if token in WORDS:
            return WORDS[token](self.words())
        if token in FUNCTIONS:
            return upright(FUNCTIONS[token], latex=token)
        if token == "-" and first:
            return lay.NEGATIVE
        if token in SIGNS or token in SPACES:
            return SIGNS.get(token) or SPACES[token]
        if token[0].isdigit():
            return number(token)
        name = token.removeprefix("\\")
        return name_of(name) if len(token) == 1 or name in GREEK else self.refuse(token)

    def words(self) -> str:
        """The text between two braces."""
        if self.take() != "{":
            raise self.fault("{ is missing")
        parts = []
        while (token := self.take()) != "}":
            parts.append(token)
        return "".join(parts)

    def refuse(self, token: str) -> Layout:
        """Say that a token is not known."""
        raise self.fault(f"{token} is not known")


def _squared(body: Layout) -> Layout:
    return lay.Fence(lay.OPEN, body, lay.CLOSE)


def _is_named(node: Layout) -> bool:
    return _is_function(node) and isinstance(node, (Atom, Sub)) and node not in SIGNS.values()


def _is_function(node: Layout) -> bool:
    core = node
    while isinstance(core, (Sub, Sup)):
        core = core.base
    if not isinstance(core, Atom):
        return False
    return (core.kind is Kind.FUNCTION and core.text != "KL") or core.text in ("∑", "∫")
