"""Bounds on rounding, carried along with the values of a program: each true value lies within its bound of the computed.

Cancellation is so seen where it happens: exp(300) * log(1 + exp(-300)) absorbs its term at any modest precision, and two
of them agree on 0; its bound is as large as exp(300) times the unit of the last place. Sums, products and whole powers
of rational numbers are exact. What depends on the sign of a number that is not known, has no bound and is `Unknown`.

Of elementary steps the bounds follow from the laws of arithmetic. Special functions are mpmath's, taken to be right to
all but a few bits; how much they move when an argument moves within its bound is measured beside it.

References
----------
Wilkinson, Rounding Errors in Algebraic Processes (1963): running error analysis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mpmath.libmp import (
    MPZ_ONE,
    finf,
    fnan,
    fninf,
    fone,
    fzero,
    mpf_abs,
    mpf_add,
    mpf_cmp,
    mpf_div,
    mpf_exp,
    mpf_floor,
    mpf_log,
    mpf_mul,
    mpf_pow_int,
    mpf_shift,
    mpf_sign,
    mpf_sqrt,
    mpf_sub,
)

from .arithmetic import LARGEST_EXPONENT_BITS, Raw
from .estimates import Unknown, Unsure

__all__ = ["LARGEST_EXACT_BITS", "bound_of", "decided", "exact_value", "rounding_of_input"]

#: Rational numbers of more bits are rounded like others.
LARGEST_EXACT_BITS, LARGEST_EXACT_POWER = 4096, 64
# Bounds have so many bits and are rounded away from 0.
_BITS = 30
# exp of so much at most is still a bound.
_LARGEST_GROWTH = 2**20
# Bits of the last places that a special function may have lost.
_SPECIAL = 6
# What is so small that it is called 0 is at most this.
_UNDERFLOW = (0, MPZ_ONE, -(1 << (LARGEST_EXPONENT_BITS - 8)), 1)
_NO_NUMBER = (finf, fninf, fnan)
Bound = Any
# The same step with one argument, by its number, replaced.
Again = Callable[[int, Raw], Raw]


def _plus(a: Bound, b: Bound) -> Bound:
    return mpf_add(a, b, _BITS, "u") if a != fzero and b != fzero else b if a == fzero else a


def _times(a: Bound, b: Bound) -> Bound:
    return mpf_mul(a, b, _BITS, "u")


def _share(a: Bound, b: Bound) -> Bound:
    return mpf_div(a, b, _BITS, "u")


def _unit(value: Raw, prec: int, lost: int = 0) -> Bound:
    """2**lost units of the last place of a rounded value."""
    return (0, MPZ_ONE, value[2] + value[3] - prec + lost, 1) if value[1] else fzero


def _largest(bounds: Sequence[Bound]) -> Bound:
    found = bounds[0]
    for b in bounds[1:]:
        found = b if _below(found, b) else found
    return found


def _below(a: Bound, b: Bound) -> bool:
    return bool(mpf_cmp(a, b) < 0)


def rounding_of_input(exact: Fraction, value: Raw, prec: int) -> Bound:
    """How far a rational number may be from its rounded value: not at all where its bits fit."""
    bottom = exact.denominator
    fits = not bottom & (bottom - 1) and abs(exact.numerator).bit_length() <= prec
    return fzero if fits else _unit(value, prec)


# --- exact values ---------------------------------------------------------------------------------------------------


def exact_value(kind: str, parts: Sequence[Fraction | None]) -> Fraction | None:
    """The exact value of a step on rational numbers, where there is one of bearable size."""
    if None in parts:
        return None
    known = [part for part in parts if part is not None]
    if kind.endswith("+"):
        found = sum(known, Fraction(0))
    elif kind.endswith("*"):
        found = Fraction(1)
        for part in known:
            found *= part
    elif kind == "abs":
        found = abs(known[0])
    elif kind == "^":
        base, exponent = known
        if exponent.denominator != 1 or abs(exponent) > LARGEST_EXACT_POWER or (not base and exponent < 0):
            return None
        found = base ** int(exponent)
    elif kind in ("min", "max"):
        found = min(known) if kind == "min" else max(known)
    elif kind == "sign":
        found = Fraction((known[0] > 0) - (known[0] < 0))
    elif kind == "floor":
        found = Fraction(known[0].numerator // known[0].denominator)
    else:
        return None
    size = abs(found.numerator).bit_length() + found.denominator.bit_length()
    return found if size <= LARGEST_EXACT_BITS else None


_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def decided(kind: str, exact: Sequence[Fraction | None], values: Sequence[Raw], bounds: Sequence[Bound]) -> bool:
    """The truth of a comparison, where its two sides are exact or further apart than their bounds.

    Raises
    ------
    Unknown
        Where neither is so.
    """
    if None not in exact:
        return _RELATIONS[kind](*exact)
    order = mpf_cmp(*values)
    room = _plus(*bounds)
    if room != fzero and not _below(room, mpf_abs(mpf_sub(*values, _BITS, "d"))):
        raise Unsure("two numbers too near to compare")
    return _RELATIONS[kind](order, 0)


# --- bounds of steps ------------------------------------------------------------------------------------------------


def bound_of(
    kind: str,
    value: Raw,
    values: Sequence[Raw],
    bounds: Sequence[Bound],
    prec: int,
    again: Again,
) -> Bound:
    """The bound of what a step has computed, from the values and bounds of its arguments.

    Parameters
    ----------
    kind : str
        The head of the step.
    value, values : raw numbers
        What it computed, and from what.
    bounds : sequence of raw numbers
        The bounds of the arguments.
    prec : int
        The precision it worked at.
    again : callable
        The same step with one argument, by its number, replaced.

    Raises
    ------
    Unknown
        When there is none: the log of a number that may be 0.
    """
    if value in _NO_NUMBER:
        raise Unknown("out of range")
    if kind in ("+", "exact +"):
        return _of_sum(value, values, bounds, prec if kind == "+" else 0)
    if kind in ("*", "exact *"):
        return _of_product(value, values, bounds, prec if kind == "*" else 0)
    if kind == "constant":
        return _unit(value, prec)
    if kind == "abs":
        return bounds[0]
    if kind in ("min", "max"):
        return _of_extreme(value, values, bounds)
    if kind in ("sign", "floor"):
        return _of_step(kind, values[0], bounds[0])
    if kind == "exp":
        return _of_exp(value, bounds[0], prec)
    if kind == "log":
        return _plus(_of_log(values[0], bounds[0]), _unit(value, prec))
    if kind == "^":
        return _of_power(value, values, bounds, prec)
    return _of_function(value, values, bounds, prec, again)


def _of_sum(value: Raw, values: Sequence[Raw], bounds: Sequence[Bound], prec: int) -> Bound:
    total = fzero
    for b in bounds:
        total = _plus(total, b)
    if not prec:
        return total
    if len(values) == 2:
        return _plus(total, _unit(value, prec))
    size = max((v[2] + v[3] for v in values if v[1]), default=None)
    if size is None:
        return total
    steps = len(values).bit_length()
    return _plus(total, (0, MPZ_ONE, size + 2 * steps - prec, 1))


def _of_product(value: Raw, values: Sequence[Raw], bounds: Sequence[Bound], prec: int) -> Bound:
    rounded = _unit(value, prec, len(values).bit_length() - 1) if prec else fzero
    if all(b == fzero for b in bounds):
        return rounded
    size, total = mpf_abs(values[0], _BITS, "u"), bounds[0]
    for v, b in zip(values[1:], bounds[1:], strict=True):
        here = mpf_abs(v, _BITS, "u")
        total = _plus(_plus(_times(size, b), _times(here, total)), _times(total, b))
        size = _times(size, here)
    return _plus(total, rounded)


def _of_step(kind: str, x: Raw, b: Bound) -> Bound:
    """A step function has no error, where its argument is surely on one side."""
    if b == fzero:
        return fzero
    below, above = mpf_sub(x, b), mpf_add(x, b)
    if mpf_floor(below) != mpf_floor(above) if kind == "floor" else mpf_sign(below) * mpf_sign(above) <= 0:
        raise Unsure(f"the {kind} of a number too near to its step")
    return fzero


def _of_extreme(value: Raw, values: Sequence[Raw], bounds: Sequence[Bound]) -> Bound:
    """The largest bound of the arguments that may be the extreme one."""
    widest = _largest([b for v, b in zip(values, bounds, strict=True) if v == value])
    near = [widest]
    for v, b in zip(values, bounds, strict=True):
        gap = mpf_abs(mpf_sub(v, value, _BITS, "d"))
        near += [] if _below(_plus(b, widest), gap) else [b]
    return _largest(near)


def _of_exp(value: Raw, b: Bound, prec: int) -> Bound:
    if value == fzero:
        return _UNDERFLOW
    return _plus(_moved(value, b), _unit(value, prec))


def _moved(value: Raw, b: Bound) -> Bound:
    """|value| * (exp(b) - 1)."""
    if b == fzero:
        return fzero
    size = mpf_abs(value, _BITS, "u")
    if b[2] + b[3] <= -1:  # below 1/2
        return _times(size, _plus(b, _times(b, b)))
    if not _below(b, mpf_shift(fone, _LARGEST_GROWTH.bit_length() - 1)):
        raise Unsure("the exponential of a number that is hardly known")
    return _times(size, mpf_exp(b, _BITS, "u"))


def _relative(x: Raw, b: Bound) -> Bound:
    """A bound on |log(true / computed)| of a positive number."""
    if b == fzero:
        return fzero
    share = _share(b, mpf_abs(x, _BITS, "d"))
    if share[2] + share[3] > -1:
        raise Unsure("a number that may be 0 or not")
    return _plus(share, _times(share, share))  # -log(1 - r) <= r + r**2 for r <= 1/2


def _of_log(x: Raw, b: Bound) -> Bound:
    return _relative(x, b)


def _of_power(value: Raw, values: Sequence[Raw], bounds: Sequence[Bound], prec: int) -> Bound:
    (x, e), (b, c) = values, bounds
    rounded = _unit(value, prec, 2)
    if b == fzero and c == fzero:
        return _UNDERFLOW if value == fzero and x != fzero else rounded
    if c == fzero and e[1] and e[2] >= 0 and not e[0] and e[2] + e[3] <= _BITS and not _small(x, b):
        grown = mpf_pow_int(_plus(mpf_abs(x, _BITS, "u"), b), int(e[1] << e[2]), _BITS, "u")
        return _plus(grown, mpf_abs(value, _BITS, "u"))
    if c == fzero and e == (0, MPZ_ONE, -1, 1) and not _small(x, b):
        return _plus(mpf_sqrt(_plus(mpf_abs(x, _BITS, "u"), b), _BITS, "u"), mpf_abs(value, _BITS, "u"))
    if x == b == fzero and not e[0] and _below(c, e):
        return fzero
    if x == fzero or (x[0] and c != fzero):
        raise Unsure("a power of a number that may be 0 or negative")
    log = _relative(x, b)
    moved = _times(mpf_abs(e, _BITS, "u"), log)
    if c != fzero:
        size = mpf_abs(mpf_log(mpf_abs(x), _BITS, "u"), _BITS, "u")
        moved = _plus(moved, _times(c, _plus(_plus(size, log), _unit(fone, _BITS))))
    if value == fzero:
        return _UNDERFLOW
    return _plus(_moved(value, moved), rounded)


def _small(x: Raw, b: Bound) -> bool:
    """Whether a bound is below half of the number."""
    return b == fzero or (x != fzero and _below(mpf_shift(b, 1), mpf_abs(x)))


def _of_function(value: Raw, values: Sequence[Raw], bounds: Sequence[Bound], prec: int, again: Again) -> Bound:
    """A special function: moved in each argument to both sides, by its bound or, to see the slope, by a little more."""
    total = _unit(value, prec, _SPECIAL)
    for i, b in enumerate(bounds):
        if b != fzero:
            little = _unit(values[i], prec // 2) if values[i][1] else b
            step = b if _below(little, b) else little
            changes = _changes(value, values[i], i, step, again)
            if step != b and not _alike(*changes):
                step = b
                changes = _changes(value, values[i], i, step, again)
            total = _plus(total, mpf_shift(_times(_largest(changes), _share(b, step)), 1))
    return total


def _alike(a: Bound, b: Bound) -> bool:
    return a != fzero and b != fzero and abs(a[2] + a[3] - b[2] - b[3]) <= 2


def _changes(value: Raw, x: Raw, i: int, step: Bound, again: Again) -> list[Bound]:
    """By how much the value changes when an argument is moved up and down."""
    changes = []
    for moved in (mpf_add(x, step), mpf_sub(x, step)):
        try:
            found = again(i, moved)
        except ArithmeticError as error:
            raise Unsure(f"a function near the border of its domain: {error}") from None
        if not isinstance(found, tuple) or found in _NO_NUMBER:
            raise Unsure("a function near the border of its domain")
        changes.append(mpf_abs(mpf_sub(found, value, _BITS, "u"), _BITS, "u"))
    return changes
