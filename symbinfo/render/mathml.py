"""Presentation MathML, which browsers show without a script or a network."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from symbinfo.render.layout import (
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
    Named,
    Root,
    Row,
    Slash,
    Sub,
    Sup,
    closed,
    has_big,
    is_tall,
)
from symbinfo.render.line import line_of

__all__ = ["mathml_of_layout"]

TAGS = {
    Kind.IDENTIFIER: "mi",
    Kind.NUMBER: "mn",
    Kind.OPERATOR: "mo",
    Kind.FUNCTION: "mi",
    Kind.TEXT: "mtext",
    Kind.FENCE: "mo",
}
BLACKBOARD = {r"\mathbb{E}": "𝔼"}
APPLY = "<mo>&#x2061;</mo>"
SPACE = '<mspace width="0.17em"/>'


def mathml_of_layout(node: Layout, *, display: bool = True) -> str:
    """The layout as one ``math`` element; everything in it is escaped.

    What stands on a line of its own has a text beside it, for readers that do not speak MathML.

    Examples
    --------
    >>> from symbinfo.render.names import name_of
    >>> mathml_of_layout(name_of("mu1"), display=False)
    '<math><msub><mi>μ</mi><mn>1</mn></msub></math>'
    """
    style = f' displaystyle="true" alttext="{escape(line_of(node))}"' if display else ""
    return f"<math{style}>{_one(node)}</math>"


def _one(node: Layout) -> str:
    """Exactly one element."""
    return _EMIT[type(node)](node)


def _many(node: Layout) -> str:
    """Any number of elements, where an mrow is implied."""
    if not isinstance(node, Row):
        return _one(node)
    out = []
    items = _flat(node)
    for index, item in enumerate(items):
        implied = isinstance(item, Atom) and item.kind is Kind.OPERATOR and not item.text.strip()
        if implied and index + 1 < len(items) and _wants_space(items[index - 1], items[index + 1]):
            out.append(SPACE)
        else:
            out.append(_one(item))
    return "".join(out)


def _flat(row: Row) -> list[Layout]:
    """The items of a row and of the rows in it: a plus that comes first in an mrow would lose its space."""
    return [part for item in row.items for part in (_flat(item) if isinstance(item, Row) else [item])]


def _wants_space(left: Layout, right: Layout) -> bool:
    """Browsers put no space before log, nor after a fraction or a root."""
    return (
        isinstance(left, (Frac, Root))
        or _is_word(right.head if isinstance(right, Apply) else right)
        or (_is_word(left) and not isinstance(right, Fence))
    )


def _is_word(head: Layout) -> bool:
    core = head.base if isinstance(head, (Sub, Sup)) else head
    return isinstance(core, Atom) and core.kind is Kind.FUNCTION and len(core.text) > 1


def _atom(atom: Atom) -> str:
    text = BLACKBOARD.get(atom.latex, atom.text.strip())
    if atom.kind is Kind.OPERATOR:
        return _operator(atom, text)
    if atom.kind is Kind.FENCE:
        # A bracket whose partner stands on another line has a fixed size.
        size = 'stretchy="true" minsize="2em"' if atom.latex.startswith(r"\Big") else 'stretchy="false"'
        return f"<mo {size}>{escape(text)}</mo>"
    upright = ' mathvariant="normal"' if atom.kind is Kind.FUNCTION and len(text) == 1 else ""
    if atom.kind is Kind.TEXT:
        text = atom.text.replace(" ", "\u00a0")
    return f"<{TAGS[atom.kind]}{upright}>{escape(text)}</{TAGS[atom.kind]}>"


def _operator(atom: Atom, text: str) -> str:
    if not text:
        return "<mo>&#x2062;</mo>"
    if text == "·":
        return "<mo>&#x22C5;</mo>"
    if text == "/":
        return '<mo lspace="0" rspace="0">/</mo>'
    if text in "‖∣|":
        sign = text.replace("|", "∣")
        return f'<mo lspace="0.28em" rspace="0.28em" stretchy="false">{sign}</mo>'
    if text in "+−":
        return f'<mo form="{"prefix" if text == atom.text else "infix"}">{text}</mo>'
    return f"<mo>{escape(text)}</mo>"


def _delimited(left: Atom, body: Layout, right: Atom) -> str:
    stretchy = "true" if is_tall(body) else "false"
    sides = [
        f'<mo stretchy="{stretchy}" form="{form}">{escape(side.text.strip())}</mo>'
        for side, form in ((left, "prefix"), (right, "postfix"))
    ]
    return f"<mrow>{sides[0]}{_many(body)}{sides[1]}</mrow>"


def _apply(node: Apply) -> str:
    if node.bare:
        return f"<mrow>{_one(node.head)}{APPLY}{SPACE}{_one(node.body)}</mrow>"
    return f"<mrow>{_one(node.head)}{APPLY}{_delimited(node.left, node.body, node.right)}</mrow>"


def _big(node: Big) -> str:
    integral = node.sign.text == "∫"
    sign = (
        f'<mo largeop="true">{node.sign.text}</mo>'
        if len(node.sign.text) == 1
        else f"<mo>{escape(node.sign.text)}</mo>"
    )
    ends = [_one(end) for end in (node.lower, node.upper) if end is not None]
    if len(ends) == 2:
        tag = "msubsup" if integral else "munderover"
        sign = f"<{tag}>{sign}{''.join(ends)}</{tag}>"
    elif ends:
        tag = "msub" if integral else "munder"
        sign = f"<{tag}>{sign}{ends[0]}</{tag}>"
    tail = f'<mspace width="0.17em"/>{_many(node.tail)}' if node.tail is not None else ""
    return f"<mrow>{sign}{_many(node.body)}{tail}</mrow>"


def _cases(node: Cases) -> str:
    rows = []
    for value, condition in node.rows:
        when = "<mtext>otherwise</mtext>" if condition is None else f"<mtext>if&#xA0;</mtext>{_one(condition)}"
        rows.append(f"<mtr><mtd>{_one(value)}</mtd><mtd>{when}</mtd></mtr>")
    return f'<mrow><mo stretchy="true" form="prefix">{{</mo><mtable>{"".join(rows)}</mtable></mrow>'


def _grid(node: Grid) -> str:
    rows = "".join(f"<mtr>{''.join(f'<mtd>{_one(entry)}</mtd>' for entry in row)}</mtr>" for row in node.rows)
    opening, closing = ('<mo stretchy="true" form="prefix">(</mo>', '<mo stretchy="true" form="postfix">)</mo>')
    return f"<mrow>{opening}<mtable>{rows}</mtable>{closing}</mrow>"


def _binomial(node: Binomial) -> str:
    inner = f'<mfrac linethickness="0">{_one(node.top)}{_one(node.bottom)}</mfrac>'
    return f'<mrow><mo stretchy="true" form="prefix">(</mo>{inner}<mo stretchy="true" form="postfix">)</mo></mrow>'


def _sup(node: Sup) -> str:
    if isinstance(node.base, Sub):
        base, sub = node.base.base, node.base.sub
        return f"<msubsup>{_one(base)}{_one(sub)}{_one(node.sup)}</msubsup>"
    return f"<msup>{_one(node.base)}{_one(node.sup)}</msup>"


def _frac(node: Frac) -> str:
    parts = [_one(part) for part in (node.top, node.bottom)]
    if has_big(node.top) or has_big(node.bottom):
        parts = [f'<mstyle displaystyle="true">{part}</mstyle>' for part in parts]
    return f"<mfrac>{''.join(parts)}</mfrac>"


def _pair(tag: str) -> Callable[[Any], str]:
    return lambda node: f"<{tag}>{''.join(_one(part) for part in vars(node).values())}</{tag}>"


_EMIT: dict[Any, Callable[[Any], str]] = {
    Atom: _atom,
    Row: lambda n: f"<mrow>{_many(n)}</mrow>",
    Frac: _frac,
    Slash: lambda n: f'<mrow>{_one(n.top)}<mo lspace="0" rspace="0">/</mo>{_one(n.bottom)}</mrow>',
    Sup: _sup,
    Sub: _pair("msub"),
    Root: lambda n: f"<msqrt>{_many(n.body)}</msqrt>",
    Fence: lambda n: _delimited(n.left, n.body, n.right),
    Apply: _apply,
    Big: _big,
    At: lambda n: (
        f'<msub><mrow>{_many(closed(n.body))}<mo stretchy="true" form="postfix">|</mo></mrow>{_one(n.point)}</msub>'
    ),
    Binomial: _binomial,
    Cases: _cases,
    Grid: _grid,
    Named: lambda n: _one(n.inner),
}
