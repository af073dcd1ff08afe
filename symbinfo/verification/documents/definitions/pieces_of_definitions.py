r"""How definitions are spelt, as data: what is the same in other words, and the marks of which they are made."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["DROPPED", "GREEK", "LAWS", "REWRITTEN", "TOKEN", "Tree", "Unread", "law_key"]

#: Letters of laws, small: p and P are one law.
LAWS = frozenset("pqrmfg")
GREEK = frozenset(["alpha", "beta", "gamma", "theta", "phi", "psi", "lambda", "mu", "omega", "eta"])
_SET = (
    r"(?:\\(?:mathcal|mathbb|mathscr)\s*(?:\{\s*[A-Z]\s*\}|[A-Z])(?:\s*\^\s*(?:\{[a-zA-Z0-9]\}|[a-zA-Z0-9]))?|\\Omega"
    r"|\\operatorname\{supp\}\([A-Za-z]\)|[A-Z])"
)
#: What is the same in other words; in this order.
REWRITTEN: tuple[tuple[str, str], ...] = (
    (r"\\(?:left|right|middle|bigg?[lmr]?|Bigg?[lmr]?)(?![A-Za-z])\s*\.?", ""),
    (r"\\(?:[dt]frac|nicefrac)(?![A-Za-z])", r"\\frac"),
    (r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}"),
    (r"\\(?:Pr|mathbb\s*\{?P\}?|mathrm\s*\{P\}|mathrm\s*\{Pr\}|operatorname\s*\{Pr\})(?![A-Za-z])", "P"),
    (
        r"\\(?:mathbb|mathrm|operatorname|mathop|mathbf|text)\s*\{\s*(?:\\mathbb\s*\{E\}|E)\s*\}|\\mathbb\s+E|\\mathbb E",
        r"\\mathbb{E}",
    ),
    (r"(?<![A-Za-z\\{])E(?=\s*[\[_])", r"\\mathbb{E}"),
    (r"\\(?:i)?iint(?![A-Za-z])|\\int\s*(?:\\!|\s)*\\int", r"\\int "),
    (rf"\\int(?:\\limits)?\s*_\s*(?:\{{\s*{_SET}(?:\s*\\times\s*{_SET})?\s*\}}|{_SET})", r"\\int "),
    (r"\\int(?:\\limits)?\s*_\s*\{?\s*-\s*\\infty\s*\}?\s*\^\s*\{?\s*\+?\\infty\s*\}?", r"\\int "),
    (r"\\(?:mathrm|operatorname|text|rm)\s*\{?\s*d\s*\}?\s*([a-z])(?![A-Za-z])", r" d\1 "),
    (rf"\\in\s*{_SET}", ""),
    (r"\\sum(?:\\limits)?\s*_\s*\{\s*([a-z])\s*=\s*[01]\s*\}\s*\^\s*(?:\{[^{}]*\}|.)", r"\\sum_{\1} "),
    (r"\\limits(?![A-Za-z])", ""),
    (r"(?:\||\\lvert|\\vert)\s*\\mathcal\s*\{?\s*([A-Z])\s*\}?\s*(?:\||\\rvert|\\vert)", r"\\card{\1}"),
    (r"(?<![A-Za-z\\])([pqPQ])_(?:\{([ijk])\}|([ijk]))(?!\s*\()", r"\1(\2\3)"),
    (r"(?<![A-Za-z\\])[xy]_(?:\{([ijk])\}|([ijk]))(?=\s*[),])", r"\1\2"),
    (r"\|\s*\|", r"\\|"),
)
#: White space of formulas.
DROPPED = frozenset(
    [
        r"\,",
        r"\;",
        r"\!",
        r"\:",
        r"\ ",
        r"\quad",
        r"\qquad",
        "&",
        "~",
        r"\nonumber",
        r"\displaystyle",
        r"\textstyle",
        r"\\",
    ]
)
TOKEN = re.compile(r"\\mathbb\{E\}|\\[A-Za-z]+|\\.|(?<![A-Za-z\\])d[a-z](?![A-Za-z])|\d+(?:\.\d+)?|\.\d+|\s+|.", re.S)

#: A tree: its head, and its parts.
Tree = tuple[Any, ...]


class Unread(Exception):
    """What stands there is no definition that is read here."""


def law_key(letter: str) -> str:
    """One name for the small and the capital letter of a law."""
    return letter[0].lower() + letter[1:]
