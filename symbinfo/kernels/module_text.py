"""Parts of the text of a module: a function with its lines, a parameter in words, what may stand in a docstring."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sy

from symbinfo.kernels.code import Code
from symbinfo.kernels.kernel_parameters import Range
from symbinfo.kernels.write import Writer, folded
from symbinfo.laws.law import Law
from symbinfo.measures.base import Measure

__all__ = [
    "Module",
    "docstring_of",
    "function_text",
    "name_of",
    "parameter_line",
    "plain_text",
    "signature_of",
    "title_of",
]


@dataclass(frozen=True)
class Module:
    """Generated source and what is known of it.

    Attributes
    ----------
    source, name : str
        The text, and the function in it.
    parameters, optional : tuple of str
        In the order in which the laws name them; those on which the value does not depend.
    title, unit, method : str
        What it computes, in which unit, and how.
    """

    source: str
    name: str
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()
    title: str = ""
    unit: str = ""
    method: str = "closed form"


def function_text(name: str, signature: str, lines: Iterable[str]) -> str:
    """A function of the lines."""
    return f"def {name}({signature}):\n" + textwrap.indent("\n".join(map(_folded, lines)), "    ")


def domain_text(name: str, names: Sequence[str], parts: Iterable[tuple[list[str], str, list[Code]]]) -> str:
    """The function that says of what the domain consists, by the conditions as `domain_parts` has them."""
    lines = ['"""What must hold, in words, where it does, and of what."""']
    writer = Writer(names)
    for which, words, codes in parts:
        texts = [writer.text(code) for code in codes]
        texts = texts if len(texts) == 1 else [f"({t})" for t in texts]
        given = ", ".join(f"{n}={n}" for n in which)
        lines.append(f'yield "{plain_text(words)}", {" & ".join(texts)}, dict({given})')
    return function_text(name, ", ".join(names), lines)


def constant_text(name: str, doc: str, lines: Iterable[str], *, summed: bool) -> str:
    """The function of a value without parameters, by the lines that compute it."""
    work = [
        'with np.errstate(all="ignore"):',
        *(f"    {line}" for part in lines for line in folded(part).splitlines()),
    ]
    value = "np.reshape(value, -1)[0]" if summed else "value"
    return function_text(name, "", [*doc.splitlines(), *work, f"return float({value})"])


def _folded(line: str) -> str:
    """`folded`, also of a line inside a block."""
    inner = line.lstrip()
    return textwrap.indent(folded(inner), line[: len(line) - len(inner)])


def _inner_value(own: Range) -> str:
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


def name_of(left: Any, laws: Sequence[Law]) -> str:
    """The name of the function: the measure and the families."""
    words = [getattr(left, "key", "") or "value", *(law.family for law in laws)]
    name = "_".join(re.sub(r"[^a-z0-9]+", "_", word.lower()) for word in words)
    return name if len(words) > 1 and name[0].isalpha() else f"{name}_of_law"


def title_of(left: Any, laws: Sequence[Law]) -> str:
    """What is computed, in the notation of the measure."""
    if not isinstance(left, Measure):
        return plain_text(str(left))
    joint = " || " if left.letter == "KL" else ", "
    outcome = getattr(left, "outcome", None)
    titles = joint.join(law.title for law in laws)
    return plain_text(f"{left.letter}({titles if outcome is None else f'{outcome}; {titles}'})")


def signature_of(names: Mapping[Any, str], ranges: Mapping[Any, Range], needed: Collection[Any]) -> str:
    """The parameters in their order; by name only from the first that may be left out before one that may not."""
    given = [n if s in needed else f"{n}={_inner_value(ranges[s])}" for s, n in names.items()]
    left_out = next((i for i, text in enumerate(given) if "=" in text), len(given))
    by_name = left_out if any("=" not in text for text in given[left_out:]) else len(given)
    return ", ".join([*given[:by_name], "*", *given[by_name:], "out=None", "strict=False"])


def docstring_of(head: str, why: str, parameters: Sequence[str], conditions: Sequence[str]) -> str:
    """What the function computes and how, its parameters, and under which conditions."""
    lines = [f"{head},", *why.splitlines()] if why else [head]
    lines[-1] += "."
    if parameters:
        lines += ["", "Parameters (outside their domain the value is NaN; with strict=True an error)", "----------"]
    lines += [*parameters, *conditions]
    text = "\n".join(lines)
    return f'"""{text}\n"""' if len(lines) > 1 else f'"""{text}"""'
