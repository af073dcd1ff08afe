"""Parts of kernels for arrays of one shape, of which mostly all elements take the same way.

One look at the least and the largest element says whether they do; then there are no masks, no copies of what is
chosen, and no second form. Where they do not, the general function is called.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import scipy.special as sp

from symbinfo.kernels import remainders
from symbinfo.kernels.remainders import EXP, LARGEST, LOWEST, log_remainder_and_rest

__all__ = ["IN_ONE_BRANCH", "SPECIAL"]

ARRAY = np.ndarray
SHORT = EXP[-10:]  # of the series of exp, where the remainder is less than LOST
LOST = 0.0078  # the remainder of exp that is less has lost digits as a difference


def _alike(*arrays: Any) -> bool:
    """Whether these are arrays of one shape with elements."""
    first = arrays[0]
    return all(a.__class__ is ARRAY and a.shape == first.shape for a in arrays) and first.size > 0


def gap(a: Any, b: Any, d: Any) -> Any:
    """Return a log(a/b) + b - a, at least 0, for d = b - a."""
    if _alike(a, b, d) and a.item(a.argmin()) > 0:
        e = d / a
        if e.item(e.argmax()) <= LARGEST:
            return log_remainder_and_rest(a, None, e, b, a)
    return remainders.gap(a, b, d)


def exp_remainder(u: Any) -> Any:
    """Return exp(u) - 1 - u, at least 0."""
    if not _alike(u):
        return remainders.exp_remainder(u)
    value = np.expm1(u) if u.ndim == 1 else np.expm1(u, order="C")
    value -= u
    if value.item(value.argmin()) >= LOST:
        return value
    flat, given = value.reshape(-1), u.reshape(-1)
    near = (flat < LOST).nonzero()[0]
    given = given[near]
    total = given * SHORT[0]
    for coefficient in SHORT[1:]:
        total += coefficient
        total *= given
    total *= given
    flat[near] = total
    return value


def log_ratio(e: Any, *factors: Any) -> Any:
    """Return log(r) for r = 1 + e."""
    if _alike(e) and e.item(e.argmin()) >= LOWEST - 1 and e.item(e.argmax()) <= LARGEST:
        return np.log1p(e)
    return remainders.log_ratio(e, *factors)


def _product(general: Callable[[Any, Any], Any], logarithm: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """``x*logarithm(y)``, 0 where x = 0."""

    def value(x: Any, y: Any) -> Any:
        if _alike(x, y) and x.item(x.argmin()) > 0:
            found = logarithm(y)
            found *= x
            return found
        return general(x, y)

    return value


#: By the names that kernels call.
IN_ONE_BRANCH = {"gap": gap, "exp_remainder": exp_remainder, "log_ratio": log_ratio}
#: scipy.special, with products of a logarithm in one branch.
SPECIAL = SimpleNamespace(
    **{**vars(sp), "xlogy": _product(sp.xlogy, np.log), "xlog1py": _product(sp.xlog1py, np.log1p)}
)
