"""The capacity of a channel of numbers: the law of its input by Blahut and Arimoto, made sharp by Newton's method.

Whatever the law, the capacity lies between the information that it gives and the largest divergence of a row of the channel
from the law of the output.

References
----------
S. Arimoto, An algorithm for computing the capacity of arbitrary discrete memoryless channels, IEEE Transactions on
Information Theory 18, 1972; T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd edition, section 10.8.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from mpmath import mp, mpf

__all__ = ["Enclosure", "input_law"]

ROUNDS, NEWTON_ROUNDS, DIGITS = 20_000, 40, 45
#: Letters below this probability, whose divergence is smaller than the largest, are not used.
UNUSED = 1e-7


class Enclosure(NamedTuple):
    """A law of the input, in decimals, and bounds on the capacity in nats."""

    law: tuple[Any, ...]
    lower: Any
    upper: Any


def input_law(rows: list[list[Any]]) -> Enclosure:
    """A law of the input that nearly reaches the capacity, with bounds.

    Parameters
    ----------
    rows : list of lists of numbers
        What is received of each letter.

    Examples
    --------
    >>> found = input_law([[0.9, 0.1], [0.1, 0.9]])
    >>> [round(float(p), 6) for p in found.law], round(float(found.upper), 6)
    ([0.5, 0.5], 0.368064)
    """
    with mp.workdps(DIGITS):
        exact = [[mpf(w) if not hasattr(w, "p") else mpf(int(w.p)) / int(w.q) for w in row] for row in rows]
        rough = _iterated([[float(w) for w in row] for row in exact])
        best = _bounded(exact, [mpf(p) for p in rough])
        for support in _supports(exact, rough):
            sharp = _by_newton(exact, [mpf(p) for p in rough], support)
            found = None if sharp is None else _bounded(exact, sharp)
            if found is not None and found.upper - found.lower < best.upper - best.lower:
                best = found
        return best


def _iterated(rows: list[list[float]]) -> list[float]:
    """The iteration, in doubles."""
    n = len(rows)
    law = [1 / n] * n
    for _ in range(ROUNDS):
        output = [sum(p * row[y] for p, row in zip(law, rows, strict=True)) for y in range(len(rows[0]))]
        gaps = [sum(w * math.log(w / q) for w, q in zip(row, output, strict=True) if w > 0) for row in rows]
        weights = [p * math.exp(gap) for p, gap in zip(law, gaps, strict=True)]
        total = sum(weights)
        law = [weight / total for weight in weights]
        if max(gaps) - math.log(total) < 1e-13:
            break
    return law


def _bounded(rows: list[list[Any]], law: list[Any]) -> Enclosure:
    gaps = _divergences(rows, law)
    return Enclosure(tuple(law), sum(p * gap for p, gap in zip(law, gaps, strict=True)), max(gaps))


def _divergences(rows: list[list[Any]], law: list[Any]) -> list[Any]:
    output = [sum(p * row[y] for p, row in zip(law, rows, strict=True)) for y in range(len(rows[0]))]
    return [sum((w * mp.log(w / q) for w, q in zip(row, output, strict=True) if w > 0), mpf(0)) for row in rows]


def _supports(rows: list[list[Any]], law: list[float]) -> list[list[int]]:
    """The letters that may be used: those of some probability, and those whose divergence is the largest."""
    gaps = _divergences(rows, [mpf(p) for p in law])
    largest = max(gaps)
    likely = [x for x, p in enumerate(law) if p > UNUSED]
    tight = [x for x, gap in enumerate(gaps) if largest - gap < mpf(10) ** -6]
    return [likely, *([tight] if tight != likely else [])]


def _by_newton(rows: list[list[Any]], start: list[Any], support: list[int]) -> list[Any] | None:
    """All divergences of the letters of a support equal, and their probabilities adding up to 1."""
    law = [start[x] for x in support]
    total = sum(law)
    law = [p / total for p in law]
    level = _divergences(rows, _spread(law, support, len(rows)))[support[0]]
    size = len(support)
    for _ in range(NEWTON_ROUNDS):
        whole = _spread(law, support, len(rows))
        output = [sum(p * row[y] for p, row in zip(whole, rows, strict=True)) for y in range(len(rows[0]))]
        gaps = _divergences(rows, whole)
        system, right = mp.matrix(size + 1), mp.matrix(size + 1, 1)
        for i, x in enumerate(support):
            for j, z in enumerate(support):
                pairs = zip(rows[x], rows[z], output, strict=True)
                system[i, j] = -sum((a * b / q for a, b, q in pairs if q > 0), mpf(0))
            system[i, size], right[i] = -1, level - gaps[x]
            system[size, i] = 1
        right[size] = 1 - sum(law)
        try:
            step = mp.lu_solve(system, right)
        except ZeroDivisionError:
            return None
        law = [p + step[i] for i, p in enumerate(law)]
        level += step[size]
        if any(p < 0 for p in law):
            return None
        if max(abs(value) for value in step) < mpf(10) ** (8 - DIGITS):
            break
    return _spread(law, support, len(rows))


def _spread(law: list[Any], support: list[int], size: int) -> list[Any]:
    whole = [mpf(0)] * size
    for p, x in zip(law, support, strict=True):
        whole[x] = p
    return whole
