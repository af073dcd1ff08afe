"""Whole numbers too large to be floats: their factors, found without the floats that SymPy looks at on the way."""

from __future__ import annotations

from sympy import Expr, Integer, Rational, integer_nthroot, primerange

__all__ = ["LARGEST_FLOAT", "factors_of", "huge_power_split"]

#: Below this SymPy does it by itself; primes below the other are tried.
LARGEST_FLOAT, LARGEST_PRIME = 2**1000, 2**15


def factors_of(number: int) -> dict[int, int]:
    """Small primes with their exponents, and what is left, as the power of a smaller number where it is one.

    Examples
    --------
    >>> factors_of(114186**202) == {2: 202, 3: 202, 19031: 202}
    True
    >>> factors_of(1000003**300)
    {1000003: 300}
    """
    found: dict[int, int] = {}
    for prime in primerange(2, LARGEST_PRIME):
        while number % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            number //= prime
    order = next((k for k in range(number.bit_length() // 15, 1, -1) if integer_nthroot(number, k)[1]), 1)
    if number > 1:
        found[int(integer_nthroot(number, order)[0])] = order
    return found


def huge_power_split(base: Expr, exponent: Expr) -> list[tuple[Expr, Expr]]:
    """A power of a positive rational number as powers of smaller ones, where it is huge; any other power as it is."""
    if not isinstance(base, Rational) or max(abs(int(base.p)), int(base.q)) < LARGEST_FLOAT or base.p <= 0:
        return [(base, exponent)]
    parts = ((int(base.p), exponent), (int(base.q), -exponent))
    return [(Integer(prime), power * e) for number, e in parts for prime, power in factors_of(number).items()]
