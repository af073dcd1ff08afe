"""Quotients of factorials as binomial coefficients in one index, as the binomial series have them."""

from __future__ import annotations

from sympy import Expr, Mul, Symbol, binomial, factorial, gamma, gammasimp

__all__ = ["in_binomials"]


def in_binomials(expr: Expr, j: Symbol) -> Expr:
    """A product with ``1/(j! (n - j)!)`` as ``binomial(n, j)/n!``, and ``(j + m)!/j!`` as ``binomial(j + m, j) m!``.

    Examples
    --------
    >>> from sympy import symbols
    >>> j, m, n = symbols("j m n", integer=True, nonnegative=True)
    >>> in_binomials(binomial(j + m, m), j)
    binomial(j + m, j)
    >>> in_binomials(factorial(n)/(factorial(j)*factorial(n - j)), j)
    binomial(n, j)
    """
    of_counts = [f for f in Mul.make_args(expr) if f.has(binomial, factorial, gamma)]
    rest = Mul(*(f for f in Mul.make_args(expr) if f not in of_counts))
    whole = gammasimp(Mul(*of_counts).rewrite(factorial)).rewrite(factorial)
    parts = whole.as_powers_dict()
    if parts.get(factorial(j)) != -1:
        return expr
    for node, power in list(parts.items()):
        if not isinstance(node, factorial) or node == factorial(j) or not node.has(j):
            continue
        inside = node.args[0].expand()
        if power == -1 and not (n := (inside + j).expand()).has(j):
            return rest * (whole * factorial(j) * node / factorial(n)) * binomial(n, j)
        if power == 1 and not (m := (inside - j).expand()).has(j):
            return rest * (whole * factorial(j) / node * factorial(m)) * binomial(inside, j)
    return rest * whole
