"""Arithmetic and functions on SymPy objects, bounded: what would take too long or is no real number is refused.

Every function raises `QueryError` without the text and the place, which the caller knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log2
from typing import Any

import sympy
from mpmath.libmp import NoConvergence
from sympy import Add, Dummy, Expr, I, Integer, Mul, Pow, Rational, S, nan, zoo

from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.functions import FUNCTIONS as ROWS
from symbinfo.query.vocabulary import near

__all__ = [
    "COMPARISONS",
    "FUNCTIONS",
    "JUNCTIONS",
    "apply",
    "checked",
    "combine",
    "compared",
    "guarded",
    "is_sum_of_numbers",
    "number",
]

LARGEST_POWER, LONGEST_POWER = 64, 4096
LONGEST_NUMBER, LARGEST_MAGNITUDE = 10_000, 20_000
# Numbers finer than these lead SymPy to compare what only thousands of digits tell apart.
FINEST_ARGUMENT, FINEST_POWER = 10**60, 10**12

# What SymPy raises on arguments outside what it supports.
_FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NoConvergence,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


#: What only its evaluation could tell the size of.
_TOTALS = (sympy.Sum, sympy.Integral)


@dataclass(frozen=True)
class Word:
    """A word of the language: what it makes, of how many arguments, and how large they may be when they are numbers."""

    make: Callable[..., Any]
    least: int = 1
    most: int = 1
    limits: tuple[int, ...] = ()


#: Words for what is no function of its own.
_ABBREVIATIONS = {
    "ln": Word(sympy.log),
    "log2": Word(lambda x: sympy.log(x) / sympy.log(2)),
    "sqrt": Word(sympy.sqrt),
    "Rational": Word(sympy.Rational, 2, 2),
}
FUNCTIONS: dict[str, Word] = {
    **{w: Word(f.kind, *f.arguments, f.sizes) for f in ROWS if isinstance(f.words, tuple) for w in f.words},
    **_ABBREVIATIONS,
}

#: What joins conditions.
JUNCTIONS: dict[str, Any] = {"&": sympy.And, "|": sympy.Or}
#: Inside an expression a comparison is 1 or 0.
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": sympy.Eq, "<=": sympy.Le, ">=": sympy.Ge, "<": sympy.Lt, ">": sympy.Gt
}  # fmt: skip


def guarded(make: Callable[..., Any], *args: Any, what: str) -> Any:
    """Call SymPy; what it cannot do with these arguments becomes one clear line."""
    try:
        return make(*args)
    except _FAILURES as error:
        raise QueryError(f"{what} cannot be formed with these arguments: correct or simplify them") from error


def number(digits: int, exponent: int) -> Rational:
    """``digits * 10**exponent``, exactly."""
    return Rational(digits * 10**exponent) if exponent >= 0 else Rational(digits, 10**-exponent)


def combine(sign: str, left: Expr, right: Expr) -> Expr:
    """One of ``+ - * / % **``, or a comparison, which is 1 or 0."""
    if sign in JUNCTIONS:
        raise QueryError(f"{sign} joins conditions: they stand only in Piecewise((value, condition), ...)")
    word = next((side for side in (left, right) if not isinstance(side, Expr)), None)
    if word is not None and sign != "==":
        raise QueryError(f"{getattr(word, 'name', word)} is a word, not a number: words are compared, as in (X == red)")
    if sign == "+":
        return checked(guarded(Add, left, right, what="this sum"))
    if sign == "-":
        return checked(guarded(Add, left, Mul(-1, right), what="this difference"))
    if sign == "*":
        return checked(guarded(Mul, left, right, what="this product"))
    if sign == "/":
        _no_sum_of_numbers(right)
        if right.is_zero:
            raise QueryError("division by zero")
        return checked(guarded(Mul, left, Pow(right, -1), what="this quotient"))
    if sign == "%":
        return _remainder(left, right)
    if sign in COMPARISONS:
        return _comparison(sign, left, right)
    if sign == "**":
        return _power(left, right)
    raise QueryError(f"{sign} is no operator between numbers")


def _remainder(left: Expr, right: Expr) -> Expr:
    if left.has(Dummy) and isinstance(right, Rational) and right > 0:  # what a variable of a setting leaves
        return sympy.Mod(left, right)
    if not isinstance(left, Rational) or not isinstance(right, Rational) or right == 0:
        raise QueryError("% is read between numbers, such as outcomes of variables")
    return left % right


def compared(sign: str, left: Any, right: Any) -> Any:
    """A comparison as a condition."""
    _no_sum_of_numbers(left, right)
    return guarded(sympy.Ne if sign == "!=" else COMPARISONS[sign], left, right, what="this condition")


def _comparison(sign: str, left: Any, right: Any) -> Expr:
    """1 or 0, where both sides are numbers or words."""
    if sign == "==" and not (left.free_symbols or right.free_symbols):
        return Integer(left == right or (isinstance(left, Expr) and isinstance(right, Expr) and left.equals(right)))
    if isinstance(left, Expr) and isinstance(right, Expr):
        holds = COMPARISONS[sign](left, right)
        if holds in (True, False):
            return Integer(bool(holds))
    raise QueryError("a comparison inside an expression is 1 or 0: it is read between numbers, such as outcomes")


def _power(base: Expr, exponent: Expr) -> Expr:
    _no_sum_of_numbers(base, exponent)
    if isinstance(exponent, Rational) and exponent.q > FINEST_POWER:
        raise QueryError("a constant power has at most 12 decimal places")
    if _is_number(exponent) and base not in (S.One, S.NegativeOne, S.Zero):
        rational = isinstance(base, Rational) and isinstance(exponent, Integer)
        if _size(exponent) > (LONGEST_POWER if rational else LARGEST_POWER):
            raise QueryError(f"a constant power is at most {LARGEST_POWER} in size: write exp(...) or simplify")
        if isinstance(base, Rational) and isinstance(exponent, Rational):
            bits = max(log2(abs(base.p) or 1), log2(base.q)) * abs(exponent.p / exponent.q)
            if bits > LONGEST_POWER:
                raise QueryError(f"this power has more than {LONGEST_POWER} bits: write it with exp and log")
    if base.is_zero and exponent.is_negative:
        raise QueryError("division by zero")
    return checked(guarded(Pow, base, exponent, what="this power"))


def apply(name: str, args: list[Expr]) -> Expr:
    """A function of the language, applied."""
    function = FUNCTIONS.get(name)
    if function is None:
        raise QueryError(f"unknown function {name}{near(name, FUNCTIONS)}")
    if not function.least <= len(args) <= function.most:
        wanted = str(function.least) if function.least == function.most else f"{function.least} to {function.most}"
        raise QueryError(f"{name} takes {wanted} argument{'s' * (wanted != '1')}: got {len(args)}")
    _no_sum_of_numbers(*args)
    for arg, limit in zip(args, function.limits, strict=False):
        for part in arg if isinstance(arg, sympy.Tuple) else (arg,):
            _check_argument(name, part, limit)
    if name == "Rational":
        return _rational(*args)
    if name in ("log", "ln", "log2") and args[0].is_zero:
        raise QueryError("log(0) is not a number: a logarithm takes a positive argument")
    return checked(guarded(function.make, *args, what=f"{name}(...)"), f"{name}(...)")


def _check_argument(name: str, arg: Expr, limit: int) -> None:
    if isinstance(arg, Rational) and arg.q > FINEST_ARGUMENT:
        raise QueryError(f"the argument of {name} has at most 60 decimal places")
    if _is_number(arg) and _size(arg) > limit:
        raise QueryError(f"the argument of {name} is at most {limit} in size")


def _rational(p: Expr, q: Expr) -> Expr:
    if not isinstance(p, Integer) or not isinstance(q, Integer):
        raise QueryError("Rational takes two whole numbers")
    return combine("/", p, q)


def is_sum_of_numbers(value: Expr) -> bool:
    """Whether this is a sum or an integral without symbols, whose sign and size only its evaluation could tell."""
    return isinstance(value, _TOTALS) and not value.free_symbols


def _no_sum_of_numbers(*values: Expr) -> None:
    if any(is_sum_of_numbers(part) for value in values for part in value.atoms(*_TOTALS)):
        kind = "an integral" if any(value.atoms(sympy.Integral) for value in values) else "a long sum"
        raise QueryError(f"{kind} of numbers is read only as a term by itself: give its value here")


def checked(value: Any, what: str = "this expression") -> Expr:
    """The value, where it is an expression that may be real and is not too large."""
    if not isinstance(value, Expr):
        raise QueryError(f"{what} is not a quantity")
    if isinstance(value, Rational):
        if max(abs(value.p).bit_length(), value.q.bit_length()) > LONGEST_NUMBER:
            raise QueryError("this number is too long: write it with exp and log")
        return value
    if value.has(nan, zoo):
        raise QueryError(f"{what} has no value: it divides by zero, or is undetermined")
    if value.has(I) or guarded(getattr, value, "is_extended_real", what=what) is False:
        raise QueryError(f"{what} is not a real number")
    if _is_number(value) and value.is_finite is not False:
        _size(value)
    return value


def _is_number(value: Expr) -> bool:
    return bool(value.is_number) and not value.has(*_TOTALS)


def _size(value: Expr) -> float:
    """How large a number is, roughly; numbers beyond all use are refused."""
    if isinstance(value, Rational):
        return float("inf") if abs(value.p).bit_length() - value.q.bit_length() > 1000 else abs(value.p / value.q)
    if value.is_infinite:
        return float("inf")
    approximate = guarded(value.evalf, 3, what="this number")
    if approximate.has(I):
        raise QueryError("this number is not real")
    if not approximate.is_Float:
        return 0.0
    _, man, exponent, bits = approximate._mpf_
    if man and abs(exponent + bits) > LARGEST_MAGNITUDE:
        raise QueryError("this number is too large or too small: write its logarithm")
    return float("inf") if exponent + bits > 1000 else abs(float(approximate))
