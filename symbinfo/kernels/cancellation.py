"""What is left of large terms that cancel is rounding, and is not given: lines of code that look at the sizes of the terms.

Only a closed form without a form of its own in which nothing cancels needs them.
"""

from __future__ import annotations

from typing import Any

import sympy as sy

from symbinfo.kernels.bregman import is_exponential
from symbinfo.kernels.code import ONE, Code, call, sum_of
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.write import Writer

__all__ = ["guard", "sizes"]

# Below LOST of the terms nine digits are not certain; below ROUNDED of them there is nothing but rounding.
LOST, ROUNDED, MOST = "4e-7", "2e-15", 16
NOTHING = Code("number", "1e-10")  # and what is taken for 0 is no more than this


def sizes(value: Any, emitter: Emitter, *, divergence: bool) -> list[Code]:
    """The absolute values of the terms of a sum; none where they need not be looked at.

    A divergence is compared with its terms; another measure may cross 0, and only exponentials and powers make its terms
    so large that more than 1e-9 is lost.
    """
    terms = sy.Add.make_args(value)
    if not 1 < len(terms) <= MOST:
        return []
    if not divergence and not any(is_exponential(node) for node in sy.preorder_traversal(value)):
        return []
    return [call("np.abs", emitter.code(term)) for term in terms]


def guard(writer: Writer, found: list[Code], *, divergence: bool, ends: bool) -> list[str]:
    """The lines: NaN for what is mostly rounding; of a divergence 0 for what is nothing else."""
    if not found:
        return []
    size, value = Code("name", "size"), call("np.abs", Code("name", "value"))
    least = value if divergence else call("np.maximum", value, ONE)
    instead: Code = Code("name", "np.nan")
    if divergence:
        nothing = call("np.minimum", _part(ROUNDED, size), NOTHING)
        instead = call("np.where", Code("relation", "<=", (value, nothing)), Code("number", "0.0"), instead)
    # Where a term is infinite, so is its size; at a closed end of a parameter that may be the value.
    lost = Code("relation", "<" if ends else "<=", (least, _part(LOST, size)))
    chosen = call("np.where", lost, instead, Code("name", "value"))
    return [f"size = {writer.text(sum_of(found))}", f"value = {writer.text(chosen)}"]


def _part(part: str, size: Code) -> Code:
    return Code("mul", args=(Code("number", part), size))
