r"""Names, expressions and laws in LaTeX as the language writes them: ``\sigma_1`` is sigma1, ``\mathcal{N}(0, 4)`` Normal(0, 2)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Call
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import LAWS

__all__ = ["expression_text", "law_text", "name_of", "symbols_in"]

_NOT_SYMBOLS = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:text|mathrm|operatorname|mathsf|textrm|textnormal|mbox|mathbb)\*?\s*\{([^{}]*)\}"
)
_SYMBOL = re.compile(r"(\\[A-Za-z]+|[A-Za-z])('*)(?:\s*_\s*(?:\{([^{}]*)\}|(\\[A-Za-z]+|[A-Za-z0-9])))?")
_GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "varepsilon",
        "zeta",
        "eta",
        "theta",
        "vartheta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "rho",
        "varrho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "varphi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
        "ell",
    ]
)
_RENAMED = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "lambda": "lamda"}


#: An identity matrix: a law of several components.
_SEVERAL = re.compile(
    r",\s*(?:[^,()]*(?<![A-Za-z]))?(?:I(?:_\{?\w\}?)?|\\(?:mathbf|bm|boldsymbol|mathbb)\s*\{?I\}?|\\Sigma)\s*\)|diag(?![a-z])"
)


def symbols_in(tex: str) -> frozenset[str]:
    r"""The names in a formula, as the language spells them.

    Examples
    --------
    >>> sorted(symbols_in(r"\frac{\sigma_1^2}{2} + \log \lambda_x"))
    ['lamda_x', 'sigma1']
    """
    plain = _NOT_SYMBOLS.sub(" ", tex)
    return frozenset(name for hit in _SYMBOL.finditer(plain) if (name := _spelt(hit)))


def _spelt(hit: re.Match[str]) -> str:
    letter = hit[1]
    if letter.startswith("\\"):
        letter = letter[1:]
        if letter not in _GREEK:
            return ""
        letter = _RENAMED.get(letter, letter)
    index = (hit[3] or hit[4] or "").strip().replace("\\", "").replace(" ", "")
    letter += "_prime" * len(hit[2])
    if not index or not re.fullmatch(r"[A-Za-z0-9]+", index):
        return letter
    return f"{letter}{index}" if index.isdigit() else f"{letter}_{_RENAMED.get(index, index)}"


def name_of(tex: str) -> str:
    """The one name that a formula consists of, or nothing."""
    tex = re.sub(r"\\(?:mathbf|boldsymbol|bm|mathit|mathsf)\s*\{([^{}]*)\}|\\[,;! ]", r"\1", tex).strip()
    hit = _SYMBOL.fullmatch(tex)
    return _spelt(hit) if hit else ""


def expression_text(tex: str) -> str:
    """An expression as the language writes it, or nothing where it is not read."""
    try:
        statement, _ = read_told(tex, "latex")
    except QueryError:
        return ""
    return canonical(statement) if statement.right is None else ""


def law_text(tex: str) -> tuple[str, tuple[str, ...]]:
    r"""A law as the language writes it, with what is told of how it was read; nothing where it is no law.

    Examples
    --------
    >>> law_text(r"\mathcal{N}(\mu, \sigma^2)")
    ('Normal(mu, sigma)', ())
    """
    listed = re.fullmatch(r"\s*(?:\\left)?\s*[(\[](.*)(?:\\right)?\s*[)\]]\s*", tex, re.S)
    if listed and "," in listed[1]:
        return _probabilities(listed[1]), ()
    if _SEVERAL.search(tex):
        return "", ()
    try:
        statement, told = read_told(rf"\mathrm{{KL}}({_uniform(tex)} \| {_uniform(tex)})", "latex")
    except QueryError:
        return "", ()
    node = statement.left
    if statement.right is not None or not isinstance(node, Call) or len(node.arguments.items) != 2:
        return "", ()
    law: Any = node.arguments.items[0]
    if not isinstance(law, Call) or law.name not in LAWS:
        return "", ()
    return canonical(replace(statement, left=law)), tuple(dict.fromkeys(told.notes))


def _uniform(tex: str) -> str:
    r"""``\mathrm{Unif}\{1, \dots, n\}`` in the words of the language."""
    hit = re.fullmatch(
        r"\s*\\?(?:mathrm|text|operatorname|mathcal)?\s*\{?(?:Unif|Uniform|U)\}?\s*\(?\s*\\\{\s*1\s*,(?:\s*2\s*,)?\s*\\l?dots\s*,(.*)\\\}\s*\)?\s*",
        tex,
    )
    return f"Die({hit[1]})" if hit else tex


def _probabilities(listed: str) -> str:
    """A list of probabilities as a law on 0, 1, 2, ..."""
    parts = [expression_text(part) for part in listed.replace("\\right", "").split(",")]
    if not all(parts) or any(re.search(r"[A-DF-Z]", part) for part in parts):
        return ""
    return f"FiniteRV({{{', '.join(f'{at}: {part}' for at, part in enumerate(parts))}}})"
