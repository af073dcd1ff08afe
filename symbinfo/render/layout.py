"""How a formula is laid out, before any format: a small tree that the LaTeX, MathML and text emitters all walk.

What to write first, what to put over a fraction bar and where brackets go is decided once, when the tree is built;
an emitter only spells it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

__all__ = [
    "Apply",
    "At",
    "Atom",
    "Big",
    "Binomial",
    "Cases",
    "Fence",
    "Frac",
    "Grid",
    "Kind",
    "Layout",
    "Level",
    "Named",
    "Root",
    "Row",
    "Slash",
    "Sub",
    "Sup",
    "closed",
    "fenced",
    "is_tall",
    "level_of",
    "mapped",
    "operator",
]


class Kind(Enum):
    """What a token is, for MathML and for spacing."""

    IDENTIFIER = "identifier"
    NUMBER = "number"
    OPERATOR = "operator"
    FUNCTION = "function"
    TEXT = "text"
    FENCE = "fence"


class Level(Enum):
    """How tightly a layout holds together."""

    SUM = 0
    PRODUCT = 1
    ATOM = 2


@dataclass(frozen=True)
class Atom:
    """One token, spelt in LaTeX, in Unicode and in ASCII."""

    latex: str
    text: str
    ascii: str
    kind: Kind = Kind.IDENTIFIER


@dataclass(frozen=True)
class Row:
    """Layouts side by side; `level` says whether they are a sum, a product or hold together by themselves."""

    items: tuple[Layout, ...]
    level: Level = Level.ATOM


@dataclass(frozen=True)
class Frac:
    """A fraction with a bar."""

    top: Layout
    bottom: Layout


@dataclass(frozen=True)
class Slash:
    """A fraction on one line, as in an exponent."""

    top: Layout
    bottom: Layout


@dataclass(frozen=True)
class Sup:
    """A superscript."""

    base: Layout
    sup: Layout


@dataclass(frozen=True)
class Sub:
    """A subscript."""

    base: Layout
    sub: Layout


@dataclass(frozen=True)
class Root:
    """A square root."""

    body: Layout


@dataclass(frozen=True)
class Fence:
    """A body between two delimiters."""

    left: Atom
    body: Layout
    right: Atom


@dataclass(frozen=True)
class Apply:
    """A function of its arguments; `bare` when it may stand without brackets, as in log x."""

    head: Layout
    body: Layout
    left: Atom
    right: Atom
    bare: bool = False


@dataclass(frozen=True)
class Big:
    """An integral, a sum or a limit: sign, ends, body, and the dx that closes it."""

    sign: Atom
    lower: Layout | None
    upper: Layout | None
    body: Layout
    tail: Layout | None = None


@dataclass(frozen=True)
class At:
    """The value of an expression at a point: a tall bar with the point as subscript."""

    body: Layout
    point: Layout


@dataclass(frozen=True)
class Binomial:
    """A binomial coefficient."""

    top: Layout
    bottom: Layout


@dataclass(frozen=True)
class Cases:
    """Values with their conditions, one a line; None stands for "otherwise"."""

    rows: tuple[tuple[Layout, Layout | None], ...]


@dataclass(frozen=True)
class Grid:
    """A matrix, row by row."""

    rows: tuple[tuple[Layout, ...], ...]


@dataclass(frozen=True)
class Named:
    """A measure, which brings its own LaTeX and its own text; `inner` is for everything else."""

    latex: str
    text: str
    inner: Layout


Layout = Atom | Row | Frac | Slash | Sup | Sub | Root | Fence | Apply | Big | At | Binomial | Cases | Grid | Named


def operator(latex: str, text: str, ascii: str | None = None) -> Atom:
    """An operator; `text` carries the spaces round it."""
    return Atom(latex, text, text if ascii is None else ascii, Kind.OPERATOR)


def fence(latex: str, text: str, ascii: str | None = None) -> Atom:
    """A delimiter."""
    return Atom(latex, text, text if ascii is None else ascii, Kind.FENCE)


LEFT, RIGHT = fence("(", "("), fence(")", ")")
OPEN, CLOSE = fence("[", "["), fence("]", "]")
BAR_LEFT, BAR_RIGHT = fence(r"\lvert ", "|"), fence(r"\rvert ", "|")
BRACE_LEFT, BRACE_RIGHT = fence(r"\lbrace ", "{"), fence(r"\rbrace ", "}")
FLOOR_LEFT, FLOOR_RIGHT = fence(r"\lfloor ", "⌊", "floor("), fence(r"\rfloor ", "⌋", ")")
CEILING_LEFT, CEILING_RIGHT = fence(r"\lceil ", "⌈", "ceiling("), fence(r"\rceil ", "⌉", ")")

PLUS, MINUS = operator(" + ", " + "), operator(" - ", " − ", " - ")
NEGATIVE = operator("-", "−", "-")
COMMA, SEMICOLON = operator(", ", ", "), operator("; ", "; ")
TIMES, TIGHT = operator(" ", " ", "*"), operator(" ", "", "*")
THIN = operator(r" \, ", " ", "*")
DOT = operator(r" \cdot ", "·", "*")


def fenced(body: Layout) -> Fence:
    """The body in round brackets."""
    return Fence(LEFT, body, RIGHT)


def level_of(node: Layout) -> Level:
    """How tightly a layout holds together when something is written next to it."""
    if isinstance(node, Row):
        return node.level
    if isinstance(node, (Frac, Slash, Big)) or (isinstance(node, Apply) and node.bare):
        return Level.PRODUCT
    return Level.SUM if isinstance(node, Cases) else Level.ATOM


def closed(body: Layout) -> Layout:
    """The body, in round brackets where it is a sum."""
    return fenced(body) if level_of(body) is Level.SUM else body


def children(node: Layout) -> tuple[Layout, ...]:
    """The layouts directly inside a layout."""
    if isinstance(node, Atom):
        return ()
    if isinstance(node, Row):
        return node.items
    if isinstance(node, Cases):
        return tuple(part for row in node.rows for part in row if part is not None)
    if isinstance(node, Grid):
        return tuple(part for row in node.rows for part in row)
    if isinstance(node, Named):
        return (node.inner,)
    return tuple(part for part in vars(node).values() if not isinstance(part, bool) and part is not None)


def is_tall(node: Layout) -> bool:
    """Tell whether a layout is higher than a line, so that its brackets must grow."""
    if isinstance(node, (Frac, Big, Cases, Grid, At, Binomial)):
        return True
    if isinstance(node, (Sup, Sub)):
        return is_tall(node.base)
    return any(is_tall(child) for child in children(node))


def has_big(node: Layout) -> bool:
    """Tell whether an integral, a sum or a limit stands in a layout, outside scripts."""
    if isinstance(node, Big):
        return True
    if isinstance(node, (Sup, Sub)):
        return has_big(node.base)
    return any(has_big(child) for child in children(node))


def mapped(told: Any, change: Callable[[Layout], Layout]) -> Any:
    """The same with every layout in it changed, the innermost first.

    Parameters
    ----------
    told : object
        A layout, or tuples and dataclasses that hold layouts.
    change : callable
        From a layout whose parts are changed to what stands in its place.
    """
    if isinstance(told, tuple):
        return tuple(mapped(part, change) for part in told)
    if not is_dataclass(told) or isinstance(told, type):
        return told
    parts = {field.name: mapped(getattr(told, field.name), change) for field in fields(told)}
    new = told if isinstance(told, Atom) else replace(told, **parts)
    return change(new) if isinstance(new, Layout) else new
