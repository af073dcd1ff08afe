"""Products by simpler ones of the same sign, and what is cheap enough to be looked at."""

from __future__ import annotations

from sympy import Expr, Mul, Pow, S, atan, atanh, cancel, erf, log, sinh, tanh

__all__ = ["is_small", "of_one_sign", "of_the_same_sign", "one_power"]

# Beyond these sizes a sign is left unknown rather than searched for.
LARGEST_OPENED, LARGEST_POWER = 60, 6
#: Functions with the sign of their argument; that of log(u) is the sign of u - 1.
SIGNED = (atan, atanh, erf, log, sinh, tanh)


def is_small(expr: Expr) -> bool:
    """Whether opening the powers of a sum, which holds no matrices, is sure to stay cheap."""
    plain = expr.count_ops() <= LARGEST_OPENED and not any(s.is_Matrix for s in expr.free_symbols)
    return bool(plain and all(abs(p.exp) <= LARGEST_POWER for p in expr.atoms(Pow) if p.exp.is_Integer))


def of_one_sign(product: Mul) -> Expr:
    """A product of the same sign, without functions that have the sign of their argument: atanh(u)/u as 1."""
    pairs = {f: f.as_base_exp() for f in product.args if isinstance(f.as_base_exp()[0], SIGNED)}
    pairs = {f: (b, e) for f, (b, e) in pairs.items() if b.args[0].is_rational_function() and is_small(b.args[0])}
    plain = {
        f: (b.args[0] - 1 if isinstance(b, log) else b.args[0]) ** e for f, (b, e) in pairs.items() if e in (1, -1)
    }
    if not plain:
        return product
    rational = Mul(*plain.values(), *(f for f in product.args if f not in plain and f.is_rational_function()))
    return Mul(
        cancel(rational),
        *(f for f in product.args if f not in plain and not f.is_rational_function()),
        S.One,
        evaluate=False,
    )


def of_the_same_sign(value: Expr) -> Expr:
    """What is positive where the value is: ``v - m**2`` for ``sqrt(2)/sqrt(v - m**2)``.

    Examples
    --------
    >>> from sympy import sqrt, symbols
    >>> m, v = symbols("m v", real=True)
    >>> of_the_same_sign(2 / sqrt(v - m**2)), of_the_same_sign(v**2)
    (-m**2 + v, v**2)
    """
    factors = [f for f in Mul.make_args(value) if not f.is_positive]
    if len(factors) != 1 or not isinstance(factors[0], Pow):
        return value
    base, exponent = factors[0].as_base_exp()
    kept = exponent.is_Rational and not exponent.is_even and base.is_extended_real is not False
    return base if kept else value


def one_power(product: Expr) -> tuple[Expr, Expr]:
    """Base and exponent; of ``u**c * v**(-c)`` they are ``u/v`` and ``c``."""
    pairs = [f.as_base_exp() for f in Mul.make_args(product)]
    c = pairs[0][1]
    if len(pairs) == 1 or c in (1, -1) or any(e not in (c, -c) for _, e in pairs):
        base, exponent = product.as_base_exp()
        return base, exponent
    return Mul(*(b if e == c else 1 / b for b, e in pairs)), c
