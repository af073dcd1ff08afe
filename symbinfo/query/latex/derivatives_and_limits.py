r"""Derivatives, values at a place and limits: ``\frac{d}{dx}``, ``\left. f \right|_{x=1}``, ``\lim_{x \to 0^+}``.

Each becomes a call of the language: ``diff(f, x)``, ``Subs(f, (x, 1))``, ``Limit(f, (x, 0, 1))``.
"""

from __future__ import annotations

from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.latex.raw import Mark
from symbinfo.query.typed.tokens import Token, number, sign

__all__ = ["at_a_place", "bar_with_place", "derivative", "limit"]

ARROWS = frozenset({"to", "rightarrow", "longrightarrow", "downarrow", "uparrow", "searrow", "nearrow"})
BARS = frozenset({"rvert", "vert", "mid"})


def derivative(reader: Any, mark: Mark) -> list[Token] | None:
    r"""``\frac{d}{dx}``, which takes the term behind it, and ``\frac{df}{dx}``, which holds it; None of another fraction."""
    start = reader.at
    try:
        found = _above_and_below(reader, mark)
    except QueryError:  # the fraction tells it at its place
        found = None
    if found is None:
        reader.at = start
        return None
    above, by = found
    base = [token for variable in by for token in (sign(",", mark.place), *variable)][1:]
    return [Token("binder", "diff", mark.place, mark.spaced, "", tuple(base), tuple(above))]


def _above_and_below(reader: Any, mark: Mark) -> tuple[list[Token], list[list[Token]]] | None:
    if not reader.sees("open"):
        return None
    reader.at += 1
    if not _differential(reader) or reader.sees("char", "_"):
        return None
    order = _order(reader)
    above: list[Token] = []
    while reader.more and not reader.sees("close"):
        if reader.here.kind == "end":
            return None
        above += reader.one()
    if above and above[0].text in ("+", "-"):
        return None
    reader.at += 1
    reader.skip_spaces()
    if not reader.sees("open"):
        return None
    reader.at += 1
    by: list[list[Token]] = []
    count = 0
    while reader.more and not reader.sees("close"):
        if not _differential(reader) or not reader.more:
            return None
        variable = reader.atom(scripts=False)
        if len(variable) != 1 or variable[0].kind != "name":
            return None
        if reader.sees("char", "_"):
            variable = reader.named(mark, variable[0].text, True)
        times = _order(reader)
        count += times
        by.append([*variable, *([sign(",", mark.place), number(str(times), mark.place)] if times > 1 else [])])
        reader.skip_spaces()
    if not reader.more or not by or count != order:
        return None
    reader.at += 1
    return above, by


def _differential(reader: Any) -> bool:
    r"""``d``, ``\mathrm{d}`` or ``\partial``: the reader stands behind it then."""
    reader.skip_spaces()
    if reader.sees("macro", "mathrm") or reader.sees("macro", "operatorname"):
        reader.at += 1
        return bool(reader.words() == "d")
    found = reader.sees("char", "d") or reader.sees("macro", "partial")
    reader.at += found
    reader.skip_spaces()
    return bool(found)


def _order(reader: Any) -> int:
    """The power of a differential, which is a digit."""
    if not reader.sees("char", "^"):
        return 1
    reader.at += 1
    exponent = reader.group()
    return int(exponent[0].text) if len(exponent) == 1 and exponent[0].text in ("1", "2", "3", "4") else 0


def at_a_place(reader: Any, mark: Mark) -> list[Token]:
    r"""What stands between ``\left.`` and ``\right|_{x=a}``."""
    body: list[Token] = []
    depth = 0
    while reader.more and reader.here.kind not in ("close", "end"):
        if reader.sees("macro", "right"):
            if depth == 0:
                break
            depth -= 1
        depth += reader.sees("macro", "left") and not _opens_nothing(reader)
        body += reader.one()
    if not reader.sees("macro", "right"):
        raise reader.fail(r"this \left. is not closed: add \right|_{x=a}", mark)
    reader.at += 1
    if not _is_bar(reader):
        raise reader.fail(r"behind \left. a place is expected: \right|_{x=a}", mark)
    reader.at += 1
    if not reader.sees("char", "_"):
        raise reader.fail(r"a place is missing behind this bar: write \right|_{x=a}", mark)
    return [Token("binder", "Subs", mark.place, mark.spaced, "", _place(reader, mark), tuple(body))]


def _opens_nothing(reader: Any) -> bool:
    following = reader.marks[reader.at + 1 : reader.at + 2]
    return bool(following) and following[0].text == "."


def _is_bar(reader: Any) -> bool:
    return bool(reader.sees("char", "|") or (reader.sees("macro") and reader.here.text in BARS))


def _place(reader: Any, mark: Mark) -> tuple[Token, ...]:
    """``_{x=a}`` as ``x, a``."""
    reader.at += 1
    below = reader.group()
    if len(below) < 3 or below[0].kind != "name" or below[1].text != "=" or any(t.text == "," for t in below):
        raise reader.fail("a place is one variable with its value: write x=a below the line", mark)
    return (below[0], sign(",", mark.place), *below[2:])


def bar_with_place(reader: Any, mark: Mark) -> Token | None:
    r"""``\big|_{x=a}`` behind a term; None of a bar without an index. The reader stands behind the bar."""
    if not reader.sees("char", "_"):
        return None
    return Token("sign", "|", mark.place, mark.spaced, "at", _place(reader, mark))


def limit(reader: Any, mark: Mark) -> list[Token]:
    r"""``\lim_{x \to a^+}``, which takes the term behind it."""
    while reader.sees("macro") and reader.here.text in ("limits", "nolimits"):
        reader.at += 1
    if not reader.sees("char", "_"):
        raise reader.fail(r"a limit says where: write \lim_{x \to a}", mark)
    reader.at += 1
    if not reader.sees("open"):
        raise reader.fail(r"a limit says where: write \lim_{x \to a}", mark)
    reader.at += 1
    variable = reader.one()
    reader.skip_spaces()
    if len(variable) != 1 or variable[0].kind != "name" or not (reader.sees("macro") and reader.here.text in ARROWS):
        raise reader.fail(r"a limit says where: write \lim_{x \to a}", mark)
    side = {"downarrow": 1, "searrow": 1, "uparrow": -1, "nearrow": -1}.get(reader.here.text, 0)
    reader.at += 1
    place: list[Token] = []
    while reader.more and not reader.sees("close"):
        if reader.here.kind == "end":
            break
        place += reader.one()
    if not reader.sees("close"):
        raise reader.fail("this brace is not closed: add }", mark)
    reader.at += 1
    place, side = _side(place, side)
    if not place:
        raise reader.fail(r"a limit says where: write \lim_{x \to a}", mark)
    comma = sign(",", mark.place)
    last = [] if not side else [comma, *([sign("-", mark.place)] if side < 0 else []), number("1", mark.place)]
    return [Token("binder", "Limit", mark.place, mark.spaced, "", (variable[0], comma, *place, *last))]


def _side(place: list[Token], side: int) -> tuple[list[Token], int]:
    """``0^+`` and ``0+``: the place, and 1 or -1 for its side."""
    words = [token.text for token in place]
    if len(words) > 2 and words[-4:-2] == ["^", "("] and words[-2] in "+-" and words[-1] == ")":
        return place[:-4], 1 if words[-2] == "+" else -1
    if len(words) > 1 and words[-1] in ("+", "-"):
        return place[:-1], 1 if words[-1] == "+" else -1
    return place, side
