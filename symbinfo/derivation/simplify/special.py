"""Special functions at places where they are simpler: Bessel functions of half-integer order, quadratic logarithms."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Mul,
    Ne,
    Poly,
    Rational,
    S,
    Subs,
    Symbol,
    besseli,
    besselk,
    beta,
    cosh,
    exp,
    expand_func,
    expint,
    factor,
    factorial,
    harmonic,
    hyper,
    log,
    loggamma,
    pi,
    polygamma,
    polylog,
    rf,
    sinh,
    sqrt,
    uppergamma,
    zeta,
)

from symbinfo.derivation.simplify.recurrences import by_two_bessels
from symbinfo.derivation.simplify.struve_values import elementary_struve
from symbinfo.derivation.simplify.tricomi_values import elementary_tricomi
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu

__all__ = ["factored_by_parts", "has_unknown_derivative", "named", "nameless", "quadratic", "with_elementary_values"]

LARGEST_ORDER = 12


def with_elementary_values(expr: Expr, domain: Domain) -> Expr:
    """Bessel, beta and hypergeometric functions by elementary ones, where they are on the domain."""
    plain = elementary_struve(elementary_tricomi(elementary_bessel(expr)))
    plain = plain.replace(beta, _beta) if plain.has(beta) else plain
    return plain.replace(hyper, lambda above, below, z: _hypergeometric(above, below, z, domain))


def _coefficient(above: Sequence[Expr], below: Sequence[Expr], n: int) -> Expr:
    """Of z**n in a hypergeometric series."""
    return Mul(*(rf(u, n) for u in above)) / Mul(*(rf(u, n) for u in below)) / factorial(n)


def _beta(a: Expr, b: Expr) -> Expr:
    """B(a, 1) = 1/a and B(a, 2) = 1/(a (a + 1)) (DLMF 5.12.1)."""
    for u, n in ((a, b), (b, a)):
        if n in (1, 2) and u.free_symbols:
            return 1 / u if n == 1 else 1 / (u * (u + 1))
    return beta(a, b)


def _hypergeometric(above: Expr, below: Expr, z: Expr, domain: Domain) -> Expr:
    """F(1, 1; 2; z) and F(1, 1; 3; z) by logarithms (DLMF 15.4.1 and its neighbour), F(1, 1, b; 2, b + 1; -1) by digammas.

    The terms of the latter are (-1)**n b/((n + 1) (n + b)), in partial fractions; see DLMF 5.7.6.
    """
    if any(u.is_Integer and u <= 0 for u in above) and not any(u.is_Integer and u <= 0 for u in below):
        degree = -max(u for u in above if u.is_Integer and u <= 0)
        return Add(*(_coefficient(above, below, n) * z**n for n in range(degree + 1)))
    if len(above) == 1 and not below:  # the binomial series
        return (1 - z) ** -above[0]
    b = next((u for u in above if u != 1), S.One)
    if z == -1 and sorted(above, key=str) == sorted((1, 1, b), key=str) and set(below) == {2, b + 1} and b != 1:
        return b / (b - 1) * (log(2) - (polygamma(0, (b + 1) / 2) - polygamma(0, b / 2)) / 2)
    if tuple(above) == (1, 1) and tuple(below) in ((2,), (3,)) and domain.implies(Ne(z, 0)):
        return -log(1 - z) / z if tuple(below) == (2,) else 2 * (z + (1 - z) * log(1 - z)) / z**2
    return hyper(above, below, z)


def elementary_bessel(expr: Expr) -> Expr:
    """K of half-integer order by exponentials (DLMF 10.49.12), its derivative in the order at 1/2 by E1 (10.38.7)."""
    if expr.has(besseli):
        expr = by_two_bessels(expr).replace(besseli, _bessel_of_first_kind)
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


def _bessel_of_first_kind(order: Expr, z: Expr) -> Expr:
    """I of the orders 1/2 and -1/2 by hyperbolic functions (DLMF 10.39.1)."""
    plain = {S.Half: sinh, -S.Half: cosh}
    return sqrt(2 / (pi * z)) * plain[order](z) if order in plain else besseli(order, z)


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


_Incomplete, _Gauss, _Kummer = Function("Gamma"), Function("F"), Function("M")
#: Functions whose derivatives in a parameter stay derivatives, as they are printed.
_PRINTED = {
    _Incomplete: uppergamma,
    _Gauss: lambda s, a, c, z: hyper((s, a), (c,), z),
    _Kummer: lambda a, b, z: hyper((a,), (b,), z),
    besselk: besselk,
    hyperu: hyperu,
    struvek: struvek,
    polylog: polylog,
    harmonic: harmonic,
    zeta: zeta,
}


def nameless(expr: Expr) -> Expr:
    """Incomplete gamma and hypergeometric functions as functions without a known derivative in their parameters."""
    plain = expr.replace(uppergamma, _Incomplete) if expr.has(uppergamma) else expr
    return plain.replace(hyper, _nameless_series) if plain.has(hyper) else plain


def _nameless_series(above: Expr, below: Expr, z: Expr) -> Expr:
    known = {(2, 1): _Gauss, (1, 1): _Kummer}.get((len(above), len(below)))
    return hyper(above, below, z) if known is None else known(*above, *below, z)


def named(expr: Expr) -> Expr:
    """The way back; the derivative of Gamma(s, z) in s is known at whole s, that of F(s, a; c; z) at s = 0.

    Of others it stays a derivative, with values (`ParameterSlope`).
    """
    found = {node: (node.expr, node.point[0]) for node in expr.atoms(Subs)}
    bare = expr.xreplace(dict.fromkeys(found, S.One))
    found |= {d: (d, d.variables[0]) for d in bare.atoms(Derivative)}  # at a symbol it stands without the place
    known = {node: value for node, at in found.items() if (value := _value_of(*at)) is not None}
    opened = expr.xreplace(known).replace(_Incomplete, lambda s, z: expand_func(uppergamma(s, z)))
    opened = opened.replace(_Kummer, lambda a, b, z: S.One if a == 0 else hyper((a,), (b,), z))
    return opened.replace(_Gauss, lambda s, a, c, z: S.One if 0 in (s, a) else hyper((s, a), (c,), z))


def _value_of(inner: Expr, place: Expr) -> Expr | None:
    """The derivative of a function in a parameter, at a place: its value, or itself with values; None of other things."""
    if not isinstance(inner, Derivative) or inner.expr.func not in _PRINTED or len(set(inner.variables)) != 1:
        return None
    function, order, variable = inner.expr, inner.derivative_count, inner.variables[0]
    if function.func is zeta and isinstance(place, Symbol):
        return None  # as it is printed
    if function.func is harmonic and order == 1 and place == 0:
        return -loggamma(function.args[0] + 1)
    if function.func == _Incomplete and order == 1 and place.is_Integer and 0 < place <= LARGEST_ORDER:
        return _derivative_of_incomplete(int(place), function.args[1])
    if function.func == _Gauss and order == 1 and (value := _derivative_at_zero(function, variable, place)) is not None:
        return value
    if function.args.count(variable) != 1 or sum(a.has(variable) for a in function.args) != 1:
        return None
    return ParameterSlope.of(
        lambda v: _PRINTED[function.func](*(v if a == variable else a for a in function.args)), place, order
    )


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
    return any(not isinstance(s, ParameterSlope) for s in expr.atoms(Subs)) or any(
        not isinstance(d.expr, zeta) for d in expr.replace(Subs, lambda *_: S.One).atoms(Derivative)
    )


def factored_by_parts(expanded: Expr) -> Expr:
    """Terms that share no symbol with the others factored by themselves: a**2 - 2*a*b + b**2 + s is (a - b)**2 + s."""
    parts: list[tuple[set[Expr], Expr]] = []
    for term in Add.make_args(expanded):
        symbols_here, total, apart = set(term.free_symbols), term, []
        for known, part in parts:
            if known & symbols_here:
                symbols_here, total = symbols_here | known, total + part
            else:
                apart.append((known, part))
        parts = [*apart, (symbols_here, total)]
    return Add(*(factor(part) for _, part in parts)) if len(parts) > 1 else expanded


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
    root = sqrt(square.replace(lambda node: isinstance(node, Add), factored_by_parts))
    return (lead, centre, root) if root.is_extended_real and root.is_nonnegative else None
