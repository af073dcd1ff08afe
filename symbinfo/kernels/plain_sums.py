"""A sum of remainders by plain arithmetic, and from where on it keeps its digits.

Each remainder is computed by a few operations, with an error that is known beforehand: some units in the last place of
what cancels in it. Where the sum is large beside these errors, it is as good as the sum of the careful remainders, and
takes a fraction of their time; elsewhere these are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from symbinfo.kernels.remainders import LARGEST, LOWEST
from symbinfo.kernels.stirling import CLOSE, FRACTIONS_FROM, stirling_remainder_plain

__all__ = ["mended", "plain_sum"]

FEW, FEWER = 60, 20  # elements that are computed one by one; with log-gamma functions
LOST = 0.0005  # times its weight: less than this is not the difference of e and log(1 + e)
LOST_OF_EXP = 0.002  # times its weight: less than this is not the difference of exp(u) - 1 and u
STEPS = 0.015  # times the steps of which e is made, times e: less than this has lost digits of e


def plain_sum(
    rest: Any,
    logs: Sequence[tuple[Any, ...]],
    exps: Sequence[tuple[Any, Any]],
    stirlings: Sequence[tuple[int, Any, Any, Any]],
) -> tuple[Any, Any] | None:
    """The sum, and the value that it must have to be exact; None where all arguments are nearly equal.

    Parameters
    ----------
    rest : array or None
        What else is added, at least 0.
    logs : sequence
        Of weight (None: 1) and e, for a `log_remainder`; or of weight, None and top, bottom, top, bottom.
    exps : sequence
        Of weight (None: 1) and u, for an `exp_remainder`.
    stirlings : sequence
        Of sign, x, y, and d = y - x, for a `stirling_remainder`.
    """
    found = [_step(*more) if e is None else (e, None) for _, e, *more in logs]
    steps_taken = (*(e for e, _ in found), *(u for _, u in exps))
    if all(_most(e) < CLOSE for e in steps_taken) and all(_most(d / x) < CLOSE for _, x, _, d in stirlings):
        return None
    bound: Any
    value, least = rest, None
    for (weight, _, *factors), (e, steps) in zip(logs, found, strict=True):
        part, bound = np.log1p(e), LOST
        within = e.item(e.argmin()) >= LOWEST - 1
        if factors and not within:
            far = (e < LOWEST - 1).nonzero()
            top, bottom, other, under = (factor[far] for factor in factors)
            part[far] = np.log(top / bottom) + np.log(other / under)
            within = True
        np.subtract(e, part, part)
        if steps is not None:
            bound = np.minimum(np.abs(e), 1.0)
            bound *= steps
            bound *= STEPS
            bound += LOST
        if not (within and e.item(e.argmax()) <= LARGEST):
            bound = np.where((e >= LOWEST - 1) & (e <= LARGEST), bound, np.inf)
        if weight is not None:
            part *= weight
            bound = bound * weight
        value, least = _sum(value, part), _sum(least, bound)
    for weight, u in exps:
        part, bound = np.expm1(u), LOST_OF_EXP
        part -= u
        if weight is not None:
            part *= weight
            bound = bound * weight
        value, least = _sum(value, part), _sum(least, bound)
    for sign, x, y, d in stirlings:
        part, bound = _stirling(x, y, d)
        value = _sum(value, part) if sign > 0 else value - part
        least = _sum(least, bound)
    return value, least


def _sum(a: Any, b: Any) -> Any:
    if a is None:
        return b
    if not isinstance(a, np.ndarray):
        return b + a
    a += b
    return a


def _most(e: Any) -> float:
    return max(e.item(e.argmax()), -e.item(e.argmin()))


def _step(top: Any, bottom: Any, other: Any, under: Any) -> tuple[Any, Any]:
    """Return e = top/bottom * other/under - 1, and the size of the steps that cancel in it."""
    a, b = top - bottom, other - under
    a /= bottom
    b /= under
    e = a * b
    e += a
    e += b
    np.abs(a, a)
    np.abs(b, b)
    a += b
    return e, a


def _stirling(x: Any, y: Any, d: Any) -> tuple[Any, Any]:
    if x.item(x.argmin()) >= FRACTIONS_FROM and y.item(y.argmin()) >= FRACTIONS_FROM:
        return stirling_remainder_plain(x, y, d)
    high, up = np.maximum(x, FRACTIONS_FROM), np.maximum(y, FRACTIONS_FROM)
    value, least = stirling_remainder_plain(high, up, d)
    return value, np.where((high == x) & (up == y), least, np.inf)


def mended(
    found: tuple[Any, Any] | None,
    given: tuple[Any, ...],
    careful: Callable[..., Any],
    of_floats: Callable[..., float] | None,
    log_gamma: bool = False,
) -> Any:
    """The plain sum, with the careful one where the plain one has lost digits.

    Parameters
    ----------
    found : tuple or None
        What `plain_sum` returned.
    given : tuple of array
        The parameters.
    careful, of_floats : callable
        The kernel's function for arrays, and that for floats.
    log_gamma : bool
        Whether these have log-gamma functions.
    """
    if found is None:
        return careful(*given)
    value, least = found
    few = FEWER if log_gamma else FEW
    value = np.ascontiguousarray(value)
    flat = value.reshape(-1)
    near = (~(value >= least)).reshape(-1).nonzero()[0]
    if near.size == 0:
        return value
    if near.size * 2 > value.size:
        return careful(*given)
    parts = [array.reshape(-1)[near] for array in given]
    if near.size <= few and of_floats is not None:
        try:
            flat[near] = [of_floats(*part) for part in zip(*(part.tolist() for part in parts), strict=True)]
            return value
        except (ArithmeticError, ValueError):
            pass
    flat[near] = careful(*parts)
    return value
