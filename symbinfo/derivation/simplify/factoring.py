"""Polynomials as products: one that is linear in a symbol is its content and a rest without factors; others go to SymPy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from math import gcd
from typing import Any

from sympy import Add, Expr, Mul, Poly, Pow, Rational, S, default_sort_key, factor, together
from sympy.core.mul import _keep_coeff
from sympy.polys.domains import ZZ
from sympy.polys.galoistools import gf_irreducible_p
from sympy.polys.polyerrors import BasePolynomialError
from sympy.polys.rings import PolyElement, PolyRing

__all__ = ["as_product"]

#: A prime, and where the other symbols are put to look at a polynomial in one of them.
PRIME = 10007
PLACES = ((3, 1009, 57, 2203, 331, 4099, 8, 719), (5003, 11, 907, 2, 6007, 123, 3989, 41))
#: In more symbols nothing is seen here, and of a higher degree in one of them no irreducible image is likely.
MOST_SYMBOLS, LARGEST_DEGREE = 8, 6

Terms = list[tuple[tuple[int, ...], int]]


def as_product(expr: Expr) -> Expr:
    """An expression that is rational in symbols as one product, as SymPy's `factor` writes it.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, c = symbols("a b c")
    >>> as_product(a*c + b*c), as_product(-2*a**2 - 2*b), as_product(a*b + c*(a - 1) + c)
    (c*(a + b), -2*(a**2 + b), a*(b + c))
    """
    apart = _without_monomial(expr) if isinstance(expr, Add) and expr.free_symbols else None
    if apart is None:
        return _over_denominators(expr)
    monomial, inner = apart
    try:
        divisor, polynomial = Poly(inner, field=True).clear_denoms(convert=True)
    except BasePolynomialError:  # no polynomial in symbols
        return factor(expr)
    if polynomial.domain != ZZ or not _is_irreducible(polynomial.terms()):
        return _over_denominators(expr)
    content, primitive = polynomial.primitive()
    if primitive.LC() < 0:
        content, primitive = -content, -primitive
    return _keep_coeff(Rational(int(content), int(divisor)), Mul(primitive.as_expr(), monomial))


def _over_denominators(expr: Expr) -> Expr:
    """What is rational in symbols as SymPy's `factor` does it: over one denominator, each factor by itself."""
    number: Expr = S.One
    product: list[Expr] = []
    for part in Mul.make_args(together(expr)):
        base, exponent = part.as_base_exp()
        if part.is_Rational:
            number *= part
            continue
        polynomial = _in_symbols(base) if exponent.is_Integer else None
        if polynomial is None:
            return factor(expr)
        content, factors = _factors_of(polynomial)
        number *= content**exponent
        product += [factor_ ** (exponent * times) for factor_, times in factors.items()]
    return _keep_coeff(number, Mul(*product))


def _in_symbols(base: Expr) -> Poly | None:
    """A polynomial in symbols with whole coefficients; None of anything else."""
    try:
        found = Poly(base)
    except BasePolynomialError:
        return None
    return found if found.domain == ZZ and all(g.is_Symbol for g in found.gens) else None


def _factors_of(polynomial: Poly) -> tuple[Rational, dict[Expr, int]]:
    content, plain = polynomial.primitive()
    if plain.LC() < 0:
        content, plain = -content, -plain
    monomial, rest = plain.terms_gcd()
    factors = {g: int(n) for g, n in zip(polynomial.gens, monomial, strict=True) if n}
    if not rest.is_ground:
        of_sum = PolyRing(polynomial.gens, ZZ).from_dict(rest.as_dict(native=True))
        factors |= {f.as_expr(): times for f, times in Counter(_irreducibles(of_sum)).items()}
    return Rational(int(content)), factors


def _irreducibles(plain: PolyElement) -> Iterator[PolyElement]:
    """The factors of a polynomial that no number and no monomial divides.

    Of ``A v + B`` they are those of the common divisor of A and B, and the rest: what is linear in v and has no content has no factors.
    """
    linear = [v for v, degree in enumerate(plain.degrees()) if degree == 1]
    if linear:
        content = min((_halves(plain, v) for v in linear), key=lambda pair: min(map(len, pair)))
        shared = content[0].gcd(content[1]) if min(map(len, content)) > 1 else plain.ring.one
        if shared.is_ground:
            yield plain
        else:
            yield _positive(plain.exquo(shared))
            yield from _irreducibles(_positive(shared))
        return
    if _is_irreducible(plain.terms()):
        yield plain
        return
    for factor_, times in plain.factor_list()[1]:
        yield from [factor_] * times


def _halves(plain: PolyElement, v: int) -> tuple[PolyElement, PolyElement]:
    """A and B of ``A v + B``."""
    parts: tuple[dict[Any, Any], dict[Any, Any]] = ({}, {})
    for monomial, coefficient in plain.terms():
        parts[1 - monomial[v]][(*monomial[:v], 0, *monomial[v + 1 :])] = coefficient
    return plain.ring.from_dict(parts[0]), plain.ring.from_dict(parts[1])


def _positive(plain: PolyElement) -> PolyElement:
    return -plain if plain.LC < 0 else plain


def _without_monomial(total: Add) -> tuple[Expr, Expr] | None:
    """A monomial, also one below a fraction, that the terms of a sum share, and the sum divided by it; None of other sums."""
    if all(_is_whole(power) for power in total.atoms(Pow)):
        return S.One, total
    powers: list[dict[Expr, int]] = []
    for term in total.args:
        pairs = [f.as_base_exp() for f in Mul.make_args(term) if not f.is_Rational]
        if not all(base.is_Symbol and exponent.is_Integer for base, exponent in pairs):
            return None
        powers.append({base: int(exponent) for base, exponent in pairs})
    symbols = sorted({base for own in powers for base in own}, key=default_sort_key)
    monomial = Mul(*(symbol ** min(own.get(symbol, 0) for own in powers) for symbol in symbols))
    return monomial, Add(*(term / monomial for term in total.args))


def _is_whole(power: Pow) -> bool:
    base, exponent = power.args
    return bool(exponent.is_Integer and exponent.is_positive and (base.is_Symbol or isinstance(base, Add)))


def _is_irreducible(terms: Terms) -> bool:
    """Whether a polynomial, its content aside, is seen to have no factors.

    It has none if no monomial divides it, one of its coefficients in a symbol v is a single term, so that no factor is
    free of v, and its image in v alone, of the same degree, has none modulo a prime.
    """
    if len(terms) < 2 or not 0 < len(terms[0][0]) <= MOST_SYMBOLS:
        return False
    if any(min(monomial[i] for monomial, _ in terms) for i in range(len(terms[0][0]))):
        return False
    content = reduce(gcd, (int(coefficient) for _, coefficient in terms))
    plain = [(monomial, int(coefficient) // content) for monomial, coefficient in terms]
    return any(_has_irreducible_image(plain, v) for v in range(len(terms[0][0])))


def _has_irreducible_image(terms: Terms, v: int) -> bool:
    powers = [monomial[v] for monomial, _ in terms]
    degree = max(powers)
    if not 0 < degree <= LARGEST_DEGREE or all(powers.count(n) > 1 for n in set(powers)):
        return False
    return any(image[0] and (degree == 1 or gf_irreducible_p(image, PRIME, ZZ)) for image in _images(terms, v, degree))


def _images(terms: Terms, v: int, degree: int) -> Iterator[list[int]]:
    for place in PLACES:
        image = [0] * (degree + 1)
        for monomial, coefficient in terms:
            value = coefficient
            for i, power in enumerate(monomial):
                if i != v and power:
                    value = value * pow(place[i], power, PRIME) % PRIME
            image[degree - monomial[v]] = (image[degree - monomial[v]] + value) % PRIME
        yield image
