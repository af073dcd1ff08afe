"""Parts of kernels for arrays of one shape, of which mostly all elements take the same way.

One look at the least and the largest element says whether they do; then there are no masks, no copies of what is
chosen, and no second form. Where they do not, the general function is called.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import scipy.special as sp

from symbinfo.kernels import remainders, stirling
from symbinfo.kernels.remainders import ARTANH, EXP, LARGEST, LOWEST

__all__ = ["IN_ONE_BRANCH", "SPECIAL", "log_remainder_and_rest"]

ARRAY = np.ndarray
SHORT = EXP[-10:]  # of the series of exp, where the remainder is less than LOST
LOST = 0.0078  # the remainder of exp that is less has lost digits as a difference
LOST_OF_LOG = 0.001  # that of the logarithm
USUAL = 3.6  # the remainder of the logarithm that is more may belong to a ratio below LOWEST or above LARGEST
FEW = 600  # elements for which log(1 + e) - e by scipy takes less time than a series in arrays
LOG1P_LESS_E = getattr(importlib.import_module("scipy.special._ufuncs"), "_log1pmx", None)


def _alike(*arrays: Any) -> bool:
    """Whether these are arrays of one shape, on one axis, with elements."""
    first = arrays[0]
    if first.__class__ is not ARRAY or first.ndim != 1 or first.size == 0:
        return False
    shape = first.shape
    for other in arrays[1:]:  # noqa: SIM110 - a generator takes as long as a small array
        if other.__class__ is not ARRAY or other.shape != shape:
            return False
    return True


def _usual(e: Any) -> Any:
    """Return e - log(1 + e) as a difference, and whether it was taken: where all e are in the usual range."""
    value = np.log1p(e)
    np.subtract(e, value, value)
    within = value.item(value.argmax()) <= USUAL
    return value, within or (e.item(e.argmin()) >= LOWEST - 1 and e.item(e.argmax()) <= LARGEST)


def _mended(value: Any, e: Any) -> Any:
    """The difference with those elements that have lost digits in it computed again."""
    if not value.item(value.argmin()) >= LOST_OF_LOG:
        near = (value < LOST_OF_LOG).nonzero()[0]
        value[near] = _small(e[near])
    return value


def _small(e: Any) -> Any:
    """Return e - log(1 + e) for small e."""
    if LOG1P_LESS_E is None or e.size > FEW:
        return remainders._log_series(e, ARTANH)
    value = LOG1P_LESS_E(e)
    return np.negative(value, value)


def log_remainder(e: Any, *factors: Any) -> Any:
    """Return r - 1 - log(r), at least 0, for r = 1 + e."""
    if _alike(e):
        value, usual = _usual(e)
        if usual:
            return _mended(value, e)
    return remainders.log_remainder(e, *factors)


def log_remainder_and_rest(weight: Any, rest: Any, e: Any, *factors: Any) -> Any:
    """Return weight*log_remainder(e, *factors) + rest, for a positive weight (None: 1) and a rest of at least 0."""
    if not _alike(e):
        return remainders.log_remainder_and_rest(weight, rest, e, *factors)
    value, usual = _usual(e)
    if not usual:
        return remainders.log_remainder_and_rest(weight, rest, e, *factors)
    bound: Any = LOST_OF_LOG
    if weight is not None:
        value *= weight
        bound = weight * bound
    value += rest
    if weight is None and value.item(value.argmin()) >= bound:
        return value
    near = (value < bound).nonzero()[0]
    if near.size:
        part = _small(e[near])
        if weight is not None:
            part *= weight[near]
        part += rest[near]
        value[near] = part
    return value


def gap(a: Any, b: Any, d: Any) -> Any:
    """Return a log(a/b) + b - a, at least 0, for d = b - a."""
    if _alike(a, d):
        e = d / a
        value, usual = _usual(e)
        if usual:
            value = _mended(value, e)
            value *= a
            return value
    return remainders.gap(a, b, d)


def exp_remainder(u: Any) -> Any:
    """Return exp(u) - 1 - u, at least 0."""
    if not _alike(u):
        return remainders.exp_remainder(u)
    value = np.expm1(u)
    value -= u
    if value.item(value.argmin()) >= LOST:
        return value
    near = (value < LOST).nonzero()[0]
    given = u[near]
    total = given * SHORT[0]
    for coefficient in SHORT[1:]:
        total += coefficient
        total *= given
    total *= given
    value[near] = total
    return value


def loggamma_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return log Gamma(y) - log Gamma(x) - digamma(x) d, at least 0, for d = y - x."""
    if not _alike(y, d):
        return stirling.loggamma_remainder(x, y, d)
    value = gap(y, x, -d)
    value += stirling.stirling_remainder(x, y, d)
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
IN_ONE_BRANCH = {
    function.__name__: function for function in (gap, exp_remainder, log_ratio, log_remainder, loggamma_remainder)
}
#: scipy.special, with products of a logarithm in one branch.
SPECIAL = SimpleNamespace(
    **{**vars(sp), "xlogy": _product(sp.xlogy, np.log), "xlog1py": _product(sp.xlog1py, np.log1p)}
)
