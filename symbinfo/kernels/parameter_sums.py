"""Sums of parameters, each times a power of two: what floats add without an error, two at a time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sympy as sy

from symbinfo.kernels.stable_functions import Difference

__all__ = ["exact_terms"]

LARGEST = 2**53


def exact_terms(expr: Any, names: Collection[Any]) -> list[Any] | None:
    """The terms of a sum of parameters, none of them rounded; None where it is no such sum.

    Parameters
    ----------
    expr : Expr
        A sum, in which differences may be kept as one.
    names : collection of Symbol
        The parameters.

    Examples
    --------
    >>> x, y, z = sy.symbols("x y z")
    >>> exact_terms(Difference(x, y) / 2 - 4 * z, {x, y, z})
    [-4*z, x/2, -y/2]
    >>> exact_terms(3 * x - y, {x, y}) is None  # 3*x is rounded
    True
    """
    found: list[Any] = []
    for term in sorted(sy.Add.make_args(expr), key=sy.default_sort_key):
        number, rest = term.as_coeff_Mul()
        if isinstance(rest, Difference):
            a, b = (exact_terms(part, names) for part in rest.args)
            parts = None if a is None or b is None else [*a, *(-t for t in b)]
        else:
            parts = [rest] if rest in names or rest == 1 else None
        if parts is None or not (_is_power_of_two(number) or (rest == 1 and _is_exact(number))):
            return None
        found += [number * part for part in parts]
    return found


def _is_power_of_two(number: Any) -> bool:
    return bool(number.is_Rational and all(n & (n - 1) == 0 for n in (abs(int(number.p)), int(number.q))))


def _is_exact(number: Any) -> bool:
    return bool(number.is_Rational and int(number.q) & (int(number.q) - 1) == 0 and abs(int(number.p)) <= LARGEST)
