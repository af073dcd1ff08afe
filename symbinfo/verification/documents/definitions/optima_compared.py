r"""``\arg\min_Q A = \arg\min_Q B`` for named laws: it holds where A - B does not depend on Q."""

from __future__ import annotations

import re
from dataclasses import replace

from mpmath import mp

from symbinfo.verification.documents.definitions.definitions_read import read_side
from symbinfo.verification.documents.definitions.pieces_of_definitions import Unread
from symbinfo.verification.documents.definitions.values_of_definitions import DIGITS, laws_in, models, variables_in

__all__ = ["Optimum", "optima_compared"]

_OPTIMUM = re.compile(
    r"\s*(?:\\arg\s*(?:\\[,;!]\s*)?\\(min|max)|\\operatorname\*?\s*\{\s*arg\s*(?:\\[,;!])?\s*(min|max)\s*\}|\\arg(min|max))"
    r"(?:\\limits)?\s*_\s*(?:\{([^{}]*)\}|(\\?[A-Za-z]+?))(?![A-Za-z])(.*)\Z",
    re.S,
)


class Optimum(tuple[str, str, str]):
    """Whether the least or the largest value is meant, over which law, and of what."""


def _optimum(tex: str) -> Optimum | None:
    hit = _OPTIMUM.match(tex)
    return Optimum((hit[1] or hit[2] or hit[3], hit[4] or hit[5], hit[6])) if hit else None


def optima_compared(left: str, right: str) -> bool | None:
    r"""Whether two optima are at the same law: True, False, or None where that is not known.

    Examples
    --------
    >>> optima_compared(r"\arg\min_Q H(P,Q)", r"\arg\min_Q D(P\|Q)")
    True
    >>> optima_compared(r"\arg\min_Q H(P,Q)", r"\arg\max_Q D(P\|Q)")
    False
    """
    one, other = _optimum(left), _optimum(right)
    if one is None or other is None or one[1].strip() != other[1].strip():
        return None
    law = one[1].strip().replace("\\", "").lower()
    try:
        with mp.workdps(DIGITS):
            trees = read_side(one[2]), read_side(other[2])
            if law not in laws_in(*trees):
                return None
            same, turned = (_constant(trees, law, sign) for sign in (-1, 1))
    except (Unread, KeyError, RecursionError, ValueError):
        return None
    alike = one[0] == other[0]
    if same:
        return True if alike else False if not turned else None
    if turned:
        return not alike
    return None


def _constant(trees: tuple, law: str, sign: int) -> bool:  # type: ignore[type-arg]
    """Whether the sum of both, the second with a sign, is the same for different laws of the name."""
    variables = sorted(variables_in(*trees)) or ["x"]
    laws = sorted(laws_in(*trees) - {""})
    default = "p" if "p" in laws else laws[0]
    own = dict.fromkeys(laws, tuple(variables))
    for model in models(variables, [*laws, "another"], default, own, 0, False):
        moved = replace(model, masses={**model.masses, law: model.masses["another"]}, known={})
        values = [m.value(trees[0], {}) + sign * m.value(trees[1], {}) for m in (model, moved)]
        if abs(values[0] - values[1]) > mp.mpf(10) ** -25:
            return False
    return True
