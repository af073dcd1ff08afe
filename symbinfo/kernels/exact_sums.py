"""Sums of parameters as if computed in twice the precision, and what is taken of them: small differences of large places.

A sum of two floats is its rounded value and one more float, exactly. These functions are part of the source of kernels.

References
----------
T. Ogita, S. M. Rump and S. Oishi, SIAM J. Sci. Comput. 26 (2005) 1955.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = [
    "cos_of_sum",
    "cos_of_sum_of_floats",
    "exact_sum",
    "exact_sum_of_floats",
    "sin_of_sum",
    "sin_of_sum_of_floats",
]


def exact_sum(*terms: Any) -> Any:
    """Return the sum of the terms."""
    total: Any = terms[0]
    error: Any = 0.0
    for part in terms[1:]:
        total, lost = _two_sum(total, part)
        error = error + lost
    value = total + error
    return np.where(np.isfinite(value), value, total)


def exact_sum_of_floats(*terms: float) -> float:
    """`exact_sum` of floats; an error of arithmetic where it is not finite on the way."""
    return math.fsum(terms)


def sin_of_sum(a: Any, b: Any) -> Any:
    """Return sin(a + b), where a + b may be rounded by whole turns."""
    total, lost = _two_sum(a, b)
    if not np.any(lost):
        return np.sin(total)
    return np.sin(total) * np.cos(lost) + np.cos(total) * np.sin(lost)


def sin_of_sum_of_floats(a: float, b: float) -> float:
    """`sin_of_sum` of floats."""
    total, lost = _two_sum(a, b)
    return math.sin(total) * math.cos(lost) + math.cos(total) * math.sin(lost) if lost else math.sin(total)


def cos_of_sum(a: Any, b: Any) -> Any:
    """Return cos(a + b), where a + b may be rounded by whole turns."""
    total, lost = _two_sum(a, b)
    if not np.any(lost):
        return np.cos(total)
    return np.cos(total) * np.cos(lost) - np.sin(total) * np.sin(lost)


def cos_of_sum_of_floats(a: float, b: float) -> float:
    """`cos_of_sum` of floats."""
    total, lost = _two_sum(a, b)
    return math.cos(total) * math.cos(lost) - math.sin(total) * math.sin(lost) if lost else math.cos(total)


def _two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """The rounded sum, and what rounding took."""
    total = a + b
    moved = total - a
    return total, (a - (total - moved)) + (b - moved)
