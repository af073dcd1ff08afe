"""The arithmetic of programs: what each step does with numbers of mpmath that have left their context behind.

A step raises `Pole` or `Undefined` where there is no value; powers, exponentials and logarithms are real or refused.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mpmath.libmp import finf as infinity
from mpmath.libmp import (
    fone,
    from_int,
    from_man_exp,
    fzero,
    mpf_abs,
    mpf_div,
    mpf_eq,
    mpf_exp,
    mpf_le,
    mpf_log,
    mpf_lt,
    mpf_mul,
    mpf_pow,
    mpf_pow_int,
    mpf_sqrt,
)

from ..terms import Term
from .estimates import Pole, Undefined
from .special_functions import LARGE

__all__ = [
    "ELEMENTARY",
    "LOGICAL",
    "Raw",
    "Step",
    "Value",
    "constant",
    "gathering",
    "on_one",
    "power",
    "rounded",
    "whole_number",
    "wrapped",
]

Value = Any
Raw = Any  # a number of mpmath without its context, a truth value, or the failure of an instruction
Step = Callable[[list[Raw]], Raw]

# exp of a number with so many bits before the point is 0 or infinite for us: its exponent would fill the memory.
LARGEST_EXPONENT_BITS = 2000
# Larger exponents are not worth squaring one's way up to.
LARGEST_SQUARED_BITS = 10


def whole_number(n: int) -> Raw:
    """An integer, exactly; mpmath strips the zeros of a huge one byte by byte."""
    zeros = (n & -n).bit_length() - 1 if n else 0
    return from_man_exp(n >> zeros, zeros) if zeros > LARGE else from_int(n)


def rounded(top: int, bottom: int, prec: int) -> Raw:
    """A rational at a precision; of huge integers the leading bits are enough."""
    kept = prec + LARGE
    cut_top, cut_bottom = (max(0, abs(n).bit_length() - kept) for n in (top, bottom))
    low, high = bottom >> cut_bottom, top >> cut_top
    shift = max(0, kept + low.bit_length() - abs(high).bit_length())
    return from_man_exp((high << shift) // low, cut_top - cut_bottom - shift, prec, "n")


def constant(part: Term, ctx: Any) -> Step:
    """A fraction or a named constant, at the precision of the moment."""
    if isinstance(part, Fraction):
        top, bottom = part.numerator, part.denominator
        return lambda registers: rounded(top, bottom, ctx.prec)
    named = {"%pi": ctx.pi, "%e": ctx.e, "%gamma": ctx.euler, "%catalan": ctx.catalan}
    if part not in named:
        raise TypeError(f"no term: {part!r}")
    number = named[part]
    return lambda registers: (+number)._mpf_


# --- steps ---------------------------------------------------------------------------------------------------------


def on_one(function: Callable[[Raw, int], Raw], source: int, ctx: Any) -> Step:
    """A function of one number and a precision."""
    return lambda registers: function(registers[source], ctx._prec_rounding[0])


def gathering(function: Callable[..., Raw], sources: tuple[int, ...]) -> Step:
    """A function of all the arguments, failures included."""
    return lambda registers: function(*[registers[i] for i in sources])


def wrapped(function: Callable[..., Value], sources: tuple[int, ...], ctx: Any) -> Step:
    """A function of numbers with their context."""

    def step(registers: list[Raw]) -> Raw:
        arguments = [registers[i] for i in sources]
        for a in arguments:
            if isinstance(a, Exception):
                raise a
        value = function(*[ctx.make_mpf(a) if isinstance(a, tuple) else a for a in arguments])
        return value if isinstance(value, bool) else ctx.convert(value)._mpf_

    return step


def power(exponent: Term, sources: tuple[int, ...], ctx: Any) -> Step:
    """A power; by its exponent as it is written, the cheapest way."""
    base, e = sources
    if isinstance(exponent, int):
        if exponent == 2:
            return lambda registers: mpf_mul(registers[base], registers[base], ctx._prec_rounding[0], "n")
        if exponent == -1:
            return lambda registers: mpf_div(fone, _not_zero(registers[base]), ctx._prec_rounding[0], "n")
        if exponent < 0:
            return lambda registers: mpf_pow_int(_not_zero(registers[base]), exponent, ctx._prec_rounding[0], "n")
        return lambda registers: mpf_pow_int(registers[base], exponent, ctx._prec_rounding[0], "n")
    if exponent == Fraction(1, 2):
        return lambda registers: mpf_sqrt(_not_negative(registers[base]), ctx._prec_rounding[0], "n")
    return lambda registers: _real_power(registers[base], registers[e], ctx._prec_rounding[0])


def _not_zero(x: Raw) -> Raw:
    if x == fzero:
        raise Pole("division by zero")
    return x


def _not_negative(x: Raw) -> Raw:
    if x[0]:
        raise Undefined("a root of a negative number")
    return x


def _real_power(x: Raw, e: Raw, prec: int) -> Raw:
    if x == fzero:
        if e[0]:
            raise Pole("division by zero")
        return fone if e == fzero else fzero
    if x[0]:
        if e[2] < 0:
            raise Undefined("a power of a negative number")
        return mpf_pow_int(x, (-1 if e[0] else 1) * (e[1] << e[2]), prec, "n")
    if e[2] + e[3] > LARGEST_SQUARED_BITS:
        return _exp_of_product(e, x, prec)
    return mpf_pow(x, e, prec, "n")


def _exp_of_product(e: Raw, x: Raw, prec: int) -> Raw:
    """x**e as exp(e log x), with the bits added that a huge e costs."""
    log = mpf_log(x, prec, "n")
    size = max(0, e[2] + e[3]) + max(0, log[2] + log[3])
    if size > LARGEST_EXPONENT_BITS:
        return fzero if e[0] != log[0] else infinity
    return mpf_exp(mpf_mul(e, mpf_log(x, prec + size + 10, "n"), prec + size + 10, "n"), prec, "n")


def _exp(x: Raw, prec: int) -> Raw:
    if x[2] + x[3] > LARGEST_EXPONENT_BITS:
        return fzero if x[0] else infinity
    return mpf_exp(x, prec, "n")


def _log(x: Raw, prec: int) -> Raw:
    if x == fzero:
        raise Pole("the log of 0")
    if x[0]:
        raise Undefined("the log of a negative number")
    return mpf_log(x, prec, "n")


def _cases(*parts: Raw) -> Raw:
    for value, condition in zip(parts[::2], parts[1::2], strict=True):
        if isinstance(condition, Exception):
            raise condition
        if condition:
            if isinstance(value, Exception):
                raise value
            return value
    raise Undefined("no case holds")


def _decided(decides: bool) -> Callable[..., Raw]:
    """``or`` and ``and``: the first part that decides wins, even if a later one is undefined."""

    def function(*parts: Raw) -> Raw:
        for part in parts:
            if isinstance(part, Exception):
                raise part
            if part is decides:
                return decides
        return not decides

    return function


def _negation(part: Raw) -> bool:
    if isinstance(part, Exception):
        raise part
    return not part


def _extreme(before: Callable[[Raw, Raw], bool]) -> Callable[..., Raw]:
    def function(first: Raw, *rest: Raw) -> Raw:
        for x in rest:
            if before(x, first):
                first = x
        if not isinstance(first, tuple):
            raise TypeError("no number")
        return first

    return function


LOGICAL: dict[str, Callable[..., Raw]] = {
    "cases": _cases,
    "and": _decided(False),
    "or": _decided(True),
    "not": _negation,
    "<": lambda a, b: bool(mpf_lt(a, b)),
    "<=": lambda a, b: bool(mpf_le(a, b)),
    "=": lambda a, b: bool(mpf_eq(a, b)),
    "!=": lambda a, b: not mpf_eq(a, b),
    "min": _extreme(mpf_lt),
    "max": _extreme(lambda a, b: bool(mpf_lt(b, a))),
}
ELEMENTARY: dict[str, Callable[[Raw, int], Raw]] = {
    "exp": _exp,
    "log": _log,
    "abs": lambda x, prec: mpf_abs(x, prec, "n"),
}
