"""Parts of the text of a module: a function with its lines, a parameter in words, what may stand in a docstring."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import sympy as sy

from symbinfo.kernels.kernel_parameters import Range
from symbinfo.kernels.write import folded

__all__ = ["function_text", "inner_value", "parameter_line", "plain_text"]


def function_text(name: str, signature: str, lines: Iterable[str]) -> str:
    """A function of the lines."""
    return f"def {name}({signature}):\n" + textwrap.indent("\n".join(map(_folded, lines)), "    ")


def _folded(line: str) -> str:
    """`folded`, also of a line inside a block."""
    inner = line.lstrip()
    return textwrap.indent(folded(inner), line[: len(line) - len(inner)])


def inner_value(own: Range) -> str:
    """A value inside the range, for a parameter that may be left out."""
    if own.low == -sy.oo:
        return "0.0" if own.high > 0 else str(float(own.high) - 1)
    return str(float(own.low) + 1) if own.high == sy.oo else str((float(own.low) + float(own.high)) / 2)


def parameter_line(name: str, own: Range, needed: bool) -> str:
    """The line of a parameter in a docstring."""
    return f"{name} : {own.words()}{'' if needed else '; the value does not depend on it'}"


def plain_text(text: str) -> str:
    """Text that can stand in a docstring: nothing in it can end the docstring or start an escape."""
    kept = "".join(c for c in text if c.isascii() and c.isprintable() and c not in "\"\\'")
    return kept if len(kept) <= 200 else kept[:197] + "..."
