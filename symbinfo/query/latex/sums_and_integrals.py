r"""Sums and integrals: ``\sum_{k=1}^n`` and ``\int_a^b ... dx`` with their variable and their range."""

from __future__ import annotations

from typing import Any

from symbinfo.query.latex.raw import Mark
from symbinfo.query.typed.sums_of_terms import integral_of, sum_over
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token

__all__ = ["binder"]


def binder(reader: Any, mark: Mark) -> list[Token]:
    """The token of a sum, which takes the term behind it, or of an integral, which holds what stands before its ``dx``."""
    below: list[Token] = []
    above: list[Token] = []
    while reader.more:
        if reader.sees("macro") and reader.here.text in ("limits", "nolimits"):
            reader.at += 1
        elif reader.sees("char", "_"):
            reader.at += 1
            below = reader.group()
        elif reader.sees("char", "^"):
            reader.at += 1
            above = reader.group()
        else:
            break
    return _sum(reader, mark, below, above) if mark.text == "sum" else _integral(reader, mark, below, above)


def _sum(reader: Any, mark: Mark, below: list[Token], above: list[Token]) -> list[Token]:
    found = sum_over(Token("binder", "Sum", mark.place, mark.spaced), below, above)
    if found is None:
        shown = "".join(t.text for t in below)
        raise reader.fail(
            rf"a sum over {shown or 'nothing'} says no range: write \sum_{{k=1}}^{{n}}, or a measure of a law", mark
        )
    return [found]


def _integral(reader: Any, mark: Mark, below: list[Token], above: list[Token]) -> list[Token]:
    body: list[Token] = []
    depth = 0
    reader.integrals += 1
    while reader.more and reader.here.kind not in ("close", "end"):
        variable = _differential(reader) if depth == 0 else None
        if variable is not None:
            inner = variable
            reader.integrals -= 1
            alone = not (below or above or reader.integrals)  # an outer sign has its own differential
            while alone and (more := _differential(reader)) is not None:
                body = [integral_of(Token("binder", "Integral", mark.place), inner, (), (), body)]
                inner = more
            variable = inner
            return [integral_of(Token("binder", "Integral", mark.place, mark.spaced), variable, below, above, body)]
        found = reader.one()
        for token in found:
            if token.kind == "sign":
                depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
        body += found
        if any(t.text in ("=", "<=", ">=", "<", ">", "~=") and t.kind == "sign" for t in found) and depth <= 0:
            break
    raise reader.fail(r"this integral has no end: write \int_a^b ... \,dx", mark)


def _differential(reader: Any) -> Token | None:
    r"""``dx`` and ``\mathrm{d}x``: the reader stands behind it then."""
    start = reader.at
    reader.skip_spaces()
    if reader.sees("macro", "mathrm") or reader.sees("macro", "operatorname"):
        reader.at += 1
        found = reader.words() == "d"
    else:
        found = reader.sees("char", "d")
        reader.at += 1
    if found:
        reader.skip_spaces()
        if reader.more and ((reader.here.kind == "char" and reader.here.text.isalpha()) or reader.here.kind == "macro"):
            tokens = reader.one()
            if len(tokens) == 1 and tokens[0].kind == "name" and not tokens[0].base:
                return tokens[0]
    reader.at = start
    return None
