r"""Prose and formulas in a formula of LaTeX: words stand in ``\text{...}``."""

from __future__ import annotations

import re

from symbinfo.verification.worked.prose import Formula, is_prose, pieces_of

__all__ = ["formulas_of_latex"]

_TEXT = re.compile(
    r"\\(?:text|textrm|textit|mbox|intertext|shortintertext|textnormal|hbox)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_DOLLARS = re.compile(r"\$([^$]*)\$")


def formulas_of_latex(content: str) -> tuple[tuple[Formula, ...], str]:
    r"""The formulas of a line of LaTeX, and its prose.

    Examples
    --------
    >>> found, prose = formulas_of_latex(r"= 1 - \log\lambda \qquad \text{since } E[X] = 1/\lambda")
    >>> [formula.text for formula in found], prose
    (['= 1 - \\log\\lambda', 'E[X] = 1/\\lambda'], 'since')
    """
    runs: list[tuple[bool, str]] = []
    at = 0
    for match in _TEXT.finditer(content):
        if not _is_words(match, content):
            continue
        runs.append((False, content[at : match.start()]))
        inner_at = 0
        for inner in _DOLLARS.finditer(match.group(1)):
            runs.append((True, match.group(1)[inner_at : inner.start()]))
            runs.append((False, inner.group(1)))
            inner_at = inner.end()
        runs.append((True, match.group(1)[inner_at:]))
        at = match.end()
    runs.append((False, content[at:]))
    words = [word for prose, run in runs if prose for word in re.findall(r"[A-Za-z'-]+", run)]
    found: list[Formula] = []
    before: list[str] = []
    for prose, run in runs:
        if prose:
            before += [word.lower() for word in re.findall(r"[A-Za-z'-]+", run)]
            continue
        for piece in pieces_of(_unspaced(run), before, whole=not found and not before):
            found.append(Formula(piece, tuple(before), not words))
            before = []
    return tuple(found), " ".join(words)


def _is_words(match: re.Match[str], content: str) -> bool:
    r"""Whether a text is prose, and not a name (``D_{\text{KL}}``, ``\text{Var}(X)``) or a unit."""
    inside = match.group(1).strip()
    if re.search(r"[_^]\s*\{?\s*$", content[: match.start()]):
        return False
    words = re.findall(r"[A-Za-z'-]+", inside)
    named = len(words) == 1 and (content[match.end() :].lstrip().startswith("(") or not is_prose(words[0], ()))
    return not named


def _unspaced(run: str) -> str:
    return (
        re.sub(r"\\(?:qquad|quad|hspace\{[^{}]*\})|\\[,;!](?=\s*$)", " ", run).strip(" ,;()[]")
        if _lone(run)
        else re.sub(r"\\(?:qquad|quad)(?![A-Za-z])", " ", run)
    )


def _lone(run: str) -> bool:
    """Whether a run is only what stands around words."""
    return not re.search(r"[A-Za-z0-9]", re.sub(r"\\[A-Za-z]+", "", run))
