"""Special functions at places where they are simpler: Bessel functions of half-integer order, quadratic logarithms."""

from __future__ import annotations

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Poly,
    Rational,
    S,
    Subs,
    Symbol,
    besselk,
    exp,
    expand_func,
    expint,
    factorial,
    hyper,
    log,
    pi,
    sqrt,
    uppergamma,
    zeta,
)

__all__ = ["elementary_bessel", "has_unknown_derivative", "named", "nameless", "quadratic"]

LARGEST_ORDER = 12


def elementary_bessel(expr: Expr) -> Expr:
    """K of half-integer order by exponentials (DLMF 10.49.12), its derivative in the order at 1/2 by E1 (10.38.7)."""
    if not expr.has(besselk):
        return expr
    derivatives = {s: _derivative(s) for s in expr.atoms(Subs) if s.expr.has(besselk)}
    plain = expr.xreplace({s: d for s, d in derivatives.items() if d is not None})
    return plain.replace(besselk, _bessel)


def _bessel(order: Expr, z: Expr) -> Expr:
    order = -order if order.could_extract_minus_sign() else order
    n = order - S.Half
    if not n.is_Integer or n < 0 or n > LARGEST_ORDER:
        return besselk(order, z)
    terms = (factorial(n + k) / (factorial(k) * factorial(n - k) * (2 * z) ** k) for k in range(int(n) + 1))
    return sqrt(pi / (2 * z)) * exp(-z) * Add(*terms)


def _derivative(node: Subs) -> Expr | None:
    """The derivative of K in its order, at 1/2 and -1/2."""
    (order,) = node.point
    inner = node.expr
    if not isinstance(inner, Derivative) or not isinstance(inner.expr, besselk) or abs(order) != Rational(1, 2):
        return None
    z = inner.expr.args[1]
    if inner.expr.args[0] not in node.variables or inner.derivative_count != 1:
        return None
    sign = Integer(1) if order > 0 else Integer(-1)
    return sign * sqrt(pi / (2 * z)) * exp(z) * expint(1, 2 * z)


_Incomplete, _Gauss = Function("Gamma"), Function("F")


def nameless(expr: Expr) -> Expr:
    """Incomplete gamma and hypergeometric functions as functions without a known derivative in their parameters."""
    plain = expr.replace(uppergamma, _Incomplete) if expr.has(uppergamma) else expr
    return plain.replace(_is_gauss, lambda f: _Gauss(*f.ap, *f.bq, f.argument)) if plain.has(hyper) else plain


def _is_gauss(node: Expr) -> bool:
    return isinstance(node, hyper) and (len(node.ap), len(node.bq)) == (2, 1)


def named(expr: Expr) -> Expr:
    """The way back; the derivative of Gamma(s, z) in s is known at whole s, that of F(s, a; c; z) at s = 0."""
    known = {}
    for node in expr.atoms(Subs) if expr.has(_Incomplete, _Gauss) else ():
        inner, (order,) = node.expr, node.point
        if not isinstance(inner, Derivative) or inner.derivative_count != 1:
            continue
        if inner.expr.func == _Incomplete and order.is_Integer and 0 < order <= LARGEST_ORDER:
            known[node] = _derivative_of_incomplete(int(order), inner.expr.args[1])
        elif inner.expr.func == _Gauss:
            value = _derivative_at_zero(inner.expr, node.variables[0], order)
            known |= {node: value} if value is not None else {}
    opened = expr.xreplace(known).replace(_Incomplete, lambda s, z: expand_func(uppergamma(s, z)))
    return opened.replace(_Gauss, lambda s, a, c, z: S.One if 0 in (s, a) else hyper((s, a), (c,), z))


def _derivative_at_zero(function: Expr, variable: Symbol, point: Expr) -> Expr | None:
    """The derivative of F(s, a; c; z) in s at s = 0, from (s)_n = s (n - 1)! + ... (DLMF 15.2.1); F(0, a; c; z) is 1."""
    s, a, c, z = function.args
    if 0 in (s, a):
        return S.Zero
    if variable not in (s, a) or point != 0:
        return None
    other = a if variable == s else s
    return other * z / c * hyper((1, 1, other + 1), (2, c + 1), z)


def _derivative_of_incomplete(n: int, z: Expr) -> Expr:
    """d/ds Gamma(s, z) at s = n: by parts down to n = 1, where it is exp(-z) log z + E1(z)."""
    if n == 1:
        return exp(-z) * log(z) + expint(1, z)
    below = expand_func(uppergamma(n - 1, z))
    return below + (n - 1) * _derivative_of_incomplete(n - 1, z) + z ** (n - 1) * exp(-z) * log(z)


def has_unknown_derivative(expr: Expr) -> bool:
    """Whether a derivative is left that has no name (that of the zeta function has one)."""
    return expr.has(Subs) or any(not isinstance(d.expr, zeta) for d in expr.atoms(Derivative))


def quadratic(argument: Expr, x: Symbol) -> tuple[Expr, Expr, Expr] | None:
    """``C ((x - c)**2 + d**2)`` as (C, c, d) with d >= 0, or None where the argument is not of that shape."""
    if isinstance(argument, Abs):
        argument = argument.args[0] ** 2
    if not argument.is_polynomial(x):
        return None
    polynomial = Poly(argument, x)
    if polynomial.degree() != 2:
        return None
    lead, middle, last = polynomial.all_coeffs()
    centre = -middle / (2 * lead)
    square = (last / lead - centre**2).expand().together().factor()
    root = sqrt(square)
    return (lead, centre, root) if root.is_extended_real and root.is_nonnegative else None
