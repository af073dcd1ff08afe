"""What a function says that it returns: a measure in its docstring, or the names of a measure and of laws in its own name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.laws.names.language import LANGUAGE_NAMES, rows_of
from symbinfo.laws.names.parametrisation import ALL_FAMILIES
from symbinfo.measures.base import Measure
from symbinfo.query.python_source.expressions import parameters_of
from symbinfo.query.python_source.modules import function_in, module_of_text
from symbinfo.query.setting import parse

__all__ = ["told_measure"]

#: What the first words of a function's name mean.
_MEASURES = {
    "kl": "KL({} || {})",
    "entropy": "H({})",
    "h": "H({})",
    "crossentropy": "H({}, {})",
    "hellinger": "Hellinger({}, {})",
}
_LAWS = {name.lower(): name for name in (*ALL_FAMILIES, *LANGUAGE_NAMES)}


def told_measure(text: str, file: str, name: str) -> str:
    r"""The measure that a function in a file says to return, as a query.

    Raises
    ------
    QueryError
        When it says none.

    Examples
    --------
    >>> told_measure('def f(m, s):\n    "The divergence KL(Normal(m, s) || Normal(0, 1)), in nats."', "f.py", "f")
    'KL(Normal(m, s) || Normal(0, 1))'
    >>> told_measure("def kl_normal_normal(m1, s1, m2, s2): pass", "f.py", "kl_normal_normal")
    'KL(Normal(m1, s1) || Normal(m2, s2))'
    """
    definition = function_in(module_of_text(text, file), name)
    for query in (*_in_text(ast.get_docstring(definition) or ""), *_in_name(definition)):
        try:
            measure = parse(query)
            if isinstance(measure, Measure) and _speaks_of(measure, [name for name, _ in parameters_of(definition)]):
                return query
        except SymbinfoError:
            continue
    raise QueryError(
        f"{name} does not tell what it returns: write audit {file}::{name} MEASURE, or say it in its docstring"
    )


def _speaks_of(measure: Measure, parameters: list[str]) -> bool:
    """Whether the symbols of a measure are parameters of the function, or attributes of such."""
    symbols = [symbol.name for symbol in measure.free_symbols]
    return bool(symbols) and all(any(s == p or s.startswith(f"{p}_") for p in parameters) for s in symbols)


def _in_text(text: str) -> Iterator[str]:
    """What looks like a measure: a word with a bracket that closes."""
    for start in re.finditer(r"\b[A-Za-z]\w*\(", text):
        depth = 0
        for end in range(start.end() - 1, len(text)):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if depth == 0:
                yield " ".join(text[start.start() : end + 1].split())
                break


def _in_name(definition: ast.FunctionDef) -> Iterator[str]:
    """``kl_normal_gamma`` with as many parameters as the laws take, in their order."""
    words = definition.name.lower().lstrip("_").replace("cross_entropy", "crossentropy").split("_")
    form = _MEASURES.get(words[0])
    laws = [_LAWS[word] for word in words[1:] if word in _LAWS]
    if form is None or len(laws) != len(words) - 1:
        return
    if len(laws) == 1 and form.count("{}") == 2:
        laws *= 2
    names = [parameter for parameter, _ in parameters_of(definition)]
    counts = [len(rows_of(law)[0].parameters) for law in laws]
    if len(laws) == form.count("{}") and sum(counts) == len(names):
        cuts = [sum(counts[:n]) for n in range(len(counts) + 1)]
        yield form.format(*(f"{law}({', '.join(names[a:b])})" for law, a, b in zip(laws, cuts, cuts[1:], strict=False)))
