"""An antiderivative of a constant over two quadratics without real zeros, as in the convolution of two Cauchy densities.

``1/(q1 q2)`` is ``(A x + B)/q1 + (D - A x)/q2``, so that the logarithms join to that of q1/q2, which is 0 far out.
"""

from __future__ import annotations

from sympy import Expr, Mul, Poly, S, Symbol, atan, factor, linsolve, log, oo, pi, sqrt, symbols

from symbinfo.expressions.domain import Domain

__all__ = ["over_two_quadratics"]


def over_two_quadratics(body: Expr, x: Symbol, domain: Domain) -> tuple[Expr, Expr] | None:
    """An antiderivative, and its growth from one end of the line to the other; None of other integrands.

    Parameters
    ----------
    body : Expr
        What is integrated.
    x : Symbol
        The variable.
    domain : Domain
        Where everything else lives.
    """
    outside, inside = body.as_independent(x, as_Add=False)
    found = [f.as_base_exp() for f in Mul.make_args(inside)]
    if len(found) != 2 or any(power != -1 or not base.is_polynomial(x) for base, power in found):
        return None
    first, second = (Poly(base, x) for base, _ in found)
    if any(q.degree() != 2 for q in (first, second)) or first == second:
        return None
    roots = [_root(q, domain) for q in (first, second)]
    if None in roots:
        return None
    a, b, d = symbols("a b d")
    rest = Poly((a * x + b) * second.as_expr() + (d - a * second.LC() / first.LC() * x) * first.as_expr() - 1, x)
    return _joined(outside, (first, second), roots, rest, (a, b, d), x)


def _root(quadratic: Poly, domain: Domain) -> Expr | None:
    """The root of minus the discriminant, where that is positive."""
    top, middle, low = quadratic.all_coeffs()
    negative = factor(4 * top * low - middle**2)
    root = sqrt(negative)
    root = root.replace(lambda e: e.is_Function and e.func.__name__ == "Abs", lambda e: domain.absolute(e.args[0]))
    return root if domain.positive(negative) and domain.positive(top) else None


def _joined(
    outside: Expr, quadratics: tuple[Poly, Poly], roots: list[Expr], rest: Poly, unknown: tuple[Symbol, ...], x: Symbol
) -> tuple[Expr, Expr] | None:
    solved = list(linsolve(rest.all_coeffs(), *unknown))
    if len(solved) != 1:
        return None
    a, b, d = (factor(value) for value in solved[0])
    slopes = (a, -a * quadratics[1].LC() / quadratics[0].LC())
    total, growth = S.Zero, S.Zero
    for quadratic, root, slope, level in zip(quadratics, roots, slopes, (b, d), strict=True):
        top, middle, _ = quadratic.all_coeffs()
        share = factor(2 * level - slope * middle / top) / root
        total += slope / (2 * top) * log(quadratic.as_expr()) + share * atan((2 * top * x + middle) / root)
        growth += share * pi
    leading = [slope / q.LC() for q, slope in zip(quadratics, slopes, strict=True)]
    return None if factor(sum(leading)) != 0 or growth.has(oo) else (outside * total, outside * growth)
