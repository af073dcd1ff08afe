"""Words as people type them, as data: functions that need no brackets, spellings, and what may stand before a bracket."""

from __future__ import annotations

import re
from functools import cache

from symbinfo.query.typed.characters import GREEK as CHARACTERS

__all__ = [
    "BASES",
    "CALLED",
    "DENSITIES",
    "FUNCTIONS",
    "INDEXED",
    "REFUSED_WORDS",
    "SPELLINGS",
    "UNITS",
    "function_names",
    "is_letter",
    "stem_of",
]

#: Functions that are applied without brackets, too, by the words for them: ``log x``, ``ln 2``, ``exp x``.
FUNCTIONS: dict[str, str] = {
    "log": "log", "ln": "ln", "Log": "log", "Ln": "log", "LN": "log", "LOG": "log", "log2": "log2",
    "exp": "exp", "sqrt": "sqrt", "Sqrt": "sqrt", "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh",
    "cosh": "cosh", "tanh": "tanh", "asin": "asin", "acos": "acos", "atan": "atan", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "artanh": "atanh",
    "arsinh": "asinh", "arcosh": "acosh", "asinh": "asinh", "acosh": "acosh", "atanh": "atanh", "erf": "erf",
    "erfc": "erfc", "erfi": "erfi", "digamma": "digamma", "trigamma": "trigamma", "lgamma": "loggamma",
    "gammaln": "loggamma", "lnGamma": "loggamma", "loggamma": "loggamma", "sgn": "sign", "sign": "sign", "det": "det", "logdet": "logdet",
}  # fmt: skip
#: Logarithms that bear their base in their name.
BASES: dict[str, str] = {"lb": "2", "ld": "2", "log10": "10"}
#: Words of two meanings.
REFUSED_WORDS: dict[str, str] = {"lg": "lg is the logarithm to base 2 or to base 10: write lb, log_2 or log10"}
#: Other spellings of names.
SPELLINGS: dict[str, str] = {
    "lambda": "lamda",
    "Lambda": "Lamda",
    "Pi": "pi",
    "PI": "pi",
    "inf": "oo",
    "Inf": "oo",
    "infinity": "oo",
    "Infinity": "oo",
    "infty": "oo",
}
#: Units that may stand behind a claim or an answer: of the language, or a word that means one of them.
UNITS: dict[str, str] = {
    "nats": "nats", "nat": "nats", "nit": "nats", "nits": "nats", "bits": "bits", "bit": "bits", "Sh": "bits",
    "shannon": "bits", "shannons": "bits", "Bits": "bits", "Bit": "bits", "Nats": "nats", "Nat": "nats",
    "hartleys": "hartleys", "hartley": "hartleys", "Hart": "hartleys", "bans": "hartleys", "ban": "hartleys",
    "dits": "hartleys", "dit": "hartleys",
}  # fmt: skip

#: Greek letters by their names.
GREEK = frozenset(CHARACTERS.values()) | {"varphi", "varepsilon", "ell"}
#: Letters, with or without an index, that are functions, measures or laws before a bracket: of how many arguments, where
#: only that tells them from a factor before a bracket (0: of any number), and whether they need an index.
CALLED: dict[str, tuple[int, bool]] = {
    "H": (0, False), "h": (0, False), "I": (0, False), "N": (2, False), "U": (2, False), "B": (2, False),
    "D": (2, False), "W": (1, False), "J": (0, True), "K": (0, True), "F": (0, True), "E": (1, True),
    "Gamma": (0, False), "psi": (0, False), "zeta": (0, False), "gamma": (2, False), "S": (0, True), "d": (2, True),
    "chi": (0, False), "t": (1, True),
}  # fmt: skip
#: Letters that are densities before a bracket that holds a name alone: ``p(x)``, ``q(y | x)``.
DENSITIES = frozenset("pqrPQRfg")

#: Letters whose index may be an expression: an order, a degree, a parameter.
INDEXED = frozenset({"D", "H", "h", "R", "S", "I", "J", "K", "E", "Li", "B", "F", "psi", "chi", "t"})

_STEM = re.compile(r"([A-Za-z]+?)(?:_?[0-9]+|_[A-Za-z0-9_]+)?\Z")


def stem_of(name: str) -> str:
    """A name without its index: ``sigma`` of ``sigma_1``."""
    match = _STEM.match(name)
    return match.group(1) if match else name


def is_letter(name: str) -> bool:
    """Whether a name is a Latin or a Greek letter, with or without an index: what stands for a quantity."""
    stem = stem_of(name)
    return len(stem) == 1 or stem in GREEK


@cache
def function_names() -> frozenset[str]:
    """Names of functions, which are no products of letters: ``abs(x)`` beside a, b and s."""
    from symbinfo.expressions.functions import FUNCTIONS as ROWS  # SymPy is loaded with them

    return frozenset(word for row in ROWS if isinstance(row.words, tuple) for word in row.words)
