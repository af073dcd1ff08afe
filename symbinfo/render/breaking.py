"""Breaking a formula that is too long for its line: at the signs of a sum, opening brackets where one must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from symbinfo.render.layout import (
    CLOSE,
    DOT,
    OPEN,
    Apply,
    At,
    Atom,
    Big,
    Binomial,
    Cases,
    Fence,
    Frac,
    Grid,
    Kind,
    Layout,
    Level,
    Named,
    Root,
    Row,
    Slash,
    Sub,
    Sup,
    is_tall,
    operator,
)

__all__ = ["lines_of", "width_of"]

Measure = Callable[[Layout], float]
# Brackets narrower than this, in em, are kept on one line.
SHORT = 5.0
NUMBER_ONE = Atom("1", "1", "1", Kind.NUMBER)


def lines_of(node: Layout, limit: float, measure: Measure) -> list[Layout]:
    """The layout on as few lines as fit, each no wider than `limit` where that is possible.

    Parameters
    ----------
    node : Layout
        The formula.
    limit : float
        The width of a line, in the units of `measure`.
    measure : callable
        The width of a layout.
    """
    if measure(node) <= limit:
        return [node]
    lines: list[Layout] = []
    for piece, opened in _small_pieces(node, limit, measure):
        joined = Row((lines[-1], piece), Level.SUM) if lines else piece
        if lines and not opened and measure(joined) <= limit:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def _small_pieces(node: Layout, limit: float, measure: Measure) -> list[tuple[Layout, bool]]:
    """Pieces between which a line may end; what is still too wide is opened further, and starts on a line of its own."""
    pieces = _between_factors(node, limit, measure) or _pieces(node)
    if len(pieces) < 2:
        return [(node, False)]
    found: list[tuple[Layout, bool]] = []
    for piece in pieces:
        inner = _small_pieces(piece, limit, measure) if measure(piece) > limit else [(piece, False)]
        found += [(inner[0][0], len(inner) > 1), *inner[1:]]
    return found


def _between_factors(node: Layout, limit: float, measure: Measure) -> list[Layout]:
    """A term in two lines, the second one from a bracket on; nothing where no bracket fits on a line with what follows."""
    items = list(node.items) if isinstance(node, Row) else []
    signs = items[:1] if items and _is_sign(items[0]) else []
    if len(items) == len(signs) + 1 and isinstance(items[-1], Row) and items[-1].level is Level.PRODUCT:
        items = [*signs, *items[-1].items]
    elif not isinstance(node, Row) or node.level is not Level.PRODUCT:
        return []
    for at in range(len(items) - 1, len(signs) + 1, -1):
        head = items[at]
        opens = isinstance(head, Fence) or (isinstance(head, Apply) and not head.bare)
        first = Row(tuple(items[: at - 1] if _is_blank(items[at - 1]) else items[:at]), Level.PRODUCT)
        second = Row((DOT, operator(" ", " "), *items[at:]), Level.PRODUCT)
        if opens and measure(first) <= limit:
            return [first, second] if measure(second) <= limit else []
    return []


def _is_blank(item: Layout) -> bool:
    return isinstance(item, Atom) and item.kind is Kind.OPERATOR and not item.text.strip()


def _pieces(node: Layout) -> list[Layout]:
    if isinstance(node, Row):
        return _pieces_of_sum(node.items) if node.level is Level.SUM else _pieces_of_product(node.items)
    if isinstance(node, Apply) and not node.bare:
        if width_of(node.body) + 1 < SHORT:
            return [node]
        return _between((node.head, _grown(node.left, node.body)), node.body, _grown(node.right, node.body))
    if isinstance(node, Fence):
        if width_of(node) < SHORT:
            return [node]
        return _between((_grown(node.left, node.body),), node.body, _grown(node.right, node.body))
    if isinstance(node, Sup) and isinstance(node.base, Fence):
        return _behind(_pieces(node.base), lambda last: _raised(last, node.sup))
    if isinstance(node, (Frac, Slash)) and len(_pieces(node.top)) > 1:
        return _pieces(Row((replace(node, top=NUMBER_ONE), Fence(OPEN, node.top, CLOSE)), Level.PRODUCT))
    if isinstance(node, Big):
        inner = _pieces(node.body)
        if len(inner) > 1:
            head = replace(node, body=inner[0], tail=None)
            return [head, *inner[1:-1], inner[-1] if node.tail is None else Row((inner[-1], node.tail))]
    return [node]


def _pieces_of_sum(items: Sequence[Layout]) -> list[Layout]:
    """A piece for every term, each with the sign in front of it."""
    pieces: list[list[Layout]] = [[]]
    for item in items:
        if _is_sign(item) and pieces[-1]:
            pieces.append([])
        pieces[-1].append(item)
    if len(pieces) == 1 and len(pieces[0]) > 1:
        return _pieces_of_product(items)
    return [p[0] if len(p) == 1 else Row(tuple(p), Level.SUM) for p in pieces]


def _pieces_of_product(items: Sequence[Layout]) -> list[Layout]:
    """The last factor that can be opened is; what stands before and after it stays with its ends."""
    for index in range(len(items) - 1, -1, -1):
        inner = _pieces(items[index])
        if len(inner) > 1:
            first = Row((*items[:index], inner[0]), Level.PRODUCT)
            last = Row((inner[-1], *items[index + 1 :]), Level.PRODUCT)
            return [first, *inner[1:-1], last]
    return [items[0] if len(items) == 1 else Row(tuple(items), Level.PRODUCT)]


def _between(before: tuple[Layout, ...], body: Layout, after: Layout) -> list[Layout]:
    inner = _pieces(body)
    if len(inner) < 2:
        return [Row((*before, body, after))]
    return [Row((*before, inner[0])), *inner[1:-1], Row((inner[-1], after))]


def _behind(pieces: list[Layout], change: Callable[[Layout], Layout]) -> list[Layout]:
    return [*pieces[:-1], change(pieces[-1])]


def _raised(last: Layout, sup: Layout) -> Layout:
    """The superscript on the closing bracket."""
    items = last.items if isinstance(last, Row) else (last,)
    return Row((*items[:-1], Sup(items[-1], sup)))


def _grown(bracket: Atom, body: Layout) -> Atom:
    """A bracket of a fixed size, since what it belongs to stands on another line."""
    side = "l" if bracket in (OPEN,) or bracket.latex.strip() in ("(", r"\lvert", r"\lfloor") else "r"
    size = "Big" if is_tall(body) else "big"
    return replace(bracket, latex=rf"\{size}{side}{bracket.latex}")


def _is_sign(item: Layout) -> bool:
    return isinstance(item, Atom) and item.kind is Kind.OPERATOR and item.latex.strip() in ("+", "-")


def width_of(node: Layout) -> float:
    """About how wide a layout is set, in em of a text font."""
    if isinstance(node, Atom):
        return _width_of_atom(node)
    if isinstance(node, Row):
        return sum(width_of(item) for item in node.items)
    if isinstance(node, Frac):
        return max(width_of(node.top), width_of(node.bottom)) + 0.3
    if isinstance(node, (Sup, Sub)):
        base, script = vars(node).values()
        if isinstance(node, Sup) and isinstance(base, Sub):  # one script stands above the other
            return width_of(base.base) + 0.75 * max(width_of(base.sub), width_of(script))
        return width_of(base) + 0.75 * width_of(script)
    if isinstance(node, Big):
        body = width_of(node.body) + (width_of(node.tail) + 0.2 if node.tail else 0)
        ends = [0.75 * width_of(end) for end in (node.lower, node.upper) if end is not None]
        return 1.2 + max(ends, default=0) + body
    return _width_of_rest(node)


def _width_of_rest(node: Layout) -> float:
    if isinstance(node, Slash):
        return width_of(node.top) + width_of(node.bottom) + 0.5
    if isinstance(node, Root):
        return width_of(node.body) + 0.9
    if isinstance(node, Fence):
        return width_of(node.body) + 1.0
    if isinstance(node, Apply):
        return width_of(node.head) + width_of(node.body) + (0.2 if node.bare else 1.0)
    if isinstance(node, At):
        return width_of(node.body) + 0.4 + 0.75 * width_of(node.point)
    if isinstance(node, Binomial):
        return max(width_of(node.top), width_of(node.bottom)) + 1.2
    if isinstance(node, Cases):
        values = max(width_of(value) for value, _ in node.rows)
        return values + 4 + max(width_of(condition) if condition else 4.0 for _, condition in node.rows)
    if isinstance(node, Grid):
        return sum(max(map(width_of, column)) + 1 for column in zip(*node.rows, strict=True)) + 1
    return width_of(node.inner) if isinstance(node, Named) else 0.0


def _width_of_atom(atom: Atom) -> float:
    text = atom.text.strip()
    if atom.kind is Kind.OPERATOR:
        return 0.0 if not text else 0.4 if text in (",", ";") else 0.8 if atom.text == text else 1.35
    return sum(map(_width_of_character, text)) + 0.06


def _width_of_character(c: str) -> float:
    if c in "mwMW𝔼∞":
        return 0.9
    if c.isascii() and c.isupper():
        return 0.75
    return 0.28 if c in "|,.;:il" else 0.5
