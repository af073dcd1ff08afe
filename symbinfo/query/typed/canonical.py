"""The syntax tree as text of the language: what a reading is told with. Reading it again gives the same tree."""

from __future__ import annotations

from functools import partial
from typing import Any

from symbinfo.query.nodes import (
    Call,
    Keyword,
    Mapping,
    Name,
    Negation,
    Number,
    Operation,
    Sequence,
    Statement,
    Weighted,
)

__all__ = ["canonical"]

#: How tightly each binds.
SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)
#: Calls whose second argument is a variable with its range.
BINDERS = frozenset({"Sum", "Integral", "Derivative", "Subs", "Limit", "Density", "Mass", "Piecewise"})
LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "%": PRODUCT, "**": POWER}


def canonical(statement: Statement) -> str:
    """A statement as the language writes it.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> canonical(read("2 x^2 (1-p)"))
    '2*x**2*(1 - p)'
    """
    parts = [_text(statement.left, SUM)]
    if statement.right is not None:
        parts += [statement.relation, _text(statement.right, SUM)]
    for sign, node in statement.more:
        parts += [sign, _text(node, SUM)]
    return " ".join(parts)


def _text(node: Any, least: int) -> str:
    """A node, in brackets where it binds less tightly than what stands around it."""
    text, level = _written(node)
    return text if level >= least else f"({text})"


def _written(node: Any) -> tuple[str, int]:
    match node:
        case Number():
            return _numeral(node), ATOM
        case Name():
            return node.name, ATOM
        case Negation():
            return f"-{_text(node.value, SIGNED)}", SIGNED
        case Operation():
            return _operation(node)
        case Weighted():
            return f"{_text(node.weight, SUM)}: {_text(node.value, SUM)}", ATOM
        case Keyword():
            return f"{node.name}={_text(node.value, SUM)}", ATOM
        case Call():
            shown = _range if node.name == "Piecewise" else partial(_text, least=SUM)
            inner = shown(node.arguments.items[0]) if node.arguments.items else ""
            for separator, item in zip(node.arguments.separators, node.arguments.items[1:], strict=True):
                between = f" {separator} " if separator in ("|", "||") else f"{separator} "
                inner += between + (_range(item) if node.name in BINDERS else _text(item, SUM))
            return f"{node.name}({inner})", ATOM
        case Sequence():
            return f"[{', '.join(_text(item, SUM) for item in node.items)}]", ATOM
        case Mapping():
            pairs = (f"{_text(k, SUM)}: {_text(v, SUM)}" for k, v in node.pairs)
            return f"{{{', '.join(pairs)}}}", ATOM
    return "", ATOM


def _range(node: Any) -> str:
    """A variable with its range, or its place."""
    return f"({_text(node, SUM)[1:-1]})" if isinstance(node, Sequence) else _text(node, SUM)


def _operation(node: Operation) -> tuple[str, int]:
    """A chain of sums or products is written without recursion into its left side."""
    level = LEVELS.get(node.sign)
    if level is None:  # a comparison or a junction of conditions
        return f"{_text(node.left, ATOM)} {node.sign} {_text(node.right, ATOM)}", -1
    if level == POWER:
        return f"{_text(node.left, ATOM)}**{_text(node.right, SIGNED)}", POWER
    chain: list[Operation] = []
    inner: Any = node
    while isinstance(inner, Operation) and LEVELS.get(inner.sign) == level:
        chain.append(inner)
        inner = inner.left
    text = _text(inner, level)
    for operation in reversed(chain):
        space = " " if level == SUM else ""
        if level == SUM and isinstance(operation.right, Negation):
            text += f" {'-' if operation.sign == '+' else '+'} {_text(operation.right.value, PRODUCT)}"
            continue
        text += f"{space}{operation.sign}{space}{_text(operation.right, level + 1)}"
    return text, level


def _numeral(node: Number) -> str:
    digits, power = str(node.digits), node.exponent + node.decimals
    if node.decimals:
        digits = digits.rjust(node.decimals + 1, "0")
        digits = f"{digits[: -node.decimals]}.{digits[-node.decimals :]}"
    return f"{digits}e{power}" if power else digits
