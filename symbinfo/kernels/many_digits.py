"""What floats lose, computed again in many digits: element by element, by mpmath, and only where it is asked for.

The precision is raised until two of them agree, from more digits than the parameters lie powers of ten from 1. This file
is part of the source of kernels, which without mpmath keep the value that they have.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["gamma_between", "in_many_digits"]

AT_ONCE = 1024  # elements of a block that are computed again
WORK = 20 * AT_ONCE  # for one block, in units of one value in FIRST_DIGITS
FIRST_DIGITS = 50
MANY = 1e9  # from which the incomplete gamma function may take minutes
EXPONENT = 800  # beyond which the exponential is out of the range of floats
MORE_DIGITS = 2.2
ZERO_DIGITS = 600  # from which what is smaller than all floats is 0
LAST_DIGITS = 2500


def in_many_digits(
    function: Callable[..., Any], value: Any, lost: Any, given: tuple[Any, ...], *, exponentials: bool = False
) -> Any:
    """Return the value with those elements that are lost computed again; as they are where that does not settle.

    Parameters
    ----------
    function : callable
        From a context of mpmath and the parameters to the value.
    value, lost : array
        What floats gave, and where that is not to be kept.
    given : tuple of array
        The parameters.
    exponentials : bool
        Whether exponentials of parameters stand beside 1, which many digits must not lose either.
    """
    if not np.any(lost):
        return value
    try:
        context = importlib.import_module("mpmath").MPContext()
    except ImportError:
        return value
    value, lost, *columns = np.broadcast_arrays(value, lost, *given)
    value = np.array(value, float)
    flat = value.reshape(-1)
    columns = [column.reshape(-1) for column in columns]
    left = float(WORK)
    for i in np.flatnonzero(lost)[:AT_ONCE].tolist():
        found, spent = _agreed(function, context, [column.item(i) for column in columns], exponentials)
        flat[i] = flat[i] if found is None else found
        left -= spent
        if left <= 0:
            break
    return value


def gamma_between(context: Any, s: Any, low: Any, high: Any) -> Any:
    """Return the integral of t^(s - 1) exp(-t) from `low` to `high`; a ValueError where that may take minutes."""
    if max(abs(s), abs(low), abs(high) if context.isfinite(high) else 0) > MANY:
        raise ValueError
    return context.gammainc(s, low, high)


def _agreed(
    function: Callable[..., Any], context: Any, numbers: list[float], exponentials: bool
) -> tuple[float | None, float]:
    """The value on which two precisions agree, None where there is none that is real and finite; and the work."""
    sizes = [abs(number) for number in numbers if number]
    if not all(map(math.isfinite, sizes)):
        return None, 0.0
    decades = max((abs(math.log10(size)) for size in sizes), default=0.0)
    if exponentials:
        decades = max([decades, *(min(size, EXPONENT) for size in sizes)])
    digits, before, spent = FIRST_DIGITS + round(decades), None, 0.0
    while digits <= LAST_DIGITS:
        context.dps = digits
        spent += (digits / FIRST_DIGITS) ** 2
        try:
            found = function(context, *map(context.mpf, numbers))
        except ArithmeticError:  # what is too small for these digits was 0
            found = context.nan
        except (ValueError, TypeError, context.NoConvergence):
            return None, spent
        real, digits = context.re(found), int(digits * MORE_DIGITS)
        if not context.isfinite(real):
            before = None
            continue
        if abs(context.im(found)) > abs(real) * context.mpf(10) ** (-context.dps // 2):
            return None, spent
        if before is not None and real and abs(real - before) <= abs(real) * 2.0**-60:
            return float(real), spent
        if context.dps >= ZERO_DIGITS and abs(real) < context.mpf(10) ** -330:
            return 0.0, spent
        before = real
    return None, spent
