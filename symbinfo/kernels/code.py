"""Code as a small tree: calls, operators and numbers, and how sums, products and quotients of it are formed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.stable_functions import CALLS

__all__ = [
    "ONE",
    "RESERVED",
    "Code",
    "KernelError",
    "call",
    "checked_name",
    "integer",
    "joined",
    "number",
    "product_of",
    "quotient_of",
    "signed",
    "sum_of",
]

LARGEST_EXACT = 2**53
# What generated code itself uses; a parameter of such a name gets a trailing underscore.
RESERVED = frozenset(
    {
        "np",
        "sp",
        "math",
        "sum",
        "range",
        "abs",
        "max",
        "min",
        "float",
        "expectation",
        "blockwise",
        "demand",
        "of_floats",
        "quietly",
        "within",
        "all_finite",
        "all_positive",
        "gamma_between",
        "in_many_digits",
        "exact_sum",
        "sin_of_sum",
        "cos_of_sum",
    }
    | {"out", "strict", "inside", "value", "size", "near", "closely", "lost", "same"}
    | set(CALLS.values())
)


class KernelError(SymbinfoError):
    """An expression that has no NumPy form, a name that cannot stand in code, or a call that does not fit."""


@dataclass(frozen=True)
class Code:
    """A node of generated code.

    Parameters
    ----------
    kind : str
        name, number, call, add, sub (never merged with a sum around it), mul, div, neg, power, relation, and, or, not,
        real, sum.
    text : str
        The name, the number, the function, the operator; for a sum the variable and its range.
    args : tuple of Code
        The operands.
    """

    kind: str
    text: str = ""
    args: tuple[Code, ...] = ()


def checked_name(name: str, taken: Collection[str] = ()) -> str:
    """A symbol's name as a Python name: keywords, names in use and what the code itself needs get an underscore.

    Raises
    ------
    KernelError
        For a name that is not a letter followed by letters, digits and underscores.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise KernelError(f"not a name that can stand in code: {name!r}; use a letter, then letters, digits and _")
    while iskeyword(name) or name in RESERVED or name in taken:
        name += "_"
    return name


def call(function: str, *args: Code) -> Code:
    """A function by its name, applied."""
    return Code("call", function, args)


def number(value: Any) -> Code:
    """A number as Python writes it; a minus sign becomes a node."""
    text = str(value)
    return Code("neg", args=(Code("number", text[1:]),)) if text.startswith("-") else Code("number", text)


def integer(value: int) -> Code:
    """A whole number, as a float where it is not exact among them."""
    if abs(value) <= LARGEST_EXACT:
        return number(value)
    try:
        return number(repr(float(value)))
    except OverflowError:
        raise KernelError(f"a number of {len(str(value))} digits does not fit a float") from None


ONE = number(1)


def signed(negative: bool, code: Code) -> Code:
    """The code with a minus sign or without."""
    if not negative:
        return code
    if code.kind == "sub":
        return Code("sub", args=code.args[::-1])
    return code.args[0] if code.kind == "neg" else Code("neg", args=(code,))


def sum_of(terms: Iterable[Code]) -> Code:
    """A sum with its positive terms first and plain numbers after what they are subtracted from."""
    flat: list[Code] = []
    for term in terms:
        flat.extend(term.args if term.kind == "add" else (term,))
    flat.sort(key=lambda term: term.kind == "neg")
    flat = _halves_together(flat)
    return flat[0] if len(flat) == 1 else Code("add", args=tuple(flat))


def _halves_together(terms: list[Code]) -> list[Code]:
    """``a/2 + b/2`` as ``(a + b)/2``: one division for all that are divided by the same number."""
    groups: dict[Code, list[Code]] = {}
    for term in terms:
        if term.kind == "div" and term.args[1].kind == "number" and term.args[0].kind != "number":
            groups.setdefault(term.args[1], []).append(term)
    for number, group in groups.items():
        if len(group) > 1:
            joint = Code("div", args=(Code("add", args=tuple(t.args[0] for t in group)), number))
            place = terms.index(group[0])
            terms = [joint if i == place else t for i, t in enumerate(terms) if i == place or t not in group]
    return terms


def product_of(factors: list[Code]) -> Code:
    """A product with its signs taken out in front."""
    negative = sum(f.kind == "neg" for f in factors) % 2 == 1
    plain = [f.args[0] if f.kind == "neg" else f for f in factors]
    return signed(negative, plain[0] if len(plain) == 1 else Code("mul", args=tuple(plain)))


def quotient_of(tops: list[Code], bottoms: list[Code]) -> Code:
    """A product over a product, with their signs taken out in front."""
    top = product_of(tops) if tops else ONE
    if not bottoms:
        return top
    bottom = product_of(bottoms)
    negative = (top.kind == "neg") != (bottom.kind == "neg")
    plain = (signed(top.kind == "neg", top), signed(bottom.kind == "neg", bottom))
    return signed(negative, Code("div", args=plain))


def joined(kind: str, parts: list[Code]) -> Code:
    """Conditions joined by ``and`` or ``or``; a single one as it is."""
    return parts[0] if len(parts) == 1 else Code(kind, args=tuple(parts))
