"""Two laws of one kind that are said at once: "normal laws with means m1, m2 and standard deviations s1, s2"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from symbinfo.verification.documents.settings.laws_in_words import HOLE, laws_said

__all__ = ["pair_said"]

_GREEK = "alpha|beta|gamma|lambda|mu|nu|sigma|theta|tau"
_VALUE = rf"(?:⟦\d+⟧|\d+(?:\.\d+)?|(?:{_GREEK}|[a-z])_?\d|(?:{_GREEK}|(?!a\b(?!\s*(?:,|and\b)))[a-z])(?!\w))"
_TWO = re.compile(
    rf"\b(?P<word>means|variances|(?:standard\s+)?deviations|rates|scales|shapes|locations|intensities|parameters|(?:\w+\s+)?probabilities|biases)\s+"
    rf"(?P<one>{_VALUE})\s*(?:,|and|,\s*and)\s*(?P<other>{_VALUE})"
)
_IN_ONE = re.compile(rf"(?P<word>means|variances|deviations|rates|scales|intensities)\s+{HOLE}(?!\s*(?:,|and)\s*⟦)")
_SINGULAR = {"probabilities": "probability", "intensities": "intensity", "biases": "bias"}
_KINDS = re.compile(r"\b(?:laws|distributions|variables|densities|random variables)\b")


def pair_said(sentence: str, formulas: Mapping[int, str]) -> tuple[str, str] | None:
    r"""The two laws that a sentence says at once, or None.

    Examples
    --------
    >>> pair_said("for normal laws with means m1, m2 and standard deviations s1, s2", {})
    ('Normal(m1, s1)', 'Normal(m2, s2)')
    >>> pair_said("for Poisson laws with means ⟦0⟧ and ⟦1⟧", {0: r"\lambda", 1: r"\mu"})
    ('Poisson(lamda)', 'Poisson(mu)')
    >>> pair_said("for a normal law with mean ⟦0⟧", {0: "m"}) is None
    True
    """
    apart, known = _lists_apart(sentence, formulas)
    if not _TWO.search(apart) or not _KINDS.search(apart):
        return None
    found = []
    for which in ("one", "other"):
        holes = dict(known)

        def said(hit: re.Match[str], which: str = which, holes: dict[int, str] = holes) -> str:
            value = hit[which]
            if not re.fullmatch(r"⟦\d+⟧|[\d.]+", value):
                letters, digits = re.fullmatch(r"([a-z]+)_?(\d?)", value).groups()  # type: ignore[union-attr]
                letter = rf"\{letters}" if len(letters) > 1 else letters
                number = len(holes) + 1_000
                holes[number] = f"{letter}_{digits}" if digits else letter
                value = f"⟦{number}⟧"
            return f"{_singular(hit['word'])} {value}"

        single = _KINDS.sub("law", _TWO.sub(said, apart))
        laws = laws_said(single, holes)
        if len(laws.nameless) != 1 or laws.unread:
            return None
        found.append(laws.nameless[0][0])
    return (found[0], found[1])


def _lists_apart(sentence: str, formulas: Mapping[int, str]) -> tuple[str, dict[int, str]]:
    r"""A sentence in which ``$\lambda_1, \lambda_2$`` are two formulas."""
    known = dict(formulas)

    def divided(hit: re.Match[str]) -> str:
        parts = formulas[int(hit[2])].split(",")
        if len(parts) != 2:
            return hit.group()
        numbers = []
        for part in parts:
            numbers.append(len(known) + 1_000)
            known[numbers[-1]] = part.strip()
        return f"{hit['word']} ⟦{numbers[0]}⟧, ⟦{numbers[1]}⟧"

    return _IN_ONE.sub(divided, sentence), known


def _singular(words: str) -> str:
    return _SINGULAR.get(words.split()[-1], words.removesuffix("s"))
